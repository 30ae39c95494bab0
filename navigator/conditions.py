"""The closed table of condition kinds. Every condition is yes, no or unknown; only a known no may ever hide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from navigator.model import NOT_SAID, Answers, Condition, Content

_NOT_SAID = frozenset(NOT_SAID)


class Truth(Enum):
    """A three-valued answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Facts:
    """What she said, on her path only: answers, needs she chose, flags raised and whether she could not put it in words."""

    answers: Answers
    needs: frozenset[str]
    flags: frozenset[str]
    unsure: bool
    said: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def chosen(answers: Answers, question: str) -> tuple[str, ...]:
    """The options she chose: empty for unanswered, わからない and 答えたくない, which are one value here."""
    answer = answers.get(question, ())
    options = (answer,) if isinstance(answer, str) else answer
    return options if _NOT_SAID.isdisjoint(options) else ()


def is_unsure(answers: Answers) -> bool:
    """Whether each need is asked one line: 「うまく言えない」, nothing ticked, or not said."""
    ticked = chosen(answers, "needs")
    return not ticked or "unsure" in ticked


def chosen_needs(answers: Answers) -> frozenset[str]:
    """The needs ticked, and on the unsure way those whose line she called near or a little near."""
    ticked = frozenset(option for option in chosen(answers, "needs") if option != "unsure")
    if not is_unsure(answers):
        return ticked
    lines = (question for question in answers if question.startswith("near_"))
    return ticked | {line.removeprefix("near_") for line in lines if set(chosen(answers, line)) & {"near", "little"}}


def facts(content: Content, answers: Answers) -> Facts:
    """The facts of answers that are already on her path (journey.on_path)."""
    flags: dict[str, list[tuple[str, str]]] = {}
    for question_id in answers:
        question = content.questions[question_id]
        for option_id in chosen(answers, question_id):
            option = question.option(option_id)
            if option and option.red_flag:
                flags.setdefault(option.red_flag, []).append((question_id, option_id))
    said = {flag: tuple(where) for flag, where in flags.items()}
    return Facts(answers, chosen_needs(answers), frozenset(flags), is_unsure(answers), said)


def _of(value: bool) -> Truth:
    return Truth.YES if value else Truth.NO


def _is(condition: Condition, known: Facts) -> Truth:
    options = chosen(known.answers, condition.question)
    return _of(bool(set(options) & set(condition.values))) if options else Truth.UNKNOWN


def _is_not(condition: Condition, known: Facts) -> Truth:
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}[_is(condition, known)]


TABLE: Mapping[str, Callable[[Condition, Facts], Truth]] = {
    "always": lambda condition, known: Truth.YES,
    "need": lambda condition, known: _of(bool(known.needs & set(condition.values))),
    "need_chosen": lambda condition, known: _of(bool(known.needs & set(condition.values))),
    "flag": lambda condition, known: _of(bool(known.flags & set(condition.values))),
    "unsure": lambda condition, known: _of(known.unsure),
    "not_unsure": lambda condition, known: _of(not known.unsure),
    "is": _is,
    "is_not": _is_not,
}
KINDS = tuple(TABLE)


def holds(condition: Condition, known: Facts) -> Truth:
    """The truth of one condition; KeyError for a kind that is not in the table."""
    return TABLE[condition.kind](condition, known)


def asked(condition: Condition, known: Facts) -> bool:
    """Whether a question is asked: a known no leaves it out, except `is`, which waits for a known yes."""
    truth = holds(condition, known)
    return truth is Truth.YES if condition.kind == "is" else truth is not Truth.NO


def because(condition: Condition, known: Facts) -> tuple[tuple[str, str], ...]:
    """The (question, option) pairs that made a condition true; empty where no single answer did."""
    wanted = set(condition.values)
    if condition.kind in ("need", "need_chosen"):
        ticked = [("needs", need) for need in chosen(known.answers, "needs") if need in wanted]
        lines = [
            (f"near_{need}", option)
            for need in condition.values
            for option in chosen(known.answers, f"near_{need}")
            if need in known.needs and known.unsure
        ]
        return tuple(ticked + lines)
    if condition.kind == "flag":
        return tuple(pair for flag in condition.values for pair in known.said.get(flag, ()))
    if condition.kind == "unsure":
        said = known.answers.get("needs", ())
        return (("needs", said),) if isinstance(said, str) else tuple(("needs", o) for o in said if o == "unsure")
    if condition.kind == "is":
        return tuple(
            (condition.question, option) for option in chosen(known.answers, condition.question) if option in wanted
        )
    return ()
