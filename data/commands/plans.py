"""Support plans: opened, kept up with goals and reviews, closed with a reason, opened again; never within a closed month."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import audit, calendar
from data.commands import history, open_months
from data.commands.case_files import locked
from data.commands.checking import Check
from data.models import Desk, Goal, PlanReview, SupportPlan
from data.models.records import LONGEST_NOTE
from data.sessions import Person

EARLIEST = date(2000, 1, 1)
FURTHEST = timedelta(days=366)
LONGEST_GOAL = 200
MOST_GOALS = 20
STAGES = ("draft", "agreed", "running")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a plan says of itself; `consent` is hers to sharing what stands in it."""

    stage: str
    next_review: date | None
    consent: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """One goal in a sentence of hers, the issue it belongs to, how far it is, by when."""

    text: str
    issue: str | None = None
    state: str = "open"
    due_on: date | None = None


def open_plan(
    session: Session, who: Person, now: datetime, case: str, desk_id: int, opened_on: date | None, outline: Outline
) -> SupportPlan:
    """Opens a plan; RefusedError with all faults, also where the case has one that is still open."""
    today = calendar.today(now)
    check = Check()
    check.day("opened_on", "始めた日", opened_on, EARLIEST, today)
    values = _outlined(check, outline, today)
    if session.get(Desk, desk_id) is None:
        check.fault("desk_id", "相談室を選んでください。")
    check.done()
    _in_open_month(session, desk_id, opened_on, "opened_on")
    locked(session, case)
    _only_one(session, check, case)
    made = SupportPlan(
        desk_id=desk_id,
        case_code=case,
        opened_on=opened_on,
        **values,
        account_id=who.account_id,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    session.flush()
    audit.write(session, who, now, "create", "support_plan", made.id, case=case)
    return made


def update(session: Session, who: Person, now: datetime, number: int, version: int, outline: Outline) -> SupportPlan:
    """Mends what a plan says; RefusedError with all faults, SavedMeanwhileError where somebody else saved first."""
    plan, check = _open(session, number, version)
    # A review that is overdue already may stay so while something else is mended.
    values = _outlined(check, outline, min(calendar.today(now), plan.next_review or calendar.today(now)))
    check.done()
    changed = [name for name, value in values.items() if getattr(plan, name) != value]
    _keep(session, plan, who, now)
    for name, value in values.items():
        setattr(plan, name, value)
    audit.write(session, who, now, "update", "support_plan", number, case=plan.case_code, fields=changed)
    return plan


def add_goal(session: Session, who: Person, now: datetime, number: int, version: int, aim: Aim) -> Goal:
    """Adds a goal at the end; errors as update."""
    plan, check = _open(session, number, version)
    text = _aimed(check, aim)
    if len(plan.goals) >= MOST_GOALS:
        check.fault("text", f"目標は{MOST_GOALS}までです。")
    check.done()
    _keep(session, plan, who, now)
    place = max((goal.place for goal in plan.goals), default=0) + 1
    goal = Goal(
        place=place, text=text, issue=aim.issue, state=aim.state, due_on=aim.due_on, met_on=_met(None, aim, now)
    )
    plan.goals.append(goal)
    session.flush()
    audit.write(session, who, now, "goal_added", "support_plan", number, case=plan.case_code, goal=goal.id)
    return goal


def change_goal(
    session: Session, who: Person, now: datetime, number: int, version: int, goal_id: int, aim: Aim
) -> Goal:
    """Mends a goal or how far it is; the day it was met follows its state. Errors as update."""
    plan, check = _open(session, number, version)
    text = _aimed(check, aim)
    goal = next((one for one in plan.goals if one.id == goal_id), None)
    if goal is None:
        check.fault("text", "その目標は、もうありません。")
    check.done()
    assert goal is not None  # noqa: S101  done() has raised otherwise
    _keep(session, plan, who, now)
    goal.text, goal.issue, goal.due_on = text, aim.issue, aim.due_on
    goal.state, goal.met_on = aim.state, _met(goal, aim, now)
    audit.write(
        session, who, now, "goal_changed", "support_plan", number, case=plan.case_code, goal=goal_id, to=aim.state
    )
    return goal


def review(
    session: Session, who: Person, now: datetime, number: int, version: int, reviewed_on: date | None, outline: Outline
) -> PlanReview:
    """Notes a review with the stage and the next day it sets; `outline.note` is the review's own. Errors as update."""
    plan, check = _open(session, number, version)
    check.day("reviewed_on", "見直した日", reviewed_on, plan.opened_on, calendar.today(now))
    values = _outlined(check, outline, calendar.today(now))
    check.done()
    _in_open_month(session, plan.desk_id, reviewed_on, "reviewed_on")
    _keep(session, plan, who, now)
    made = PlanReview(reviewed_on=reviewed_on, stage=outline.stage, account_id=who.account_id, note=values["note"])
    plan.reviews.append(made)
    plan.stage, plan.next_review = outline.stage, outline.next_review
    session.flush()
    audit.write(session, who, now, "review", "support_plan", number, case=plan.case_code, review=made.id)
    return made


def close(
    session: Session, who: Person, now: datetime, number: int, version: int, closed_on: date | None, reason: str | None
) -> SupportPlan:
    """Closes a plan for a reason; errors as update."""
    plan, check = _open(session, number, version)
    check.day("closed_on", "終えた日", closed_on, plan.opened_on, calendar.today(now))
    check.code("close_reason", "終えた理由", "close_reason", reason, needed=True)
    check.done()
    _in_open_month(session, plan.desk_id, closed_on, "closed_on")
    _keep(session, plan, who, now)
    plan.stage, plan.closed_on, plan.close_reason, plan.next_review = "closed", closed_on, reason, None
    audit.write(session, who, now, "close", "support_plan", number, case=plan.case_code, reason=reason)
    return plan


def reopen(
    session: Session, who: Person, now: datetime, number: int, version: int, next_review: date | None
) -> SupportPlan:
    """Opens a closed plan again; RefusedError where it is open or the case has another open one."""
    plan = history.at_version(session, SupportPlan, number, version)
    check = Check()
    if plan.closed_on is None:
        check.fault("id", "この計画は、まだ終えていません。")
    _next_day(check, next_review, calendar.today(now))
    check.done()
    _in_open_month(session, plan.desk_id, plan.closed_on, "id")
    locked(session, plan.case_code)
    _only_one(session, check, plan.case_code)
    _keep(session, plan, who, now)
    plan.stage, plan.closed_on, plan.close_reason, plan.next_review = "running", None, None, next_review
    audit.write(session, who, now, "reopen", "support_plan", number, case=plan.case_code)
    return plan


def _in_open_month(session: Session, desk_id: int, day: date | None, field: str) -> None:
    """RefusedError where the month of the day is closed: how many plans began and ended in it stands fast."""
    if day is not None:
        open_months.require(session, desk_id, [calendar.month_of(day)], field)


def _open(session: Session, number: int, version: int) -> tuple[SupportPlan, Check]:
    plan = history.at_version(session, SupportPlan, number, version)
    check = Check()
    if plan.closed_on is not None:
        check.fault("id", "この計画は終えています。直すときは、先に開き直してください。")
    return plan, check


def _only_one(session: Session, check: Check, case: str) -> None:
    others = select(SupportPlan.id).where(SupportPlan.case_code == case, SupportPlan.closed_on.is_(None))
    if session.scalars(others.limit(1)).first() is not None:
        check.fault("case_code", "このケースには、いまの計画があります。終えてから、新しい計画を始めてください。")
    check.done()


def _outlined(check: Check, outline: Outline, today: date) -> dict[str, object]:
    if outline.stage not in STAGES:
        check.fault("stage", "段階は、作成中・本人と合意・支援中から選んでください。")
    check.code("consent", "情報を伝える同意", "consent", outline.consent)
    _next_day(check, outline.next_review, today)
    return {
        "stage": outline.stage,
        "consent": outline.consent or None,
        "next_review": outline.next_review,
        "note": check.of_her("note", "メモ", outline.note, LONGEST_NOTE),
    }


def _next_day(check: Check, day: date | None, today: date) -> None:
    check.day("next_review", "つぎの見直しの日", day, today, today + FURTHEST)


def _aimed(check: Check, aim: Aim) -> str:
    text = check.of_her("text", "目標", aim.text, LONGEST_GOAL, needed=True)
    check.code("issue", "課題", "issue", aim.issue)
    check.code("state", "目標の様子", "goal_state", aim.state, needed=True)
    check.day("due_on", "いつごろまで", aim.due_on, EARLIEST, date(2100, 1, 1), needed=False)
    return text or ""


def _met(goal: Goal | None, aim: Aim, now: datetime) -> date | None:
    if aim.state != "met":
        return None
    return (goal.met_on if goal else None) or calendar.today(now)


def _keep(session: Session, plan: SupportPlan, who: Person, now: datetime) -> None:
    # Both are read before anything is changed: a look at them later would save the half that is done as a version.
    goals, _ = [history.content(goal) for goal in plan.goals], plan.reviews
    history.keep(session, plan, who, now, goals=goals)
