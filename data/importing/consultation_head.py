"""The header of a list of consultations: which row it is, and which column holds which field."""

import re
from dataclasses import dataclass, field

from data.importing.cells import shown, word
from data.importing.reading import Cell
from data.importing.words import words


@dataclass
class Head:
    """The header: rows it stands in, {column from 0: field}, and how many columns it has."""

    rows: list[int]
    fields: dict[int, str]
    width: int
    ignored: list[tuple[str, str]] = field(default_factory=list)


def head(first: list[tuple[int, list[Cell]]]) -> Head | None:
    """The header of a list of consultations in the first rows; None where there is none."""
    best: Head | None = None
    for place, (row, cells) in enumerate(first):
        found = _fields(cells)
        names = set(found.values())
        if any(word(cell) in words().counts for cell in cells) or len(names) < 3 or "received_on" not in names:
            continue
        if best is None or len(found) > len(best.fields):
            best = _head(first, place, row, found)
    return best


def _head(first: list[tuple[int, list[Cell]]], place: int, row: int, found: dict[int, str]) -> Head:
    cells, rows, width = first[place][1], [row], len(first[place][1])
    day = next(column for column, name in found.items() if name == "received_on")
    if place + 1 < len(first):
        below_row, below = first[place + 1]
        more = {c: n for c, n in _fields(below).items() if c not in found and n not in found.values()}
        # A second header line fills what the first left open, and holds no day itself.
        if more and (len(below) <= day or below[day] == "" or word(below[day]) == word(cells[day])):
            found, rows, width = found | more, [row, below_row], max(width, len(below))
    private = words().private
    ignored = [
        (shown(cell), "読まない（名前や番号は記録しません）" if word(cell) in private else "使わない")
        for column, cell in enumerate(cells)
        if cell != "" and column not in found
    ]
    return Head(rows, found, width, ignored)


def _fields(cells: list[Cell]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, cell in enumerate(cells):
        text = word(cell)
        name = words().fields.get(text) or words().fields.get(re.sub(r"\((?:複数可|任意)\)$", "", text))
        if name and name not in found.values():
            found[column] = name
    return found
