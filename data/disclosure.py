"""Small numbers made safe before they leave: 1–9 hidden, the rest and every total cut down to 5 by itself (ADR 0023).

Of a town or a village 1–19 are hidden: who lives there is known by more people.

Hiding alone is no protection while true totals stand beside it: a linear-programming attacker gets many of the hidden
cells back exactly. Nothing here knows a database; what goes out is fed with `Cell`s only, never with counts.

- `table`, `listed`: counts by two dimensions or one, with totals. `series`: month by month with cumulative and total.
- `share`, `percent`, `change`, `of_enough`: what is worked out, from what is shown and never from the counts.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from data import inference, municipalities
from data.inference import Interval, Limit, Line

FLOOR = 10
# What is shown of a town or a village (町・村) begins here.
TOWN_FLOOR = 20
BASE = 5
# A hidden cell keeps at least so many values it may have; with fewer its line is withheld. Of a town more than a step of
# five: where it is alone in its column, the total of the column would stand for it.
LEAST_LEFT = {FLOOR: 3, TOWN_FLOOR: BASE + 1}
# Bands that are laid together before anything is hidden: the young are few.
MERGED = {"age_band": {"10s": "under_30", "20s": "under_30"}}
MERGED_LABELS = {"under_30": "10代・20代"}
HIDDEN_WORD, TOWN_WORD = f"{FLOOR}未満", f"{TOWN_FLOOR}未満"
WITHHELD, NOTHING = "秘匿", "該当なし"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as it may be seen: `value` is None where it was 1 to under `floor`, or withheld and may be anything."""

    value: int | None
    is_withheld: bool = False
    floor: int = FLOOR

    def __str__(self) -> str:
        return WITHHELD if self.is_withheld else f"{self.floor}未満" if self.value is None else str(self.value)


WITHHELD_CELL = Cell(None, is_withheld=True)
Key = tuple[str, str]
# Inside a table "" stands for the total of a row, of a column, of all; no value is called so.
_ALL = ""
_SUM = (_ALL, _ALL)


@dataclass(frozen=True, slots=True)
class Protected:
    """A table of cells by (row, column) with its totals, each protected by itself, so that no sum gives a cell away."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, Cell]
    row_totals: Mapping[str, Cell]
    column_totals: Mapping[str, Cell]
    total: Cell


@dataclass(frozen=True, slots=True)
class Run:
    """Months as {202604: cell}, what they come to by then, and their total; None is データなし, not hidden and not 0."""

    months: Mapping[int, Cell | None]
    cumulative: Mapping[int, Cell | None]
    total: Cell | None


def protect(count: int, floor: int = FLOOR) -> Cell:
    """0 as it is, 1 to under the floor hidden, everything else cut down to a multiple of 5; ValueError below 0."""
    if count < 0:
        raise ValueError("a count is never negative")
    return Cell(None, floor=floor) if 0 < count < floor else Cell(count // BASE * BASE)


def floor_of(chosen: Iterable[str]) -> int:
    """Where counts begin to be shown that are of these municipalities: one town among them, and it is that of a town."""
    return FLOOR if municipalities.towns().isdisjoint(chosen) else TOWN_FLOOR


def possible(cell: Cell) -> Interval:
    """The least and the most the count may have been, as everybody can say who knows the rule."""
    if cell.is_withheld:
        return inference.ANYTHING
    if cell.value is None:
        return 1, cell.floor - 1
    return (cell.value, cell.value + BASE - 1) if cell.value else (0, 0)


def merged(dimension: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of a dimension with the bands laid together that are too small by themselves."""
    made: dict[str, int] = {}
    for value, count in counts.items():
        name = merged_value(dimension, value)
        made[name] = made.get(name, 0) + count
    return made


def merged_value(dimension: str, value: str) -> str:
    """What a value of a dimension counts as."""
    return MERGED.get(dimension, {}).get(value, value)


def split(dimension: str, values: Iterable[str]) -> bool:
    """Whether these values take one of the bands that are laid together without the others."""
    chosen, together = set(values), MERGED.get(dimension, {})
    return any(
        value not in chosen and name in {together.get(one) for one in chosen} for value, name in together.items()
    )


def table(
    rows: Iterable[str],
    columns: Iterable[str],
    counts: Mapping[Key, int],
    row_totals: Mapping[str, int],
    column_totals: Mapping[str, int],
    total: int,
    *,
    several: Sequence[bool] = (False, False),
    floor: int = FLOOR,
) -> Protected:
    """The protected table; totals are given, not summed: of several answers a record they are smaller than the sum.

    `several` says of rows and of columns whether a record may stand in more than one. No columns: a list of rows.
    `floor` is that of all records counted; a row or column that is called by the code of a town has its own.
    """
    names, heads = tuple(rows), tuple(columns)
    own = {name: max(floor, floor_of((name,))) for name in (*names, *heads)} | {_ALL: floor}
    true: dict[Key, int] = {(row, column): counts.get((row, column), 0) for row in names for column in heads}
    true |= {(row, _ALL): row_totals.get(row, 0) for row in names}
    true |= {(_ALL, column): column_totals.get(column, 0) for column in heads}
    true[_SUM] = total
    floors: dict[Hashable, int] = {(row, column): max(own[row], own[column]) for row, column in true}
    lines = tuple(_lines(names, heads, several))
    seen = _safe({key: protect(count, floors[key]) for key, count in true.items()}, floors, lines, lines)
    return Protected(
        names,
        heads,
        {(row, column): seen[row, column] for row in names for column in heads},
        {row: seen[row, _ALL] for row in names},
        {column: seen[_ALL, column] for column in heads},
        seen[_SUM],
    )


