"""The import page in a real browser: looked at first, asked where needed, stored with one press, taken back with two."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from data.models import FactMonth, Indicator
from tests.browser.rest import rest
from tests.data.importing.making import HEAD, MONTHS, R5, ROW, book, text

SHEET = [["相談受付件数"], ["", *MONTHS, "計"], ["件数", *R5, sum(R5)]]


@pytest.fixture(scope="module", autouse=True)
def indicator(office) -> None:
    """The desk's one indicator."""
    with office.database.write() as session:
        session.add(
            Indicator(id="consultations", unit="件", scale=1, counting="not_stated", direction="up", aggregation="sum")
        )


def give(page: Page, content: bytes, name: str = "件数.xlsx") -> None:
    """Chooses a file in the uploader and waits for what the page says of it."""
    page.set_input_files("[data-testid=stFileUploader] input", {"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("status").filter(has_text=name).wait_for()
    rest(page)


def figures(office) -> int:
    """How many figures are stored."""
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(FactMonth)) or 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_year_is_asked_for_then_looked_at_then_stored_then_taken_back(office, come, width):
    page = come("lead", "/import", width)
    expect(page.get_by_role("status")).to_contain_text("何も記録しません")
    expect(page.get_by_test_id("stFileUploaderDropzoneInstructions")).to_be_hidden()
    expect(page.get_by_role("button", name="ファイルを選ぶ")).to_be_visible()
    give(page, book(s=SHEET))
    expect(page.get_by_role("status").first).to_contain_text("1つ教えてください")
    expect(page.get_by_role("button", name="取り込む", exact=True)).to_have_count(0)
    page.locator("[data-testid=stRadioOption]", has_text="令和5年度").click()
    page.get_by_role("button", name="答えて、もう一度見る").click()
    expect(page.get_by_role("status").first).to_contain_text("12個の数（令和5年4月から令和6年3月まで）を取り込めます")
    expect(page.get_by_text("どれも合っています")).to_be_visible()
    assert figures(office) == 0
    page.get_by_role("button", name="取り込む", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("12行を取り込みました")
    assert figures(office) == 12
    expect(page.locator("[class*=st-key-import-batch]").first).to_contain_text("leadさん")
    page.get_by_role("button", name="元に戻す", exact=True).click()
    page.get_by_role("button", name="はい、元に戻す").click()
    expect(page.get_by_role("status").first).to_contain_text("元に戻しました")
    assert figures(office) == 0


def test_a_total_that_is_off_is_the_first_line_and_nothing_can_be_pressed(office, come):
    page = come("lead", "/import")
    give(page, book(s=[["令和5年度 相談受付件数"], SHEET[1], ["件数", *R5, 4080]]))
    expect(page.get_by_role("status").first).to_contain_text("計 4,080 と月の合計 4,081 が合いません")
    expect(page.get_by_role("button", name="取り込む", exact=True)).to_have_count(0)
    assert figures(office) == 0


def test_what_cannot_be_read_is_shown_with_its_row_its_column_and_why(come):
    page = come("admin", "/import", 360)
    rows = [HEAD, ROW, [*ROW[:3], "<b>99代</b>", *ROW[4:]], ["R6.13.1", *ROW[1:]]]
    give(page, book(s=rows), "記録.xlsx")
    table = page.locator("table.s-import").first
    expect(table).to_contain_text("<b>99代</b>")
    expect(table).to_contain_text("13月という月はありません")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_file_that_is_not_read_is_answered_in_a_sentence(come):
    page = come("lead", "/import")
    give(page, b"%PDF-1.7", "報告.xlsx")
    expect(page.get_by_role("status").first).to_contain_text("PDF")


def test_a_text_file_of_cp932_is_read(come):
    page = come("lead", "/import")
    give(page, text([HEAD, ["2024-03-15", *ROW[1:]]], "cp932"), "記録.csv")
    expect(page.get_by_role("status").first).to_contain_text("1件の相談（2024-03-15から2024-03-15まで）を取り込めます")


def test_another_file_starts_without_the_answers_to_the_one_before(come):
    page = come("lead", "/import")
    give(page, book(s=SHEET), "一.xlsx")
    page.locator("[data-testid=stRadioOption]", has_text="令和4年度").click()
    page.get_by_role("button", name="答えて、もう一度見る").click()
    expect(page.get_by_role("status").first).to_contain_text("取り込めます")
    page.get_by_test_id("stFileChipDeleteBtn").click()
    give(page, book(t=SHEET), "二.xlsx")
    expect(page.get_by_role("status").first).to_contain_text("1つ教えてください")


def test_the_words_of_a_file_stay_words_where_they_are_asked_about(come):
    page = come("lead", "/import")
    hostile = [
        "[押す](https://evil.example/a)",
        "https://evil.example/b",
        "www.evil.example",
        "a@evil.example",
        ":red[x]",
    ]
    give(page, book(s=[["令和5年度 相談受付件数"], ["", *MONTHS], *([one, *R5] for one in hostile)]))
    options = page.locator("[data-testid=stRadioOption]")
    assert sorted(one.replace("\u2060", "") for one in options.all_inner_texts()) == sorted(hostile)
    assert page.locator("[data-testid=stRadio]").locator("a, img, span[class*=color]").count() == 0
