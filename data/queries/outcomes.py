"""What came of the support in a fiscal year: plans, goals, accompaniments, other work, hand-overs; counts of records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from data import calendar
from data.models import Activity, Consultation, ConsultationIssue, Desk, Goal, PlanReview, SupportPlan
from data.queries import recorded

# Nobody went: it is no accompaniment, no visit, no time in the ibasho.
NOT_DONE = "not_held"
UNWRITTEN = ""


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans of the year: `open_now` are those that are open today, or were on the day that was asked about; the states are
    of the goals of all plans that were open in the year, as they stand now; `met` are those met on a day of the year."""

    opened: int
    reviews: int
    reviewed: int
    closed: int
    reasons: Mapping[str, int]
    open_now: int
    met: int
    goals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Destination:
    """The accompaniments to one place: how they went, and by issue (how many, how many of them done)."""

    total: int
    results: Mapping[str, int]
    issues: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Work:
    """Work of one kind: how many times, how many people or pieces as far as they were written, and how often they were not."""

    times: int
    pieces: int
    unwritten: int


@dataclass(frozen=True, slots=True)
class HandOvers:
    """Hand-overs to one place: how many were asked for, and how they were answered (pending, accepted, declined)."""

    made: int
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Accompaniments:
    """{place ('' where none is written): Destination}; `with_issue` is how many of all have at least one issue."""

    total: int
    with_issue: int
    places: Mapping[str, Destination]


@dataclass(frozen=True, slots=True)
class Others:
    """居場所 and visits, and goods by item ('' where none is written)."""

    ibasho: Work
    visits: Work
    goods: Mapping[str, Work]


def has_records(session: Session, desk: Desk, year: int, until: date | None = None) -> bool:
    """Whether records were kept in the year, by that day: before the first record nothing is 0, it is not known."""
    first = recorded.since(session, desk.id)
    begin, last = span(year, until)
    return first is not None and first <= calendar.month_of(last) and begin <= last


def span(year: int, until: date | None = None) -> tuple[date, date]:
    """The first and the last day of a fiscal year, of it as far as `until`; nothing lies between them where that is before."""
    last = date(year + 1, 3, 31)
    return date(year, 4, 1), min(last, until) if until else last


def plans(session: Session, desk: Desk, year: int, until: date | None = None) -> Plans:
    """The plans that were opened, reviewed and closed in the year, and their goals; `until`: by that day."""
    first, last = span(year, until)
    mine = SupportPlan.desk_id == desk.id
    closed = and_(mine, SupportPlan.closed_on.between(first, last))
    is_open: ColumnElement[bool] = SupportPlan.closed_on.is_(None)
    if until:
        is_open = and_(SupportPlan.opened_on <= until, is_open | (SupportPlan.closed_on > until))
    begun = select(SupportPlan.id).where(mine, SupportPlan.opened_on <= last)
    # Two questions and not one with OR: each takes the index of the closing days.
    was_open = begun.where(SupportPlan.closed_on.is_(None)).union_all(begun.where(SupportPlan.closed_on >= first))
    number = func.count()
    reviews = session.execute(
        select(number, func.count(PlanReview.plan_id.distinct()))
        .join(SupportPlan, SupportPlan.id == PlanReview.plan_id)
        .where(mine, PlanReview.reviewed_on.between(first, last))
    ).one()
    reasons = _counted(
        session, select(SupportPlan.close_reason, number).where(closed).group_by(SupportPlan.close_reason)
    )
    goals = select(Goal.state, number).where(Goal.plan_id.in_(was_open))
    met = select(number).select_from(Goal).join(SupportPlan, SupportPlan.id == Goal.plan_id)
    return Plans(
        opened=_number(session, select(number).where(mine, SupportPlan.opened_on.between(first, last))),
        reviews=reviews[0],
        reviewed=reviews[1],
        closed=sum(reasons.values()),
        reasons=reasons,
        open_now=_number(session, select(number).where(mine, is_open)),
        met=_number(session, met.where(mine, Goal.state == "met", Goal.met_on.between(first, last))),
        goals=_counted(session, goals.group_by(Goal.state)),
    )


def accompaniments(session: Session, desk: Desk, year: int, until: date | None = None) -> Accompaniments:
    """By destination: results, and issues with how many of them were done. An accompaniment has the issues of the
    consultation it hangs on, else of all consultations of its case up to that day; it counts once in each of them."""
    went = and_(_of_year(desk, year, until, "accompany"), _was_done())
    by_result = session.execute(
        select(Activity.destination, Activity.result, func.count())
        .where(went)
        .group_by(Activity.destination, Activity.result)
    ).all()
    issues = _issues_of(session, went)
    results: dict[str, dict[str, int]] = {}
    for place, result, count in by_result:
        of = results.setdefault(place or UNWRITTEN, {})
        of[result or UNWRITTEN] = of.get(result or UNWRITTEN, 0) + count
    by_issue: dict[str, dict[str, tuple[int, int]]] = {}
    for place, result, found in issues.values():
        for issue in found:
            of_place = by_issue.setdefault(place, {})
            count, done = of_place.get(issue, (0, 0))
            of_place[issue] = (count + 1, done + (result == "done"))
    places = {
        place: Destination(sum(counts.values()), counts, by_issue.get(place, {})) for place, counts in results.items()
    }
    return Accompaniments(sum(one.total for one in places.values()), len(issues), places)


