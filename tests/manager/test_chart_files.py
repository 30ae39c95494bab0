"""The files of a chart, pressed for and opened: a picture, a drawing, a table; whoever else has the link gets nothing."""

import struct

import pytest

import settings
from tests.charts.test_pictures import pixels, words_of

WORDS = ("相談受付件数", "令和5年度", "令和4年度", "つながりサポート事業", "の時点")


@pytest.fixture
def stranger(browser, office):
    """What a colleague who is signed in too, and somebody who is not, get for an address."""
    context = browser.new_context()
    cookie = {"name": settings.SESSION_COOKIE, "value": office.token("officer"), "url": office.url, "httpOnly": True}

    def tried(address: str) -> list[int]:
        found = [context.request.get(address).status]
        context.add_cookies([cookie])
        found.append(context.request.get(address).status)
        context.clear_cookies()
        return found

    yield tried
    context.close()


def taken(page, office, kind: str, stranger) -> bytes:
    """The file of that kind: pressed for, kept from others, downloaded once."""
    page.locator(f".st-key-figure-trends-months-{kind} button").click()
    link = page.get_by_role("status").locator("a[href*='ticket']")
    link.get_by_text(kind.upper()).wait_for()
    address = office.url + str(link.get_attribute("href"))
    assert stranger(address) == [403, 403]
    with page.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename.endswith(f".{kind}")
    assert page.request.get(address).status == 410
    return coming.value.path().read_bytes()


def test_picture_drawing_and_table_of_a_chart_are_downloaded_and_nobody_else_gets_them(come, office, stranger):
    page = come("lead", "/trends?year=2023")
    page.get_by_text("図と表を受け取る").first.click()
    svg = taken(page, office, "svg", stranger).decode()
    assert [word for word in WORDS if word not in words_of(svg)] == []
    png = taken(page, office, "png", stranger)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colours = struct.unpack(">IIBB", png[16:26])
    lines = pixels(png)
    assert (depth, len(lines)) == (8, height * (1 + width * (4 if colours == 6 else 3)))
    # Title, lines and caption leave few rows of it empty.
    step = len(lines) // height
    drawn = [row for row in range(height) if len(set(lines[row * step + 1 : (row + 1) * step])) > 2]
    assert len(drawn) > height / 4
    table = taken(page, office, "csv", stranger)
    assert table.startswith(b"\xef\xbb\xbf")
    lines_of = table.decode("utf-8-sig").splitlines()
    assert any(line.startswith("4月") and line.endswith("288") for line in lines_of)
    assert [word for word in ("令和5年度", "つながりサポート事業", "の時点") if word not in "".join(lines_of)] == []
