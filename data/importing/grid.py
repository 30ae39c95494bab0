"""A small sheet as a grid, and what each label in it means: a month, a year, a total, an indicator, a category."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from data import codes, municipalities
from data.importing import dates
from data.importing.cells import number, shown, word
from data.importing.reading import Cell, Sheet
from data.importing.signature import RefusedError
from data.importing.words import code_words, words

MOST_ROWS, MOST_COLUMNS = 5_000, 400
# The lists that a published table may be broken down by.
DIMENSIONS = (
    "age_band", "channel", "new_or_repeat", "caller_kind", "contact_result", "issue", "referral_source",
    "destination", "municipality",
)  # fmt: skip
Month = tuple[int | None, int]
Kind = Literal[
    "blank", "month", "bad", "total", "unused", "year", "indicator", "category", "dimension", "count", "text"
]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means; `text` is its plain word, the other fields belong to the kind."""

    kind: Kind
    text: str = ""
    month: Month = (None, 0)
    year: tuple[str, int] = ("", 0)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by (row, column) from 1; `flipped` where rows and columns were changed over."""

    cells: dict[tuple[int, int], Cell]
    height: int
    width: int
    flipped: bool = False

    def get(self, row: int, column: int) -> Cell:
        """The cell; '' where there is none."""
        return self.cells.get((row, column), "")

    def row(self, row: int) -> Iterator[Cell]:
        """The cells of a row, blank ones too."""
        return (self.get(row, column) for column in range(1, self.width + 1))

    def over(self) -> "Grid":
        """The same with rows and columns changed over."""
        cells = {(column, row): cell for (row, column), cell in self.cells.items()}
        return Grid(cells, self.width, self.height, not self.flipped)

    def place(self, row: int, column: int) -> tuple[int, str]:
        """Where the cell stands in the file: its row and the letters of its column."""
        if self.flipped:
            row, column = column, row
        return row, letters(column)


def letters(column: int) -> str:
    """The letters of a column: 1 → A, 28 → AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def grid(sheet: Sheet, first: list[tuple[int, list[Cell]]]) -> Grid:
    """The whole sheet; RefusedError where it is too large for a table of totals."""
    cells: dict[tuple[int, int], Cell] = {}
    height = width = count = 0
    for rows in (first, sheet.rows):
        for row, line in rows:
            count += 1
            height, width = max(height, row), max(width, len(line))
            if count > MOST_ROWS or width > MOST_COLUMNS:
                raise RefusedError(
                    f"{sheet.name or 'この表'}: 集計表としては大きすぎます（{MOST_ROWS:,}行・{MOST_COLUMNS}列まで）。"
                    "相談の記録なら、見出しの行に「受付日」「方法」などの列の名前を入れてください。"
                )
            cells |= {(row, column): cell for column, cell in enumerate(line, 1) if cell != ""}
    for top, left, bottom, right in sheet.merged:
        cell = cells.get((top + 1, left + 1), "")
        # Labels reach over their merged cells; a figure stays one figure.
        if isinstance(cell, str | date) and cell and (bottom - top + 1) * (right - left + 1) < MOST_ROWS:
            for row in range(top + 1, bottom + 2):
                for column in range(left + 1, right + 2):
                    cells[row, column] = cell
                    height, width = max(height, row), max(width, column)
    return _bare_months(Grid(cells, height, width))


def _bare_months(found: Grid) -> Grid:
    """4, 5, 6 … under or beside a header 月 are months."""
    cells = dict(found.cells)
    for (row, column), cell in found.cells.items():
        if word(cell) == "月":
            for down, right in ((1, 0), (0, 1)):
                place = (row + down, column + right)
                while (one := number(found.cells.get(place, "")).value) and float(one).is_integer():
                    cells[place] = f"{int(one)}月"
                    place = (place[0] + down, place[1] + right)
    return replace(found, cells=cells)


@lru_cache(maxsize=8_192, typed=True)
def meaning(cell: Cell) -> Meaning:
    """What a label means; a label with a month that does not exist is `bad`, its text the reason."""
    text = word(cell)
    if not text:
        return Meaning("blank")
    try:
        month = dates.month(cell)
        year = dates.year(text)
    except dates.DateError as fault:
        return Meaning("bad", str(fault))
    if month:
        return Meaning("month", text, month=month)
    if isinstance(cell, int | float | date):
        return Meaning("text", text)
    if year:
        return Meaning("year", text, year=year)
    found = [_word(one) for one in (text, re.sub(r"\([^()]*\)$", "", text))]
    return next((one for one in found if one), Meaning("text", text))


def _word(text: str) -> Meaning | None:
    """What a word of the lists means; 件数（件） is looked up with and without what stands in brackets."""
    known = words()
    if text in known.totals:
        return Meaning("total", text)
    if text in known.unused:
        return Meaning("unused", text)
    if text in known.indicators:
        return Meaning("indicator", text, id=known.indicators[text])
    if any(text in code_words(name) for name in DIMENSIONS):
        return Meaning("category", text)
    if text in known.dimensions:
        return Meaning("dimension", text, id=known.dimensions[text])
    return Meaning("count", text) if text in known.counts or text in known.months else None


def labelled(dimension: str, category: str) -> str:
    """A category as people say it."""
    if dimension == "municipality":
        return municipalities.labels().get(category, category)
    return codes.label(dimension, category)


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number or one of the marks that stand for one."""
    found = number(cell)
    return found.value is not None or bool(found.state)


def text_of(cell: Cell) -> str:
    """A cell for a sentence."""
    return shown(cell)


def named(sheet: str, column: str) -> str:
    """A column with its sheet, where the book has several."""
    return f"{sheet}!{column}" if sheet else column
