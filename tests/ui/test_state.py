"""What a visit takes in: only what a question really offers, also when config/ is edited meanwhile."""

from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
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
    state.record(visit, CONTENT.questions["safe_now"], "watched")
    state.record(visit, CONTENT.questions["safe_now"], value)
    assert visit.answers == {"safe_now": "watched"}


def test_an_answer_is_taken_and_can_be_taken_back(visit):
    state.record(visit, CONTENT.questions["needs"], ["n_money", "forged"])
    assert visit.answers == {"needs": ("n_money",)}
    state.record(visit, CONTENT.questions["needs"], [])
    assert not visit.answers


def test_forgetting_empties_the_very_objects(visit):
    state.record(visit, CONTENT.questions["safe_now"], "watched")
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
    state.record(visit, CONTENT.questions["safe_now"], "watched")
    state.record(visit, CONTENT.questions["needs"], ["n_money", "n_debt"])
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


class Whole(Held):
    """A session state that breaks the run off at every single look, as Streamlit may for a line that broke."""

    def __getitem__(self, key):
        raise AssertionError(f"looked at {key} alone")

    def __setitem__(self, key, value):
        raise AssertionError(f"set {key} to {value}")

    def __contains__(self, key):
        raise AssertionError(f"asked for {key} alone")

    def get(self, key, default=None):
        """As the others."""
        raise AssertionError(f"looked at {key} alone, or {default}")

    def to_dict(self):
        """A copy, taken without a look."""
        return dict(dict.items(self))


def test_no_callback_can_be_broken_off_before_it_took_over_what_she_did(visit, monkeypatch):
    safe, needs = CONTENT.questions["safe_now"], CONTENT.questions["needs"]
    held = {state.VISIT: visit, "q-safe_now": "ok", "q-needs-n_money": True, "q-needs-n_debt": True, "memo": "hers"}
    monkeypatch.setattr("streamlit.session_state", Whole(held))
    state.choose(safe)
    state.tick(needs, "n_money")
    state.tick(needs, "n_debt")
    state.forward()
    state.back()
    state.go("memo")
    state.remember_memo(True, "memo")
    assert visit.answers == {"safe_now": "ok", "needs": ("n_money", "n_debt")}
    assert (visit.mode, visit.memo_edits) == ("memo", {True: "hers"})


def test_a_fresh_start_forgets_everything_but_the_language(visit):
    visit.lang, token = "en", visit.token
    state.record(visit, CONTENT.questions["safe_now"], "watched")
    st.session_state["q-safe_now"], st.session_state["f-need"] = "watched", "n_money"
    state.restart()
    assert (visit.mode, visit.said, visit.lang, visit.token) == ("start", False, "en", token)
    assert st.session_state.to_dict() == {state.VISIT: visit}


def test_a_tick_draws_the_title_alone_only_where_all_else_stays(visit, monkeypatch):
    asked: list[str] = []
    needs, urgent = CONTENT.questions["needs"], CONTENT.questions["urgent"]
    monkeypatch.setattr("streamlit.rerun", asked.append)

    def ticked(question, option):
        st.session_state[f"q-{question.id}-{option}"] = True
        asked.clear()
        state.tick(question, option)
        return asked == [state.TITLE]

    visit.mode, visit.at, visit.drawn = "questions", "needs", visit.step
    assert ticked(needs, "n_money")
    assert ticked(needs, "n_debt")
    assert not ticked(needs, "rather_not")
    assert not ticked(urgent, "child_danger")
    visit.answers = {}
    assert ticked(needs, "n_money")
    visit.mode = "result"
    assert not ticked(needs, "n_debt")
    visit.mode, visit.edition = "questions", "before the edit"
    assert not ticked(needs, "n_debt")


def test_a_visit_with_a_caller_stands_beside_the_public_one_and_ends_alone(visit):
    state.record(visit, CONTENT.questions["safe_now"], "ok")
    st.session_state["q-safe_now"] = "ok"
    together = state.visit(name=state.ASSISTED)
    st.session_state["q-with-needs-n_money"] = True
    state.tick(CONTENT.questions["needs"], "n_money", state.ASSISTED)
    state.go("questions", "needs", state.ASSISTED)
    state.forward(state.ASSISTED)
    state.speak("en", state.ASSISTED)
    assert together.answers == {"needs": ("n_money",)}
    assert (visit.answers, visit.lang, visit.mode) == ({"safe_now": "ok"}, "ja", "start")
    state.end(state.ASSISTED)
    assert not together.said
    assert st.session_state.to_dict() == {state.VISIT: visit, "q-safe_now": "ok"}


def test_whether_it_helped_is_said_once_a_visit_and_what_is_not_kept(visit):
    assert visit.helped < 0
    assert state.helped()
    assert visit.helped == visit.step
    assert not state.helped()
    state.restart()
    assert not state.helped()
