"""What people wrote into the headings of a yearly report, with when and by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Account, ReportText


@dataclass(frozen=True, slots=True)
class Edited:
    """One heading in her words; '' where they were taken back and it follows the data again.

    `figures` is the mark of the figures that stood beside it when she wrote it.
    """

    heading: str
    text: str
    version: int
    figures: str
    by: str
    at: datetime


def of_year(session: Session, desk_id: int, year: int) -> dict[str, Edited]:
    """{heading: what was written} of a fiscal year."""
    rows = session.execute(
        select(ReportText, Account.display_name)
        .outerjoin(Account, Account.id == ReportText.account_id)
        .where(ReportText.desk_id == desk_id, ReportText.fiscal_year == year)
    )
    return {
        row.heading: Edited(row.heading, row.text, row.version, row.figures, name or "", row.updated_at)
        for row, name in rows.all()
    }
