"""How long it took from a woman's first contact to a plan, an accompaniment, a close; and her cohort's way over a year."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from data import calendar
from data.models import Activity, CaseFile, Consultation, Desk, SupportPlan
from data.queries import recorded, stamps
from data.queries.outcomes import NOT_DONE, span

# Days of fewer cases say more about one woman than about the desk.
FEWEST = 5
# So many cases are asked about in one statement.
AT_ONCE = 10_000
AFTER = (1, 3, 6, 12)
PLAN, ACCOMPANIED, CLOSED = "plan", "accompanied", "closed"


@dataclass(frozen=True, slots=True)
class Spell:
    """Days from the first contact to a step, of `count` cases that came to it in the year; the days are None where there
    are fewer than FEWEST. `left_out` came to it before their first written contact, or have none."""

    count: int
    low: float | None
    median: float | None
    high: float | None
    left_out: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """The cases whose first contact fell into a month: how many came to a step within so many months; None where that
    time has not come yet for all of them."""

    month: int
    cases: int
    reached: dict[tuple[str, int], int | None]


def spells(session: Session, desk: Desk, year: int, until: date | None = None) -> dict[str, Spell]:
    """{plan, accompanied, closed: Spell}: a case counts in the year in which it first came to the step, by `until`."""
    made = {}
    for name, step in _STEPS.items():
        found = _first_in(step, desk, *span(year, until)).subquery()
        rows = session.execute(select(_first_contact(found.c.case), found.c.day)).all()
        made[name] = _spell([(begun, day) for begun, day in rows])
    return made


def cohorts(session: Session, desk: Desk, year: int, today: date) -> list[Cohort]:
    """The months of the year from the first record on up to today; a month without a new case has 0 cases."""
    since = recorded.since(session, desk.id)
    begun = stamps.remembered(
        session, ("begun", desk.id, year), calendar.months_of(year)[-1], lambda: _begun(session, desk, year)
    )
    days = _reached(session, desk, list(begun))
    by_month: dict[int, list[str]] = {}
    for case, day in begun.items():
        by_month.setdefault(calendar.month_of(day), []).append(case)
    made = []
    for month in calendar.months_of(year):
        if since is None or not since <= month <= calendar.month_of(today):
            continue
        cases = by_month.get(month, [])
        end = date(month // 100, month % 100, monthrange(month // 100, month % 100)[1])
        reached = {
            (step, after): sum(_within(begun[case], found.get(case), after) for case in cases)
            if later(end, after) <= today
            else None
            for step, found in days.items()
            for after in AFTER
        }
        made.append(Cohort(month, len(cases), reached))
    return made


def _reached(session: Session, desk: Desk, cases: Sequence[str]) -> dict[str, dict[str, date]]:
    """{step: {case: the first day it came to it}} of these cases alone, not of all that ever were."""
    found: dict[str, dict[str, date]] = {}
    for name, step in _STEPS.items():
        case = step.model.case_code
        asked = select(case, func.min(step.day(step.model))).where(step.counts(step.model, desk)).group_by(case)
        found[name] = {}
        for start in range(0, len(cases), AT_ONCE):
            rows = session.execute(asked.where(case.in_(cases[start : start + AT_ONCE])))
            found[name].update((code, day) for code, day in rows)
    return found


def later(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that has fewer days."""
    ahead = day.year * 12 + day.month - 1 + months
    year, month = divmod(ahead, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quartiles(days: Sequence[int]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, between two values in proportion; IndexError of nothing."""
    ordered = sorted(days)

    def at(quarter: int) -> float:
        place, part = divmod((len(ordered) - 1) * quarter, 4)
        if not part:
            return float(ordered[place])
        return ordered[place] + (ordered[place + 1] - ordered[place]) * part / 4

    return at(1), at(2), at(3)


def _within(begun: date, reached: date | None, after: int) -> bool:
    return reached is not None and reached <= later(begun, after)


def _spell(pairs: Iterable[tuple[date | None, date]]) -> Spell:
    whole = list(pairs)
    days = [(day - begun).days for begun, day in whole if begun and day >= begun]
    out = len(whole) - len(days)
    if len(days) < FEWEST:
        return Spell(len(days), None, None, None, out)
    return Spell(len(days), *quartiles(days), out)


def _went(one: Any, desk: Desk) -> ColumnElement[bool]:
    return and_(
        one.desk_id == desk.id,
        # As it stands in the index of accompaniments: with a bound value that index could not be taken.
        one.kind == literal_column("'accompany'"),
        one.removed_at.is_(None),
        one.case_code.is_not(None),
        one.result.is_(None) | (one.result != NOT_DONE),
    )


def _of_desk(one: Any, desk: Desk) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = one.desk_id == desk.id
    return mine


@dataclass(frozen=True, slots=True)
class _Step:
    """Where a step is written: the day of a row of the model (or of an alias of it), and which rows count."""

    model: Any
    day: Callable[[Any], Any]
    counts: Callable[[Any, Desk], ColumnElement[bool]]


_STEPS = {
    PLAN: _Step(SupportPlan, lambda one: one.opened_on, _of_desk),
    ACCOMPANIED: _Step(Activity, lambda one: one.done_on, _went),
    CLOSED: _Step(SupportPlan, lambda one: one.closed_on, _of_desk),
}


def _first_in(step: _Step, desk: Desk, first: date, last: date) -> Select[str, date]:
    """Select of (case, day) of the cases that came to the step for the first time between the days.

    The rows of these days and what went before in the same cases are read, not all that ever was.
    """
    one, earlier = step.model, aliased(step.model)
    before = (
        select(earlier.id)
        .where(step.counts(earlier, desk), earlier.case_code == one.case_code, step.day(earlier) < first)
        .exists()
    )
    return (
        select(one.case_code.label("case"), func.min(step.day(one)).label("day"))
        .where(step.counts(one, desk), step.day(one).between(first, last), ~before)
        .group_by(one.case_code)
    )


def _first_contact(case: Any) -> Any:
    """The day of the first consultation of a case that stands: the index by case and day gives it at once."""
    one = aliased(Consultation)
    return (
        select(one.received_on)
        .where(one.case_code == case, one.removed_at.is_(None))
        .order_by(one.received_on)
        .limit(1)
        .scalar_subquery()
    )


def _begun(session: Session, desk: Desk, year: int) -> dict[str, date]:
    """{case: its first contact} of the desk's cases whose first contact fell into the year.

    The desk is asked of the case file: the index of the search holds all else, and no row of the consultations is read.
    """
    first, last = span(year)
    found = (
        select(Consultation.case_code.label("case"), func.min(Consultation.received_on).label("day"))
        .where(
            Consultation.removed_at.is_(None),
            Consultation.received_on.between(first, last),
            Consultation.case_code.is_not(None),
        )
        .group_by(Consultation.case_code)
        .subquery()
    )
    earlier = aliased(Consultation)
    before = (
        select(earlier.id)
        .where(earlier.case_code == found.c.case, earlier.received_on < first, earlier.removed_at.is_(None))
        .exists()
    )
    rows = session.execute(
        select(found.c.case, found.c.day)
        .join(CaseFile, CaseFile.code == found.c.case)
        .where(CaseFile.desk_id == desk.id, ~before)
    )
    return {case: day for case, day in rows.all() if case}
