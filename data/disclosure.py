"""Small numbers made safe before they leave: 1–9 hidden, the rest and every total rounded to 5 by itself (ADR 0023).

Hiding alone is no protection while true totals stand beside it: a linear-programming attacker gets 31–80 % of the
hidden cells back exactly. Nothing here knows a database; what goes out is fed with `Cell`s only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FLOOR = 10
BASE = 5
# Bands that are laid together before anything is hidden: the young are few.
MERGED = {"age_band": {"10s": "under_30", "20s": "under_30"}}
MERGED_LABELS = {"under_30": "10代・20代"}
HIDDEN_WORD = f"{FLOOR}未満"
WITHHELD, NOTHING = "秘匿", "該当なし"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as it may be seen: `value` is None where it is hidden, a state and never a number."""

    value: int | None

    def __str__(self) -> str:
        return HIDDEN_WORD if self.value is None else str(self.value)


Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Protected:
    """A table of cells by (row, column) with its totals, each protected by itself, so that no sum gives a cell away."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, Cell]
    row_totals: Mapping[str, Cell]
    column_totals: Mapping[str, Cell]
    total: Cell


def protect(count: int) -> Cell:
    """0 as it is, 1–9 hidden, everything else rounded to 5; ValueError below 0."""
    if count < 0:
        raise ValueError("a count is never negative")
    if 0 < count < FLOOR:
        return Cell(None)
    return Cell((count + BASE // 2) // BASE * BASE)


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


def table(
    rows: Iterable[str],
    columns: Iterable[str],
    counts: Mapping[Key, int],
    row_totals: Mapping[str, int],
    column_totals: Mapping[str, int],
    total: int,
) -> Protected:
    """The protected table; totals are given, not summed: of several answers a record they are smaller than the sum."""
    names, heads = tuple(rows), tuple(columns)
    return Protected(
        names,
        heads,
        {(row, column): protect(counts.get((row, column), 0)) for row in names for column in heads},
        {row: protect(row_totals.get(row, 0)) for row in names},
        {column: protect(column_totals.get(column, 0)) for column in heads},
        protect(total),
    )


def share(part: Cell, whole: Cell) -> str:
    """The part in percent with one decimal, worked out from what is shown; a word where that cannot be."""
    if part.value is None:
        return HIDDEN_WORD
    if whole.value is None:
        return WITHHELD
    return f"{part.value / whole.value * 100:.1f}%" if whole.value else NOTHING
