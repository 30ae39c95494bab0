"""Cases: the list with what comes next, and all that happened in one case as one ordered list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from data import calendar, codes
from data.models import Activity, CaseFile, Consultation, Desk, RecordVersion, SupportPlan

PAGE = 50
# On one day: what was said, what was done, then the plan in the order it was saved.
ORDER = ("consultation", "activity")
Listed = Select[str, date, date, str, date | None]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the list; `stage` is None without an open plan, `last_contact` None without a consultation."""

    code: str
    opened_on: date
    last_contact: date | None
    stage: str | None
    next_review: date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open plans there are, and how many of them have a review overdue."""

    open_plans: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: its day, its kind, the row it stands in, its codes as words, and the note."""

    day: date
    kind: str
    number: int
    version: int
    words: tuple[str, ...]
    note: str | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case: its plans, newest first and read with goals and reviews, and its events, newest first."""

    code: str
    opened_on: date
    desk_id: int
    last_contact: date | None
    plans: tuple[SupportPlan, ...]
    events: tuple[Event, ...]

    @property
    def plan(self) -> SupportPlan | None:
        """The plan that is open."""
        return next((plan for plan in self.plans if plan.closed_on is None), None)

    @property
    def rows(self) -> dict[str, tuple[int, ...]]:
        """The numbers of all rows that stand in it, by their kind as the audit log names it."""
        shown: dict[str, tuple[int, ...]] = {
            kind: tuple(sorted(one.number for one in self.events if one.kind == kind)) for kind in ORDER
        }
        return shown | {"support_plan": tuple(sorted(plan.id for plan in self.plans))}


def desks(session: Session) -> dict[int, str]:
    """{id: name} of the desks."""
    return {row.id: row.name for row in session.execute(select(Desk.id, Desk.name).order_by(Desk.id))}


def counts(session: Session, today: date) -> Counts:
    """Open plans and reviews overdue."""
    is_open = SupportPlan.closed_on.is_(None)
    number = func.count(SupportPlan.id)
    overdue = select(number).where(is_open, SupportPlan.next_review < today)
    return Counts(session.scalar(select(number).where(is_open)) or 0, session.scalar(overdue) or 0)


def in_support(session: Session, start: int = 0) -> list[CaseLine]:
    """The cases with an open plan from place `start` on, the next review first, those without one before them."""
    undated = SupportPlan.next_review.is_not(None)
    return _lines(
        session, _listed().where(SupportPlan.id.is_not(None)).order_by(undated, SupportPlan.next_review), start
    )


def newest(session: Session, start: int = 0) -> list[CaseLine]:
    """All cases from place `start` on, the one opened last first."""
    return _lines(session, _listed().order_by(CaseFile.opened_on.desc()), start)


def exists(session: Session, code: str) -> bool:
    """Whether there is a case of that code."""
    return session.scalar(select(CaseFile.id).where(CaseFile.code == code)) is not None


def view(session: Session, code: str) -> CaseView | None:
    """Everything of one case; None where there is no such code."""
    case = session.scalars(select(CaseFile).where(CaseFile.code == code)).one_or_none()
    if case is None:
        return None
    plans = tuple(session.scalars(plans_of(code)))
    events = [*_consultations(session, code), *_activities(session, code)]
    for plan in plans:
        events += _plan_events(session, plan)
    events.sort(key=_when, reverse=True)
    last = next((one.day for one in events if one.kind == "consultation"), None)
    return CaseView(case.code, case.opened_on, case.desk_id, last, plans, tuple(events))


def _when(event: Event) -> tuple[date, int, int, int]:
    place = ORDER.index(event.kind) if event.kind in ORDER else len(ORDER)
    return event.day, place, event.step, event.number


def plans_of(code: str) -> Select[SupportPlan]:
    """The plans of a case, newest first, with goals and reviews."""
    return (
        select(SupportPlan)
        .where(SupportPlan.case_code == code)
        .options(selectinload(SupportPlan.goals), selectinload(SupportPlan.reviews))
        .order_by(SupportPlan.opened_on.desc(), SupportPlan.id.desc())
    )


def activity(session: Session, number: int) -> Activity | None:
    """An activity that was not taken out."""
    found = session.get(Activity, number)
    return found if found and found.removed_at is None else None


def _listed() -> Listed:
    last = (
        select(func.max(Consultation.received_on))
        .where(Consultation.case_code == CaseFile.code, Consultation.removed_at.is_(None))
        .correlate(CaseFile)
        .scalar_subquery()
    )
    is_open = (SupportPlan.case_code == CaseFile.code) & SupportPlan.closed_on.is_(None)
    return select(CaseFile.code, CaseFile.opened_on, last, SupportPlan.stage, SupportPlan.next_review).outerjoin(
        SupportPlan, is_open
    )


def _lines(session: Session, query: Listed, start: int) -> list[CaseLine]:
    rows = session.execute(query.order_by(CaseFile.code.desc()).limit(PAGE).offset(start))
    return [CaseLine(*row) for row in rows]


def _consultations(session: Session, code: str) -> Iterator[Event]:
    query = (
        select(Consultation)
        .where(Consultation.case_code == code, Consultation.removed_at.is_(None))
        .options(selectinload(Consultation.issues))
    )
    for one in session.scalars(query):
        primary = {issue.issue for issue in one.issues if issue.is_primary}
        issues = sorted(one.issues, key=lambda issue: issue.issue not in primary)
        words = [codes.label("channel", one.channel), codes.label("contact_result", one.contact_result)]
        words += [codes.label("issue", issue.issue) for issue in issues]
        yield Event(one.received_on, "consultation", one.id, one.version, tuple(words), one.note)


def _activities(session: Session, code: str) -> Iterator[Event]:
    query = select(Activity).where(Activity.case_code == code, Activity.removed_at.is_(None))
    for one in session.scalars(query):
        yield Event(one.done_on, "activity", one.id, one.version, activity_words(one), one.note)


def activity_words(one: Activity) -> tuple[str, ...]:
    """What an activity says in words, without its note: kind, destination, goods, result, hand-over."""
    words = [codes.label("activity_kind", one.kind)]
    if one.destination:
        words.append(codes.label("destination", one.destination))
    if one.item:
        words.append(
            f"{codes.label('goods_item', one.item)} {one.count}個" if one.count else codes.label("goods_item", one.item)
        )
    elif one.count:
        words.append(f"{one.count}人")
    if one.result:
        words.append(codes.label("activity_result", one.result))
    if one.hand_over:
        words.append(f"引きつぎ：{codes.label('hand_over', one.hand_over)}")
    return tuple(words)


def _plan_events(session: Session, plan: SupportPlan) -> Iterator[Event]:
    yield Event(plan.opened_on, "plan_opened", plan.id, plan.version, ())
    for review in plan.reviews:
        stage = (codes.label("plan_stage", review.stage),)
        yield Event(review.reviewed_on, "review", plan.id, plan.version, stage, review.note, step=1)
    for goal in plan.goals:
        if goal.met_on:
            yield Event(goal.met_on, "goal_met", plan.id, plan.version, (goal.text,), step=1)
    for old in session.scalars(_versions(plan.id)):
        # A closed plan changes in one way only: it is opened again.
        if old.content["closed_on"]:
            closed, reason = date.fromisoformat(old.content["closed_on"]), old.content["close_reason"]
            yield _closing(plan, closed, reason, 2 * old.version)
            yield Event(_day(old.saved_at), "plan_reopened", plan.id, plan.version, (), step=2 * old.version + 1)
    if plan.closed_on:
        yield _closing(plan, plan.closed_on, plan.close_reason, 2 * plan.version)


def _versions(number: int) -> Select[RecordVersion]:
    return (
        select(RecordVersion)
        .where(RecordVersion.subject == SupportPlan.__tablename__, RecordVersion.subject_id == number)
        .order_by(RecordVersion.version)
    )


def _closing(plan: SupportPlan, day: date, reason: str | None, step: int) -> Event:
    return Event(day, "plan_closed", plan.id, plan.version, (codes.label("close_reason", reason),), step=step)


def _day(moment: datetime) -> date:
    return calendar.today(moment)
