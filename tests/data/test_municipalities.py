"""The codes of municipalities: six digits with a fitting check digit, one each, the same file the public side reads."""

import pytest

from data import municipalities

LINE = '- {{id: a, ja: 甲市, code: "{}"}}\n'


def test_every_place_has_a_code_of_kanagawa_with_a_fitting_check_digit():
    labels = municipalities.labels()
    assert len(labels) == 56
    assert all(code.startswith("14") and municipalities.is_code(code) for code in labels)
    assert (labels["141003"], labels["144029"], labels["141135"]) == ("横浜市", "清川村", "横浜市緑区")


@pytest.mark.parametrize(
    "code", ["141002", "14100", "1410033", "１４１００３", "abcdef", "14100³"], ids=lambda code: ascii(code)
)
def test_a_code_that_is_not_one_is_refused_and_named(tmp_path, code):
    file = tmp_path / "places.yaml"
    file.write_text(LINE.format(code), "utf-8")
    assert not municipalities.is_code(code)
    with pytest.raises(ValueError, match=r"甲市.*検査数字"):
        municipalities.read(file)


def test_a_code_that_stands_twice_is_refused(tmp_path):
    file = tmp_path / "places.yaml"
    file.write_text(LINE.format("141003") * 2, "utf-8")
    with pytest.raises(ValueError, match=r"141003.*と"):
        municipalities.read(file)
