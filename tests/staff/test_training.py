"""The page of trainings in a real browser: the report's year in words, a training written down, its survey opened and seen."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from data import calendar, published, seed
from data.commands import survey
from data.models import Desk
from data.queries import series, surveys, trainings
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import SIZES, Office, furnish
from ui.staff.words import say

LEAD = "令和5年度の研修は3回、209人。目標300人の69.7%。"


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory):
    """A server on the published figures."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'records.db'}"
    database = furnish(url)
    with database.write() as session:
        # The figures belong to the first desk: the one of the published file.
        session.execute(delete(Desk))
        session.flush()
        seed.load(session, published.read(), datetime.now(UTC))
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


def of_this_year(office) -> list[trainings.Training]:
    year = calendar.fiscal_year(calendar.month_of(calendar.today(datetime.now(UTC))))
    with office.database.read() as session:
        desk = series.desk(session)
        assert desk is not None
        return trainings.of_year(session, desk, year)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("role", ["counsellor", "officer"])
def test_the_reports_year_stands_in_words_and_as_printed(come, role, width):
    page = come(role, "/training", width)
    main = page.locator("[data-testid=stMain]")
    assert LEAD in main.inner_text()
    shown = main.inner_text()
    for part in ("92.9%", "93.4%", "97.0%", "94.0%", "90.9%", "91.0%", "−6.1", "−1.5", "−3.2"):
        assert part in shown, part
    assert "差の6.0%は、原資料に説明がありません" in shown
    assert say("training.answers_unknown") in shown
    assert (page.get_by_text(say("training.edit")).count() > 0) is (role != "officer")
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == [] or width == 1280
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []


def test_a_training_is_written_its_survey_answered_and_its_result_seen(come, office, browser):
    page = come("counsellor", "/training")
    year = calendar.fiscal_year(calendar.month_of(calendar.today(datetime.now(UTC))))
    page.get_by_label(say("training.year"), exact=True).click()
    page.get_by_role("option", name=calendar.wareki(year), exact=True).click()
    page.get_by_text(say("training.none", year=calendar.wareki(year))).wait_for()
    rest(page)
    page.get_by_label(say("training.held_label")).fill("四月のある日")
    page.get_by_label(say("training.theme_label")).fill("家計 <b>と</b> 債務")
    page.get_by_label(say("training.attendance_label"), exact=True).fill("十人")
    page.get_by_role("button", name=say("training.save")).click()
    fault = page.get_by_role("alert")
    fault.wait_for()
    assert "四月のある日" in fault.inner_text()
    assert "十人" in fault.inner_text()
    assert page.get_by_label(say("training.theme_label")).input_value() == "家計 <b>と</b> 債務"
    assert of_this_year(office) == []
    yesterday = calendar.today(datetime.now(UTC)) - timedelta(days=1)
    page.get_by_label(say("training.held_label")).fill(f"{yesterday:%Y-%m-%d}")
    page.get_by_label(say("training.attendance_label"), exact=True).fill("１２")
    page.get_by_role("button", name=say("training.save")).click()
    page.get_by_role("status").get_by_text(say("training.saved", number=1)).wait_for()
    rest(page)
    assert "研修は1回、12人。" in page.locator(".s-lead").inner_text()
    today = calendar.today(datetime.now(UTC))
    page.get_by_label(say("training.opens_label")).fill(f"{yesterday:%Y-%m-%d}")
    page.get_by_label(say("training.closes_label")).fill(f"{today + timedelta(days=1):%Y-%m-%d}")
    page.get_by_label(say("training.closes_time"), exact=True).fill("25:00")
    page.get_by_role("button", name=say("training.survey_do")).click()
    page.get_by_role("alert").get_by_text("25:00").wait_for()
    page.get_by_label(say("training.closes_time"), exact=True).fill("17時")
    page.get_by_role("button", name=say("training.survey_do")).click()
    page.get_by_role("status").get_by_text(say("training.survey_opened")).wait_for()
    rest(page)
    page.get_by_role("link", name=say("training.survey_qr")).click()
    page.locator(".s-sheet img").wait_for()
    address = page.locator(".s-sheet code").inner_text()
    page.emulate_media(media="print")
    assert page.locator(".s-sheet").is_visible()
    assert not page.get_by_role("button", name=say("training.qr_back")).is_visible()
    visitor = browser.new_context(locale="ja-JP").new_page()
    visitor.goto(address)
    visitor.get_by_text(say("survey.good"), exact=True).click()
    visitor.get_by_role("button", name=say("survey.send")).click()
    visitor.get_by_role("heading", name=say("survey.thanks")).wait_for()
    visitor.context.close()
    again = come("officer", "/training")
    assert say("training.few", fewest=surveys.FEWEST) in again.locator("[data-testid=stMain]").inner_text()
    one = of_this_year(office)[0]
    assert one.survey.counted[0].total == 1
    with office.database.write() as session:
        for _ in range(11):
            assert survey.answer(session, one.survey_token or "", "good", datetime.now(UTC)).state == survey.OPEN
    row = come("officer", "/training").locator("tr", has_text=say("training.origin_form")).inner_text()
    assert "10人" in row
    assert "12人" not in row
    true = come("lead", "/training").locator("tr", has_text=say("training.origin_form")).inner_text()
    assert "12人（100.0%）" in true


@pytest.mark.parametrize("asked", ["999", "x", "１", "-1", "1' OR 1=1"])
def test_a_link_to_a_training_that_is_not_there_shows_the_page(come, asked):
    page = come("counsellor", f"/training?survey={asked}")
    page.get_by_role("heading", name=say("training.title"), exact=True).wait_for()


def test_the_officer_gets_no_qr_picture(come, office):
    with office.database.read() as session:
        desk = series.desk(session)
        assert desk is not None
        first = trainings.of_year(session, desk, 2023)[0]
    page = come("officer", f"/training?survey={first.id}")
    page.get_by_role("heading", name=say("training.title"), exact=True).wait_for()
    assert page.locator(".s-sheet").count() == 0
