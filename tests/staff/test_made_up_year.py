"""The pages of trainings, targets and closed months on a made-up database: what it was made to show stands in words."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from data import calendar, demo, migrating, published
from data.database import Database
from data.models import Account, Target
from data.queries import surveys
from tests.browser.rest import rest
from tests.browser.visit import SIDEWAYS
from tests.staff.conftest import SIZES, Office
from ui.staff.words import say

NOW = datetime.now(UTC)
YEAR = calendar.fiscal_year(calendar.month_of(calendar.today(NOW)))


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory):
    """A server on made-up records; one of the targets is 0."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'records.db'}"
    database = Database(url)
    migrating.upgrade(database)
    with database.write() as session:
        demo.build(session, published.read(), NOW, 2000)
        for role in ("counsellor", "lead", "officer", "admin"):
            session.add(Account(name=role, display_name=f"{role}さん", role=role, created_at=NOW))
        session.query(Target).filter_by(
            indicator_id="line_consultations", fiscal_year=YEAR - 1, replaced_at=None
        ).one().value = 0
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


def trainings_of(page, year: int) -> str:
    """The page of trainings of that year, as it reads."""
    page.get_by_label(say("training.year"), exact=True).click()
    page.get_by_role("option", name=calendar.wareki(year), exact=True).click()
    page.locator(".s-lead", has_text=calendar.wareki(year)).wait_for()
    rest(page)
    return page.locator("[data-testid=stMain]").inner_text()


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("role", ["lead", "officer"])
def test_a_survey_without_answers_one_of_few_and_one_that_does_not_add_up_each_say_so(come, role, width):
    page = come(role, "/training", width)
    shown = trainings_of(page, YEAR - 2)
    assert say("training.no_answers") in shown
    assert "五つの段階の計が98.2%で、100%になりません" in shown
    assert say("training.few", fewest=surveys.FEWEST) in trainings_of(page, YEAR - 1)
    assert page.evaluate(SIDEWAYS) <= 0
    empty = trainings_of(page, YEAR - 3)
    assert say("training.useful_none") in empty
    assert "参加人数は、まだデータなし" in empty
    page.close()


def test_columns_that_no_survey_has_take_no_room_and_nothing_is_cut_off(come):
    page = come("lead", "/training", 1280)
    shown = trainings_of(page, YEAR - 1)
    assert say("training.stated") not in shown
    assert say("training.sum_of_two") in shown
    wide = page.locator(".s-numbers").evaluate("one => one.parentElement.scrollWidth - one.parentElement.clientWidth")
    assert wide <= 0
    page.close()


def test_the_officer_is_told_that_hidden_answers_leave_a_gap(come):
    page = come("officer", "/training", 1280)
    assert say("training.chart_subtitle_protected") in trainings_of(page, YEAR - 1)
    assert say("training.protected") in page.locator("[data-testid=stMain]").inner_text()
    page.close()


def test_a_form_that_was_never_opened_beside_imported_answers_says_so(come):
    page = come("lead", "/training", 1280)
    assert say("training.survey_not_used", name="2回目") in trainings_of(page, YEAR - 2)
    page.close()


def test_a_year_whose_meaning_changed_has_no_total_and_is_not_called_without_data(come):
    page = come("lead", f"/targets?year={YEAR - 2}", 1280)
    row = page.locator("[data-indicator=consultations]")
    expect(row.locator(".s-state")).to_have_text(say("targets.state_definition_changed"))
    expect(row).to_contain_text("一年の計なし / 目標")
    expect(row).to_contain_text(say("targets.broken"))
    expect(page.locator(".s-lead")).to_contain_text("途中で数え方が変わったものが1つ")
    page.close()


def test_over_a_hundred_percent_stands_as_it_is_and_a_target_of_zero_is_no_success(come):
    page = come("lead", f"/targets?year={YEAR - 1}", 1280)
    expect(page.locator("[data-indicator=training_participants]")).to_contain_text("（109.6%）")
    expect(page.locator("[data-indicator=line_consultations] .s-state")).to_have_text(say("targets.state_zero"))
    expect(page.locator(".s-lead")).to_contain_text("目標が0のものが1つ")
    page.close()


@pytest.mark.parametrize("width", SIZES)
def test_closings_of_the_years_before_are_folded_and_the_one_opened_again_gives_its_reason(come, width):
    page = come("officer", "/month-close", width)
    folded = page.locator("details", has=page.locator(".s-history"))
    assert folded.count() >= 2
    assert page.locator(".s-history").first.is_visible()
    assert not folded.first.locator(".s-history").is_visible()
    folded.first.locator("summary").click()
    assert folded.first.locator(".s-history").is_visible()
    assert "記録の入れ忘れが、締めたあとで一件見つかった" in "".join(page.locator(".s-history").all_text_contents())
    assert page.evaluate(SIDEWAYS) <= 0
    page.close()