Found = dict[int, tuple[str, str, set[str]]]


def _issues_of(session: Session, went: ColumnElement[bool]) -> Found:
    """{accompaniment: (destination, result, its issues)} of those that have any."""
    told = Activity.id, Activity.destination, Activity.result, ConsultationIssue.issue
    own = (
        select(*told)
        .join(Consultation, Consultation.id == Activity.consultation_id)
        .join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
        .where(went, Consultation.removed_at.is_(None))
    )
    # One row a case and issue, with its first day: what is said of a case in a hundred calls is joined once.
    cases = select(Activity.case_code).where(went, Activity.consultation_id.is_(None)).distinct()
    said = (
        select(Consultation.case_code, ConsultationIssue.issue, func.min(Consultation.received_on).label("since"))
        .join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
        .where(Consultation.case_code.in_(cases), Consultation.removed_at.is_(None))
        .group_by(Consultation.case_code, ConsultationIssue.issue)
        .subquery()
    )
    of_case = (
        select(Activity.id, Activity.destination, Activity.result, said.c.issue)
        .join(said, said.c.case_code == Activity.case_code)
        .where(went, Activity.consultation_id.is_(None), said.c.since <= Activity.done_on)
    )
    found: Found = {}
    for asked in (own, of_case):
        for number, place, result, issue in session.execute(asked):
            found.setdefault(number, (place or UNWRITTEN, result or UNWRITTEN, set()))[2].add(issue)
    return found


def others(session: Session, desk: Desk, year: int, until: date | None = None) -> Others:
    """居場所, visits and goods."""
    rows = session.execute(
        select(
            Activity.kind,
            Activity.item,
            func.count(),
            func.coalesce(func.sum(Activity.count), 0),
            func.count() - func.count(Activity.count),
        )
        .where(_of_year(desk, year, until, "ibasho", "visit", "goods"), _was_done())
        .group_by(Activity.kind, Activity.item)
    ).all()
    made: dict[str, dict[str, Work]] = {"ibasho": {}, "visit": {}, "goods": {}}
    for kind, item, times, pieces, unwritten in rows:
        made[kind][item or UNWRITTEN] = Work(times, int(pieces or 0), unwritten)
    return Others(_together(made["ibasho"]), _together(made["visit"]), made["goods"])


def _together(parts: Mapping[str, Work]) -> Work:
    return Work(
        sum(one.times for one in parts.values()),
        sum(one.pieces for one in parts.values()),
        sum(one.unwritten for one in parts.values()),
    )


def hand_overs(session: Session, desk: Desk, year: int, until: date | None = None) -> dict[str, HandOvers]:
    """{place ('' where none is written): what was handed over there}; of all work that says so, as it is answered now."""
    rows = session.execute(
        select(Activity.destination, Activity.hand_over, func.count())
        .where(
            Activity.desk_id == desk.id,
            Activity.month.between(*_months(year, until)),
            Activity.removed_at.is_(None),
            Activity.hand_over.is_not(None),
        )
        .group_by(Activity.destination, Activity.hand_over)
    ).all()
    made: dict[str, dict[str, int]] = {}
    for place, answer, count in rows:
        made.setdefault(place or UNWRITTEN, {})[str(answer)] = count
    return {place: HandOvers(sum(answers.values()), answers) for place, answers in made.items()}


def _months(year: int, until: date | None) -> tuple[int, int]:
    first, last = span(year, until)
    return calendar.month_of(first), calendar.month_of(last)


def _of_year(desk: Desk, year: int, until: date | None, *kinds: str) -> ColumnElement[bool]:
    return and_(
        Activity.desk_id == desk.id,
        Activity.month.between(*_months(year, until)),
        Activity.kind.in_(kinds),
        Activity.removed_at.is_(None),
    )


def _was_done() -> ColumnElement[bool]:
    return Activity.result.is_(None) | (Activity.result != NOT_DONE)


def _number(session: Session, asked: Select[int]) -> int:
    return session.scalar(asked) or 0


def _counted(session: Session, asked: Select[Any, int]) -> dict[str, int]:
    return {name or UNWRITTEN: count for name, count in session.execute(asked)}
