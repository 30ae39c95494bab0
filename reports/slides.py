"""The report as slides: one thing a slide, long tables over several."""

import io
from collections.abc import Iterator, Mapping
from itertools import islice

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Mm, Pt

from reports.model import Report, Row, Section, Table

WIDTH, HEIGHT, MARGIN = Mm(320), Mm(180), Mm(14)
INSIDE = Emu(WIDTH - 2 * MARGIN)
FONT = "游ゴシック"
INK, TINT, PAPER = RGBColor(0x1F, 0x29, 0x33), RGBColor(0xF1, 0xEF, 0xE9), RGBColor(0xFF, 0xFF, 0xFF)
# Letters of text a slide holds well, and the lines a table may come to.
LETTERS, LINES = 420, 17


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .pptx."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.core_properties.title = report.title
    _words(_slide(deck, report, report.title), [report.made], 18)
    for section in report.sections:
        _section(deck, report, section, pictures)
    for table in (report.provenance, report.mismatches):
        _table(deck, report, table, 8)
    _text(deck, report, "数え方", [f"・{note}" for note in report.notes], 11, LETTERS)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _section(deck: Deck, report: Report, section: Section, pictures: Mapping[str, bytes]) -> None:
    lines = [*section.lines, *([section.source] if section.source else [])]
    _text(deck, report, section.title, lines, 15, LETTERS)
    for chart in section.charts:
        if chart.title in pictures:
            slide = _slide(deck, report, f"{section.title}: {chart.title}")
            shape = slide.shapes.add_picture(io.BytesIO(pictures[chart.title]), MARGIN, Mm(30), height=Mm(142))
            if shape.width > INSIDE:
                shape.height, shape.width = int(shape.height * INSIDE / shape.width), INSIDE
            shape.left = int((WIDTH - shape.width) / 2)
            shape._element.nvPicPr.cNvPr.set("descr", chart.alt)
    for table in section.tables:
        _table(deck, report, table, 12)


def _slide(deck: Deck, report: Report, title: str) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = MARGIN, Mm(10), INSIDE, Mm(16)
    _write(head.text_frame, [title], 22, bold=True)
    if report.made_up:
        _write(slide.shapes.add_textbox(MARGIN, Mm(3), INSIDE, Mm(8)).text_frame, [report.made_up], 11, bold=True)
    return slide


def _words(slide: Slide, lines: list[str], size: float) -> None:
    frame = slide.shapes.add_textbox(MARGIN, Mm(30), INSIDE, Mm(140)).text_frame
    frame.word_wrap = True
    _write(frame, lines, size)


def _text(deck: Deck, report: Report, title: str, lines: list[str], size: float, letters: int) -> None:
    """The lines over as many slides as they need."""
    kept: list[str] = []
    for line in lines:
        if kept and sum(map(len, kept)) + len(line) > letters:
            _words(_slide(deck, report, title), kept, size)
            kept, title = [], f"{title.removesuffix('（つづき）')}（つづき）"
        kept.append(line)
    _words(_slide(deck, report, title), kept, size)


def _table(deck: Deck, report: Report, table: Table, size: float) -> None:
    pieces = list(_pieces(table, size)) or [()]
    for number, rows in enumerate(pieces):
        slide = _slide(deck, report, table.title + ("（つづき）" if number else ""))
        if rows:
            _grid(slide, table, rows, size)
        if number == len(pieces) - 1 and table.notes:
            frame = slide.shapes.add_textbox(MARGIN, Mm(158), INSIDE, Mm(16)).text_frame
            frame.word_wrap = True
            _write(frame, list(table.notes), 10)


def _pieces(table: Table, size: float) -> Iterator[tuple[Row, ...]]:
    """The rows in pieces that fit on a slide, by the lines that their longest cells come to."""
    rest = iter(table.rows)
    lines = [_height(table, row, size) for row in table.rows]
    place = 0
    while place < len(lines):
        taken, height = 0, 0
        while place + taken < len(lines) and (not taken or height + lines[place + taken] <= LINES * 12 / size):
            height += lines[place + taken]
            taken += 1
        yield tuple(islice(rest, taken))
        place += taken


def _height(table: Table, row: Row, size: float) -> int:
    weights = table.weights or (1,) * len(table.head)
    inside = INSIDE / Pt(size)
    return max(
        1 + int(len(str(value)) // max(1, inside * weight / sum(weights) - 2))
        for value, weight in zip(row, weights, strict=True)
    )


def _grid(slide: Slide, table: Table, rows: tuple[Row, ...], size: float) -> None:
    shape = slide.shapes.add_table(len(rows) + 1, len(table.head), MARGIN, Mm(29), INSIDE, Mm(6))
    grid = shape.table
    weights = table.weights or (1,) * len(table.head)
    for column, weight in zip(grid.columns, weights, strict=True):
        column.width = Emu(int(INSIDE * weight / sum(weights)))
    for number, row in enumerate((table.head, *rows)):
        grid.rows[number].height = Pt(size * 1.6)
        for cell, value in zip(grid.rows[number].cells, row, strict=True):
            cell.margin_top = cell.margin_bottom = Mm(0.5)
            cell.margin_left = cell.margin_right = Mm(1.2)
            cell.fill.solid()
            cell.fill.fore_color.rgb = PAPER if number else TINT
            _write(cell.text_frame, [str(value)], size, bold=not number)


def _write(frame: TextFrame, lines: list[str], size: float, *, bold: bool = False) -> None:
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.3)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = INK
        # Japanese takes the font of the far east.
        properties = run._r.get_or_add_rPr()
        east = properties.makeelement(qn("a:ea"), {"typeface": FONT})
        properties.append(east)
