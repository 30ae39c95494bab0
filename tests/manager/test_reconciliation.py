"""The page of mismatches: the two of the report, the notes, the document; for those who may see it."""

import pytest

from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import SIZES


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
