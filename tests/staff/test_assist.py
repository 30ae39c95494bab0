"""The questions asked together with a caller: on a phone and at a desk, in three languages, with the keys; nothing is kept."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

import i18n
from data.models import AccountSession, Base
from navigator.content import load
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, ROOT, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import SIZES

CONTENT = load(ROOT / "config")
NEEDS = ("n_money", "n_partner")


def part(page, key):
    return page.locator(f".st-key-{key}")


def press(page, key, shows):
    """Presses a button and waits for what it brings."""
    part(page, key).get_by_role("button").click()
    page.wait_for_selector(shows)
    rest(page)


def step(page, number):
    """Goes to a page of questions by its place in the row."""
    question = {0: "safe_now", 1: "needs"}[number]
    press(page, f"assist-step-{number}", f".st-key-ask-{question}")


def tick(page, question, option):
    box = part(page, f"q-with-{question}-{option}").locator("label")
    box.click()
    expect(box.locator("input")).to_be_checked()
    rest(page)


def to_result(page):
    """Two needs and no safe bed tonight, and then the result."""
    tick(page, "urgent", "no_place_tonight")
    press(page, "assist-next", ".st-key-ask-needs")
    for need in NEEDS:
        tick(page, "needs", need)
    press(page, "assist-see", ".st-key-assist-result")


def looks(page):
    """What is wrong with the page as it is: too small, too wide, against a rule."""
    page.mouse.move(0, 0)
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    small = page.evaluate(SMALL_TARGETS) if page.viewport_size["width"] == 360 else []
    return [*small, *["sideways"] * (page.evaluate(SIDEWAYS) > 0), *page.evaluate(RUN, [TAGS, []])]


@pytest.mark.parametrize("width", SIZES)
def test_the_whole_way_fits_the_screen_the_finger_and_the_rules(come, width):
    page = come("counsellor", "/assist", width)
    assert looks(page) == []
    to_result(page)
    assert page.locator(".k-urgent").count() == 1
    shown = page.locator("[data-testid=stMain]").inner_text()
    assert CONTENT.words["ja"]["cards.no_place_tonight.title"] in shown
    assert page.locator(".k-first [href^='tel:'], .k-first .k-read").count() > 0
    issues = page.locator("[data-issue]")
    assert {"i_money", "i_partner"} <= set(issues.evaluate_all("all => all.map((one) => one.dataset.issue)"))
    assert issues.locator("[data-service] .k-ways").count() >= issues.count()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert looks(page) == []


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_questions_are_there_in_her_language_and_marked_as_such(come, lang):
    page = come("counsellor", "/assist", 1280)
    assert page.locator("html").get_attribute("lang") == "ja"
    part(page, f"assist-lang-{lang}").get_by_role("button").click()
    expect(page.locator("html")).to_have_attribute("lang", i18n.LANGUAGES[lang].html)
    asked = i18n.say(CONTENT.words, lang, "questions.safe_now")
    expect(page.locator(".st-key-ask-safe_now h2")).to_have_js_property("innerHTML", i18n.ruby(asked))
    to_result(page)
    title = i18n.ruby(i18n.say(CONTENT.words, lang, "issues.i_money"))
    assert title in page.locator("[data-issue=i_money] h3").inner_html()
    assert looks(page) == []


def test_with_the_keys_alone_and_the_focus_follows_each_step(come):
    page = come("counsellor", "/assist", 1280)
    keys = page.keyboard.press

    def tab_to(selector):
        for _ in range(60):
            keys("Tab")
            if page.evaluate("(one) => !!document.activeElement.closest(one)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    tab_to(".st-key-q-with-safe_now")
    keys("Space")
    expect(part(page, "q-with-safe_now").locator("input").first).to_be_checked()
    rest(page)
    tab_to(".st-key-assist-next")
    keys("Enter")
    page.wait_for_selector(".st-key-ask-needs")
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    rest(page)
    tab_to(".st-key-q-with-needs-n_money")
    keys("Space")
    expect(part(page, "q-with-needs-n_money").locator("input")).to_be_checked()
    rest(page)
    tab_to(".st-key-assist-see")
    keys("Enter")
    page.wait_for_selector(".st-key-assist-result")
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")


def test_the_answers_wait_on_another_page_and_are_gone_when_ended(come):
    page = come("counsellor", "/assist", 1280)
    to_result(page)
    press(page, "assist-questions", ".st-key-assist-steps")
    step(page, 1)
    expect(part(page, "q-with-needs-n_money").locator("input")).to_be_checked()
    part(page, "staff-pages").get_by_role("link", name="役に立ったか").click()
    page.wait_for_url("**/helpful")
    rest(page)
    part(page, "staff-pages").get_by_role("link", name="いっしょに整理").click()
    page.wait_for_selector(".st-key-assist-steps")
    rest(page)
    expect(part(page, "q-with-needs-n_money").locator("input")).to_be_checked()
    part(page, "assist-end").get_by_role("button").click()
    expect(page.locator(".st-key-assist [role=status]")).to_contain_text("消しました")
    rest(page)
    assert page.locator(".st-key-assist input:checked").count() == 0
    assert page.locator(".k-urgent").count() == 0
    step(page, 1)
    assert page.locator(".st-key-assist input:checked").count() == 0


def everything(database):
    """Every row of every table but the sessions, whose last look at the page is noted."""
    with database.read() as session:
        tables = [table for table in Base.metadata.sorted_tables if table is not AccountSession.__table__]
        return {table.name: [tuple(row) for row in session.execute(select(table))] for table in tables}


def test_nothing_of_it_is_written_anywhere(come, office):
    page = come("counsellor", "/assist", 1280)
    before, asked = everything(office.database), []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    to_result(page)
    press(page, "assist-questions", ".st-key-assist-steps")
    part(page, "assist-end").get_by_role("button").click()
    expect(page.locator(".st-key-assist [role=status]")).to_contain_text("消しました")
    assert everything(office.database) == before
    assert page.url == f"{office.url}/assist"
    assert [one for one in asked if not one[1].startswith((office.url, "data:", "blob:"))] == []
    assert not any("n_money" in url or "no_place" in url for _, url in asked)


def test_the_issues_go_over_into_a_record_and_the_answers_are_gone(come):
    page = come("counsellor", "/assist", 1280)
    press(page, "assist-see", ".st-key-assist-result")
    assert part(page, "assist-move").count() == 0, "with nothing chosen there is nothing to take over"
    press(page, "assist-questions", ".st-key-assist-steps")
    step(page, 0)
    to_result(page)
    shown = part(page, "assist-record").inner_text()
    assert "収入・生活費、食べるものがない、夫等からの暴力、DV・虐待" in shown
    part(page, "assist-move").get_by_role("button").click()
    page.wait_for_url("**/record")
    for label in ("収入・生活費", "食べるものがない", "夫等からの暴力", "DV・虐待"):
        expect(page.locator("[class*='st-key-record-issues']")).to_contain_text(label)
    rest(page)
    part(page, "staff-pages").get_by_role("link", name="いっしょに整理").click()
    page.wait_for_selector(".st-key-assist-steps")
    rest(page)
    assert page.locator(".st-key-assist input:checked").count() == 0
