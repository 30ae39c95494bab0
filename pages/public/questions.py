"""The way through at one address: start, questions, result, her answers, one answer, memo."""

from ui import answers, memo, questions, result, start
from ui.content import screen

SCREENS = {
    "start": start.draw,
    "questions": questions.draw,
    "result": result.draw,
    "answers": answers.draw,
    "edit": questions.draw_one,
    "memo": memo.draw,
}

now = screen()
SCREENS[now.visit.mode](now)
