"""Monday morning in a real browser: the answer in the first line, one press for each deed, each row near its record."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from data import calendar
from data.models import Activity, AuditEntry, Consultation
from data.queries import auditing
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.data import made
from tests.staff import desk_week
from tests.staff.desk_week import MARKER
from ui.staff.monday import AT_FIRST


@pytest.fixture
def week(office):
    """A filled week; each test has its own call, hand-over and plan, which stand in the row of that number."""
    return desk_week.fill(office.database, desk_week.person(office.database, "lead"))


def stored(office, kind, number):
    """The row as it is stored now."""
    with office.database.read() as session:
        return session.get(kind, number)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_line_answers_and_nothing_breaks_a_rule_or_runs_out(come, week, width):
    page = come("lead", "/monday", width)
    expect(page.locator("h1")).to_have_text("今週のこと")
    expect(page.locator("h1 + p")).to_contain_text("折り返しの電話")
    expect(page.locator(f".st-key-call-{week.call}")).to_contain_text("2日すぎています")
    expect(page.locator(f".st-key-review-{week.plan}")).to_contain_text("3日すぎています")
    expect(page.locator(f".st-key-hand-{week.activity}")).to_contain_text("9日待っています")
    assert MARKER not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []
    low = page.locator(".st-key-staff-pages ~ * button, [class*=st-key-call-] a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(box => box.height && box.height < 44).length"
    )
    assert low == 0


def test_called_is_one_press_by_the_keyboard_alone(come, office, week):
    page = come("lead", "/monday")
    page.locator(f".st-key-called-{week.call} button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="かけたことを残しました")).to_be_visible()
    expect(page.locator(f".st-key-call-{week.call}")).to_have_count(0)
    assert stored(office, Consultation, week.call).callback_done_on is not None


def test_another_day_is_asked_for_until_it_can_be_read(come, office, week):
    page = come("lead", "/monday")
    before = stored(office, Consultation, week.call).callback_due
    page.locator(f".st-key-move-{week.call} button").first.click()
    day = page.get_by_label("かける日")
    day.fill("13/45")
    page.get_by_role("button", name="この日にする").click()
    expect(page.get_by_role("alert").filter(has_text="13月")).to_be_visible()
    assert stored(office, Consultation, week.call).callback_due == before
    day.fill("あした")
    page.get_by_role("button", name="この日にする").click()
    expect(page.get_by_role("status").filter(has_text="に変えました")).to_be_visible()
    assert (stored(office, Consultation, week.call).callback_due - before).days == 3


def test_a_hand_over_is_accepted_or_declined_in_one_press(come, office, week):
    page = come("lead", "/monday")
    page.locator(f".st-key-refused-{week.activity} button").click()
    expect(page.locator(f".st-key-hand-{week.activity}")).to_contain_text("断られました")
    assert stored(office, Activity, week.activity).hand_over == "declined"
    page.locator(f".st-key-accepted-{week.activity} button").click()
    expect(page.locator(f".st-key-hand-{week.activity}")).to_have_count(0)
    assert stored(office, Activity, week.activity).hand_over == "accepted"


def test_a_row_leads_to_its_case_and_who_saw_the_rows_is_noted(come, office, week):
    page = come("lead", "/monday")
    page.locator(f".st-key-review-{week.plan}").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(week.case)
    rest(page)
    with office.database.read() as session:
        noted = auditing.page(session, auditing.Asked(subject="monday", record=str(week.call))).rows
        assert noted
        assert f",{week.call}," in noted[0].detail["consultation"]
        assert (
            session.query(AuditEntry).filter_by(action="view", subject="case_file", subject_id=week.case).count() == 1
        )


def test_the_load_is_a_table_with_a_figure_for_each_hour(come, week):
    page = come("lead", "/monday")
    expect(page.locator(".s-load tbody tr")).to_have_count(7)
    expect(page.get_by_text("時刻が書かれていない相談")).to_be_visible()


def test_a_long_list_begins_with_its_first_rows_and_a_press_brings_the_rest(come, office, week):
    with office.database.write() as session:
        today = calendar.today(datetime.now(UTC))
        for _ in range(AT_FIRST):
            made.consultation(session, datetime.now(UTC), received_on=today, callback_due=today + timedelta(days=6))
        before = session.scalar(select(func.max(AuditEntry.id)))
    page = come("lead", "/monday")
    calls = page.locator(".st-key-monday-calls")
    shown = calls.get_by_role("button", name="かけた")
    expect(shown).to_have_count(AT_FIRST)
    with office.database.read() as session:
        seen = session.scalars(select(AuditEntry).where(AuditEntry.id > before, AuditEntry.subject == "monday")).one()
    assert len(seen.detail["consultation"].strip(",").split(",")) == AT_FIRST
    rest_of_them = calls.get_by_role("button", name="も出す")
    left = int(re.sub(r"\D", "", rest_of_them.inner_text()))
    rest_of_them.click()
    expect(shown).to_have_count(AT_FIRST + left)
    expect(rest_of_them).to_have_count(0)


def test_where_a_row_of_a_long_list_is_done_the_next_one_comes_in(come, office, week):
    with office.database.write() as session:
        today = calendar.today(datetime.now(UTC))
        for _ in range(AT_FIRST):
            made.consultation(session, datetime.now(UTC), received_on=today, callback_due=today)
    page = come("lead", "/monday")
    shown = page.locator(".st-key-monday-calls").get_by_role("button", name="かけた")
    expect(shown).to_have_count(AT_FIRST)
    shown.first.click()
    expect(page.get_by_role("status").filter(has_text="かけたことを残しました")).to_be_visible()
    rest(page)
    expect(shown).to_have_count(AT_FIRST)
