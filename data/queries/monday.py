"""What the week begins with: call-backs, reviews, hand-overs without an answer, load by hour, drafts left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Account, Activity, Consultation, Draft, SupportPlan

WEEK = timedelta(days=6)
LOAD_WEEKS = 4
# How long a hand-over that was declined stays on the list: somebody has to look for another way.
DECLINED_FOR = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Call:
    """A call-back to make: `late` is how many days it is overdue, negative for those that come this week."""

    number: int
    version: int
    case_code: str | None
    due: date
    late: int
    received_on: date
    channel: str
    urgency: str | None
    may_call: str | None
    leave_word: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """A plan whose review is overdue (`late` days), comes this week (negative), or has no day (None)."""

    number: int
    case_code: str
    stage: str
    due: date | None
    late: int | None


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over that waits for an answer, or was declined lately."""

    number: int
    version: int
    case_code: str | None
    kind: str
    destination: str | None
    done_on: date
    days: int
    declined: bool


@dataclass(frozen=True)
class Load:
    """Consultations by weekday (0 Monday) and hour from `first` to `last`.

    `days`: on how many days of that weekday an hour was written down at all; `cells`: {(weekday, hour): consultations};
    `unknown`: consultations without an hour, which stand in no cell.
    """

    first: date
    last: date
    days: Mapping[int, int]
    cells: Mapping[tuple[int, int], int]
    unknown: int

    @cached_property
    def most(self) -> float:
        """The most consultations a day at any hour; 0 where there are none."""
        return max((self.a_day(*cell) or 0.0 for cell in self.cells), default=0.0)

    @property
    def hours(self) -> list[int]:
        """Every hour from the first to the last with a consultation."""
        found = [hour for _, hour in self.cells]
        return list(range(min(found), max(found) + 1)) if found else []

    def a_day(self, weekday: int, hour: int) -> float | None:
        """Consultations a day at that hour; None where nothing was written down for that weekday."""
        days = self.days.get(weekday)
        return self.cells.get((weekday, hour), 0) / days if days else None


@dataclass(frozen=True, slots=True)
class DraftsLeft:
    """One person's unfinished records: how many, and since when the oldest waits."""

    account_id: int
    name: str
    count: int
    oldest: datetime


def calls(session: Session, today: date) -> list[Call]:
    """Call-backs that are due by the end of the week, the one overdue longest first."""
    found = session.scalars(
        select(Consultation)
        .where(
            Consultation.callback_due <= today + WEEK,
            Consultation.callback_done_on.is_(None),
            Consultation.removed_at.is_(None),
        )
        .order_by(Consultation.callback_due, Consultation.id)
    )
    return [
        Call(
            one.id,
            one.version,
            one.case_code,
            one.callback_due,
            (today - one.callback_due).days,
            one.received_on,
            one.channel,
            one.urgency,
            one.may_call,
            one.leave_word,
        )
        for one in found
        if one.callback_due
    ]


def reviews(session: Session, today: date) -> list[Review]:
    """Open plans whose review is overdue or comes this week, the one overdue longest first; last those without a day."""
    found = session.scalars(
        select(SupportPlan)
        .where(
            SupportPlan.closed_on.is_(None),
            (SupportPlan.next_review <= today + WEEK) | SupportPlan.next_review.is_(None),
        )
        .order_by(SupportPlan.next_review.is_(None), SupportPlan.next_review, SupportPlan.id)
    )
    return [
        Review(
            one.id,
            one.case_code,
            one.stage,
            one.next_review,
            (today - one.next_review).days if one.next_review else None,
        )
        for one in found
    ]


def hand_overs(session: Session, today: date) -> list[HandOver]:
    """Hand-overs that were declined in the last four weeks, then those without an answer, each the oldest first."""
    declined = (Activity.hand_over == "declined") & (Activity.done_on >= today - DECLINED_FOR)
    found = session.scalars(
        select(Activity)
        .where((Activity.hand_over == "pending") | declined, Activity.removed_at.is_(None))
        .order_by(Activity.hand_over, Activity.done_on, Activity.id)
    )
    return [
        HandOver(
            one.id,
            one.version,
            one.case_code,
            one.kind,
            one.destination,
            one.done_on,
            (today - one.done_on).days,
            one.hand_over == "declined",
        )
        for one in found
    ]


def load(session: Session, today: date, weeks: int = LOAD_WEEKS) -> Load:
    """Consultations by weekday and hour of the whole weeks up to yesterday."""
    first, last = today - timedelta(weeks=weeks), today - timedelta(days=1)
    within = (Consultation.received_on.between(first, last), Consultation.removed_at.is_(None))
    known = (*within, Consultation.hour.is_not(None))
    cells = session.execute(
        select(Consultation.weekday, Consultation.hour, func.count())
        .where(*known)
        .group_by(Consultation.weekday, Consultation.hour)
    )
    days = session.execute(
        select(Consultation.weekday, func.count(Consultation.received_on.distinct()))
        .where(*known)
        .group_by(Consultation.weekday)
    )
    unknown = select(func.count()).select_from(Consultation).where(*within, Consultation.hour.is_(None))
    return Load(
        first,
        last,
        {row[0]: row[1] for row in days},
        {(weekday, hour): count for weekday, hour, count in cells if hour is not None},
        session.scalar(unknown) or 0,
    )


def drafts(session: Session) -> list[DraftsLeft]:
    """Unfinished records a person, the oldest first."""
    oldest = func.min(Draft.updated_at)
    found = session.execute(
        select(Account.id, Account.display_name, func.count(Draft.id), oldest)
        .join(Draft, Draft.account_id == Account.id)
        .group_by(Account.id, Account.display_name)
        .order_by(oldest)
    )
    return [DraftsLeft(*row) for row in found]
