"""「すぐ閉じる」 in the middle of a visit: blank at once, away, and Back never leads into ours again."""

import contextlib
import os
import signal

import pytest
from playwright.sync_api import expect

BEFORE = "data:text/html,<title>before</title>"
BLANK = "() => [getComputedStyle(document.documentElement).display, document.title.trim()]"


@pytest.fixture
def leaving(arrive, known):
    """A visitor who came from another page, the neutral page standing in for itself, and what was asked of it."""

    def come(**context):
        her = arrive(path=None, **context)
        asked = []

        def neutral(route):
            asked.append(route.request.url)
            route.fulfill(status=200, content_type="text/html", body="<title>neutral</title>")

        her.page.context.route(known.site.leave_to.rsplit("/", 1)[0] + "/**", neutral)
        her.page.goto(BEFORE)
        her.open()
        return her, asked

    return come


def shift(her, times):
    """Shift alone, several times."""
    for _ in range(times):
        her.page.keyboard.press("Shift")


def is_gone(her, asked, known):
    """On the neutral page, nothing of ours kept, and Back leads past us."""
    her.page.wait_for_url(known.site.leave_to)
    assert asked == [known.site.leave_to]
    assert her.page.context.cookies(her.url) == []
    her.page.go_back()
    assert her.page.title() == "before"
    her.page.go_forward()
    assert her.page.title() == "neutral"


@pytest.mark.parametrize("way", ["button", "shift"])
def test_from_the_middle_of_the_questions(leaving, known, way):
    her, asked = leaving()
    her.press("door-ask")
    her.answer("safe_now", "danger")
    her.press("nav-next")
    before = her.place()
    her.part("footer").get_by_role("link").first.click()
    her.arrive(before)
    her.page.locator("#leave-now").click() if way == "button" else shift(her, 3)
    is_gone(her, asked, known)


def test_from_the_box_of_the_memo_shift_three_times_works_and_writing_does_not(leaving, known):
    her, asked = leaving()
    her.press("door-ask")
    her.press("nav-next")
    her.press("nav-see")
    her.press("make-memo")
    her.page.locator("textarea").focus()
    for letter in "ABC":
        her.page.keyboard.press(f"Shift+{letter}")
    assert asked == []
    shift(her, 3)
    is_gone(her, asked, known)


def test_slow_shifts_and_esc_do_nothing(leaving):
    her, asked = leaving()
    for _ in range(3):
        her.page.keyboard.press("Escape")
    shift(her, 2)
    her.page.wait_for_timeout(5100)
    shift(her, 2)
    her.page.wait_for_timeout(200)
    assert asked == []
    expect(her.part("door-ask")).to_be_visible()


def test_with_the_server_gone(leaving, serve, known):
    with serve() as own:
        her, asked = leaving(url=own.url)
        her.press("door-ask")
        os.kill(own.pid, signal.SIGKILL)
        expect(her.page.locator("#notice-offline")).to_be_visible()
        her.page.locator("#leave-now").click()
        her.page.wait_for_url(known.site.leave_to)
        assert asked == [known.site.leave_to]
        her.page.go_back()
        assert her.page.title() == "before"


def test_blank_at_once_while_the_neutral_page_is_slow(leaving, known):
    her, _ = leaving()
    held = []
    her.page.context.unroute_all()
    her.page.context.route(known.site.leave_to.rsplit("/", 1)[0] + "/**", lambda route: held.append(route))
    seen = her.page.evaluate(f"() => {{ document.getElementById('leave-now').click(); return ({BLANK})(); }}")
    assert seen == ["none", ""]
    with contextlib.suppress(Exception):
        for route in held:
            route.abort()


def test_the_server_wipes_what_the_browser_holds(arrive, known):
    her = arrive(path=None)
    answer = her.page.request.get(f"{her.url}/leave", max_redirects=0)
    assert answer.status == 303
    assert answer.headers["location"] == known.site.leave_to
    assert answer.headers["clear-site-data"] == '"cookies", "storage"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
