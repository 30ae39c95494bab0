"""The way through at one address: start, questions, result, her answers, one answer, memo."""

from ui import answers, content, memo, questions, result, start

SCREENS = {
    "start": start.draw,
    "questions": questions.draw,
    "result": result.draw,
    "answers": answers.draw,
    "edit": questions.draw_one,
    "memo": memo.draw,
}

content.draw(SCREENS)
