"""The survey of a training: what a document prints and what our own form counted stand apart and are never added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import codes, disclosure
from data.disclosure import Cell
from data.models import SourceDocument, SurveyResult

PUBLISHED, COUNTED, FORM = "published", "counted", "form"
# The two steps that the report's usefulness is made of.
USEFUL = ("very_good", "good")
# With fewer answers somebody who was there could tell whose is whose.
FEWEST = 5
WHOLE = 1000
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Shares:
    """What a document prints, in tenths of a percent; a step that it does not name is None. Nothing is made to fit 100 %."""

    steps: Mapping[str, int | None]
    title: str
    place: str

    @property
    def total(self) -> int:
        """What the printed shares add up to."""
        return sum(share for share in self.steps.values() if share is not None)

    @property
    def unexplained(self) -> int:
        """What is missing to 100 %, negative where it is too much; 1 in a thousand is rounding and is kept as well."""
        return WHOLE - self.total

    @property
    def useful(self) -> int:
        """大変よかった and よかった together, as they add up."""
        return sum(self.steps.get(step) or 0 for step in USEFUL)


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers that were counted one by one: `origin` is counted (a file of ours) or form (our survey form)."""

    steps: Mapping[str, int]
    origin: str

    @property
    def total(self) -> int:
        """How many answered."""
        return sum(self.steps.values())

    @property
    def told(self) -> bool:
        """Whether there are enough to be told by step."""
        return self.total >= FEWEST

    @property
    def useful(self) -> int | None:
        """大変よかった and よかった in tenths of a percent, half up; None with fewer answers than are told."""
        good = sum(self.steps.get(step, 0) for step in USEFUL)
        return (2 * WHOLE * good + self.total) // (2 * self.total) if self.told else None

    @property
    def shown(self) -> "Shown":
        """As they may leave."""
        steps = codes.lists()["survey_step"]
        found = disclosure.grouped({step: self.steps.get(step, 0) for step in steps}, {"useful": USEFUL})
        return Shown({step: found[step] for step in steps}, found["useful"], found[""])

    def share(self, step: str) -> int:
        """One step in tenths of a percent, half up; ZeroDivisionError where nobody answered."""
        return (2 * WHOLE * self.steps.get(step, 0) + self.total) // (2 * self.total)


@dataclass(frozen=True, slots=True)
class Shown:
    """Counted answers as they may leave: each step, the two useful ones together, and all."""

    steps: Mapping[str, Cell]
    useful: Cell
    total: Cell

    def share(self, step: str) -> int | None:
        """One step in tenths of a percent of what is shown; None where it is hidden."""
        return _tenths(self.steps[step], self.total)

    @property
    def useful_share(self) -> int | None:
        """大変よかった and よかった in tenths of a percent of what is shown; None where that is hidden."""
        return _tenths(self.useful, self.total)


def _tenths(part: Cell, whole: Cell) -> int | None:
    found = disclosure.percent(part, whole)
    return None if found is None else round(found * 10)


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is known of one training's survey."""

    printed: Shares | None = None
    counted: tuple[Counts, ...] = ()

    @property
    def useful(self) -> tuple[int | None, str]:
        """(usefulness in tenths of a percent, where from): the printed shares before what we counted, never both."""
        if self.printed:
            return self.printed.useful, PUBLISHED
        for one in self.counted:
            if one.total:
                return one.useful, one.origin
        return None, ""


def of_trainings(session: Session, trainings: Iterable[int]) -> dict[int, Survey]:
    """{training: its survey}; a training without any is left out."""
    rows = session.execute(
        select(SurveyResult, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == SurveyResult.source_id)
        .where(SurveyResult.training_session_id.in_(list(trainings)))
        .order_by(SurveyResult.training_session_id, SurveyResult.id)
    ).all()
    by_training: dict[int, list[tuple[SurveyResult, str]]] = {}
    for row, title in rows:
        by_training.setdefault(row.training_session_id, []).append((row, title or ""))
    return {number: _survey(some) for number, some in by_training.items()}


def _survey(rows: Sequence[tuple[SurveyResult, str]]) -> Survey:
    printed = [(row, title) for row, title in rows if row.origin == PUBLISHED and row.share_tenths is not None]
    counted = [
        Counts(_in_order(steps), origin)
        for origin, stored in ((COUNTED, PUBLISHED), (FORM, FORM))
        if (steps := {row.step: row.answers for row, _ in rows if row.origin == stored and row.answers is not None})
    ]
    shares = None
    if printed:
        first, title = printed[0]
        shares = Shares(_in_order({row.step: row.share_tenths for row, _ in printed}), title, first.source_place)
    return Survey(shares, tuple(counted))


def _in_order(steps: Mapping[str, Value]) -> dict[str, Value]:
    """Best step first."""
    return {step: steps[step] for step in codes.lists()["survey_step"] if step in steps}
