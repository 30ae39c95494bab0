"""Finds the tables of months in a grid, whichever way they run, and gives each figure with the labels that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from data.importing.grid import Grid, Meaning, Month, is_figure, letters, meaning, named, text_of
from data.importing.labels import Context, context
from data.importing.reading import Cell
from data.importing.result import Preview
from data.importing.sums import check


@dataclass(frozen=True, slots=True)
class Item:
    """One figure of a table: its place in the file, its month, its labels."""

    row: int
    column: str
    month: Month
    wraps: bool
    context: Context
    cell: Cell


@dataclass
class Table:
    """The figures of a sheet and the rows its headers stand in."""

    items: list[Item] = field(default_factory=list)
    header_rows: set[int] = field(default_factory=set)


def months_in(grid: Grid) -> tuple[int, int]:
    """The most months that one row holds, and that one column holds."""
    rows, columns = dict[int, int](), dict[int, int]()
    for (row, column), cell in grid.cells.items():
        if meaning(cell).kind in ("month", "bad"):
            rows[row] = rows.get(row, 0) + 1
            columns[column] = columns.get(column, 0) + 1
    return max(rows.values(), default=0), max(columns.values(), default=0)


def tables(grid: Grid, preview: Preview, sheet: str) -> Table:
    """All tables of months of a sheet; their totals are checked, and never taken as figures."""
    across, down = months_in(grid)
    most, found = max(across, down), Table()
    if across == down == 1:
        row, column = next(place for place, cell in grid.cells.items() if meaning(cell).kind in ("month", "bad"))
        down += not is_figure(grid.get(row + 1, column))
    turned = grid if across >= down else grid.over()
    heads = [row for row in range(1, turned.height + 1) if len(_months(turned, row)) >= min(2, most)]
    ends = [*(row - 1 for row in heads[1:]), turned.height]
    start = 1
    for head, end in zip(heads, ends, strict=True):
        _block(turned, (start, head, end), found, preview, sheet)
        start = end + 1
    return found


def _months(grid: Grid, row: int) -> dict[int, Meaning]:
    found = {column: meaning(grid.get(row, column)) for column in range(1, grid.width + 1)}
    return {column: label for column, label in found.items() if label.kind in ("month", "bad")}


def _block(grid: Grid, rows: tuple[int, int, int], found: Table, preview: Preview, sheet: str) -> None:
    start, head, end = rows
    labels = _months(grid, head)
    months = carried({column: label.month for column, label in labels.items() if label.kind == "month"})
    for column, label in labels.items():
        if label.kind == "bad":
            row, name = grid.place(head, column)
            preview.reject(row, named(sheet, name), text_of(grid.get(head, column)), label.text)
    if not months:
        return
    last = head
    while last < end and _is_words(grid, last + 1, months):
        last += 1
    above = [row for row in range(start, head) if _says_much(grid, row)]
    columns = {
        column: _column_context(grid, column, months, above, (head, last)) for column in range(1, grid.width + 1)
    }
    found.header_rows |= {grid.place(row, column)[0] for row in range(head, last + 1) for column in months}
    if grid.flipped:
        found.header_rows = {
            row for row in range(1, min(months)) if any(grid.get(r, row) != "" for r in range(1, grid.height + 1))
        }
    corner = context(grid.get(head, column) for column in range(1, min(months)))
    corner = Context(corner.year, corner.indicator, "", corner.dimension)
    lines = [(row, line.under(corner)) for row, line in _lines(grid, range(last + 1, end + 1), months)]
    wraps = any(a[1] > b[1] for a, b in zip(list(months.values()), list(months.values())[1:], strict=False))
    for row, line in lines:
        for column, month in months.items():
            whole = columns[column].under(line)
            if not (whole.total or whole.unused) and grid.get(row, column) != "":
                place = grid.place(row, column)
                found.items.append(Item(place[0], named(sheet, place[1]), month, wraps, whole, grid.get(row, column)))
    check(grid, preview, sheet, months, columns, lines)


def carried(months: dict[int, Month]) -> dict[int, Month]:
    """Months without a year that follow one with a year: 2023年4月 5月 … 12月 1月 runs on into 2024."""
    found: dict[int, Month] = {}
    before: Month = (None, 0)
    for column, (year, month) in months.items():
        if year is None and before[0] is not None:
            year = before[0] + (month < before[1])
        before = (year, month)
        found[column] = before
    return found


def _is_words(grid: Grid, row: int, months: dict[int, Month]) -> bool:
    cells = [cell for column in months if (cell := grid.get(row, column)) != ""]
    return bool(cells) and not any(is_figure(cell) for cell in cells) and len(cells) * 2 > len(months)


def _says_much(grid: Grid, row: int) -> bool:
    """Whether a line above the months is a header and no caption: more than one thing stands in it."""
    return len({text_of(cell) for cell in grid.row(row) if cell != ""}) > 1


def _column_context(
    grid: Grid, column: int, months: dict[int, Month], above: list[int], header: tuple[int, int]
) -> Context:
    found, first = Context(), min(months)
    for row in range(header[0], header[1] + 1):
        if row > header[0] or column not in months:
            found = context([grid.get(row, column)]).under(found)
    for row in reversed(above):
        hint = next((_HINTS[text] for left in range(1, first) if (text := text_of(grid.get(row, left))) in _HINTS), "")
        here, place = grid.get(row, column), column
        # A group's label may stand over its first column only.
        while here == "" and place > first:
            place -= 1
            here = grid.get(row, place)
        one = context([here], hint)
        found = found.under(one if column == place else Context(year=one.year))
    return found


_HINTS = {"年度": "fiscal", "年": "calendar", "西暦": "calendar"}


def _lines(grid: Grid, rows: range, months: dict[int, Month]) -> Iterator[tuple[int, Context]]:
    """Each line of figures with what its labels say; a line with a label only speaks for those after it."""
    first, section, kept = min(months), Context(), [""] * min(months)
    for row in rows:
        cells: list[Cell] = [grid.get(row, column) for column in range(1, first)]
        if all(grid.get(row, column) == "" for column in months):
            if any(cells):
                section, kept = context(cells), [""] * first
            continue
        for place in range(len(cells) - 1):
            if cells[place] == "" and any(cell != "" for cell in cells[place + 1 :]):
                cells[place] = kept[place]  # a group's label may stand in its first line only
        kept = [text_of(cell) if isinstance(cell, str) else "" for cell in cells]
        line = context(cells)
        yield row, line if line.total else line.under(Context(section.year, section.indicator, "", section.dimension))


def single(grid: Grid, month: Month, preview: Preview, sheet: str) -> Table:
    """A sheet of one month: its labels at the left, its figures in the columns that have any."""
    found = Table()
    numeric = [c for c in range(1, grid.width + 1) if any(is_figure(grid.get(r, c)) for r in range(1, grid.height + 1))]
    head = next(
        (
            r
            for r in range(1, grid.height)
            if any(
                isinstance(grid.get(r, c), str) and grid.get(r, c) and is_figure(grid.get(r + 1, c)) for c in numeric
            )
        ),
        0,
    )
    columns = {c: context([grid.get(head, c)] if head else []) for c in range(1, grid.width + 1)}
    taken = {c: month for c in numeric if not columns[c].unused and c > 1}
    if not taken:
        return found
    found.header_rows = {head} if head else set()
    lines = list(_lines(grid, range(head + 1, grid.height + 1), taken))
    values = {c: m for c, m in taken.items() if not columns[c].total}
    for row, line in lines:
        for column in values:
            whole = columns[column].under(line)
            if not (whole.total or whole.unused) and grid.get(row, column) != "":
                found.items.append(Item(row, named(sheet, letters(column)), month, False, whole, grid.get(row, column)))
    check(grid, preview, sheet, values or taken, columns, lines)
    return found
