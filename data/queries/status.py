"""What stands in the database: how many rows of what, which months, for `python -m data status`."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Account, Consultation, FactMonth, ImportBatch, MonthClose
from data.queries import store


@dataclass(frozen=True, slots=True)
class Status:
    """Counts and ends; None where there is nothing of it."""

    is_demo: bool
    figures: int
    first_month: int | None
    last_month: int | None
    records: int
    first_day: date | None
    last_day: date | None
    accounts: int
    imports: int
    closed_months: int


def look(session: Session) -> Status:
    """The status of a migrated database."""
    months = session.execute(
        select(func.count(), func.min(FactMonth.month), func.max(FactMonth.month)).where(FactMonth.month > 0)
    ).one()
    records = session.execute(
        select(func.count(), func.min(Consultation.received_on), func.max(Consultation.received_on)).where(
            Consultation.removed_at.is_(None)
        )
    ).one()
    return Status(
        is_demo=store.is_demo(session),
        figures=session.scalar(select(func.count(FactMonth.id))) or 0,
        first_month=months[1],
        last_month=months[2],
        records=records[0],
        first_day=records[1],
        last_day=records[2],
        accounts=session.scalar(select(func.count(Account.id)).where(Account.disabled_at.is_(None))) or 0,
        imports=session.scalar(select(func.count(ImportBatch.id)).where(ImportBatch.state == "committed")) or 0,
        closed_months=session.scalar(select(func.count(MonthClose.id)).where(MonthClose.reopened_at.is_(None))) or 0,
    )
