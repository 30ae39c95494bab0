"""Which questions are on this visitor's path. State is replayed from the answers at every run; an edit is a replay."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from navigator.conditions import Facts, asked, facts
from navigator.model import NOT_SAID, Answer, Answers, Content, Question
from navigator.schema import nearest

FOLLOW_UPS = ("fear", "now", "you")
PER_PAGE = 5
LINES_PER_PAGE = 8


class AnswerError(ValueError):
    """An answer that no question has; the message says what was found and what is nearest."""


@dataclass(frozen=True, slots=True)
class Path:
    """The questions on her path in order, the pages they stand on, her answers to them, and what was ignored."""

    questions: tuple[Question, ...]
    pages: tuple[tuple[str, ...], ...]
    answers: Answers
    ignored: tuple[str, ...]
    known: Facts


def checked(content: Content, raw: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers as read from a file, with every name known; AnswerError otherwise. Nothing given is dropped."""
    answers: dict[str, Answer] = {}
    for question_id, value in raw.items():
        question = content.questions.get(str(question_id))
        if question is None:
            raise AnswerError(f"質問「{question_id}」はありません。{nearest(question_id, content.questions)}")
        if value is None or value == []:
            continue
        answers[question.id] = _checked_answer(question, value)
    return answers


def still_known(content: Content, answers: Answers) -> dict[str, Answer]:
    """The answers without what the content does not (any more) have: an edit of config/, a forged value."""
    kept: dict[str, Answer] = {}
    for question_id, value in answers.items():
        question = content.questions.get(question_id)
        if question is None:
            continue
        allowed = {option.id for option in question.options} | set(NOT_SAID)
        names = [name for name in ([value] if isinstance(value, str) else value) if name in allowed]
        with contextlib.suppress(AnswerError):
            if names:
                kept[question_id] = _checked_answer(question, names)
    return kept


def _checked_answer(question: Question, value: Any) -> Answer:
    names = value if isinstance(value, (list, tuple)) else [value]
    allowed = [option.id for option in question.options] + list(NOT_SAID)
    for name in names:
        if not isinstance(name, str) or name not in allowed:
            hint = nearest(name, allowed) or f"使えるのは: {', '.join(allowed[:12])}。"
            raise AnswerError(f"質問「{question.id}」に「{name}」という答えはありません。{hint}")
    if len(set(names)) > 1 and any(name in NOT_SAID for name in names):
        raise AnswerError(f"質問「{question.id}」の「わからない」「答えたくない」は、ほかの答えと一緒にできません。")
    if question.type == "single":
        if len(names) != 1:
            raise AnswerError(f"質問「{question.id}」の答えは一つです（{len(names)}つありました）。")
        return str(names[0])
    exclusive = [o.id for o in question.options if o.exclusive and o.id in names]
    if exclusive and len(set(names)) > 1:
        raise AnswerError(f"質問「{question.id}」の「{exclusive[0]}」は、ほかの答えと一緒にできません。")
    order = {name: place for place, name in enumerate(allowed)}
    return str(names[0]) if names[0] in NOT_SAID else tuple(sorted(set(names), key=order.__getitem__))


def on_path(content: Content, answers: Answers) -> Path:
    """Replays the answers: the order they were given in does not matter, off-path ones are ignored and listed."""
    kept: dict[str, Answer] = {}
    questions: list[Question] = []
    known = facts(content, kept)
    section = ""
    for question in content.questions.values():
        if question.section != section:
            section, known = question.section, facts(content, kept)
        if not asked(question.asked_when, known):
            continue
        questions.append(question)
        if question.id in answers:
            kept[question.id] = answers[question.id]
    ignored = tuple(question_id for question_id in answers if question_id not in kept)
    return Path(tuple(questions), _pages(questions), kept, ignored, facts(content, kept))


def _pages(questions: list[Question]) -> tuple[tuple[str, ...], ...]:
    """Pages of question ids: one a section, the follow-ups packed evenly, at most five short ones a page."""
    follow = [q.id for q in questions if q.section in FOLLOW_UPS]
    pages: list[tuple[str, ...]] = []
    for section in ("safety", "needs", "lines", "follow", "contact", "before"):
        if section == "follow":
            pages.extend(_even(follow, PER_PAGE))
        elif section == "lines":
            pages.extend(_even([q.id for q in questions if q.section == section], LINES_PER_PAGE))
        else:
            pages.append(tuple(q.id for q in questions if q.section == section))
    return tuple(page for page in pages if page)


def _even(ids: list[str], most: int) -> list[tuple[str, ...]]:
    """The ids spread over as few pages as `most` allows, each about as long as the others."""
    count = -(-len(ids) // most)
    cuts = [round(len(ids) * part / count) for part in range(count + 1)] if count else [0]
    return [tuple(ids[start:end]) for start, end in pairwise(cuts)]


def with_answer(answers: Answers, question_id: str, answer: Answer | None) -> dict[str, Answer]:
    """The answers after one edit; None takes the answer back. The rest is kept."""
    edited = {key: value for key, value in answers.items() if key != question_id}
    if answer is not None and answer != ():
        edited[question_id] = answer
    return edited
