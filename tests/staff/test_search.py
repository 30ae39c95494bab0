"""The page that finds records, as a lead and a counsellor use it: by words, by link, by keyboard, on a phone."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import func, select

from data import calendar
from data.models import AuditEntry, Consultation
from data.queries import leaving
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.staff.filled import HOSTILE, fill

APRIL_TO_NOVEMBER = "since=2026-08-01&until=2026-11-30"


@pytest.fixture(scope="module", autouse=True)
def filled(office):
    with office.database.write() as session:
        fill(session, datetime.now(UTC))


def said(page):
    """The first line."""
    return page.locator(".s-lead")


def rows(page) -> list[str]:
    """The days of the list."""
    return [link[:10] for link in page.locator(".s-table tbody td:first-child a").all_inner_texts()]


def entries(office, action):
    with office.database.read() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def opened(page, key):
    """The folded part of that key, opened."""
    page.locator(f".st-key-{key} summary").click()
    rest(page)


def test_the_newest_come_first_and_who_saw_which_is_kept(come, office):
    page = come("lead", "/search")
    expect(said(page)).to_have_text("記録は 120件です。")
    assert rows(page)[0] == "2026-11-26"
    assert len(rows(page)) == 50
    entry = entries(office, "list")[-1]
    assert entry.account_name == "lead"
    assert entry.detail["ids"].startswith(",120,119,118,")
    assert entry.detail["count"] == 50


def test_pages_are_turned_there_and_back(come, office):
    page = come("lead", "/search")
    first = rows(page)
    page.get_by_role("button", name="古いほうへ").click()
    expect(page.locator(".s-table tbody a").first).to_contain_text("2026-10-07")
    rest(page)
    expect(said(page)).to_have_text("記録は 120件です。")
    assert not {*first} & {*rows(page)}
    page.get_by_role("button", name="新しいほうへ").click()
    expect(page.locator(".s-table tbody a").first).to_contain_text("2026-11-26")
    assert rows(page) == first


def test_filters_are_filled_in_by_keyboard_and_stand_in_the_address(come, office):
    page = come("lead", "/search")
    page.get_by_label("受付日（から）").fill("２０２６/11/1")
    page.get_by_label("ケース番号").fill("k-2026-0001")
    page.get_by_label("ケース番号").press("Enter")
    expect(said(page)).to_have_text("記録は 9件です。")
    expect(page.get_by_text("条件: 受付日 2026-11-01〜・ケース番号 K-2026-0001")).to_be_visible()
    assert "since=2026-11-01" in page.url
    again = come("counsellor", page.url.removeprefix(office.url))
    expect(said(again)).to_have_text("記録は 9件です。")


def test_a_wrong_day_is_said_and_what_was_typed_stays(come):
    page = come("lead", "/search")
    page.get_by_label("受付日（から）").fill("2026-13-01")
    page.get_by_role("button", name="さがす", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("「2026-13-01」という日はありません")
    expect(page.get_by_label("受付日（から）")).to_have_value("2026-13-01")
    expect(said(page)).to_have_text("記録は 120件です。")


def test_a_link_whose_filters_no_longer_exist_says_so(come):
    page = come("lead", "/search?channel=pigeon&colour=red&age_band=20s&person=99")
    alert = page.get_by_role("alert")
    for text in (
        "相談の方法「pigeon」は、いまの一覧にありません",
        "条件「colour」は、いまはありません",
        "書いた人: いまは",
    ):
        expect(alert).to_contain_text(text)
    expect(page.get_by_text("条件: 年代 20代")).to_be_visible()


def test_nothing_found_says_what_to_do(come, office):
    page = come("lead", "/search?channel=visit")
    expect(said(page)).to_contain_text("合う記録はありません。 条件を一つ外すと")
    assert page.locator(".s-table").count() == 0


def test_a_word_of_a_note_is_found_and_kept_out_of_the_address_and_the_log(come, office):
    page = come("counsellor", f"/search?{APRIL_TO_NOVEMBER}")
    opened(page, "search-form")
    page.get_by_label("メモの言葉").fill("7番の話")
    page.get_by_label("メモの言葉").press("Enter")
    expect(page.get_by_text("メモの言葉「7番の話」")).to_be_visible()
    rest(page)
    expect(said(page)).to_have_text("記録は 2件です。")
    assert "7番" not in page.content().partition("</head>")[0]
    assert "word" not in page.url
    assert "7番" not in str([entry.detail for entry in entries(office, "list")])


def test_an_administrator_is_not_asked_for_words_of_notes_nor_given_them(come):
    page = come("admin", "/search")
    expect(page.get_by_label("受付日（から）")).to_be_visible()
    expect(page.get_by_label("メモの言葉")).to_have_count(0)
    opened(page, "search-export")
    expect(page.get_by_label("書き出す理由")).to_be_visible()
    expect(page.get_by_label("メモも入れる")).to_have_count(0)


def test_a_counsellor_is_offered_totals_alone(come):
    page = come("counsellor", "/search")
    opened(page, "search-export")
    expect(page.get_by_role("heading", name="集計（人がわからない形）")).to_be_visible()
    expect(page.get_by_label("書き出す理由")).to_have_count(0)


def taken(page) -> tuple[str, bytes]:
    """The name and the content of the file behind the link."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="ダウンロードする").click()
    with open(coming.value.path(), "rb") as file:  # noqa: PTH123
        return coming.value.suggested_filename, file.read()


