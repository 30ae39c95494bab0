"""The trends page in a real browser: the year in one line, what is missing said in words, links, remarks, both widths."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from data import calendar, published, seed
from data.commands import annotations
from data.models import Account, Annotation, AuditEntry, Consultation, Desk
from data.sessions import Person
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.data.records import record

TODAY = calendar.today(datetime.now(UTC))
# The fiscal year that runs, in which the records of these tests are.
YEAR = calendar.fiscal_year(calendar.month_of(TODAY))
HOSTILE = '<img src=x onerror=alert(1)>"[x](javascript:alert(1))'


@pytest.fixture(scope="module", autouse=True)
def seeded(office):
    """The published figures, of the desk that is there."""
    known = published.read()
    (desk,) = known.desks.values()
    with office.database.write() as session:
        session.query(Desk).one().name = desk["name"]
        session.flush()
        seed.load(session, known, datetime.now(UTC))


@pytest.fixture
def filled(office):
    """Forty records of today, ten of them LINE; gone at the end."""
    with office.database.write() as session:
        for number in range(1, 41):
            record(
                session, datetime.now(UTC), number, TODAY, "housing", *(["debt"] if number % 2 else []),
                account_id=1, channel="line" if number % 4 == 0 else "phone", hour=10,
                age_band="10s" if number < 4 else "30s",
            )  # fmt: skip
    yield
    with office.database.write() as session:
        for one in session.query(Consultation):
            session.delete(one)


@pytest.fixture
def remarks(office):
    """No remark before and none after."""
    yield
    with office.database.write() as session:
        session.query(Annotation).delete()


def lead(page):
    """The first line."""
    return page.locator(".s-lead")


def clean(page) -> None:
    """Nothing runs out sideways and no rule of accessibility is broken."""
    assert page.evaluate(SIDEWAYS) <= 0
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_s_year_is_told_in_one_line_and_what_is_missing_in_words(come, width):
    page = come("officer", "/trends?year=2023", width)
    expect(lead(page)).to_have_text("令和5年度は4,081件。目標2,798件の145.9%、前年より+26.7%。")
    table = page.locator(".s-months")
    row = table.locator("tbody tr").nth(0)
    assert row.inner_text().split()[:4] == ["4月", "開設前※", "188", "288"]
    assert table.locator("tfoot").inner_text().split()[:4] == ["計", "1,207", "3,221", "4,081"]
    main = page.get_by_test_id("stMain").inner_text()
    for words in (
        "年代の内訳は、データなしです",
        "令和3年度 1,207件、令和4年度 2,086件、令和5年度 2,696件",
        "目標の年度は",
    ):
        assert words in main
    drawn = page.locator("[class*='st-key-figure-trends-months-drawn']:visible")
    expect(drawn).to_have_count(1)
    expect(drawn.locator("[aria-label*='4,081件']").first).to_be_visible()
    assert width == 1280 or page.evaluate(SMALL_TARGETS) == []
    clean(page)


def test_filters_stand_in_one_line_and_in_a_link_a_colleague_can_open(come, office, filled):
    page = come("counsellor", f"/trends?year={YEAR}")
    page.locator(".st-key-trends-form summary").click()
    rest(page)
    page.get_by_label("くらべる期間（から）").fill("2025/13/1")
    page.get_by_role("button", name="この条件で見る").click()
    expect(page.get_by_role("alert")).to_contain_text("「2025/13/1」という日はありません")
    rest(page)
    again = come("lead", f"/trends?year={YEAR}&by=issue&channel=line")
    expect(lead(again)).to_contain_text("条件に合う相談は")
    expect(lead(again)).to_contain_text("10件（延べ）")
    expect(again.get_by_text("条件: 相談の方法 LINE")).to_be_visible()
    main = again.get_by_test_id("stMain").inner_text()
    assert "課題が書かれた10件（n）に対する割合で、足すと100%を超えます" in main
    assert "10件\t100.0%" in main or "10\t100.0%" in main


def test_a_link_whose_filters_no_longer_exist_says_so_and_shows_the_rest(come):
    page = come("lead", "/trends?year=1999&by=weather&channel=pigeon&colour=red&case=with&vs_since=2023-04-01")
    alert = page.get_by_role("alert")
    for words in (
        "「平成11年度」の件数はデータなしです。令和5年度を出しています", "内訳「weather」は、いまはありません",
        "相談の方法「pigeon」は、いまの一覧にありません", "条件「colour」は、いまはありません",
        "「ケース」ではまとめて数えられません", "「から」と「まで」の両方",
    ):  # fmt: skip
        expect(alert).to_contain_text(words)
    expect(lead(page)).to_have_text("令和5年度は4,081件。目標2,798件の145.9%、前年より+26.7%。")


def test_a_row_leads_to_its_records_for_those_who_may_see_them(come, filled):
    page = come("lead", f"/trends?year={YEAR}&by=channel")
    link = page.locator(".s-trends a", has_text="LINE").first
    assert "channel=line" in link.get_attribute("href")
    there = come("lead", link.get_attribute("href"))
    expect(there.locator(".s-lead")).to_have_text("記録は 10件です。")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_officer_sees_protected_counts_and_no_way_to_the_records(come, office, filled, width):
    with office.database.write() as session:
        # Of a month that has settled; the one that runs is not shown.
        for one in session.query(Consultation):
            one.received_on = one.received_on - timedelta(days=62)
            one.month, one.weekday = calendar.month_of(one.received_on), one.received_on.weekday()
        then = calendar.fiscal_year(calendar.month_of(TODAY - timedelta(days=62)))
    page = come("officer", f"/trends?year={then}&by=age_band", width)
    main = page.get_by_test_id("stMain").inner_text()
    assert "10代・20代\t10未満" in main
    assert "30代\t35" in main  # 37, to the next multiple of 5
    assert "人がわからないように" in main
    assert page.locator(".s-trends a").count() == 0
    clean(page)


def test_a_hundred_remarks_on_one_month_stay_readable(come, office, remarks):
    with office.database.write() as session:
        account = session.query(Account).filter_by(name="lead").one()
        who = Person(account.id, "lead", "lead", "lead", False, "", stale=False)
        for number in range(100):
            text = HOSTILE if number == 0 else f"{number}番目のできごと"
            annotations.add(session, who, datetime.now(UTC), 1, 202312, "publicity", text)
    page = come("lead", "/trends?year=2023", 360)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    expect(page.get_by_text("100件あります")).to_be_visible()
    assert page.locator(".s-notes li:visible").count() == 8
    page.get_by_text("ほかの92件も見る").click()
    expect(page.locator(".s-notes li").last).to_contain_text("100. 令和5年12月（広報）99番目のできごと")
    assert HOSTILE in page.locator(".s-notes li").first.inner_text()
    clean(page)


def test_a_remark_is_written_refused_and_taken_back_on_the_page(come, office, remarks):
    page = come("counsellor", "/trends?year=2023")
    page.locator(".st-key-trends-notes summary").click()
    rest(page)
    page.get_by_label("どの月のことか").fill("十二月ごろ")
    page.locator(".st-key-trends-notes").get_by_label("書きこみ", exact=True).fill("駅にポスターをはった")
    page.get_by_role("button", name="残す").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("どの月のことかを")
    expect(alert).to_contain_text("種類を選んでください")
    rest(page)
    page.get_by_label("どの月のことか").fill("令和５年12月")
    page.locator(".st-key-trends-notes input[role=combobox]").first.click()
    page.get_by_role("option", name="広報").click()
    page.get_by_role("button", name="残す").click()
    expect(page.get_by_role("status").filter(has_text="書きこみを残しました")).to_be_visible()
    expect(page.get_by_text("1. 令和5年12月（広報）駅にポスターをはった").first).to_be_visible()
    with office.database.read() as session:
        kept = session.query(AuditEntry).filter_by(subject="annotation").order_by(AuditEntry.id.desc()).first()
        assert (kept.action, kept.account_name) == ("create", "counsellor")


def test_the_week_by_hour_is_a_table_with_its_figures(come, filled):
    page = come("lead", f"/trends?year={YEAR}&by=load")
    expect(page.locator(".s-load tbody tr")).to_have_count(1)
    drawn = page.locator("[class*='st-key-figure-trends-parts-drawn']:visible")
    expect(drawn.locator("[aria-label*='10時台の40件']").first).to_be_visible()
    assert "40" in page.locator(".s-load tbody").inner_text().split()


def test_a_period_before_the_records_has_no_breakdown(come, filled):
    page = come("lead", "/trends?year=2023&by=channel")
    expect(page.get_by_text("この期間は、記録が始まる前")).to_be_visible()
    assert date(2023, 4, 1) < TODAY
