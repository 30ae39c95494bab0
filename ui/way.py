"""The way through at one address: start, questions, result, her answers, one answer, memo."""

from ui import answers, layout, memo, questions, result, start, state
from ui.content import Screen
from ui.drawing import part

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
    """Where she is on the way: all that a press there changes."""
    part(state.WAY, _draw)


def _draw(now: Screen) -> None:
    layout.urgent(now, PAGE)
    SCREENS[now.visit.mode](now)
    layout.marks(now, PAGE)
    now.visit.drawn = now.visit.step
