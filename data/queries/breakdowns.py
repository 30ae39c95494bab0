"""What the records of a fiscal year are about, by one dimension at a time, protected before it stands in a report."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from data import calendar, counting, disclosure, inference
from data.disclosure import Cell, Protected
from data.inference import Interval, Line
from data.models import Desk
from data.queries import series, totals
from data.queries.filters import Filters

INDICATOR = "consultations"
DIMENSIONS = ("channel", "age_band", "issue", "referral_source", "new_or_repeat")
# A hidden count may be 1–9. Where a true total beside the table narrows it to fewer than this many, it does not leave.
NARROWEST = 4
_ALL = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The protected counts by one dimension; `rows` None: withheld, because a total beside it would tell a hidden one."""

    dimension: str
    label: str
    rows: tuple[tuple[str, Cell], ...] | None
    total: Cell
    adds_up: bool
    rule: str


def of_year(session: Session, desk: Desk, year: int, cells: Sequence[series.Cell]) -> tuple[Breakdown, ...]:
    """The breakdowns of a year that is counted from records; none of a published one, of which nothing finer is known."""
    own = [cell for cell in cells if cell.origin == series.RECORDS]
    rule = counting.rules().get(INDICATOR)
    if not own or rule is None:
        return ()
    chosen = Filters(_first(own[0].month), _last(own[-1].month), contact_result=rule.contact_result)
    counted = sum(cell.value or 0 for cell in own)
    return tuple(_breakdown(session, chosen, dimension, counted, rule.text) for dimension in DIMENSIONS)


def _breakdown(session: Session, chosen: Filters, dimension: str, counted: int, rule: str) -> Breakdown:
    found = totals.protected(session, chosen, (dimension,))
    several = dimension == "issue"
    label = totals.DIMENSIONS[dimension]
    if not several and not is_safe_beside(found, counted):
        return Breakdown(dimension, label, None, found.total, True, rule)
    rows = tuple((totals.word(dimension, row), found.row_totals[row]) for row in found.rows)
    return Breakdown(dimension, label, rows, found.total, not several, rule)


def is_safe_beside(found: Protected, total: int) -> bool:
    """Whether nobody who also knows the true total can narrow a hidden count to fewer than NARROWEST values."""
    known: dict[Hashable, Interval] = {row: disclosure.possible(cell) for row, cell in found.row_totals.items()}
    known[_ALL] = (total, total)
    hidden = disclosure.possible(disclosure.HIDDEN_CELL)
    return not inference.too_close(known, [Line(found.rows, _ALL)], hidden, NARROWEST)


def _first(month: int) -> date:
    return date(month // 100, month % 100, 1)


def _last(month: int) -> date:
    return calendar.last_day(month)
