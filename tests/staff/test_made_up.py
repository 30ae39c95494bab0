"""The band of a database of made-up records: on every page of the staff and on the way in; on none of a real one."""

import pytest
from sqlalchemy import delete

from data.models import Store
from ui import access

PAGES = [name for name, page in access.PAGES.items() if not page.is_public and access.ADMIN in page.roles]
BAND = "架空のデータです。本当の相談ではありません。"


@pytest.fixture
def demo(office):
    """The office's database is one of made-up records, for one test."""
    with office.database.write() as session:
        session.add(Store(key="kind", value="demo"))
    yield office
    with office.database.write() as session:
        session.execute(delete(Store))


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_a_demo_says_so_first(demo, come, width):
    for name in PAGES:
        page = come("admin", f"/{access.PAGES[name].address}", width)
        assert page.locator(".s-demo").inner_text() == BAND
        assert page.locator(".s-demo").bounding_box()["y"] < page.locator(".st-key-staff-header").bounding_box()["y"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


def test_the_way_in_says_so_too(demo, browser):
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="ja-JP")
    page = context.new_page()
    page.goto(demo.url + "/sign-in")
    page.wait_for_selector(".s-demo")
    assert page.locator(".s-demo").inner_text() == BAND
    context.close()


def test_a_real_database_has_no_band(come):
    page = come("admin", f"/{access.PAGES[PAGES[0]].address}", 1280)
    assert page.locator(".s-demo").count() == 0
