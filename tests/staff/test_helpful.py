"""The page of 「役に立ちましたか」: presses by month, said to be presses and no people; what was not kept is missing."""

import pytest

from data.commands import helpful
from data.models import HelpfulTotal
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import SIZES
from ui.staff.words import say


@pytest.fixture
def counted(office):
    """Presses of November and of September."""
    with office.database.write() as session:
        session.query(HelpfulTotal).delete()
        helpful.add(session, {(202609, "helped"): 1200, (202611, "helped"): 20, (202611, "not_much"): 5})


def test_before_any_press_it_says_so_and_shows_no_number(come, office):
    with office.database.write() as session:
        session.query(HelpfulTotal).delete()
    page = come("officer", "/helpful")
    main = page.locator("[data-testid=stMain]")
    assert say("helpful.none_yet") in main.inner_text()
    assert page.locator("table").count() == 0


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("role", ["counsellor", "officer"])
def test_months_answers_and_what_the_number_is_not(come, counted, role, width):
    page = come(role, "/helpful", width)
    shown = page.locator("[data-testid=stMain]").inner_text()
    assert say("helpful.presses_not_people") in shown
    rows = page.locator("tbody tr").all_inner_texts()
    found = {row.split("\t")[0]: row.split("\t")[1:] for row in rows}
    assert found["令和8年11月"] == ["20", "0", "5", "25"]
    assert found["令和8年10月"] == ["データなし"]
    assert found["令和8年9月"] == ["1,200", "0", "0", "1,200"]
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == [] or width == 1280
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []
