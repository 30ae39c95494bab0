"""What the records of a fiscal year are about, by one dimension at a time, protected before it stands in a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from data import calendar, counting
from data.disclosure import Cell
from data.queries import series, totals
from data.queries.filters import Filters

INDICATOR = "consultations"
DIMENSIONS = ("channel", "age_band", "issue", "referral_source", "new_or_repeat")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The protected counts by one dimension."""

    dimension: str
    label: str
    rows: tuple[tuple[str, Cell], ...]
    total: Cell
    adds_up: bool
    rule: str


def of_year(session: Session, cells: Sequence[series.Cell]) -> tuple[Breakdown, ...]:
    """The breakdowns of a year that is counted from records; none of a published one, of which nothing finer is known.

    `cells` are the protected months of the year: what is counted here are the same records.
    """
    own = [cell for cell in cells if cell.origin == series.RECORDS]
    rule = counting.rules().get(INDICATOR)
    if not own or rule is None:
        return ()
    chosen = Filters(_first(own[0].month), _last(own[-1].month), contact_result=rule.contact_result)
    return tuple(_breakdown(session, chosen, own[-1].month, dimension, rule.text) for dimension in DIMENSIONS)


def _breakdown(session: Session, chosen: Filters, last: int, dimension: str, rule: str) -> Breakdown:
    found = totals.protected(session, chosen, (dimension,), last)
    label = totals.DIMENSIONS[dimension]
    rows = tuple((totals.word(dimension, row), found.row_totals[row]) for row in found.rows)
    return Breakdown(dimension, label, rows, found.total, dimension != "issue", rule)


def _first(month: int) -> date:
    return date(month // 100, month % 100, 1)


def _last(month: int) -> date:
    return calendar.last_day(month)
