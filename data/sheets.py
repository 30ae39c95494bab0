"""A table on its way out as CSV or xlsx: no cell can start a formula, and no more than a few rows are held at a time."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO, cast

Value = str | int | date | None
Row = Sequence[Value]
# What makes a spreadsheet read a text as a formula; the full-width ones are turned into them by Japanese Excel.
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "−", "\t", "\r", "\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_AT_ONCE = 64 * 1024
# openpyxl takes half a minute for more, and Excel opens them badly: those leave as CSV.
LONGEST_XLSX = 20_000
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What leaves: lines above the table, its head, its rows (read once), and how many there are."""

    above: tuple[str, ...]
    head: tuple[str, ...]
    rows: Iterable[Row]
    count: int


def disarmed(value: Value) -> str | int:
    """A cell that is only a text or a number: an apostrophe before whatever could start a formula, no control letters."""
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    clean = _CONTROL.sub("", (value or "").replace("\r\n", "\n"))
    # Looked at as it will stand there: what was taken out may have hidden the sign.
    return f"'{clean}" if clean.startswith(STARTS) or clean.lstrip().startswith(STARTS) else clean


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """The sheet in pieces of about 64 KiB, with a byte order mark, so that Excel reads the Japanese."""
    piece = io.StringIO()
    writer = csv.writer(piece)
    piece.write("\ufeff")
    for row in _all(sheet):
        writer.writerow(row)
        if piece.tell() >= _AT_ONCE:
            yield piece.getvalue().encode()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue().encode()


def as_xlsx(sheet: Sheet) -> IO[bytes]:
    """The sheet in a file without a name, at its beginning; ValueError over 20,000 rows."""
    if sheet.count > LONGEST_XLSX:
        raise ValueError(f"{LONGEST_XLSX}行を超える表は CSV で書き出してください。")
    # Slow to import, and a public visitor never needs it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    paper = book.create_sheet("一覧")
    for row in _all(sheet):
        cells = []
        for value in row:
            cell = WriteOnlyCell(paper, value)
            if isinstance(value, str):
                # openpyxl guesses a formula from "=": said to be a text, it is one.
                cell.data_type = "s"
            cells.append(cell)
        paper.append(cells)
    file = cast(IO[bytes], TemporaryFile())  # noqa: SIM115  whoever reads it closes it
    book.save(file)
    file.seek(0)
    return file


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces; closed, and with it gone, at the end."""
    with file:
        while piece := file.read(_AT_ONCE):
            yield piece


def _all(sheet: Sheet) -> Iterator[list[str | int]]:
    yield from ([disarmed(line)] for line in sheet.above)
    if sheet.above:
        yield []
    yield [disarmed(one) for one in sheet.head]
    for row in sheet.rows:
        yield [disarmed(value) for value in row]
