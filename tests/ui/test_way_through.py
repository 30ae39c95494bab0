"""The whole way through as a visitor walks it, without a browser: start, questions, result, an edit, the memo."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

MAIN = Path(__file__).parents[2] / "ui" / "main.py"


@pytest.fixture
def visit():
    at = AppTest.from_file(str(MAIN), default_timeout=20).run()
    assert not at.exception
    return at


def press(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def tick(at, key):
    """A tick, and then the whole page: AppTest shows only the part that a callback asked to be drawn again."""
    at.checkbox(key=key).check().run()
    assert not at.exception
    return at.run()


def choose(at, key, option):
    """One option of a radio, and then the whole page."""
    at.radio(key=key).set_value(option).run()
    assert not at.exception
    return at.run()


def html(at):
    return "".join(element.proto.body for element in at.get("html"))


def keys(at):
    return {button.key for button in at.button}


def to_last_page(at):
    while "nav-see" in keys(at):
        press(at, "nav-next")
    return at


def test_the_start_says_yes_and_shows_the_desk(visit):
    assert "はい、していいんです" in html(visit)
    assert {"door-ask", "door-talk", "door-look"} <= keys(visit)
    assert 'href="tel:' in html(visit)


def test_nothing_is_ticked_before_she_does(visit):
    press(visit, "door-ask")
    assert all(radio.value is None for radio in visit.radio)
    assert not any(box.value for box in visit.checkbox)


def test_passing_every_page_with_nothing_answered_ends_at_the_desk(visit):
    to_last_page(press(press(visit, "door-ask"), "nav-next"))
    press(visit, "nav-next")
    assert 'data-service="kanagawa-josei-sodanshitsu"' in html(visit)


def test_a_need_leads_to_its_card_an_edit_keeps_the_rest_and_a_memo_is_made(visit):
    press(press(visit, "door-ask"), "nav-next")
    tick(visit, "q-needs-n_money")
    press(visit, "nav-see")
    assert 'data-issue="i_money"' in html(visit)
    press(press(visit, "edit-answers"), "edit-needs")
    tick(visit, "q-needs-n_debt")
    press(visit, "nav-next")
    assert 'data-issue="i_money"' in html(visit)
    assert 'data-issue="i_debt"' in html(visit)
    press(visit, "make-memo")
    assert "お金" in visit.text_area[0].value
    assert "data-memo=" in html(visit)


def test_an_answer_that_stands_alone_clears_the_others_and_they_clear_it(visit):
    press(visit, "door-ask")
    tick(visit, "q-urgent-child_danger")
    tick(visit, "q-urgent-none_of_these")
    assert not visit.checkbox(key="q-urgent-child_danger").value
    tick(visit, "q-urgent-ill_now")
    assert not visit.checkbox(key="q-urgent-none_of_these").value
    tick(visit, "q-urgent-rather_not")
    assert visit.checkbox(key="q-urgent-rather_not").value
    assert not visit.checkbox(key="q-urgent-ill_now").value


def test_a_raised_flag_stands_on_top_of_this_and_every_later_page(visit):
    press(visit, "door-ask")
    choose(visit, "q-self", "strong")
    for _ in range(3):
        assert 'class="k-urgent"' in html(visit)
        assert "nav-next" in keys(visit)
        press(visit, "nav-next")


def test_going_back_keeps_the_answers(visit):
    press(visit, "door-ask")
    choose(visit, "q-safe_now", "ok")
    press(press(visit, "nav-next"), "nav-back")
    assert visit.radio(key="q-safe_now").value == "ok"


@pytest.mark.parametrize(("lang", "text"), [("ja-easy", "<ruby>"), ("en", "Yes, you may")])
def test_the_language_changes_and_the_place_stays(visit, lang, text):
    press(visit, f"lang-{lang}")
    assert text in html(visit)
    press(visit, "door-ask")
    choose(visit, "q-safe_now", "watched")
    press(visit, "lang-ja")
    assert visit.radio(key="q-safe_now").value == "watched"


def test_starting_over_forgets(visit):
    press(visit, "door-ask")
    choose(visit, "q-safe_now", "watched")
    press(visit, "restart")
    press(visit, "door-ask")
    assert visit.radio(key="q-safe_now").value is None


@pytest.mark.parametrize("page", ["talk", "directory", "about"])
@pytest.mark.parametrize("lang", ["ja", "ja-easy", "en"])
def test_the_other_pages_stand_alone(visit, page, lang):
    press(visit, f"lang-{lang}")
    visit.switch_page(str(MAIN.parents[1] / "pages" / "public" / f"{page}.py")).run()
    assert not visit.exception
    assert "<h1>" in html(visit)
