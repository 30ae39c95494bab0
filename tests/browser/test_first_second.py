"""The first second and the broken line: words before any script, and a calm sentence when something was lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.line import line_to


@pytest.fixture
def numbers(known):
    """What must be in sight whatever fails: the numbers for an emergency and the desk's own."""
    services = [*known.site.emergency, known.site.desk]
    return [next(r.value for r in known.services[one].routes if r.channel == "phone") for one in services]


def scripts_of(her):
    """The addresses of the scripts that were fetched, from the root."""
    fetched = "performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)"
    return [path for path in her.page.evaluate(fetched) if path.endswith(".js")]


def is_start(her, numbers, place):
    """The words, numbers and the link that need nothing but the first answer of the server."""
    expect(her.page.get_by_role("heading", level=1)).to_have_text(her.words("start.yes_line"))
    for number in numbers:
        assert her.page.locator(place).get_by_text(number, exact=True).first.is_visible()
    assert her.page.locator("html").get_attribute("lang") == "ja"
    assert her.page.title() == "くらしの案内"


def test_without_scripts_everything_needed_is_there(arrive, numbers):
    her = arrive(path=None, java_script_enabled=False)
    her.page.goto(her.url)
    is_start(her, numbers, "#root")
    expect(her.page.locator("noscript p")).to_have_text(her.words("plain.noscript"))
    assert her.page.locator("noscript p").is_visible()
    assert her.page.get_by_role("link", name="すぐ閉じる").get_attribute("href") == "/leave"
    her.page.get_by_role("link", name=her.words("plain.link")).click()
    assert her.page.url.endswith("/plain")
    assert her.page.get_by_text(numbers[-1], exact=True).first.is_visible()
    her.page.get_by_role("link", name="English").click()
    assert her.page.locator("html").get_attribute("lang") == "en"


def test_the_words_are_there_before_streamlit_is(arrive, numbers):
    her = arrive(path=None)
    held: list = []
    done: list[bool] = []
    her.page.route("**/static/**", lambda route: route.continue_() if done else held.append(route))
    her.page.goto(her.url, wait_until="commit")
    is_start(her, numbers, "#root")
    assert her.page.locator("[data-testid=stApp]").count() == 0
    her.page.wait_for_function("() => document.querySelector('script[type=module]')")
    done.append(True)
    for route in held:
        route.continue_()
    expect(her.part("door-ask")).to_be_visible()


def test_the_first_screens_need_one_script_and_a_late_part_brings_nothing_twice(arrive):
    her = arrive()
    first = her.page.locator("script[type=module]").get_attribute("src")
    assert first.endswith("/first.js"), "the scripts are not joined: python -m web.compress says why"
    her.press("door-ask")
    her.answer("safe_now", "ok")
    her.press("nav-next")
    her.answer("needs", "n_debt")
    her.press("nav-see")
    assert scripts_of(her) == [first]
    her.press("make-memo")
    her.page.locator("textarea").fill("わたしのことば")
    expect(her.page.locator("textarea")).to_have_value("わたしのことば")
    late = scripts_of(her)
    assert any("/TextArea." in path for path in late)
    assert {path.rpartition("/")[0] for path in late} == {first.rpartition("/")[0]}
    assert len(late) == len(set(late)) < 12


def test_one_line_is_opened_while_the_scripts_come_and_streamlit_takes_it(arrive):
    her = arrive(path=None)
    lines: list[str] = []
    held: list = []
    done: list[bool] = []
    her.page.on("websocket", lambda line: lines.append(line.url) if "/_stcore/stream" in line.url else None)
    her.page.route("**/static/**/*.js", lambda route: route.continue_() if done else held.append(route))
    her.page.goto(her.url, wait_until="commit")
    her.page.wait_for_timeout(1500)
    assert len(lines) == 1
    done.append(True)
    for route in held:
        route.continue_()
    expect(her.part("door-ask")).to_be_visible()
    her.settle()
    her.press("door-ask")
    assert len(lines) == 1
    her.page.reload()
    expect(her.part("door-ask")).to_be_visible()
    her.settle()
    her.press("door-ask")
    assert len(lines) == 2


