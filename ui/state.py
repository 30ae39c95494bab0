"""The only st.session_state keys: a visit, and the widgets that mirror its answers. Gone when the visit ends.

A counsellor who goes through the questions with a caller does so in a visit of its own (ASSISTED), beside the public one.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

import i18n
from navigator import journey, store
from navigator.journey import Path
from navigator.model import NOT_SAID, Answer, Question

Mode = Literal["start", "questions", "result", "answers", "edit", "memo"]
VISIT, ASSISTED = "visit", "assisted"
WIDGETS = {VISIT: "q", ASSISTED: "q-with"}
LONGEST_MEMO = 4000
# Parts of the page that are drawn alone (ui/drawing.py): all of the way; a screen's title alone,
# with the number of pages left.
WAY, TITLE = "way", "title"
ASKING = ("questions", "edit")


@dataclass
class Visit:
    """Where she is and what she said.

    `step` counts her moves, so that the focus follows them; `drawn` is the step whose screen she was last shown whole.
    `helped` is the step at which she said whether it helped, -1 before that; what she said is not kept. `name` is the
    key it is held under.
    """

    token: str = field(default_factory=lambda: secrets.token_hex(4))
    lang: str = i18n.DEFAULT
    mode: Mode = "start"
    at: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    edited: bool = False
    memo_short: bool | None = None
    memo_edits: dict[bool, str] = field(default_factory=dict)
    page: int = 0
    step: int = 0
    drawn: int = -1
    helped: int = -1
    name: str = VISIT
    edition: str = ""

    @property
    def said(self) -> bool:
        """Whether she has answered or written anything."""
        return bool(self.answers or self.memo_edits)

    def forget(self) -> None:
        """Empties what she said in place, for whoever may still hold this visit."""
        self.answers.clear()
        self.memo_edits.clear()
        self.at = ""

    def ticked(self, question: str) -> tuple[str, ...]:
        """Her answer to a question, also わからない and 答えたくない, as options."""
        answer = self.answers.get(question, ())
        return (answer,) if isinstance(answer, str) else tuple(answer)


def visit(within: Mapping[str, Any] | None = None, name: str = VISIT) -> Visit:
    """This visitor's visit; a fresh session simply starts at the start. `within` is what `held` gave."""
    found: Visit | None = (held() if within is None else within).get(name)
    if found is None:
        st.session_state[name] = found = Visit(name=name)
    content = store.current()
    if found.edition != content.fingerprint:
        found.edition, found.answers = content.fingerprint, journey.still_known(content, found.answers)
        found.drawn = -1
        if found.at and found.at not in content.questions:
            found.at, found.mode = "", "answers" if found.mode == "edit" else found.mode
    return found


def held() -> dict[str, Any]:
    """A copy of the whole session state. Every single look at it is a place where Streamlit may break the run off, for a line that
    broke or a second press; broken off in a callback, an answer would be neither taken over nor reported again.
    """
    return st.session_state.to_dict()


def restart() -> None:
    """Forgets the answers and goes to the start; the language stays."""
    now = visit()
    now.forget()
    now.mode, now.edited, now.memo_short, now.page, now.step = "start", False, None, 0, now.step + 1
    for key in held():
        if key != VISIT:
            del st.session_state[key]


def end(name: str) -> None:
    """Forgets a visit beside the public one and all its widgets, whatever else the session holds."""
    within = held()
    visit(within, name).forget()
    for key in within:
        if key == name or key.startswith(f"{WIDGETS[name]}-"):
            del st.session_state[key]


def helped() -> bool:
    """Notes that she said whether it helped; False where she did before in this visit."""
    now = visit()
    if now.helped >= 0:
        return False
    now.step += 1
    now.helped = now.step
    return True


def go(mode: Mode, at: str = "", name: str = VISIT) -> None:
    """Moves to another part of the way; `at` is the question a page or an edit is about."""
    now = visit(name=name)
    now.mode, now.at, now.edited, now.step = mode, at, mode == "result" and now.mode == "edit", now.step + 1


def speak(lang: str, name: str = VISIT) -> None:
    """Changes the language; nothing else."""
    now = visit(name=name)
    now.lang = lang
    now.memo_edits.clear()


