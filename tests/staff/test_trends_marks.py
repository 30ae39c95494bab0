"""A mark of a chart is pressed in a real browser: the search shows exactly as many records as the mark said."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from data import calendar
from tests.browser.rest import rest
from tests.data.records import record

TODAY = calendar.today(datetime.now(UTC))
YEAR = calendar.fiscal_year(calendar.month_of(TODAY))
# The year before: a Wednesday, a Thursday and a Friday of May.
DAYS = [date(YEAR - 1, 5, day) for day in range(1, 32) if date(YEAR - 1, 5, day).weekday() in (2, 3, 4)][:3]


@pytest.fixture(scope="module", autouse=True)
def filled(office):
    """Sixty records on three days: by telephone or LINE, from two cities, at ten or at two; five that do not count."""
    with office.database.write() as session:
        for number in range(1, 66):
            record(
                session, datetime.now(UTC), number, DAYS[number % 3], "housing", account_id=1,
                channel="line" if number % 4 == 0 else "phone",
                municipality="141003" if number % 5 else "142018",
                hour=10 if number % 2 else 14,
                contact_result="silent" if number > 60 else "consulted",
            )  # fmt: skip


def marks(page, key: str, kind: str):
    """The marks of a kind in the drawing that is shown."""
    return page.locator(f"[class*='st-key-figure-{key}-drawn']:visible svg .mark-{kind} path")


CORNER = {"x": 3, "y": 3}


def leads(mark) -> bool:
    """Whether the hand that is held over a mark says that it can be pressed."""
    if not mark.is_visible():  # a bar of nothing
        return False
    mark.scroll_into_view_if_needed()
    mark.hover(position=CORNER)
    return bool(mark.evaluate("one => getComputedStyle(one).cursor") == "pointer")


def first_that_leads(marks):
    """The first mark that leads somewhere."""
    return next(one for one in marks.all() if leads(one))


def press(page, mark) -> str:
    """Presses the corner of a mark, where no figure stands over it; the first line of the search that opens."""
    mark.scroll_into_view_if_needed()
    mark.click(position=CORNER)
    page.wait_for_url("**/search?**")
    rest(page)
    assert len(page.context.pages) == 1
    return str(page.locator(".s-lead").inner_text())


def table_of(page) -> dict[str, str]:
    """{name of a row: its first figure} of the breakdown."""
    rows = page.locator(".s-trends:not(.s-months) tbody tr").all_inner_texts()
    return {cells[0]: cells[1] for cells in (row.split("\t") for row in rows) if len(cells) > 1}


@pytest.mark.parametrize("width", [360, 1280])
def test_a_bar_opens_its_records(come, width):
    page = come("counsellor", f"/trends?year={YEAR - 1}&by=channel", width)
    shown = table_of(page)
    assert (shown["電話"], shown["LINE"]) == ("45", "15")
    said = press(page, first_that_leads(marks(page, "trends-parts", "rect")))
    assert said == "記録は 45件です。"
    assert "channel=phone" in page.url


def test_a_tile_of_the_map_opens_its_records(come):
    page = come("lead", f"/trends?year={YEAR - 1}&by=municipality")
    shown = table_of(page)
    tiles = marks(page, "trends-parts", "rect")
    found = {press(page, tiles.nth(0))}
    page.go_back()
    rest(page)
    found.add(press(page, marks(page, "trends-parts", "rect").nth(1)))
    assert (
        found
        == {f"記録は {shown[name]}件です。" for name in ("横浜市", "横須賀市")}
        == {"記録は 48件です。", "記録は 12件です。"}
    )


def test_a_cell_of_the_week_opens_its_records_and_so_does_its_figure_in_the_table(come):
    page = come("lead", f"/trends?year={YEAR - 1}&by=load")
    table = page.locator(".s-load")
    assert [one.split("\t")[0] for one in table.locator("tbody tr").all_inner_texts()] == [
        f"{hour}時" for hour in range(10, 15)
    ]
    link = table.locator("tbody tr").first.get_by_role("link").first
    figure = link.inner_text()
    said = press(page, first_that_leads(marks(page, "trends-parts", "rect")))
    assert said == f"記録は {figure}件です。"
    expect(page.get_by_text("曜日 水曜・時刻 10時台")).to_be_visible()
    page.go_back()
    rest(page)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    rest(page)
    assert page.locator(".s-lead").inner_text() == said


def test_a_month_counted_from_records_opens_them(come):
    page = come("lead", f"/trends?year={YEAR - 1}&channel=line")
    may = page.locator(".s-months tbody tr").nth(1).get_by_role("link").first
    assert may.inner_text() == "15"
    said = press(page, first_that_leads(marks(page, "trends-months", "symbol")))
    assert said == "記録は 15件です。"
    assert f"since={YEAR - 1}-05-01&until={YEAR - 1}-05-31" in page.url


@pytest.mark.parametrize("by", ["channel", "municipality", "load"])
def test_an_officer_sees_protected_marks_that_lead_nowhere(come, by):
    page = come("officer", f"/trends?year={YEAR - 1}&by={by}")
    drawn = page.locator("[class*='st-key-figure-trends-parts-drawn']:visible svg")
    figures = drawn.locator("text").all_text_contents()
    assert "48件" not in figures
    assert {"45", "45件", "15", "15件"} & set(figures) or by == "load"
    first = marks(page, "trends-parts", "rect").first
    assert not leads(first)
    first.click(position=CORNER)
    rest(page)
    assert "/trends" in page.url
    assert page.locator("[data-testid=stMain] a[href*='/search']").count() == 0