def test_a_line_that_breaks_before_the_scripts_are_there_is_opened_again(arrive, server):
    with line_to(server.host) as line:
        her = arrive(path=None)
        held: list = []
        done: list[bool] = []
        her.page.route("**/static/**/*.js", lambda route: route.continue_() if done else held.append(route))
        with her.page.expect_websocket() as early:
            her.page.goto(line.url, wait_until="commit")
        her.page.wait_for_timeout(500)
        line.cut()
        expect(her.page.locator("#notice-offline")).to_be_visible()
        assert early.value.is_closed()
        line.mend()
        done.append(True)
        for route in held:
            route.continue_()
        expect(her.part("door-ask")).to_be_visible()
        expect(her.page.locator("#notice-offline")).to_be_hidden()
        her.settle()
        her.press("door-ask")
        her.answer("safe_now", "ok")


def test_a_reload_says_calmly_that_it_starts_again(arrive, numbers):
    her = arrive()
    her.press("door-ask")
    her.answer("safe_now", "watched")
    her.page.reload()
    notice = her.page.locator("#notice-session_lost")
    expect(notice).to_contain_text(her.words("chrome.session_lost"))
    for number in numbers:
        assert notice.get_by_text(number, exact=True).is_visible()
    expect(her.part("door-ask")).to_be_visible()
    assert her.sideways() <= 0
    assert her.small_targets() == []
    notice.get_by_role("button").click()
    expect(notice).to_be_hidden()
    her.press("door-ask")
    expect(her.box("safe_now", "watched")).not_to_be_checked()


def test_a_fresh_visit_says_nothing_of_the_kind(arrive):
    her = arrive()
    expect(her.page.locator(".notice:visible")).to_have_count(0)


def test_a_restart_of_the_server_is_said_and_the_numbers_stay(arrive, server, serve, numbers):
    with line_to(server.host) as line, serve() as other:
        her = arrive(url=line.url)
        her.press("door-ask")
        her.answer("safe_now", "ok")
        her.press("nav-next")
        line.cut()
        expect(her.page.locator("#notice-offline")).to_be_visible()
        for number in numbers:
            assert her.page.locator("#notice-offline").get_by_text(number, exact=True).is_visible()
        line.mend(other.host)
        expect(her.page.locator("#notice-offline")).to_be_hidden(timeout=30_000)
        expect(her.page.locator("#notice-session_lost")).to_be_visible()
        for number in numbers:
            assert her.page.locator("#notice-session_lost").get_by_text(number, exact=True).is_visible()
        expect(her.part("door-ask")).to_be_visible()
        her.settle()
        her.press("door-ask")
        assert her.page.locator("#root input:checked").count() == 0


def test_a_line_that_breaks_and_comes_back_keeps_the_answers(arrive, server):
    with line_to(server.host) as line:
        her = arrive(url=line.url)
        her.press("door-ask")
        her.answer("safe_now", "ok")
        her.press("nav-next")
        her.answer("needs", "n_debt")
        line.cut()
        expect(her.page.locator("#notice-offline")).to_be_visible()
        her.page.wait_for_timeout(1500)
        line.mend()
        expect(her.page.locator("#notice-offline")).to_be_hidden(timeout=30_000)
        expect(her.page.locator("#notice-session_lost")).to_be_hidden()
        expect(her.box("needs", "n_debt")).to_be_checked()
        her.press("nav-back")
        expect(her.box("safe_now", "ok")).to_be_checked()


@pytest.mark.parametrize("pause", [0, 100, 1000])
def test_a_line_that_breaks_while_an_answer_is_on_its_way_loses_nothing(arrive, server, pause):
    with line_to(server.host) as line:
        her = arrive(url=line.url)
        her.press("door-ask")
        her.answer("safe_now", "ok")
        her.press("nav-next")
        for option in ("n_debt", "n_work", "n_mind"):
            her.option("needs", option).click()
            line.cut()
            her.page.wait_for_timeout(pause)
            line.mend()
            her.page.wait_for_timeout(1500)
            expect(her.page.locator("#notice-offline")).to_be_hidden(timeout=30_000)
            expect(her.box("needs", option)).to_be_checked()
        for option in ("n_debt", "n_work", "n_mind"):
            expect(her.box("needs", option)).to_be_checked()
        her.press("nav-back")
        expect(her.box("safe_now", "ok")).to_be_checked()