def test_totals_leave_protected_and_the_ticket_is_good_once(come, office):
    page = come("counsellor", f"/search?{APRIL_TO_NOVEMBER}&channel=phone")
    opened(page, "search-export")
    page.locator(".st-key-prepare-totals button").click()
    link = page.get_by_role("link", name="ダウンロードする")
    href = link.get_attribute("href")
    name, data = taken(page)
    assert re.fullmatch(r"集計_\d{8}\.csv", name)
    table = {row[0]: row[1] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) if len(row) > 1}
    with office.database.read() as session:
        last = leaving.last_month(session, calendar.today(datetime.now(UTC)))
        phone = (Consultation.channel == "phone", Consultation.removed_at.is_(None), Consultation.month <= last)
        count = session.scalar(select(func.count()).where(*phone)) or 0
    assert table["計"] == str(count - count % 5)
    # A month leaves once it is settled (ADR 0023).
    settled = {month: f"{month // 100}-{month % 100:02}" for month in (202608, 202609, 202610, 202611)}
    assert {table.get(name) for month, name in settled.items() if month <= last} == {"10未満"}
    assert not [name for month, name in settled.items() if month > last and name in table]
    again = page.request.get(office.url + href)
    assert (again.status, again.headers["cache-control"]) == (410, "no-store")
    assert "もう受け取れません" in again.text()
    entry = entries(office, "export")[-1]
    assert (entry.account_name, entry.subject, entry.detail["dimensions"]) == ("counsellor", "totals", ["月"])


def test_rows_need_a_reason_and_leave_without_a_live_formula(come, office):
    page = come("lead", f"/search?{APRIL_TO_NOVEMBER}")
    opened(page, "search-export")
    page.locator(".st-key-prepare-rows button").click()
    expect(page.get_by_role("alert")).to_contain_text("理由を5文字から")
    page.get_by_label("書き出す理由").fill("会議の資料を作るため")
    page.locator('[data-testid="stCheckbox"] label', has_text="メモも入れる").click()
    page.locator(".st-key-format-rows [role=combobox], .st-key-format-rows input").first.click()
    page.get_by_role("option", name="Excel（xlsx）").click()
    page.locator(".st-key-prepare-rows button").click()
    name, data = taken(page)
    assert re.fullmatch(r"一覧_\d{8}\.xlsx", name)
    cells = [
        cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert f"'{HOSTILE}" in [cell.value for cell in cells]
    entry = entries(office, "export")[-1]
    assert (entry.detail["reason"], entry.detail["notes"]) == ("会議の資料を作るため", True)


def test_a_file_is_not_given_to_others(come, office):
    page = come("counsellor", f"/search?{APRIL_TO_NOVEMBER}")
    opened(page, "search-export")
    page.locator(".st-key-prepare-totals button").click()
    href = page.get_by_role("link", name="ダウンロードする").get_attribute("href")
    before = len(entries(office, "export"))
    for role in ("lead", "officer", "admin"):
        other = come(role, "/helpful")
        assert other.request.get(office.url + href).status == 403
    page.context.clear_cookies()
    assert page.request.get(office.url + href).status == 403
    assert page.request.post(office.url + href, headers={"origin": office.url}).status == 405
    assert len(entries(office, "export")) == before


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_clean_for_axe_and_does_not_scroll_sideways(come, width):
    page = come("lead", "/search?channel=phone&gone=1", width)
    opened(page, "search-form")
    opened(page, "search-export")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width == 360:
        small = page.evaluate(
            "[...document.querySelectorAll('.s-table a')].filter((a) => a.getBoundingClientRect().height < 44).length"
        )
        assert small == 0
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(RUN, [TAGS, []]) == []