def listed(
    values: Iterable[str], counts: Mapping[str, int], total: int, *, several: bool = False, floor: int = FLOOR
) -> Protected:
    """The protected list of one dimension: `row_totals` holds its cells, `total` all records."""
    return table(values, (), {}, counts, {}, total, several=(several, False), floor=floor)


def grouped(counts: Mapping[str, int], groups: Mapping[str, Sequence[str]]) -> dict[str, Cell]:
    """The protected counts, those of the groups named besides, and under "" the total of the counts."""
    true: dict[Hashable, int] = {_ALL: sum(counts.values())}
    true.update(counts.items())
    true |= {name: sum(counts[one] for one in parts) for name, parts in groups.items()}
    whole = [Line(tuple(counts), _ALL)]
    whole += [Line((name, *(one for one in counts if one not in parts)), _ALL) for name, parts in groups.items()]
    lines = whole + [Line(tuple(parts), name) for name, parts in groups.items()]
    floors = dict.fromkeys(true, FLOOR)
    seen = _safe({key: protect(count) for key, count in true.items()}, floors, lines, whole)
    return {str(key): cell for key, cell in seen.items()}


def series(counts: Mapping[int, int | None], *, cumulative: bool = False, floor: int = FLOOR) -> Run:
    """The protected months in their order; the total is of the months that are there, None without any.

    What the months come to by then is not known any more from the first month without data on. One fiscal year a call.
    """
    months = dict(sorted(counts.items()))
    there = {month: count for month, count in months.items() if count is not None}
    if not there:
        return Run(dict.fromkeys(months), dict.fromkeys(months) if cumulative else {}, None)
    true: dict[Hashable, int] = {("month", month): count for month, count in there.items()}
    true[_SUM] = sum(there.values())
    over_all: Line = Line(tuple(("month", month) for month in there), _SUM)
    known = list(takewhile(there.__contains__, months)) if cumulative else []
    true |= {("by", month): count for month, count in zip(known, accumulate(there[one] for one in known), strict=True)}
    floors = dict.fromkeys(true, floor)
    seen = _safe(
        {key: protect(count, floor) for key, count in true.items()},
        floors,
        (over_all, *_cumulative(known)),
        (over_all,),
    )
    return Run(
        {month: seen.get(("month", month)) for month in months},
        {month: seen.get(("by", month)) for month in months} if cumulative else {},
        seen[_SUM],
    )


def _cumulative(months: Sequence[int]) -> Iterator[Line]:
    """What a month comes to by then is all months so far, and the month before it with its own count."""
    for place, month in enumerate(months):
        yield Line(tuple(("month", one) for one in months[: place + 1]), ("by", month))
        if place:
            yield Line((("by", months[place - 1]), ("month", month)), ("by", month))


def _lines(rows: Sequence[str], columns: Sequence[str], several: Sequence[bool]) -> Iterator[Line]:
    """Everything of a table that adds up: rows, columns, and both kinds of totals to the total of all."""
    for row in rows if columns else ():
        yield Line(tuple((row, column) for column in columns), (row, _ALL), several[1])
    for column in columns:
        yield Line(tuple((row, column) for row in rows), (_ALL, column), several[0])
    yield Line(tuple((row, _ALL) for row in rows), _SUM, several[0])
    if columns:
        yield Line(tuple((_ALL, column) for column in columns), _SUM, several[1])


def _safe(
    seen: Mapping[Hashable, Cell], floors: Mapping[Hashable, int], lines: Sequence[Line], small: Iterable[Line]
) -> dict[Hashable, Cell]:
    """The cells with those withheld that could be worked out; the parts of a `small` line are not shown under its floor."""
    known = {key: possible(cell) for key, cell in seen.items()}
    limits = {key: Limit(floor - 1, LEAST_LEFT[floor]) for key, floor in floors.items()}
    withheld = inference.undivided(known, small, limits)
    known |= dict.fromkeys(withheld, inference.ANYTHING)
    withheld |= inference.too_close(known, lines, limits)
    return {**seen, **dict.fromkeys(withheld, WITHHELD_CELL)}


def share(part: Cell, whole: Cell) -> str:
    """The part in percent with one decimal, worked out from what is shown; a word where that cannot be."""
    if part.value is None:
        return str(part)
    found = percent(part, whole)
    if found is None:
        return WITHHELD if whole.value is None else NOTHING
    return f"{found:.1f}%"


def percent(part: Cell, whole: Cell) -> float | None:
    """The part in percent of what is shown (for charts); None where one of them is hidden or the whole is 0."""
    return None if part.value is None or not whole.value else part.value / whole.value * 100


def change(now: Cell | None, before: Cell | None) -> int | None:
    """How much more it is than before, in what is shown; None where one is hidden or データなし."""
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return now.value - before.value


def of_enough(value: float, people: Cell) -> float | None:
    """A median, a mean or a share of its own kind, where ten or more stand behind it; None where fewer or none do."""
    return value if people.value else None
