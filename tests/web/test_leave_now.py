"""「すぐ閉じる」 in a real browser: button and keys, server gone, nothing left behind, Back leads past us."""

import os
import signal
import time

import pytest

BEFORE = "data:text/html,<title>before</title><h1>before</h1>"


@pytest.fixture
def elsewhere(page):
    """The neutral page stands in for itself: whatever leaves for outside is answered here, and named."""
    gone = []

    def answer(route):
        gone.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<title>neutral</title>")

    page.route(lambda url: "127.0.0.1" not in url and url.startswith("http"), answer)
    return gone


def open_page(page, url):
    """Our page in the place of a visit: something before it in the history, Streamlit running."""
    page.goto(BEFORE)
    page.goto(url)
    page.wait_for_selector("[data-testid=stApp] [data-testid=stMain]")
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').innerText.trim().length > 0")


def press_shift(page, times=3):
    """Shift alone, several times."""
    for _ in range(times):
        page.keyboard.press("Shift")


LEAVE = {"button": lambda page: page.click("#leave-now"), "shift": press_shift}


@pytest.mark.parametrize("way", LEAVE)
def test_leaving_goes_to_the_neutral_page_and_back_goes_past_us(server, page, elsewhere, way):
    open_page(page, server.url)
    page.evaluate("history.pushState({}, '', '/about')")
    page.evaluate("history.pushState({}, '', '/directory')")
    LEAVE[way](page)
    page.wait_for_function("() => document.title === 'neutral'")
    assert len(elsewhere) == 1
    page.go_back()
    assert page.title() == "before"
    assert page.context.cookies(server.url) == []


def test_leaving_works_when_the_server_is_gone(serve, page, elsewhere):
    with serve() as server:
        open_page(page, server.url)
        os.kill(server.pid, signal.SIGTERM)
        page.wait_for_selector("#notice-offline:not([hidden])")
        begun = time.monotonic()
        page.click("#leave-now")
        page.wait_for_function("() => document.title === 'neutral'")
        assert time.monotonic() - begun < 2
        page.go_back()
        assert page.title() == "before"


def test_the_page_is_blank_before_anything_is_answered(server, page):
    open_page(page, server.url)
    page.route(lambda url: "127.0.0.1" not in url and url.startswith("http"), lambda route: route.abort())
    seen = page.evaluate("""() => {
        document.getElementById('leave-now').click();
        return [getComputedStyle(document.documentElement).display, document.title.trim()];
    }""")
    assert seen == ["none", ""]


def test_typing_capitals_or_slow_shifts_or_esc_do_not_leave(server, page, elsewhere):
    open_page(page, server.url)
    for _ in range(4):
        page.keyboard.press("Shift+A")
    page.keyboard.press("Escape")
    press_shift(page, 2)
    page.keyboard.press("a")
    press_shift(page, 2)
    page.wait_for_timeout(300)
    assert elsewhere == []


def test_the_button_is_first_in_order_large_and_always_in_sight(server, page):
    open_page(page, server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "leave-now"
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 10000)")
    box = page.locator("#leave-now").bounding_box()
    assert box is not None
    assert box["width"] >= 44
    assert box["height"] >= 44
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 360


def test_the_plain_page_has_the_same_way_out(server, page, elsewhere):
    page.goto(BEFORE)
    page.goto(f"{server.url}/plain")
    page.click("text=English")
    page.wait_for_url("**/plain?lang=en")
    press_shift(page)
    page.wait_for_function("() => document.title === 'neutral'")
    page.go_back()
    assert page.title() == "before"


def test_without_scripts_the_numbers_and_the_way_out_remain(server, browser):
    phone = browser.new_context(java_script_enabled=False)
    page = phone.new_page()
    page.goto(server.url)
    assert page.locator('#root a[href="tel:110"]').is_visible()
    assert page.locator('#root a[href="/plain"]').first.is_visible()
    assert page.locator("#leave-now").get_attribute("href") == "/leave"
    phone.close()
