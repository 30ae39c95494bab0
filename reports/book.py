"""The report as an Excel workbook: numbers as numbers, texts as texts, no formula."""

import io
import re
from collections.abc import Iterator, Mapping
from math import isnan

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reports.facts import Fact
from reports.model import Report, Section, Table, Value

FORBIDDEN = str.maketrans("", "", r"\/*?:[]")
HEAD = PatternFill("solid", fgColor="F1EFE9")
WRAP = Alignment(wrap_text=True, vertical="top")
_DIGITS = re.compile(r"^[+−±\d,.]+")
WIDTH = 110
PICTURE = 640


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .xlsx."""
    book = Workbook()
    book.remove(book.active)
    first = _sheet(book, report, "はじめに")
    _line(first, report.title, bold=True)
    _line(first, report.made)
    for section in report.sections:
        _line(first, f"{section.title}（別のシート）")
    for note in report.notes:
        _line(first, note)
    for section in report.sections:
        _section(_sheet(book, report, section.title), section, pictures)
    _facts(_sheet(book, report, "どこからの数字か"), report)
    _table(_sheet(book, report, report.mismatches.title), report.mismatches)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, report: Report, title: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title.translate(FORBIDDEN)[:31])
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.column_dimensions["A"].width = 34
    for letter in "BCDEFGH":
        sheet.column_dimensions[letter].width = 20
    if report.made_up:
        _line(sheet, report.made_up, bold=True)
    return sheet


def _section(sheet: Worksheet, section: Section, pictures: Mapping[str, bytes]) -> None:
    _line(sheet, section.title, bold=True)
    for line in section.lines:
        _line(sheet, line)
    if section.source:
        _line(sheet, section.source)
    for table in section.tables:
        _line(sheet, "")
        _table(sheet, table)
    for chart in section.charts:
        if chart.title in pictures:
            _line(sheet, "")
            _line(sheet, chart.alt)
            picture = Image(io.BytesIO(pictures[chart.title]))
            picture.height, picture.width = round(PICTURE * picture.height / picture.width), PICTURE
            sheet.add_image(picture, f"A{sheet.max_row + 1}")
            for _ in range(picture.height // 20 + 2):
                _line(sheet, " ")


def _table(sheet: Worksheet, table: Table) -> None:
    _line(sheet, table.title, bold=True)
    if table.rows:
        _row(sheet, table.head, head=True)
        for row in table.rows:
            _row(sheet, row)
    for note in table.notes:
        _line(sheet, note)


def _facts(sheet: Worksheet, report: Report) -> None:
    """Every figure by itself: its number as a number where it has one, and as it is said."""
    _line(sheet, "どこからの数字か", bold=True)
    _row(sheet, ("数字", "値", "言い方", "資料", "どこ", "定義", "求め方", "状態"), head=True)
    for one in report.facts:
        _row(sheet, (one.name, one, one.said, one.document, one.place, one.version, one.formula, one.status))
    known = {one.name for one in report.facts} | {one.group for one in report.facts}
    for row in report.origins:
        if row.name not in known:
            _row(sheet, (row.name, row.said, "", row.document, row.place, row.version, row.formula, row.status))


def _line(sheet: Worksheet, text: str, *, bold: bool = False) -> None:
    """A line over the whole width, as high as its text needs."""
    number = _next(sheet)
    cell = sheet.cell(number, 1, text)
    cell.data_type, cell.font, cell.alignment = "s", Font(bold=bold), WRAP
    sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=7)
    sheet.row_dimensions[number].height = 16 * (1 + 2 * len(text) // WIDTH)


def _row(sheet: Worksheet, values: tuple[Value, ...], *, head: bool = False) -> None:
    number = _next(sheet)
    for column, (value, shape) in enumerate(_cells(values), 1):
        cell = sheet.cell(number, column, value)
        cell.alignment = WRAP
        if isinstance(value, str):
            # openpyxl guesses a formula from "=": said to be a text, it is one.
            cell.data_type = "s"
        else:
            cell.number_format = shape
        if head:
            cell.fill, cell.font = HEAD, Font(bold=True)


def _cells(values: tuple[Value, ...]) -> Iterator[tuple[str | float, str]]:
    for value in values:
        if isinstance(value, Fact) and value.number is not None and not isnan(value.number):
            whole = float(value.number).is_integer() and "." not in value.said
            yield (int(value.number) if whole else value.number), _shape(value, whole)
        else:
            yield str(value), "@"


def _shape(fact: Fact, whole: bool) -> str:
    """The number as it is said: its unit behind it, its sign before it."""
    unit = _DIGITS.sub("", fact.said)
    base = "#,##0" if whole else "#,##0.0"
    tail = f'"{unit}"' if unit else ""
    return f'"+"{base}{tail};"−"{base}{tail}' if fact.said[0] in "+−" else f"{base}{tail}"


def _next(sheet: Worksheet) -> int:
    return 1 if sheet.max_row == 1 and sheet.cell(1, 1).value is None else int(sheet.max_row) + 1
