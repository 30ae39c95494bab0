"""The page of mismatches: the two of the report, the notes, the document; for those who may see it."""

import pytest

from data.queries.mismatch import IMPORT, SINCE_CLOSE, SOURCES, TOTAL, Mismatch, Result, Side
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import SIZES
from ui.manager.reconciliation import _published


@pytest.mark.parametrize("width", SIZES)
def test_both_mismatches_of_the_report_stand_there_with_both_figures(come, office, width):
    page = come("officer", "/reconciliation", width)
    assert page.locator(".s-lead").inner_text() == "11組の数を突き合わせて、2か所が合いません。"
    survey = page.locator("[data-kind=survey]").inner_text()
    useful = page.locator("[data-kind=usefulness]").inner_text()
    for words in ("94.0%", "差は−6.0ポイント", "差（原資料に説明なし）", "第1回研修の列"):
        assert words in survey
    for words in ("90.9%", "33.4 + 57.6 = 91.0%", "差は+0.1ポイント", "差（原資料に説明なし）"):
        assert words in useful
    shown = page.locator("[data-testid=stMain]").inner_text()
    for words in ("開設前", "年度の記載なし", "1,207件", "3,221件", "2.2倍", "つながりサポート事業"):
        assert words in shown
    assert page.locator("[data-kind=no_year]").count() == 5
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == [] or width == 1280
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []
    page.close()


def test_the_officer_learns_neither_what_records_come_to_nor_that_they_agree_with_a_document():
    sides = (Side("公表された数", "31件", "資料"), Side("記録から数えた数", "29件", "相談室の記録"))
    kinds = (TOTAL, SOURCES, SINCE_CLOSE, IMPORT)
    result = Result(
        tuple(Mismatch(kind, "相談受付件数", (202405,), sides, "−2件", "3か所が読み取れず") for kind in kinds),
        {TOTAL: 4, SOURCES: 9},
    )
    seen = _published(result)
    assert [one.kind for one in seen.found] == [TOTAL, SINCE_CLOSE, IMPORT]
    assert seen.compared == {TOTAL: 4}
    assert seen.found[0] == result.found[0], "what documents say stays as it is"
    assert [(one.sides, one.difference) for one in seen.found[1:]] == [((), "")] * 2
    assert "3か所" not in seen.found[2].why
