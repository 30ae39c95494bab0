"""The page of the yearly report in a real browser: written in by a lead, read by an officer, taken away as four files."""

import io
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from data import migrating, published, seed
from data.database import Database
from data.models import Account, AuditEntry, RecordVersion
from tests.browser.rest import rest
from tests.staff.conftest import Office


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory):
    """The published figures of the default database, one account a role."""
    url = f"sqlite:///{tmp_path_factory.mktemp('report') / 'records.db'}"
    database, now = Database(url), datetime.now(UTC)
    migrating.upgrade(database)
    with database.write() as session:
        seed.load(session, published.read(), now)
        for role in ("counsellor", "lead", "officer", "admin"):
            session.add(Account(name=role, display_name=f"{role}さん", role=role, created_at=now))
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


def entries(office, action):
    with office.database.read() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def paper(page):
    return page.locator(".st-key-report-paper")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_line_answers_and_the_paper_holds_the_year(come, width):
    page = come("officer", "/report", width)
    expect(page.locator(".s-lead")).to_contain_text("令和5年度の相談受付件数は4,081件であった。目標2,798件の145.9%")
    for words in ("地域の実情と課題", "目標のみ・実績データなし", "年度の記載なし", "−22.2%", "女性の相談・居場所"):
        expect(paper(page)).to_contain_text(words)
    drawn = paper(page).locator('[aria-label*="相談受付件数の推移"][aria-label*="令和5年度 4,081件"]:visible')
    expect(drawn).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("textarea").count() == 0


def test_a_lead_writes_a_heading_and_it_is_kept_with_the_year(come, office):
    page = come("lead", "/report")
    field = page.get_by_label("地域の実情と課題")
    expect(field).to_have_value(re.compile("^仕事が減り生活が苦しい"))
    field.fill("物価が上がり、くらしの相談がふえた。\n・家賃のこと")
    page.locator(".st-key-report-save-situation button").click()
    expect(page.get_by_text("「地域の実情と課題」の文を残しました。")).to_be_visible()
    expect(paper(page)).to_contain_text("物価が上がり、くらしの相談がふえた。")
    rest(page)
    again = come("admin", "/report?year=2023")
    expect(again.get_by_label("地域の実情と課題")).to_have_value("物価が上がり、くらしの相談がふえた。\n・家賃のこと")
    entry = entries(office, "update")[-1]
    assert (entry.account_name, entry.subject, entry.detail["heading"]) == ("lead", "report_text", "地域の実情と課題")
    other = come("lead", "/report?year=2022")
    expect(other.get_by_label("地域の実情と課題")).to_have_value("（未記入）")
    again.locator(".st-key-report-back-situation button").click()
    expect(paper(again)).to_contain_text("仕事が減り生活が苦しい")
    with office.database.read() as session:
        kept = session.scalars(select(RecordVersion).where(RecordVersion.subject == "report_text")).all()
        assert [one.content["text"] for one in kept][-1].startswith("物価が上がり")


def test_an_empty_text_is_refused_and_says_what_to_do(come):
    page = come("lead", "/report?year=2023")
    page.get_by_label("連携団体").fill("")
    page.locator(".st-key-report-save-partners button").click()
    expect(page.get_by_role("alert")).to_contain_text("「連携団体」の文を書いてください。")


def test_a_number_that_is_no_figure_of_the_year_is_said_beside_the_text(come):
    page = come("lead", "/report?year=2023")
    rest(page)
    page.get_by_label("地域の実情と課題").fill("相談は4,081件、そのうち1,200件がくらしの相談であった。")
    page.locator(".st-key-report-save-situation button").click()
    note = page.get_by_role("note").filter(has_text="「1,200件」は、この年度の数字の中にありません")
    expect(note).to_be_visible()
    expect(note).not_to_contain_text("4,081件")
    rest(page)
    paper(page).get_by_text("どこからの数字か").click()
    expect(paper(page).get_by_role("row", name=re.compile("担当者が書いた数.*1,200件.*データにない"))).to_be_visible()
    page.locator(".st-key-report-back-situation button").click()
    expect(note).to_have_count(0)


def test_two_people_at_once_lose_nothing(come):
    first, second = come("lead", "/report?year=2023"), come("admin", "/report?year=2023")
    first.get_by_label("事業の特徴").fill("一人めの文")
    first.locator(".st-key-report-save-features button").click()
    expect(paper(first)).to_contain_text("一人めの文")
    second.get_by_label("事業の特徴").fill("二人めの文")
    second.locator(".st-key-report-save-features button").click()
    expect(second.get_by_role("alert")).to_contain_text("ほかの人が先に直していました")
    expect(second.get_by_label("事業の特徴")).to_have_value("二人めの文")
    expect(paper(second)).to_contain_text("一人めの文")
    rest(second)
    second.locator(".st-key-report-save-features button").click()
    expect(paper(second)).to_contain_text("二人めの文")


def test_four_files_are_made_and_taken_once_each(come, office):
    page = come("officer", "/report?year=2023")
    page.locator(".st-key-report-make button").click()
    links = page.locator(".s-takes a")
    expect(links).to_have_count(4, timeout=120_000)
    hrefs = [link.get_attribute("href") for link in links.all()]
    names = ["Word を受け取る", "Excel を受け取る", "PDF を受け取る", "スライド を受け取る"]
    assert links.all_inner_texts() == names
    before = len(entries(office, "export"))
    with page.expect_download() as coming:
        links.nth(2).click()
    assert coming.value.suggested_filename == "年度報告_令和5年度.pdf"
    text = "".join(one.extract_text() for one in PdfReader(coming.value.path()).pages)
    assert "4,081件" in text
    for place, starts in ((0, b"PK"), (1, b"PK"), (3, b"PK")):
        answer = page.request.get(office.url + hrefs[place])
        assert (answer.status, answer.headers["cache-control"], answer.body()[:2]) == (200, "no-store", starts)
    assert page.request.get(office.url + hrefs[2]).status == 410
    noted = entries(office, "export")[before:]
    assert [(one.subject, one.subject_id, one.detail["format"]) for one in noted] == [
        ("report", "2023", ending) for ending in ("pdf", "docx", "xlsx", "pptx")
    ]
    other = come("counsellor", "/record")
    assert other.request.get(office.url + hrefs[0]).status == 403


def test_open_data_leave_as_csv(come):
    page = come("officer", "/report")
    page.locator(".st-key-report-open-data button").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV を受け取る").click()
    assert re.fullmatch(r"オープンデータ_\d{8}\.csv", coming.value.suggested_filename)
    data = coming.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "相談受付件数,件,2023,2023-04,,288,確定" in io.StringIO(data.decode("utf-8-sig")).getvalue()


def test_a_year_that_is_not_there_is_said_and_another_shown(come):
    page = come("officer", "/report?year=1999")
    expect(page.get_by_role("alert")).to_contain_text("その年度のデータはありません")
    expect(paper(page)).to_contain_text("令和5年度")
