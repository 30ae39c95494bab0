"""Where a year is heading: what two named methods make of the whole months so far, as a range, beside the target.

Both are simple and both miss: on the published months, from September 令和5年度 a straight line misses the year by −17.5 %,
last year's shares by −5.0 %; in April both miss by 15–21 %. So it is a range, never one number, and from three months on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from data import calendar
from data.models import Desk, Indicator
from data.queries import figures, leaving, series
from data.queries.series import Cell, Series

LEAST_MONTHS = 3
STRAIGHT, SEASONAL = "straight", "seasonal"
# Why there is no range: the year is over or has not begun, too few whole months, a month without a value, another meaning.
OVER, NOT_BEGUN, TOO_FEW, GAP, BROKEN, SHOWN = "over", "not_begun", "too_few", "gap", "definition_changed", "shown"
# One method whose miss nobody knows gives one number, and one number is no range.
NO_HISTORY = "no_history"


@dataclass(frozen=True, slots=True)
class Method:
    """What a method makes of the year, and by how much (tenths of a percent) it missed from the same month of `tried_on`.

    `missed` None: there is no earlier whole year to try it on.
    """

    name: str
    expected: int
    missed: int | None
    tried_on: int | None


@dataclass(frozen=True, slots=True)
class Pace:
    """The whole months of a year summed up, and where that leads; `low` and `high` are None unless `state` is shown.

    `needed` is what each of the months left must bring for the target: None without one, 0 where it is reached.
    """

    indicator: str
    fiscal_year: int
    state: str
    cells: tuple[Cell, ...]
    running: tuple[int, ...]
    methods: tuple[Method, ...]
    low: int | None
    high: int | None
    target: int | None
    months_left: int
    needed: int | None

    @property
    def so_far(self) -> int | None:
        """The sum of the whole months; None where there is none."""
        return self.running[-1] if self.running else None


def read(
    session: Session, desk: Desk, indicator: str, year: int, today: date, *, protected: bool = False
) -> Pace | None:
    """The pace of an indicator that is counted by months, `protected` made of what may leave; None for any other."""
    known = session.get(Indicator, indicator)
    if known is None or known.aggregation != "sum":
        return None
    found = series.read(session, desk, indicator, range(year - 2, year + 1), today)
    if protected:
        last = leaving.last_month(session, today)
        found = leaving.months(found, last)
        # A month that is over and has not settled is no gap: the year is looked at as it stood when the last one had.
        today = min(today, calendar.last_day(last) + timedelta(days=1))
    goal = figures.target(session, desk, indicator, year)
    return of(found, year, goal.value if goal else None, today)


def of(found: Series, year: int, target: int | None, today: date) -> Pace:
    """The pace of a series that holds the year and the two before it."""
    whole = _whole(found, year, today)
    over = [cell for cell in found.of_year(year) if cell.month < calendar.month_of(today)]
    state = _state(found, year, whole, over, today)
    running = tuple(_running(found, whole))
    methods = _methods(found, year, len(whole)) if state == SHOWN else ()
    if len(methods) == 1 and methods[0].missed is None:
        state, methods = NO_HISTORY, ()
    ends = [end for one in methods for end in _ends(one)]
    left = 12 - len(over)
    needed = None
    if target is not None and running and len(whole) == len(over) and left:
        needed = max(0, -(-(target - running[-1]) // left))
    return Pace(
        found.indicator, year, state, whole, running, methods,
        min(ends) if ends else None, max(ends) if ends else None, target, left, needed,
    )  # fmt: skip


def straight(so_far: int, months: int) -> int:
    """The year if every month brings the mean of those so far, half up."""
    return (2 * so_far * 12 + months) // (2 * months)


def seasonal(so_far: int, before: Sequence[int], months: int) -> int | None:
    """The year if its months have the shares that they had in the twelve of `before`; None where those are all 0."""
    part = sum(before[:months])
    return (2 * so_far * sum(before) + part) // (2 * part) if part > 0 else None


def _state(found: Series, year: int, whole: tuple[Cell, ...], over: list[Cell], today: date) -> str:
    first, last = calendar.months_of(year)[0], calendar.months_of(year)[-1]
    now = calendar.month_of(today)
    if now > last:
        return OVER
    if now < first:
        return NOT_BEGUN
    if any(first < month <= last for month in _meanings(found)):
        return BROKEN
    if len(whole) < len(over):
        return GAP
    return SHOWN if len(whole) >= LEAST_MONTHS else TOO_FEW


def _meanings(found: Series) -> list[int]:
    return [one.valid_from for one in found.definitions if one.breaks_series]


def _whole(found: Series, year: int, today: date) -> tuple[Cell, ...]:
    """The months from April on that are over and have a value, up to the first that has none (or a sum that is hidden)."""
    cells = []
    for cell in found.of_year(year):
        if cell.month >= calendar.month_of(today) or cell.value is None or found.sum_by(cell.month) is None:
            break
        cells.append(cell)
    return tuple(cells)


def _running(found: Series, cells: Sequence[Cell]) -> list[int]:
    return [found.sum_by(cell.month) or 0 for cell in cells]


def _methods(found: Series, year: int, months: int) -> tuple[Method, ...]:
    """Both methods where they can be used, each with its miss in the year before."""
    last, before = _year(found, year - 1), _year(found, year - 2)
    so_far = found.sum_by(calendar.months_of(year)[months - 1]) or 0
    # A year in which the meaning changed is no year to try a method on.
    one_meaning = last and not _broken_within(found, year - 1)
    tried = straight(sum(last[:months]), months) if one_meaning else None
    made = [Method(STRAIGHT, straight(so_far, months), *_missed(tried, last, year - 1))]
    if last and not _broken(found, year - 1, year):
        expected = seasonal(so_far, last, months)
        joined = before and not _broken(found, year - 2, year - 1)
        tried = seasonal(sum(last[:months]), before, months) if joined else None
        if expected is not None:
            made.append(Method(SEASONAL, expected, *_missed(tried, last, year - 1)))
    return tuple(made)


def _missed(tried: int | None, truth: list[int], year: int) -> tuple[int | None, int | None]:
    """(tenths of a percent that a try on a year came out over, or below 0 under, its truth, that year)."""
    if tried is None or sum(truth) <= 0:
        return None, None
    off = figures.per_mille(abs(tried - sum(truth)), sum(truth)) or 0
    return (off if tried >= sum(truth) else -off), year


def _ends(one: Method) -> list[int]:
    """What the method says, and what it would have to be if it misses as it did."""
    if one.missed is None or one.missed <= -1000:
        return [one.expected]
    return [one.expected, (2 * one.expected * 1000 + 1000 + one.missed) // (2 * (1000 + one.missed))]


def _year(found: Series, year: int) -> list[int]:
    """The twelve values of a year; [] unless all are there."""
    values = [cell.value for cell in found.of_year(year) if cell.value is not None]
    return values if len(values) == 12 else []


def _broken_within(found: Series, year: int) -> bool:
    """Whether the meaning changed after the April of a year, before it was over."""
    start, *_, end = calendar.months_of(year)
    return any(start < month <= end for month in _meanings(found))


def _broken(found: Series, first: int, last: int) -> bool:
    """Whether the meaning changed between the Aprils of two years, or in the later one."""
    start, end = calendar.months_of(first)[0], calendar.months_of(last)[-1]
    return any(start < month <= end for month in _meanings(found))
