"""「役に立ちましたか」 below the result: three alike, one press a visit, thanks and the desk; nobody waits for a database."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

import i18n
from data import migrating
from data.database import Database
from door.helpful import ANSWERS
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.test_keyboard import enter, tab_to


def result(her):
    """From the start to the result with nothing answered."""
    her.press("door-ask")
    her.press("nav-next")
    her.press("nav-see")


def broken_rules(her):
    """What axe finds on the page as it is."""
    her.page.mouse.move(0, 0)
    her.page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    her.page.evaluate(AXE.read_text("utf-8") + "; undefined")
    return her.page.evaluate(RUN, [TAGS, []])


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_three_alike_and_then_thanks_and_the_desk(arrive, known, width, lang):
    her = arrive(width, lang)
    result(her)
    buttons = her.part("helpful").get_by_role("button")
    assert [i18n.plain(her.words(f"useful.{one}")) for one in ANSWERS] == buttons.all_inner_texts()
    looks = "all => all.map((one) => [one.offsetWidth, one.offsetHeight, getComputedStyle(one).backgroundColor].join())"
    assert len(set(buttons.evaluate_all(looks))) == 1
    assert her.sideways() <= 0
    assert her.small_targets() == []
    assert broken_rules(her) == []

    her.press("useful-not_much")
    expect(her.part("helpful").get_by_role("button")).to_have_count(0)
    shown = her.text(".st-key-helpful")
    assert her.read("useful.thanks") in shown
    desk = known.services[known.site.desk]
    assert desk.name in shown
    assert next(route.value for route in desk.routes if route.channel == "phone") in shown
    assert her.sideways() <= 0
    assert her.small_targets() == []
    assert broken_rules(her) == []


def test_once_a_visit_also_after_an_edit_and_a_fresh_start(arrive):
    her = arrive()
    result(her)
    her.press("useful-helped")
    her.press("edit-answers")
    her.press("nav-next")
    assert her.read("useful.thanks") in her.text()
    assert her.part("helpful-answers").count() == 0
    her.page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    her.press("restart")
    result(her)
    assert her.part("helpful-answers").count() == 0


def test_with_the_keyboard_the_focus_goes_to_the_thanks_and_on_to_the_desk(arrive):
    her = arrive()
    enter(her, "door-ask")
    enter(her, "nav-next")
    enter(her, "nav-see")
    tab_to(her, ".st-key-useful-a_little")
    her.page.keyboard.press("Enter")
    her.page.wait_for_function("() => document.activeElement.matches('.k-thanks')")
    expect(her.page.locator(".k-thanks")).to_be_in_viewport()
    tab_to(her, ".st-key-helpful a", most=1)


def test_a_database_that_is_locked_is_not_felt(arrive, serve, tmp_path):
    file = tmp_path / "records.db"
    database = Database(f"sqlite:///{file}")
    migrating.upgrade(database)
    database.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with serve(DATABASE_URL=f"sqlite:///{file}", KURASHI_COUNT_SECONDS="0.05") as server:
            her = arrive(url=server.url)
            result(her)
            her.press("useful-helped")
            assert her.read("useful.thanks") in her.text()
            her.press("make-memo")
            her.page.context.close()
        other.execute("ROLLBACK")
