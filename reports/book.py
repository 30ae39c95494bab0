"""The report as an Excel workbook: numbers as numbers, texts as texts, no formula."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, isnan

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from reports.facts import Fact
from reports.model import Chart, Report, Section, Table, Value, is_head

FORBIDDEN = str.maketrans("", "", r"\/*?:[]")
FONT = "游ゴシック"
HEAD = PatternFill("solid", fgColor="F1EFE9")
EDGE = Side("thin", color="B9B4A8")
GRID = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
INK, SOFT, ACCENT = "1F2933", "4A5560", "0B5A8F"
_DIGITS = re.compile(r"^[+−±\d,.]+")
# Widths of columns in letters of the alphabet (a Japanese one is two), and points of a line.
WIDTHS = (28, 19, 19, 19, 19, 19, 19)
OF_FACTS = (46, 14, 16, 46, 46, 9, 40, 10)
OF_MISMATCHES = (34, 24, 30, 14, 70, 22)
LINE = 18
PICTURE = 700


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .xlsx."""
    book = Workbook()
    book.remove(book.active)
    first = _sheet(book, report, "はじめに", WIDTHS)
    _line(first, report.title, size=16, bold=True, color=ACCENT)
    _line(first, report.made, color=SOFT)
    _line(first, "")
    titles = [*(one.title for one in report.sections), "どこからの数字か", report.mismatches.title]
    for title in titles:
        cell = _line(first, f"→ {title}", color=ACCENT)
        cell.hyperlink = f"#'{_name(title)}'!A1"
    _line(first, "")
    _line(first, "数え方", size=13, bold=True, color=ACCENT)
    for note in report.notes:
        _line(first, f"・{note}")
    for section in report.sections:
        _section(_sheet(book, report, section.title, WIDTHS), section, pictures)
    _facts(_sheet(book, report, "どこからの数字か", OF_FACTS), report)
    last = _sheet(book, report, report.mismatches.title, OF_MISMATCHES)
    _line(last, report.mismatches.title, size=14, bold=True, color=ACCENT)
    _table(last, report.mismatches)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(title: str) -> str:
    return title.translate(FORBIDDEN)[:31]


def _sheet(book: Workbook, report: Report, title: str, widths: Sequence[float]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(_name(title))
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = report.title, "&P / &N"
    for place, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGH"[place]].width = width
    if report.made_up:
        _line(sheet, report.made_up, bold=True)
    return sheet


def _section(sheet: Worksheet, section: Section, pictures: Mapping[str, bytes]) -> None:
    _line(sheet, section.title, size=14, bold=True, color=ACCENT)
    for line in section.lines:
        _line(sheet, line, bold=is_head(line))
    if section.source:
        _line(sheet, section.source, size=9, color=SOFT)
    for part in section.parts:
        if isinstance(part, Table):
            _line(sheet, "")
            _line(sheet, part.called, bold=True)
            _table(sheet, part)
        elif part.title in pictures:
            _picture(sheet, part, pictures[part.title])


def _picture(sheet: Worksheet, chart: Chart, data: bytes) -> None:
    """The chart in a row as high as it is, and its caption under it."""
    _line(sheet, "")
    picture = Image(io.BytesIO(data))
    picture.height, picture.width = round(PICTURE * picture.height / picture.width), PICTURE
    number = int(sheet.max_row) + 1
    _line(sheet, " ")
    sheet.add_image(picture, f"A{number}")
    # Pixels to points, and no row is higher than 409.
    sheet.row_dimensions[number].height = min(409, picture.height * 0.75 + 6)
    _line(sheet, chart.caption, size=9, color=SOFT)


def _table(sheet: Worksheet, table: Table) -> None:
    if table.rows:
        right = [table.is_of_numbers(place) for place in range(len(table.head))]
        _row(sheet, table.head, head=True, right=right)
        for row in table.rows:
            _row(sheet, row, right=right)
    for note in table.notes:
        _line(sheet, note, size=9, color=SOFT)


def _facts(sheet: Worksheet, report: Report) -> None:
    """Every figure by itself: its number as a number where it has one, and as it is said."""
    _line(sheet, "どこからの数字か", size=14, bold=True, color=ACCENT)
    _row(sheet, ("数字", "値", "言い方", "資料", "どこ", "定義", "求め方", "状態"), head=True)
    top = int(sheet.max_row)
    sheet.freeze_panes, sheet.print_title_rows = f"A{top + 1}", f"{top}:{top}"
    right = [place in (1, 2) for place in range(8)]
    for one in report.facts:
        row = (one.name, one, one.said, one.document, one.place, one.version, one.formula, one.status)
        _row(sheet, row, right=right)
    known = {one.name for one in report.facts} | {one.group for one in report.facts}
    for origin in report.origins:
        if origin.name not in known:
            told = (
                origin.name, origin.said, "", origin.document, origin.place, origin.version, origin.formula,
                origin.status,
            )  # fmt: skip
            _row(sheet, told)
    sheet.auto_filter.ref = f"A{top}:H{sheet.max_row}"


def _line(sheet: Worksheet, text: str, *, size: float = 11, bold: bool = False, color: str = INK) -> Cell:
    """A line over the whole width, as high as its text needs."""
    number, last = _next(sheet), len(sheet.column_dimensions)
    cell: Cell = sheet.cell(number, 1, text)
    cell.data_type, cell.font = "s", Font(name=FONT, size=size, bold=bold, color=color)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=last)
    sheet.row_dimensions[number].height = _high(text, sum(_widths(sheet)), size)
    return cell


def _row(sheet: Worksheet, values: tuple[Value, ...], *, head: bool = False, right: Sequence[bool] = ()) -> None:
    number, heights = _next(sheet), [float(LINE)]
    widths = _widths(sheet)
    for column, (value, shape) in enumerate(_cells(values), 1):
        cell = sheet.cell(number, column, value)
        at_right = right[column - 1] if right else not isinstance(value, str)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if at_right else "left")
        cell.border, cell.font = GRID, Font(name=FONT, size=11, bold=head, color=INK)
        if isinstance(value, str):
            # openpyxl guesses a formula from "=": said to be a text, it is one.
            cell.data_type = "s"
            heights.append(_high(value, widths[column - 1], 11))
        else:
            cell.number_format = shape
        if head:
            cell.fill = HEAD
    sheet.row_dimensions[number].height = min(409, max(heights))


def _widths(sheet: Worksheet) -> list[float]:
    return [one.width for one in sheet.column_dimensions.values()]


def _high(text: str, width: float, size: float) -> float:
    """Points for the text in a column of that width; letters of a larger size need more room."""
    lines = sum(max(1, ceil(_wide(one) * size / 11 / max(1, width - 2))) for one in text.split("\n"))
    return lines * LINE * max(1, size / 11)


def _wide(text: Iterable[str]) -> float:
    # A quarter more: programs set these letters at different widths.
    return sum(2.15 if unicodedata.east_asian_width(letter) in "WFA" else 1.1 for letter in text)


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
