"""The remarks of staff on the months of a chart, in the order in which their numbers stand on it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar
from data.models import Account, Annotation


@dataclass(frozen=True, slots=True)
class Note:
    """One remark: its month, its place in the fiscal year (1 April), who wrote it and when."""

    id: int
    month: int
    kind: str
    text: str
    person: str
    created_at: datetime

    @property
    def place(self) -> int:
        """1 for April to 12 for March."""
        return calendar.months_of(calendar.fiscal_year(self.month)).index(self.month) + 1


def listed(session: Session, desk_id: int, months: tuple[int, int]) -> list[Note]:
    """The remarks from the first to the last of these months: April of all years first, the older before the newer."""
    rows = session.execute(
        select(Annotation, Account.display_name)
        .join(Account, Account.id == Annotation.account_id, isouter=True)
        .where(Annotation.desk_id == desk_id, Annotation.removed_at.is_(None), Annotation.month.between(*months))
        .order_by(Annotation.month, Annotation.created_at, Annotation.id)
    )
    found = [Note(row.id, row.month, row.kind, row.text, person or "", row.created_at) for row, person in rows]
    return sorted(found, key=lambda note: (note.place, note.month))
