"""A visit in a real browser: what is fetched, what stays on the device, and what she is told when it breaks."""

import os
import signal
import time

from tests.web.stream_client import Visitor

LIMIT = 1_050_000


def ready(page):
    """Until Streamlit shows the page."""
    page.wait_for_selector("[data-testid=stApp] [data-testid=stMain]")
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').innerText.trim().length > 0")


def test_the_first_load_is_small_comes_from_us_alone_and_leaves_one_cookie(server, page):
    seen, complaints, sizes = [], [], [0]
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(server.url)
    ready(page)
    page.wait_for_timeout(1500)
    assert not complaints
    assert all(url.startswith((server.url, "data:")) for url in seen)
    assert not [url for url in seen if url.endswith((".woff2", ".ttf"))]
    assert sum(sizes) <= LIMIT
    assert page.title() == "くらしの案内"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"_streamlit_xsrf"}


def test_the_words_are_there_before_streamlit(server, page):
    page.route("**/static/**/*.js", lambda route: route.abort())
    page.goto(server.url, wait_until="commit")
    page.wait_for_selector('#root a[href="tel:110"]')
    assert page.locator('#root a[href="tel:119"]').is_visible()
    painted = "performance.getEntriesByName('first-contentful-paint').length"
    page.wait_for_function(f"() => {painted} === 1")


def test_a_reload_is_a_new_visit_and_she_is_told_with_the_numbers_in_sight(server, page):
    page.goto(server.url)
    ready(page)
    assert page.locator("#notice-session_lost").is_hidden()
    page.reload()
    bar = page.locator("#notice-session_lost")
    assert bar.is_visible()
    assert bar.locator('a[href="tel:110"]').is_visible()
    bar.locator("button").click()
    assert bar.is_hidden()


def test_a_new_session_in_the_same_page_is_noticed_and_the_language_is_taken_over(server, page):
    page.goto(server.url)
    ready(page)
    page.wait_for_selector("[data-page-session]", state="attached")
    said = "document.querySelector('[data-page-session]').dataset"
    page.evaluate(f"() => {{ {said}.pageHtml = 'en'; {said}.pageLang = 'en'; }}")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert page.locator("#notice-session_lost").is_hidden()
    page.evaluate(f"() => {{ {said}.pageSession = 'another'; }}")
    page.wait_for_selector("#notice-session_lost:not([hidden])")
    assert page.locator("#notice-session_lost .in-en").is_visible()
    assert page.locator("#notice-session_lost .in-ja").is_hidden()


def test_a_link_to_a_place_that_is_gone_does_not_load_the_page_anew(server, page):
    page.goto(server.url)
    ready(page)
    page.evaluate("""() => {
      window.stillHere = true;
      document.body.insertAdjacentHTML("beforeend", "<a id=lost href='#nowhere'>x</a><a id=bad href='#%'>x</a>");
    }""")
    for link in ("lost", "bad"):
        page.locator(f"#{link}").evaluate("link => link.click()")
        page.wait_for_timeout(300)
        assert page.evaluate("window.stillHere") is True
        assert "#" not in page.url


def test_a_broken_line_is_said_in_words_and_the_rest_stays_readable(serve, page):
    with serve() as server:
        page.goto(server.url)
        ready(page)
        os.kill(server.pid, signal.SIGTERM)
        page.wait_for_selector("#notice-offline:not([hidden])")
        assert page.locator('#notice-offline a[href="tel:119"]').is_visible()
        shown = page.locator("[data-testid=stMain]").bounding_box()
        bar = page.locator("#notice-offline").bounding_box()
        assert shown is not None
        assert bar is not None
        assert shown["y"] >= bar["y"] + bar["height"] - 1


def test_a_rerun_does_not_wait_for_delayed_acknowledgements(server):
    with Visitor(server.url) as her:
        her.run()
        times = []
        for _ in range(15):
            begun = time.perf_counter()
            her.run()
            times.append(time.perf_counter() - begun)
    # Without TCP_NODELAY no run is ever quicker than 40 ms.
    assert min(times) < 0.035
