"""The records of a period by one item, beside another period: true for who works with them, protected for who does not."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import calendar, disclosure
from data.counting import Rule
from data.disclosure import Cell
from data.queries import drill, filters
from data.queries.columns import ISSUE, Columns, Counts
from data.queries.comparison import Difference
from data.queries.filters import BLANK, Filters

RESULT = "contact_result"
# What the page offers, in its order; `load` is weekday by hour.
ITEMS = ("age_band", "municipality", "channel", ISSUE, "referral_source", "new_or_repeat", RESULT)
LOAD = "load"


@dataclass(frozen=True, slots=True)
class Line:
    """One value of the item. None is no data, a Cell without a value is hidden; `filter_value` goes into a link."""

    value: str
    label: str
    now: Cell
    before: Cell | None
    share: str

    @property
    def change(self) -> Difference | None:
        """From before to now; None where one of them cannot be seen."""
        if self.before is None or self.before.value is None or self.now.value is None:
            return None
        return Difference(self.now.value, self.before.value)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The lines of an item with the totals of both periods; `several`: a record stands in each of its issues."""

    item: str
    lines: tuple[Line, ...]
    total: Cell
    before: Cell | None
    answered: Cell
    several: bool


def counts_as(item: str, rule: Rule) -> Rule | None:
    """The rule for an item: by result every contact is shown, else only what counts as a consultation."""
    return None if item == RESULT else rule


def of(found: Columns, item: str, chosen: Filters, other: Filters | None, rule: Rule, *, protected: bool) -> Breakdown:
    """The period of `chosen` by an item, beside the period of `other` (None: nothing to compare with)."""
    held = counts_as(item, rule)
    now = found.count(chosen, (item,), held)
    then = found.count(other, (item,), held) if other else None
    here, there = _by_value(item, now, protected), _by_value(item, then, protected) if then else None
    values = _values(item, here, there, protected)
    floor = disclosure.floor_of(chosen.municipality)
    cells, total = _seen(item, values, here, now.total, floor if protected else None)
    earlier, before = _seen(item, values, there or {}, then.total if then else 0, floor if protected else None)
    answered = disclosure.protect(now.answered, floor) if protected else Cell(now.answered)
    # Where the total is hidden, which lines there are would tell of all of them; and so would those of the time before.
    told = [] if protected and total.value is None else values
    compared = there is not None and not (protected and before.value is None)
    lines = tuple(_line(item, value, cells[value], earlier[value] if compared else None, answered) for value in told)
    return Breakdown(item, lines, total, before if then else None, answered, item == ISSUE)


def load(found: Columns, chosen: Filters, rule: Rule, *, protected: bool) -> tuple[dict[tuple[int, int], Cell], Cell]:
    """({(weekday, hour): count}, those without an hour) over the hours that anybody came in; protected as one list, so
    that the total gives none of them away; nothing where the total is hidden."""
    counts = found.count(chosen, ("weekday", "hour"), rule)
    hours = sorted({int(hour) for _, hour in counts.cells if hour != BLANK})
    spread = range(hours[0], hours[-1] + 1) if hours else range(0)
    unknown = sum(count for (_, hour), count in counts.cells.items() if hour == BLANK)
    if not protected:
        return {(day, hour): Cell(counts.of(str(day), str(hour))) for day in range(7) for hour in spread}, Cell(unknown)
    if disclosure.protect(counts.total, disclosure.floor_of(chosen.municipality)).value is None:
        return {}, Cell(0)
    return _covered(
        counts, [*map(str, spread), *([BLANK] if unknown else [])], disclosure.floor_of(chosen.municipality)
    )


def _covered(counts: Counts, hours: Sequence[str], floor: int) -> tuple[dict[tuple[int, int], Cell], Cell]:
    """The week protected as one table, in which those without an hour are a row of their own."""
    days = [str(day) for day in range(7)]
    found = disclosure.table(
        hours,
        days,
        {(hour, day): counts.of(day, hour) for hour in hours for day in days},
        {hour: sum(counts.of(day, hour) for day in days) for hour in hours},
        {day: sum(counts.of(day, hour) for hour in hours) for day in days},
        counts.total,
        floor=floor,
    )
    cells = {(int(day), int(hour)): cell for (hour, day), cell in found.cells.items() if hour != BLANK}
    return cells, found.row_totals.get(BLANK, Cell(0))


def period(year: int, today: date) -> tuple[date, date]:
    """The days of a fiscal year, until today where it still runs."""
    return date(year, 4, 1), min(date(year + 1, 3, 31), max(today, date(year, 4, 1)))


def year_before(since: date, until: date) -> tuple[date, date]:
    """The same days a year earlier."""
    return tuple(  # type: ignore[return-value]
        date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1])) for day in (since, until)
    )


def within(chosen: Filters, since: date, until: date) -> Filters:
    """The filters over other days."""
    return replace(chosen, since=since, until=until)


def covered(since: date, first: int | None) -> bool:
    """Whether records were kept from the first day of a period on."""
    return first is not None and calendar.month_of(since) >= first


def link(item: str, line: Line, chosen: Filters, rule: Rule) -> dict[str, list[str]] | None:
    """The filters under which the search shows a line's records; None where a search cannot."""
    if line.now.value in (None, 0) or item == LOAD:
        return None
    values = chosen if item == RESULT else drill.counted(chosen, rule)
    held: tuple[str, ...] = getattr(values, item)
    if item == ISSUE and held and held != (line.value,):
        return None  # two issues at once are no filter of the search
    return filters.to_query(values) | {item: [line.value]}


def _seen(
    item: str, values: list[str], counts: Mapping[str, int], total: int, floor: int | None
) -> tuple[Mapping[str, Cell], Cell]:
    """({value: as it may be seen}, the total); with a floor protected as one list, so that the total gives none away."""
    if floor is None:
        return {value: Cell(counts.get(value, 0)) for value in values}, Cell(total)
    found = disclosure.listed(values, counts, total, several=item == ISSUE, floor=floor)
    return found.row_totals, found.total


def _by_value(item: str, counts: Counts, protected: bool) -> Mapping[str, int]:
    single = {value: count for (value,), count in counts.cells.items()}
    return disclosure.merged(item, single) if protected else single


def _values(item: str, here: Mapping[str, int], there: Mapping[str, int] | None, protected: bool) -> list[str]:
    """All of a list in its order, 未記入 and what no list knows where it is there."""
    seen = {*here, *(there or {})}
    listed = dict.fromkeys(
        disclosure.merged_value(item, value) if protected else value for value in filters.choices(item)
    )
    if item in ("municipality", ISSUE):
        known = [value for value in listed if value in seen]
    else:
        known = [value for value in listed if value != BLANK or value in seen]
    return [*known, *sorted(seen - set(listed))]


def _line(item: str, value: str, now: Cell, before: Cell | None, whole: Cell) -> Line:
    label = disclosure.MERGED_LABELS.get(value) or filters.label(item, value)
    return Line(value, label if value != BLANK else "未記入", now, before, disclosure.share(now, whole))
