"""What is counted from the records as it may leave: whole months that have settled, each number protected (ADR 0023).

The officer's pages are fed with the same. Published figures stay as they are printed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from data import calendar, disclosure
from data.disclosure import FLOOR
from data.disclosure import Cell as Shown
from data.queries import series
from data.queries.series import NO_DATA, PUBLISHED, RECORDS, SUPPRESSED, Cell, Series

# A month that is over leaves once it is closed, or once the tenth of the next one is over: until then its records come in.
SETTLED_AFTER_DAY = 10


def last_month(session: Session, today: date) -> int:
    """The newest month whose counts may leave: of one that grows, two looks would tell who came in between."""
    before = _before(calendar.month_of(today))
    desk = series.desk(session)
    settled = today.day > SETTLED_AFTER_DAY or (
        desk is not None and before in series.closed(session, desk.id, [before])
    )
    return before if settled else _before(before)


def _before(month: int) -> int:
    return month - 1 if month % 100 > 1 else month - 89


def months(found: Series, last: int, floor: int = FLOOR) -> Series:
    """The series with what was counted from records protected, year by year; after the month `last` there is no data."""
    cells = [Cell(one.month, None, NO_DATA) if _too_new(one, last) else one for one in found.cells]
    by_year: dict[int, list[Cell]] = {}
    for cell in cells:
        by_year.setdefault(calendar.fiscal_year(cell.month), []).append(cell)
    made: list[Cell] = []
    totals: dict[int, Shown | None] = {}
    by_then: dict[int, Shown | None] = {}
    for year, own in by_year.items():
        run = disclosure.series(_own(own), cumulative=True, floor=floor)
        made += [_covered(cell, run.months.get(cell.month)) for cell in own]
        told = [cell.value for cell in own if cell.origin == PUBLISHED and cell.value is not None]
        totals[year] = _joined(sum(told) if told else None, run.total)
        by_then |= _running(own, run.cumulative)
    return replace(found, cells=tuple(made), totals=totals, by_then=by_then)


def _too_new(cell: Cell, last: int) -> bool:
    return cell.origin == RECORDS and cell.month > last


def _own(cells: list[Cell]) -> dict[int, int | None]:
    """{month: count} of the months counted from records."""
    return {cell.month: cell.value for cell in cells if cell.origin == RECORDS}


def _covered(cell: Cell, seen: Shown | None) -> Cell:
    if cell.origin != RECORDS or seen is None:
        return cell
    return replace(cell, value=seen.value, status=SUPPRESSED if seen.value is None else cell.status, hidden=_word(seen))


def _word(seen: Shown) -> str:
    return str(seen) if seen.value is None else ""


def _joined(told: int | None, counted: Shown | None) -> Shown | None:
    """What was printed and what was counted, together; hidden where the counted part is."""
    if counted is None:
        return None if told is None else Shown(told)
    return counted if counted.value is None else Shown(counted.value + (told or 0))


def _running(cells: list[Cell], counted: Mapping[int, Shown | None]) -> dict[int, Shown | None]:
    """{month: what the year came to by then}; None from the first month on that has no figure."""
    made: dict[int, Shown | None] = {}
    told, seen, broken = None, None, False
    for cell in cells:
        if cell.origin == RECORDS:
            seen = counted.get(cell.month)
            broken = broken or seen is None
        else:
            told = told if cell.value is None else (told or 0) + cell.value
        made[cell.month] = None if broken or cell.origin == "" else _joined(told, seen)
    return made


def framed(since: date, until: date, last: int) -> tuple[date, date] | None:
    """The month of these days, or else the fiscal year of the last of them, none of it after the month `last`; None where
    nothing is left.

    No other periods: the sums of all runs of months together give back what each of them hides.
    """
    until = min(until, calendar.last_day(last))
    if since > until:
        return None
    month = calendar.month_of(until)
    if calendar.month_of(since) == month:
        return calendar.days_of(month)
    year = calendar.fiscal_year(month)
    return date(year, 4, 1), min(date(year + 1, 3, 31), calendar.last_day(last))
