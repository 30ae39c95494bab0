"""What a visit takes in: only what a question really offers, also when config/ is edited meanwhile."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from navigator import journey, store
from navigator.content import load
from navigator.plan import plan
from ui import state
from ui.content import begin

CONTENT = load(Path(__file__).parents[2] / "config")


class Held(dict):
    """Streamlit's session state as far as a visit needs it."""

    def to_dict(self):
        """A copy."""
        return dict(self)


@pytest.fixture
def visit(monkeypatch):
    """A visit without a browser."""
    monkeypatch.setattr("streamlit.session_state", Held())
    monkeypatch.setattr(store, "current", lambda: CONTENT)
    return state.visit()


@pytest.mark.parametrize("value", ["forged", "x" * 1_000_000, ["n_money"], ("ok", "danger"), "n_money"])
def test_a_value_the_question_does_not_offer_is_not_taken(visit, value):
    state.record(CONTENT.questions["safe_now"], "watched")
    state.record(CONTENT.questions["safe_now"], value)
    assert visit.answers == {"safe_now": "watched"}


def test_an_answer_is_taken_and_can_be_taken_back(visit):
    state.record(CONTENT.questions["needs"], ["n_money", "forged"])
    assert visit.answers == {"needs": ("n_money",)}
    state.record(CONTENT.questions["needs"], [])
    assert not visit.answers


def test_forgetting_empties_the_very_objects(visit):
    state.record(CONTENT.questions["safe_now"], "watched")
    held, visit.memo_edits[True] = visit.answers, "hers"
    assert visit.said
    visit.forget()
    assert not held
    assert not visit.said


def without(question, option):
    """The content after an edit that took an option away, or (no option) the whole question."""
    asked = CONTENT.questions[question]
    left = tuple(one for one in asked.options if one.id != option)
    questions = {**CONTENT.questions, question: replace(asked, options=left)}
    if not option:
        del questions[question]
    return replace(CONTENT, questions=questions, fingerprint="edited")


@pytest.mark.parametrize(("question", "option", "rest"), [
    ("safe_now", "watched", {"needs": ("n_money", "n_debt")}),
    ("needs", "n_debt", {"safe_now": "watched", "needs": ("n_money",)}),
    ("safe_now", "", {"needs": ("n_money", "n_debt")}),
])  # fmt: skip
def test_what_an_edit_took_away_is_no_answer_any_more(visit, monkeypatch, question, option, rest):
    state.record(CONTENT.questions["safe_now"], "watched")
    state.record(CONTENT.questions["needs"], ["n_money", "n_debt"])
    visit.mode, visit.at = "edit", question
    edited = without(question, option)
    monkeypatch.setattr(store, "current", lambda: edited)
    now = begin()
    assert now.visit.answers == rest
    assert now.visit.mode == ("edit" if option else "answers")
    plan(edited, now.visit.answers, now.at, "ja")


def test_every_option_may_be_taken_away_while_visits_are_on_their_way():
    gone = {q.id: "gone" if q.type == "single" else ("gone",) for q in CONTENT.questions.values()}
    assert journey.still_known(CONTENT, {**gone, "no_such_question": "gone"}) == {}


def test_a_memo_is_not_longer_than_its_box():
    main = Path(state.__file__).parent / "main.py"
    run = AppTest.from_file(str(main), default_timeout=20).run()
    for key in ("door-ask", "nav-next", "nav-see", "make-memo"):
        run.button(key=key).click().run()
    box = run.text_area[0]
    assert box.proto.max_chars >= state.LONGEST_MEMO
    box.set_value("あ" * 10_000).run()
    assert not run.exception
    assert len(run.session_state[state.VISIT].memo_edits[False]) == state.LONGEST_MEMO
