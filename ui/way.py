"""The way through at one address: start, questions, result, her answers, one answer, memo."""

import streamlit as st

from ui import answers, layout, memo, questions, result, start, state
from ui.content import Screen
from ui.drawing import part, screen

PAGE = "questions"
SCREENS = {
    "start": start.draw,
    "questions": questions.draw,
    "result": result.draw,
    "answers": answers.draw,
    "edit": questions.draw_one,
    "memo": memo.draw,
}


def draw() -> None:
    """Where she is on the way; from the first question on, what a press there changes."""
    now = screen()
    if now.visit.mode == "start":
        _draw(now)
    else:
        part(state.WAY, _behind_the_start)


def _behind_the_start(now: Screen) -> None:
    if now.visit.mode == "start":
        st.rerun()  # the footer differs there
    _draw(now)


def _draw(now: Screen) -> None:
    layout.urgent(now, PAGE)
    SCREENS[now.visit.mode](now)
    layout.marks(now, PAGE)
    now.visit.drawn = now.visit.step
