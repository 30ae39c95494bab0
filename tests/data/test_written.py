"""What people type: days in every way they are written here, numbers, texts; what is wrong is said in a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import written

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "typed",
    [
        "11/27",
        "2026-11-27",
        "2026/11/27",
        "１１／２７",
        "11月27日",
        "2026年11月27日",
        "R8.11.27",
        "令和8年11月27日",
        "20261127",
        "今日",
    ],
)
def test_a_day_is_read_as_people_write_it(typed):
    assert written.day(typed, "受けた日", TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-13-01", "受けた日が13月になっています"),
        ("2026-02-30", "2026年2月に30日はありません"),
        ("きのうのきのう", "「きのうのきのう」を日付として読めません"),
        ("11/27\x00", "読めません"),
        ("0000-01-01", "0年1月に1日はありません"),
    ],
)
def test_a_wrong_day_is_said_with_its_field(typed, said):
    with pytest.raises(ValueError, match=said):
        written.day(typed, "受けた日", TODAY)


@pytest.mark.parametrize(
    ("typed", "number"), [("40", 40), ("４０分", 40), (" 0 ", 0), (7, 7), ("", None), (None, None)]
)
def test_a_number_is_read_and_nothing_stays_nothing(typed, number):
    assert written.whole(typed, "かかった時間", 1440, "分") == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "0より小さく"),
        ("△5", "0より小さく"),
        ("1441", "1440分までで"),
        ("五", "数として読めません"),
        ("1.5", "数字だけで"),
        ("①", "数字だけで"),
    ],
)
def test_a_wrong_number_is_said(typed, said):
    with pytest.raises(ValueError, match=said):
        written.whole(typed, "かかった時間", 1440, "分")


def test_a_text_loses_its_margins_and_nothing_else():
    assert written.text("  家賃の話\r\n来週また ", "メモ", 400, lines=True) == "家賃の話\n来週また"
    assert written.text(" 　", "メモ", 400) is None


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x1b[31m", "\ud800", "\x85"])
def test_what_cannot_be_seen_is_refused(hidden):
    with pytest.raises(ValueError, match="目に見えない文字"):
        written.text(f"あ{hidden}い", "メモ", 400, lines=True)


anything = st.text() | st.integers() | st.none() | st.dates() | st.lists(st.text())


def outcome(reader, *arguments) -> tuple[object, str]:
    """What the reader gives, or the sentence it refuses with."""
    try:
        return reader(*arguments), ""
    except ValueError as error:
        return None, str(error)


@given(anything)
def test_whatever_is_typed_is_a_day_or_a_sentence(typed):
    found, said = outcome(written.day, typed, "受けた日", TODAY)
    assert found is None or isinstance(found, date)
    assert not said or (said.startswith("受けた日") and said.endswith("。"))


@given(anything)
def test_whatever_is_typed_is_a_number_within_its_bounds_or_a_sentence(typed):
    found, said = outcome(written.whole, typed, "かかった時間", 1440, "分")
    assert found is None or (isinstance(found, int) and 0 <= found <= 1440)
    assert not said or (said.startswith("かかった時間") and said.endswith("。"))