def forward(name: str = VISIT) -> None:
    """To the next page of questions, after the last to the result."""
    path, place = _place(visit(name=name))
    if place + 1 < len(path.pages):
        go("questions", path.pages[place + 1][0], name)
    else:
        go("result", name=name)


def back(name: str = VISIT) -> None:
    """To the page before, from the first to the start."""
    path, place = _place(visit(name=name))
    if place > 0:
        go("questions", path.pages[place - 1][0], name)
    else:
        go("start", name=name)


def back_to_questions() -> None:
    """From the result to the last page of questions."""
    path, _ = _place(visit())
    go("questions", path.pages[-1][0])


def page_of(path: Path, at: str) -> int:
    """The number of the page the question stands on; the first where it is not on the path."""
    return next((number for number, page in enumerate(path.pages) if at in page), 0)


def _place(now: Visit) -> tuple[Path, int]:
    path = journey.on_path(store.current(), now.answers)
    return path, page_of(path, now.at)


def widget(question: str, option: str = "", name: str = VISIT) -> str:
    """The key of a question's widget, or of one of its boxes."""
    return "-".join(filter(None, (WIDGETS[name], question, option)))


def mirror(now: Visit, within: Mapping[str, Any], key: str, value: Any) -> None:
    """Lets a widget show what the visit holds; the answers are the truth, also after a lost connection.

    On a screen she just came to, the browser knows nothing of the widget, whatever the session still holds of it. Later
    a value that is held already is not sent: it could take back what she ticked meanwhile.
    """
    if now.drawn != now.step or key not in within or within[key] != value:
        st.session_state[key] = value


def choose(question: Question, name: str = VISIT) -> None:
    """Takes over what a radio or list holds."""
    within = held()
    now = visit(within, name)
    before = _sight(now)
    record(now, question, within[widget(question.id, name=name)])
    _draw_less(now, before == _sight(now))


def tick(question: Question, option: str, name: str = VISIT) -> None:
    """Takes over one box; an answer that stands alone clears the others, and they clear it."""
    within = held()
    now = visit(within, name)
    before, others = _sight(now), [one for one in now.ticked(question.id) if one != option]
    alone = {o.id for o in question.options if o.exclusive} | set(NOT_SAID)
    kept, on = others, within[widget(question.id, option, name)]
    if on:
        kept = [] if option in alone else [one for one in others if one not in alone]
    record(now, question, [*kept, option] if on else kept)
    _draw_less(now, before == _sight(now) and kept == others)


def _draw_less(now: Visit, same: bool) -> None:
    """Her press shows in her browser already. Where nothing else changes, only the number of pages left is drawn.

    An answer may come once more when its page is gone: then there is no title to draw alone. Staff pages have no parts.
    """
    if same and now.name == VISIT and now.mode in ASKING and now.drawn == now.step:
        st.rerun(TITLE)


def _sight(now: Visit) -> tuple[object, ...]:
    """What of her answers is seen beside a widget: urgent cards, the questions on the page, whether it is the last."""
    path, place = _place(now)
    return path.known.flags and path.known, path.pages[place], place + 1 == len(path.pages)


def record(now: Visit, question: Question, value: Any) -> None:
    """Writes one answer; the rest is kept, also what is off her path now."""
    content = store.current()
    answer = journey.still_known(content, {question.id: value}).get(question.id) if value else None
    if value and answer is None:
        # Forged, or of a list that was edited meanwhile: not an answer to this question.
        return
    now.answers = journey.with_answer(now.answers, question.id, answer)
    now.memo_edits.clear()


def remember_memo(short: bool, key: str) -> None:
    """Keeps her own words in the memo until an answer or the language changes."""
    within = held()
    visit(within).memo_edits[short] = within[key][:LONGEST_MEMO]


def shorten_memo(short: bool) -> None:
    """Changes between the short and the full memo."""
    visit().memo_short = short


def turn(page: int) -> None:
    """Turns to a page of the directory."""
    visit().page, visit().step = page, visit().step + 1


def first_page() -> None:
    """Back to the first page of the directory, after its filters changed."""
    visit().page = 0


def clear(*keys: str) -> None:
    """Empties lists and boxes, for 「しぼりこみをやめる」."""
    for key in keys:
        st.session_state[key] = False if isinstance(st.session_state.get(key), bool) else None
    visit().page = 0
