"""The audit log as an administrator reads it: who saw and took which records."""

import csv
import io
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from data import audit
from data.sessions import Person
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.staff.test_search import taken

LEAD = Person(2, "lead", "leadさん", "lead", False, "x", False)
HOSTILE = "<img src=x onerror=alert(1)>=1+1"


@pytest.fixture(scope="module", autouse=True)
def filled(office):
    now = datetime.now(UTC)
    with office.database.write() as session:
        audit.write(session, LEAD, now, "view", "consultation", 12)
        audit.write(session, LEAD, now, "list", "consultation", filters="すべての記録", count=2, ids=",12,13,")
        audit.write(
            session, LEAD, now, "export", "consultation", filters="すべての記録", from_to="1–20000", count=20000
        )
        audit.write(session, LEAD, now, "export", "consultation", filters="ケース あり", ids=",13,", reason=HOSTILE)


def test_who_saw_a_record_is_found_by_its_number(come):
    page = come("admin", "/audit")
    expect(page.locator(".s-lead")).to_have_text("4件です。")
    page.get_by_label("番号・名前").fill("12")
    page.get_by_label("番号・名前").press("Enter")
    expect(page.locator(".s-lead")).to_have_text("2件です。")
    expect(page.locator(".s-note")).to_contain_text("10,000件を超える書き出しが 1回あります")
    assert "record=12" in page.url
    deeds = page.locator(".s-log tbody td:nth-child(4)").all_inner_texts()
    assert [deed.splitlines()[-1] for deed in deeds] == ["一覧を見た", "開いて見た"]


def test_a_wrong_day_is_said(come):
    page = come("admin", "/audit")
    page.get_by_label("から", exact=True).fill("2026-02-30")
    page.get_by_label("から", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("「2026-02-30」という日はありません")


def test_the_log_leaves_as_a_csv_and_hostile_words_stay_words(come):
    page = come("admin", "/audit?action=export&subject=consultation")
    expect(page.locator(".s-log")).to_contain_text(HOSTILE)
    page.get_by_role("button", name="この条件で書き出す").click()
    name, data = taken(page)
    assert name.startswith("操作_")
    found = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert found[0] == ["番号", "日時", "だれが", "したこと", "何に", "番号・名前", "くわしく"]
    assert [row[3] for row in found[1:]] == ["書き出した", "書き出した"]
    expect(page.locator(".s-lead")).to_have_text("2件です。")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_clean_for_axe_and_does_not_scroll_sideways(come, width):
    page = come("admin", "/audit", width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(RUN, [TAGS, []]) == []


def test_the_numbers_of_a_long_list_are_folded_until_they_are_asked_for(come, office):
    numbers = [str(number) for number in range(7001, 7051)]
    with office.database.write() as session:
        audit.write(session, LEAD, datetime.now(UTC), "list", "support_plan", count=50, ids=f",{','.join(numbers)},")
    page = come("admin", "/audit?subject=support_plan")
    fold = page.locator(".s-log details")
    expect(fold.locator("summary")).to_contain_text("記録 7001 7002")
    expect(fold.locator("summary")).not_to_contain_text("7050")
    last = fold.get_by_text("7050")
    expect(last).to_be_hidden()
    fold.locator("summary").click()
    expect(last).to_be_visible()
