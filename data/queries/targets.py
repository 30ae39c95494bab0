"""The targets of an indicator in a fiscal year, the one that holds first, then those it took the place of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Account, Indicator, SourceDocument, Target
from data.queries import look


@dataclass(frozen=True, slots=True)
class Step:
    """One target: value in units of 1/scale; `by` '' for one that came with the published figures."""

    number: int
    value: int
    year_stated: bool
    reason: str
    document: str
    place: str
    at: datetime
    by: str
    replaced_at: datetime | None


@look.kept
def history(session: Session, desk_id: int, indicator: str, year: int) -> list[Step]:
    """All targets there were, the newest first."""
    rows = session.execute(
        select(Target, Account.display_name, SourceDocument.title)
        .outerjoin(Account, Account.id == Target.set_by)
        .outerjoin(SourceDocument, SourceDocument.id == Target.source_id)
        .where(Target.desk_id == desk_id, Target.indicator_id == indicator, Target.fiscal_year == year)
        .order_by(Target.id.desc())
    )
    return [
        Step(row.id, row.value, row.year_stated, row.reason, title or "", row.source_place, row.set_at, by or "",
             row.replaced_at)
        for row, by, title in rows.all()
    ]  # fmt: skip


def units(session: Session) -> dict[str, tuple[str, int]]:
    """{indicator: (unit, scale)}."""
    return {one.id: (one.unit, one.scale) for one in session.scalars(select(Indicator))}
