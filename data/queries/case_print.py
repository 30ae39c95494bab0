"""What a case conference may read of a case: months in place of days, no notes, no names of staff."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, codes
from data.models import Activity, CaseFile, Consultation, ConsultationIssue, Goal, Store, SupportPlan
from data.queries.cases import activity_words, plans_of


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal: her sentence, how far it is, the issue it belongs to (or ''), the months it is due and was met (or None)."""

    text: str
    state: str
    issue: str
    due: int | None
    met: int | None


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan; months as 202604, None where nothing is set."""

    stage: str
    consent: str
    opened: int
    next_review: int | None
    closed: int | None
    close_reason: str
    reviews: tuple[int, ...]
    goals: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The redacted print: issues with how many consultations named them, activities as (month, words), oldest first."""

    code: str
    opened: int
    consultations: int
    issues: tuple[tuple[str, int], ...]
    plans: tuple[PlanSheet, ...]
    activities: tuple[tuple[int, tuple[str, ...]], ...]
    is_demo: bool


def sheet(session: Session, code: str) -> Sheet | None:
    """The print of a case; None where there is no such code. Notes are never put in, whoever asks."""
    case = session.scalars(select(CaseFile).where(CaseFile.code == code)).one_or_none()
    if case is None:
        return None
    said = select(Consultation.id).where(Consultation.case_code == code, Consultation.removed_at.is_(None))
    ids = list(session.scalars(said))
    done = select(Activity).where(Activity.case_code == code, Activity.removed_at.is_(None))
    kind = session.get(Store, "kind")
    return Sheet(
        code=case.code,
        opened=calendar.month_of(case.opened_on),
        consultations=len(ids),
        issues=_issues(session, code),
        plans=tuple(_plan(plan) for plan in session.scalars(plans_of(code))),
        activities=tuple(
            (one.month, activity_words(one)) for one in session.scalars(done.order_by(Activity.done_on, Activity.id))
        ),
        is_demo=kind is not None and kind.value == "demo",
    )


def _issues(session: Session, code: str) -> tuple[tuple[str, int], ...]:
    query = (
        select(ConsultationIssue.issue)
        .join(Consultation, Consultation.id == ConsultationIssue.consultation_id)
        .where(Consultation.case_code == code, Consultation.removed_at.is_(None))
    )
    named = list(session.scalars(query))
    found = {issue: named.count(issue) for issue in codes.lists()["issue"] if issue in named}
    return tuple((codes.label("issue", one), found[one]) for one in sorted(found, key=lambda one: -found[one]))


def _plan(plan: SupportPlan) -> PlanSheet:
    return PlanSheet(
        stage=codes.label("plan_stage", plan.stage),
        consent=codes.label("consent", plan.consent),
        opened=calendar.month_of(plan.opened_on),
        next_review=calendar.month_of(plan.next_review) if plan.next_review else None,
        closed=calendar.month_of(plan.closed_on) if plan.closed_on else None,
        close_reason=codes.label("close_reason", plan.close_reason) if plan.closed_on else "",
        reviews=tuple(calendar.month_of(review.reviewed_on) for review in plan.reviews),
        goals=tuple(_goal(goal) for goal in plan.goals),
    )


def _goal(goal: Goal) -> GoalLine:
    return GoalLine(
        text=goal.text,
        state=codes.label("goal_state", goal.state),
        issue=codes.label("issue", goal.issue) if goal.issue else "",
        due=calendar.month_of(goal.due_on) if goal.due_on else None,
        met=calendar.month_of(goal.met_on) if goal.met_on else None,
    )


def month(moment: datetime) -> int:
    """The month of a moment in Tokyo, as 202604."""
    return calendar.month_of(calendar.today(moment))
