"""What the trends page says: a fiscal year in one sentence's figures, the months beside each other, a day's work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import jpholiday
from sqlalchemy.orm import Session

from data import calendar, counting
from data.counting import Rule
from data.models import Desk
from data.queries import columns, comparison, figures, recorded, series
from data.queries.columns import Columns
from data.queries.comparison import Difference
from data.queries.figures import Goal
from data.queries.filters import Filters
from data.queries.series import NO_DATA, PUBLISHED, RECORDS, Cell, Series, Source

INDICATOR = "consultations"
# So many fiscal years stand in the table; the chart takes the newest of them.
MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Head:
    """A fiscal year: `value` None is no data; `through` the last month counted where the year is not whole.

    `before` compares with the year before over `months` (4–12, 1–3), None where nothing is comparable; `broken`: because
    the way of counting changed in between. `hidden` is the word for a protected value that is not told. `changed`: the
    month within the year from which on another thing is counted; then the year has no value.
    """

    year: int
    value: int | None
    through: int | None
    goal: Goal | None
    ratio: int | None
    before: Difference | None
    months: tuple[int, ...]
    broken: bool
    hidden: str = ""
    changed: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A month's consultations for each of its opening days, in tenths; None where a count is missing."""

    month: int
    days: int
    a_day: int | None


def rule() -> Rule:
    """What counts as a consultation in the records."""
    return counting.rules()[INDICATOR]


def years(session: Session, desk: Desk, today: date) -> list[int]:
    """The fiscal years in which anything was counted, the newest last; at most five."""
    known = figures.years(session, desk, today)
    found = series.read(session, desk, INDICATOR, known, today)
    return [year for year in known if any(cell.value is not None for cell in found.of_year(year))][-MOST_YEARS:]


def filtered(session: Session, desk: Desk, of: Columns, chosen: Filters, known: Sequence[int], today: date) -> Series:
    """The months of these years counted from the records that fit; before the first record there is no data."""
    first, this_month = recorded.since(session, desk.id), calendar.month_of(today)
    counts = of.count(replace(chosen, since=None, until=None), (columns.MONTH,), rule())
    source = Source("相談室の記録", "相談の記録（条件つき）", rule().text)
    cells = []
    for month in (month for year in sorted(known) for month in calendar.months_of(year)):
        if first is None or not first <= month <= this_month:
            cells.append(Cell(month, None, NO_DATA))
        else:
            cells.append(Cell(month, counts.of(str(month)), "provisional", RECORDS, source=source))
    return Series(INDICATOR, tuple(cells), (), (), None)


def head(found: Series, year: int, goal: Goal | None, opened: int | None, today: date) -> Head:
    """The figures of the first line; the month that still runs is not compared."""
    cells = found.of_year(year)
    counted = [cell for cell in cells if cell.is_counted]
    changed = found.changed_in(year) if counted else None
    value = found.total(year)
    whole = len(counted) == len(cells)
    ratio = figures.per_mille(value, goal.value) if value is not None and goal else None
    through = None if whole or not counted else counted[-1].month
    has_before = bool(found.of_year(year - 1))
    before = comparison.in_all(found, year, year - 1) if has_before else None
    months: tuple[int, ...] = tuple(range(1, 13)) if before else ()
    if before is None and has_before:
        listed, sums = comparison.like_for_like(_done(found, today), [year - 1, year], opened)
        months = tuple(listed)
        before = Difference(sums[year], sums[year - 1]) if listed else None
    both = has_before and any(cell.value is not None for cell in found.of_year(year - 1)) and bool(counted)
    broken = both and not before and bool(found.breaks)
    return Head(year, value, through, goal, ratio, before, months, broken, found.hidden_total(year), changed)


def _done(found: Series, today: date) -> Series:
    """The series without the month that is still running."""
    running = calendar.month_of(today)
    cells = tuple(
        Cell(cell.month, None, NO_DATA) if cell.month >= running and cell.origin != PUBLISHED else cell
        for cell in found.cells
    )
    return replace(found, cells=cells)


def same_months(
    found: Series, known: Sequence[int], opened: int | None, today: date
) -> tuple[list[int], dict[int, int]]:
    """Like for like over all these years: the months that all of them have whole, and each year's sum of them."""
    return comparison.like_for_like(_done(found, today), list(known), opened) if len(known) > 1 else ([], {})


def segments(found: Series, today: date) -> dict[int, int]:
    """{month: the number of the line it belongs to}: another one from each month on that breaks the series, and for the
    month that still runs: a line down to what was counted so far would look like a fall."""
    running = is_running(found, today)
    return {
        cell.month: sum(cell.month >= month for month in found.breaks) + (cell.month == running) for cell in found.cells
    }


def is_running(found: Series, today: date) -> int | None:
    """The month that is still being counted from records; None where it has no count."""
    running = calendar.month_of(today)
    there = any(one.month == running and one.value is not None and one.origin != PUBLISHED for one in found.cells)
    return running if there else None


def opening_days(month: int, today: date, busy: Mapping[int, set[int]] | None = None) -> int:
    """The days of a month until today on which the desk is reckoned open.

    Monday to Friday that are no public holidays, and every other day on which a consultation was recorded (`busy`).
    """
    day, count = date(month // 100, month % 100, 1), 0
    extra = (busy or {}).get(month, set())
    while calendar.month_of(day) == month and day <= today:
        count += (day.weekday() < 5 and not jpholiday.is_holiday(day)) or day.day in extra
        day += timedelta(days=1)
    return count


def busy_days(of: Columns, year: int) -> dict[int, set[int]]:
    """{month: the days on which a consultation was recorded} of a fiscal year."""
    found: dict[int, set[int]] = {}
    whole = Filters(since=date(year, 4, 1), until=date(year + 1, 3, 31))
    for month, day in of.count(whole, (columns.MONTH, "day"), rule()).cells:
        found.setdefault(int(month), set()).add(int(day))
    return found


def a_day(cells: Sequence[Cell], opened: int | None, today: date, busy: Mapping[int, set[int]]) -> list[Day]:
    """Each month's consultations a day; the month the desk opened in has none, nobody knows its first day."""
    made = []
    for cell in cells:
        days = opening_days(cell.month, today, busy)
        known = cell.value is not None and days > 0 and cell.month != opened
        made.append(Day(cell.month, days, (20 * (cell.value or 0) + days) // (2 * days) if known else None))
    return made
