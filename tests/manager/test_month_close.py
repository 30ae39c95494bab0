"""Closing a month on the screen: what is left, closed, refused on the record page, opened again; the officer only looks."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from data import calendar, opening_days
from data.models import Consultation, MonthClose
from data.queries import closing, leaving
from data.queries.closing import Point
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.data.records import record
from tests.staff.conftest import SIZES
from ui.manager.month_close import _for_the_officer
from ui.staff.words import say


@pytest.fixture
def kept(office):
    """Three records of October 2025, a month that is long over; none and no closing afterwards."""
    with office.database.write() as session:
        for number in range(1, 4):
            record(session, datetime.now(UTC), number, date(2025, 10, number), account_id=None)
    yield office
    with office.database.write() as session:
        session.execute(delete(MonthClose))
        session.execute(delete(Consultation))


def press(page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    rest(page)


@pytest.mark.parametrize("width", SIZES)
def test_a_month_is_looked_through_closed_and_opened_again(come, kept, width):
    page = come("lead", "/month-close?month=202510", width)
    expect(page.locator(".s-lead")).to_contain_text("令和7年10月は、まだ締めていません")
    expect(page.get_by_text("見直していない記録が3件あります。")).to_be_visible()
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == [] or width == 1280
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []
    press(page, say("month_close.review_do"))
    expect(page.get_by_text("見直したことにしました")).to_be_visible()
    expect(page.get_by_text("見直していない記録")).to_have_count(0)
    press(page, "令和7年10月を締める")
    expect(page.locator("[role=alert]")).to_contain_text("印を付けてから")
    page.get_by_text("1つを知ったうえで締める").click()
    rest(page)
    press(page, "令和7年10月を締める")
    expect(page.locator(".s-lead")).to_contain_text("leadさんが締めました。数は変わりません。")
    press(page, "令和7年10月を開き直す")
    expect(page.locator("[role=alert]")).to_contain_text("開き直すわけを書いてください")
    page.get_by_label(say("month_close.reason")).fill("入れ忘れ")
    press(page, "令和7年10月を開き直す")
    expect(page.locator(".s-lead")).to_contain_text("まだ締めていません")
    assert "わけ：入れ忘れ" in page.locator(".s-history").inner_text()
    page.close()


def test_the_record_page_says_that_the_month_is_closed_and_keeps_what_was_typed(come, kept):
    with kept.database.write() as session:
        session.add(
            MonthClose(
                desk_id=1, month=202510, closed_at=datetime.now(UTC), closed_by=1, reopened_at=None, reopened_by=None
            )
        )
    page = come("counsellor", "/record?id=1")
    page.locator(".st-key-record-form textarea").first.fill("書き足したこと")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="直しを残す").first.click()
    rest(page)
    expect(page.get_by_text("令和7年10月は締めてあるので、変えられません").first).to_be_visible()
    assert page.locator(".st-key-record-form textarea").first.input_value() == "書き足したこと"
    page.close()


def test_the_officer_sees_the_state_and_no_button(come, kept):
    page = come("officer", "/month-close?month=202510")
    shown = page.locator("[data-testid=stMain]").inner_text()
    assert say("month_close.may_not") in shown
    assert page.get_by_role("button", name="締める").count() == 0
    points = page.locator(".s-point").all_inner_texts()
    assert points, "or nothing is tested"
    told = "".join(points).replace(opening_days.RULE, "")
    assert not re.search(r"[0-9]", told), "neither days nor how many"
    page.close()


def test_of_a_month_that_has_not_settled_the_officer_learns_nothing_that_is_left_to_do():
    points = [Point(closing.UNREVIEWED, 60), Point(closing.DRAFTS, 2, ("佐々木 2件",)), Point(closing.MISMATCHES, 1)]
    points.append(Point(closing.MISSING_DAYS, 2, ("10月14日", "10月15日")))
    assert [(one.kind, one.count, one.named) for one in _for_the_officer(points)] == [
        (closing.UNREVIEWED, 1, ()),
        (closing.MISSING_DAYS, 1, ()),
    ]


def test_a_month_before_it_has_settled_is_waited_for(come, kept):
    now = calendar.today(datetime.now(UTC))
    running = calendar.month_of(now.replace(day=1) - timedelta(days=1))
    with kept.database.read() as session:
        settled = leaving.last_month(session, now)
    page = come("officer", f"/month-close?month={running}")
    waiting = say("month_close.lead_waiting", month=calendar.spoken_month(running))
    assert (waiting in page.locator("[data-testid=stMain]").inner_text()) is (running > settled)
    page.close()


def test_the_default_database_has_nothing_to_close_after_the_report(come, office):
    page = come("lead", "/month-close?month=202610")
    expect(page.locator(".s-lead")).to_contain_text("データなし")
    page.close()
    page = come("lead", "/month-close")
    expect(page.locator(".s-lead")).to_contain_text("令和6年3月は、まだ締めていません")
    page.close()
