"""The page of outcomes in a real browser: without records it says so in every part, with records its figures are theirs."""

import csv
import html
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

import settings
from data import calendar, demo, disclosure, migrating, published
from data.database import Database
from data.models import Account, Activity
from data.queries import leaving, outcomes, series
from tests.browser.rest import rest, watch
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import SIZES, Office, furnish
from ui.staff import outcomes_charts
from ui.staff.outcomes import PARTS, _lead
from ui.staff.outcomes_tables import Seen
from ui.staff.words import say


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory):
    """A server on made-up records."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'records.db'}"
    database, now = Database(url), datetime.now(UTC)
    migrating.upgrade(database)
    with database.write() as session:
        demo.build(session, published.read(), now, 3000)
        for role in ("counsellor", "lead", "officer", "admin"):
            session.add(Account(name=role, display_name=f"{role}さん", role=role, created_at=now))
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


def years() -> tuple[int, int]:
    """The fiscal year before this one, and one before any record."""
    now = calendar.fiscal_year(calendar.month_of(calendar.today(datetime.now(UTC))))
    return now - 1, now - 9


def choose(page, year: int) -> str:
    """The page of that year."""
    page.get_by_label(say("outcomes.year"), exact=True).click()
    page.get_by_role("option", name=calendar.wareki(year), exact=True).click()
    page.locator(".s-lead", has_text=calendar.wareki(year)).wait_for()
    return page.locator("[data-testid=stMain]").inner_text()


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("role", ["counsellor", "officer"])
def test_the_first_line_is_the_answer_and_the_officer_sees_protected_counts(come, office, role, width):
    page = come(role, "/outcomes", width)
    year, _ = years()
    shown = choose(page, year)
    with office.database.read() as session:
        desk = series.desk(session)
        assert desk is not None
        plans, went = outcomes.plans(session, desk, year), outcomes.accompaniments(session, desk, year)
    true = say("outcomes.lead", year=calendar.wareki(year), plans=plans.opened, closed=plans.closed, went=went.total)
    assert (true in shown) is (
        role == "counsellor" or all(n % 5 == 0 for n in (plans.opened, plans.closed, went.total))
    )
    assert say("outcomes.what") in shown
    cells = [cell for row in page.locator(".s-figures td").all_inner_texts() for cell in re.findall(r"^\d[\d,]*$", row)]
    assert cells
    if role == "officer":
        assert say("outcomes.protected") in shown
        assert all(int(cell.replace(",", "")) % 5 == 0 for cell in cells)
    else:
        assert any(int(cell.replace(",", "")) % 5 for cell in cells)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == [] or width == 1280
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []


@pytest.mark.parametrize("width", SIZES)
def test_without_records_every_part_says_so_and_no_number_stands_there(serve, browser, tmp_path, width):
    url = f"sqlite:///{tmp_path / 'records.db'}"
    database = furnish(url)
    with serve(DATABASE_URL=url) as server:
        context = browser.new_context(viewport={"width": width, "height": SIZES[width]}, locale="ja-JP")
        token = Office(server.url, database).token("lead")
        context.add_cookies([{"name": settings.SESSION_COOKIE, "value": token, "url": server.url, "httpOnly": True}])
        page = watch(context.new_page())
        page.goto(f"{server.url}/outcomes")
        page.get_by_text(say("outcomes.none"), exact=True).first.wait_for()
        rest(page)
        assert page.get_by_text(say("outcomes.none"), exact=True).count() == len(PARTS)
        assert page.locator("table").count() == 0
        assert not re.search(r"\d+件|\d+回|\d%", page.locator("[data-testid=stMain]").inner_text())
        context.close()
    database.close()


def test_charts_and_tables_leave_from_protected_cells_only_whoever_asks(come, office):
    page = come("counsellor", "/outcomes", 360)
    year, _ = years()
    choose(page, year)
    for step in ("plan", "accompanied", "closed"):
        expect(page.locator(f".st-key-figure-cohort-{step}-drawn-narrow svg.marks")).to_be_visible()
    page.locator("[data-testid=stExpander] summary", has_text=say("figures.take")).click()
    rest(page)
    page.get_by_label(say("figures.which"), exact=True).click()
    name = f"{calendar.wareki(year)} {say('outcomes.went_results')}"
    page.get_by_role("option", name=name, exact=True).click()
    rest(page)
    assert page.get_by_role("button", name=say("figures.png"), exact=True).count() == 0
    page.get_by_role("button", name=say("figures.csv"), exact=True).click()
    with page.expect_download() as coming:
        page.locator("a.s-button[href^='/download']").click()
    rows = list(csv.reader(Path(coming.value.path()).read_text("utf-8-sig").splitlines()))
    assert rows[0][0].startswith("架空")
    assert name in [row[0] for row in rows if row]
    counts = [cell for row in rows for cell in row[1:] if cell.isdecimal()]
    assert all(int(cell) % 5 == 0 for cell in counts)
    assert disclosure.HIDDEN_WORD in {cell for row in rows for cell in row}


def test_a_cohort_s_chart_leaves_as_a_picture_with_its_source_inside(come, office):
    page = come("lead", "/outcomes")
    year, _ = years()
    choose(page, year)
    page.locator("[data-testid=stExpander] summary", has_text=say("figures.take")).click()
    rest(page)
    page.get_by_label(say("figures.which"), exact=True).click()
    title = f"{calendar.wareki(year)} {outcomes_charts.title('plan')}"
    page.get_by_role("option", name=title, exact=True).click()
    rest(page)
    page.get_by_role("button", name=say("figures.svg"), exact=True).click()
    with page.expect_download() as coming:
        page.locator("a.s-button[href^='/download']").click()
    drawn = html.unescape(Path(coming.value.path()).read_text("utf-8"))
    for words in (title, "どこから：相談室の記録", "1か月", "架空"):
        assert words in drawn, words


def taken(page, title: str) -> list[list[str]]:
    """The rows of a table's file, by the page's own buttons."""
    page.locator("[data-testid=stExpander] summary", has_text=say("figures.take")).click()
    rest(page)
    page.get_by_label(say("figures.which"), exact=True).click()
    page.get_by_role("option", name=title, exact=True).click()
    rest(page)
    page.get_by_role("button", name=say("figures.csv"), exact=True).click()
    with page.expect_download() as coming:
        page.locator("a.s-button[href^='/download']").click()
    return list(csv.reader(Path(coming.value.path()).read_text("utf-8-sig").splitlines()))


def test_what_is_done_in_the_month_that_runs_neither_leaves_nor_reaches_the_officer(come, office):
    now = datetime.now(UTC)
    today = calendar.today(now)
    with office.database.read() as session:
        settled = leaving.last_month(session, today)
    # In April and May the year that runs has nothing yet that may leave.
    year = calendar.fiscal_year(settled)
    title = f"{calendar.wareki(year)} {say('outcomes.ibasho')}"

    def looked() -> tuple[str, str, list[list[str]]]:
        pages = [come(role, "/outcomes") for role in ("officer", "lead")]
        told = [choose(page, year) for page in pages]
        return told[0], told[1], taken(pages[1], title)

    before = looked()
    with office.database.write() as session:
        desk = series.desk(session)
        assert desk is not None
        for _ in range(40):
            session.add(
                Activity(desk_id=desk.id, kind="ibasho", done_on=today, month=calendar.month_of(today), count=3,
                         account_id=1, created_at=now, updated_at=now)
            )  # fmt: skip
    after = looked()
    assert (after[0], after[2]) == (before[0], before[2])
    if year == calendar.fiscal_year(calendar.month_of(today)):
        assert after[1] != before[1], "those who keep the records see it at once"
    assert say("outcomes.source_settled", month=calendar.spoken_month(settled)) in [row[0] for row in after[2] if row]


def test_a_year_is_running_until_its_last_day_and_not_before_its_first():
    counts = outcomes.Plans(0, 0, 0, 0, {}, 0, 0, {}), outcomes.Accompaniments(0, 0, {})

    def told(day: date) -> bool:
        return say("outcomes.until", day=f"{day.month}月{day.day}日") in _lead(Seen(protected=True), 2026, *counts, day)

    assert [told(date(2026, 4, 30)), told(date(2027, 2, 28)), told(date(2027, 3, 31)), told(date(2027, 5, 8))] == [
        True,
        True,
        False,
        False,
    ]
