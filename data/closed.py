"""Which months are closed, and the lock between a save and a close: of two at once, the second sees what the first did."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import MonthClose

# The first number of the locks that saves of a month share and a close holds alone (PostgreSQL; SQLite has one writer).
LOCK = 20_210_802
_SEEN = "open_months"


def among(session: Session, desk_id: int, months: Iterable[int | None]) -> set[int]:
    """Those of the months that are closed; none of the others can be closed until this transaction ends.

    A month once seen open is not asked for again: whoever closes it waits.
    """
    seen: set[tuple[int, int]] = session.info.setdefault(_SEEN, set())
    # In order, so that two saves of two months each never wait for each other.
    asked = sorted({month for month in months if month and (desk_id, month) not in seen})
    if not asked:
        return set()
    if session.get_bind().dialect.name == "postgresql":
        for month in asked:
            session.execute(select(func.pg_advisory_xact_lock_shared(LOCK, _number(desk_id, month))))
    # A statement of its own: what was committed while this one waited for the lock must be seen.
    found = set(
        session.scalars(
            select(MonthClose.month).where(
                MonthClose.desk_id == desk_id, MonthClose.month.in_(asked), MonthClose.reopened_at.is_(None)
            )
        )
    )
    seen.update((desk_id, month) for month in asked if month not in found)
    return found


def hold(session: Session, desk_id: int, month: int) -> None:
    """Waits until no save of the month is under way, and keeps new ones waiting until this transaction ends."""
    session.info.pop(_SEEN, None)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK, _number(desk_id, month))))


def _number(desk_id: int, month: int) -> int:
    """One number of 31 bits for a desk's month: months from 1900 on, 4,800 of them a desk."""
    return (desk_id % 400_000) * 4800 + (month // 100 - 1900) * 12 + month % 100
