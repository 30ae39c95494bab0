"""Months and their closing: what a month counts, what is left to look at before it is closed, who closed and reopened it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from data import calendar, opening_days
from data.models import (
    Account,
    Activity,
    Consultation,
    Desk,
    Draft,
    FactMonth,
    ImportBatch,
    MonthClose,
    RecordVersion,
)
from data.queries import month_values, reconciliation, recorded

# What is looked at before a month is closed; none of it forbids the closing, all of it must be known.
MISSING_DAYS, UNREVIEWED, MISMATCHES, IMPORTS, DRAFTS = "missing_days", "unreviewed", "mismatches", "imports", "drafts"
POINTS = (MISSING_DAYS, UNREVIEWED, MISMATCHES, IMPORTS, DRAFTS)
# Why a month cannot be closed at all.
NOT_OVER, NOTHING, CLOSED = "not_over", "nothing", "closed"
MOST_FOLLOWED = 50


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the check list: how many there are, and the days or words that name them."""

    kind: str
    count: int
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing of a month, its reopening with it where there was one; `figures` is what the month counted then."""

    month: int
    at: datetime
    by: str
    reopened_at: datetime | None
    reopened_by: str
    reason: str
    figures: Mapping[str, int]
    left_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """Something noted on a record of a closed month since, which changes no count of it: a call-back, an answer."""

    subject: str
    number: int
    at: datetime
    by: str


def points(session: Session, desk: Desk, month: int, today: date) -> list[Point]:
    """The check list of a month, those without anything left out."""
    found = [
        _missing_days(session, desk.id, month, today),
        _unreviewed(session, desk.id, month),
        _mismatches(session, desk, month, today),
        _imports(session),
        _drafts(session),
    ]
    return [one for one in found if one.count]


def why_not(session: Session, desk_id: int, month: int, today: date) -> str:
    """Why the month cannot be closed, '' where it can."""
    if month >= calendar.month_of(today):
        return NOT_OVER
    if month in closed(session, desk_id):
        return CLOSED
    return "" if month_values.of(session, desk_id, [month]) else NOTHING


def closed(session: Session, desk_id: int) -> dict[int, Closing]:
    """{month: its closing} of the months that are closed now."""
    return {one.month: one for one in history(session, desk_id) if one.reopened_at is None}


def history(session: Session, desk_id: int, month: int | None = None) -> list[Closing]:
    """All closings, the newest first; of one month only if it is given."""
    closer, opener = aliased(Account), aliased(Account)
    asked = (
        select(MonthClose, closer.display_name, opener.display_name)
        .join(closer, closer.id == MonthClose.closed_by)
        .outerjoin(opener, opener.id == MonthClose.reopened_by)
        .where(MonthClose.desk_id == desk_id)
        .order_by(MonthClose.id.desc())
    )
    if month is not None:
        asked = asked.where(MonthClose.month == month)
    return [
        Closing(
            row.month, row.closed_at, by, row.reopened_at, again or "", row.reason, row.figures, tuple(row.left_open)
        )
        for row, by, again in session.execute(asked).all()
    ]


def known_months(session: Session, desk: Desk, today: date) -> list[int]:
    """The months that are over and have or could have figures, the newest first."""
    told = session.scalar(select(func.min(FactMonth.month)).where(FactMonth.desk_id == desk.id, FactMonth.month > 0))
    starts = [one for one in (told, recorded.since(session, desk.id)) if one]
    this_month = calendar.month_of(today)
    if not starts or min(starts) >= this_month:
        return []
    years = range(calendar.fiscal_year(min(starts)), calendar.fiscal_year(this_month) + 1)
    months = [month for year in years for month in calendar.months_of(year)]
    return [month for month in reversed(months) if min(starts) <= month < this_month]


def followed(session: Session, desk_id: int, closing: Closing) -> list[Followed]:
    """What was noted on the month's records after its closing, the newest first."""
    found: list[Followed] = []
    for table in (Consultation, Activity):
        rows = session.execute(
            select(RecordVersion.subject_id, RecordVersion.saved_at, Account.display_name)
            .join(table, table.id == RecordVersion.subject_id)
            .outerjoin(Account, Account.id == RecordVersion.account_id)
            .where(
                RecordVersion.subject == table.__tablename__,
                table.desk_id == desk_id,
                table.month == closing.month,
                RecordVersion.saved_at > closing.at,
            )
            .order_by(RecordVersion.saved_at.desc())
            .limit(MOST_FOLLOWED)
        )
        found += [Followed(table.__tablename__, row[0], row[1], row[2] or "") for row in rows.all()]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST_FOLLOWED]


def _missing_days(session: Session, desk_id: int, month: int, today: date) -> Point:
    """Opening days without any record; of a month before the first record, or with published figures alone, none."""
    first = session.scalar(
        select(func.min(Consultation.received_on)).where(
            Consultation.desk_id == desk_id,
            Consultation.month == recorded.since(session, desk_id),
            Consultation.removed_at.is_(None),
        )
    )
    there = set(
        session.scalars(
            select(Consultation.received_on)
            .where(Consultation.desk_id == desk_id, Consultation.month == month, Consultation.removed_at.is_(None))
            .distinct()
        )
    )
    days = [day for day in opening_days.of_month(month) if first and first <= day < today and day not in there]
    return Point(MISSING_DAYS, len(days), tuple(f"{day.month}月{day.day}日" for day in days))


def _unreviewed(session: Session, desk_id: int, month: int) -> Point:
    count = session.scalar(
        select(func.count())
        .select_from(Consultation)
        .where(
            Consultation.desk_id == desk_id,
            Consultation.month == month,
            Consultation.removed_at.is_(None),
            Consultation.reviewed_at.is_(None),
        )
    )
    return Point(UNREVIEWED, count or 0)


def _mismatches(session: Session, desk: Desk, month: int, today: date) -> Point:
    found = [one for one in reconciliation.of_desk(session, desk, today).mismatches if month in one.months]
    return Point(MISMATCHES, len(found), tuple(one.about for one in found))


def _imports(session: Session) -> Point:
    names = list(
        session.scalars(select(ImportBatch.file_name).where(ImportBatch.state == "previewed").order_by(ImportBatch.id))
    )
    return Point(IMPORTS, len(names), tuple(names))


def _drafts(session: Session) -> Point:
    """Unfinished records by person; which month they will be of is not known before they are saved."""
    rows = session.execute(
        select(Account.display_name, func.count())
        .select_from(Draft)
        .join(Account, Account.id == Draft.account_id)
        .where(Draft.form == "record")
        .group_by(Account.display_name)
        .order_by(Account.display_name)
    )
    counts = [(row[0], row[1]) for row in rows.all()]
    return Point(DRAFTS, sum(count for _, count in counts), tuple(f"{name} {count}件" for name, count in counts))
