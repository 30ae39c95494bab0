"""The pages beside the way: whom to talk to now, the list of desks with its filters, what is kept, the plain page."""

import re

import pytest
from playwright.sync_api import expect

import i18n

PATHS = ("/talk", "/directory", "/about")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_page_fits_the_screen_and_the_finger(arrive, width, lang):
    her = arrive(width, lang)
    for path in PATHS:
        her.open(path, lang)
        her.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert her.sideways() <= 0, path
        assert her.small_targets() == [], path
    for path in (f"/plain?lang={lang}", "/no-such-page"):
        her.page.goto(her.url + path)
        assert her.sideways() <= 0, path
        assert her.small_targets() == [], path


def count(her):
    """How many desks the list says it has."""
    found = re.search(r"\d+", her.text("[role=status]:has(b)"))
    assert found
    return int(found[0])


def test_the_list_is_narrowed_cleared_and_turned(arrive, known):
    her = arrive(1280, path="/directory")
    everything = count(her)
    desk = her.page.locator(f".k-desk[data-service={known.site.desk}]").first
    expect(desk).to_be_visible()
    her.choose("f-need", her.words("topics.debt"))
    expect(her.page.locator("[role=status] b").first).not_to_have_text(her.words("directory.count", n=everything))
    assert 0 < count(her) < everything
    her.press_here("f-clear", her.words("directory.title"))
    expect(her.page.locator("[role=status] b").first).to_have_text(her.words("directory.count", n=everything))
    first = her.text(".k-desk h2")
    her.press("page-next")
    assert her.text(".k-desk h2") != first
    expect(her.part("page-previous").get_by_role("button")).to_be_enabled()


def test_nothing_found_says_so_and_names_one_thing_to_do(arrive, known):
    her = arrive(1280, path="/directory")
    listed = [service for service in known.services.values() if service.shown != "staff"]
    offered = {kind for service in listed if service.shown == "main" for kind in service.kinds}
    ways = {(kind, route.channel) for one in listed for kind in one.kinds for route in one.routes}
    kind = next(kind for kind in known.kinds if kind in offered and (kind, "line") not in ways)
    her.choose("f-kind", her.words(f"kinds.{kind}"))
    her.choose("f-channel", her.words("channels.line"))
    expect(her.part("directory")).to_contain_text(her.words("directory.none_found"))
    assert her.words("directory.none_found_do") in her.text()
    assert her.page.locator(f"[data-service={known.site.desk}]").first.is_visible()


def test_talking_now_asks_nothing_and_shows_what_is_open(arrive):
    her = arrive(path="/talk")
    assert her.page.locator("#root input").count() == 0
    assert her.page.locator('.k-emergency a[href="tel:110"]').is_visible()
    assert her.page.locator(".k-desk .k-open").count() > 0


def test_what_is_kept_is_said_truly(arrive):
    her = arrive(path="/about")
    assert "_streamlit_xsrf" in her.text()
    assert her.words("about.kept.1") in her.text()
    assert "JUNKBRANDING" in her.text()
    assert "CC BY 4.0" in her.text()
