"""The report as a Word document: text upright, the long table of provenance on pages laid across."""

import io
from collections.abc import Mapping

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section as Pages
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as Grid
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from reports.model import Chart, Report, Section, Table, is_head, item

FONT = "游ゴシック"
INK, SOFT, ACCENT = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x4A, 0x55, 0x60), RGBColor(0x0B, 0x5A, 0x8F)
TINT, LINE = "F1EFE9", "B9B4A8"
SIDE = Mm(20)
SHORT, LONG = Mm(210), Mm(297)
# Sizes in points: tables, notes, the table of provenance.
TABLE, NOTE, DENSE = 9, 8, 7.5


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .docx."""
    paper = Document()
    _look(paper)
    _page(paper.sections[0], report, SHORT, LONG)
    paper.core_properties.title, paper.core_properties.author = report.title, ""
    paper.add_heading(report.title, 0)
    _small(paper, report.made)
    for section in report.sections:
        _section(paper, section, pictures)
    _page(paper.add_section(WD_SECTION.NEW_PAGE), report, LONG, SHORT)
    for table in (report.provenance, report.mismatches):
        paper.add_heading(table.title, 1)
        _table(paper, table, Emu(LONG - 2 * SIDE), DENSE)
    paper.add_heading("数え方", 1)
    for note in report.notes:
        _small(paper, f"・{note}")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _look(paper: Paper) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Caption"):
        style = paper.styles[name]
        style.font.name, style.font.italic = FONT, False
        style.font.color.rgb = INK if name in ("Normal", "List Bullet") else SOFT if name == "Caption" else ACCENT
        # Japanese takes the font of the far east, and the theme's own would win over it.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    # Its own stops would stand before ours.
    paper.styles["Footer"].paragraph_format.tab_stops.clear_all()
    for name, size, before, after in (
        ("Normal", 10.5, 0, 5), ("Title", 16, 0, 8), ("Heading 1", 14, 18, 6), ("Heading 2", 11, 12, 4),
        ("Caption", NOTE, 2, 10), ("List Bullet", 10.5, 0, 3),
    ):  # fmt: skip
        style = paper.styles[name]
        style.font.size, style.font.bold = Pt(size), name in ("Title", "Heading 1", "Heading 2")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _page(pages: Pages, report: Report, width: int, height: int) -> None:
    """A4 with what stands above and below each page."""
    pages.page_width, pages.page_height = width, height
    pages.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    pages.left_margin = pages.right_margin = SIDE
    pages.top_margin = pages.bottom_margin = Mm(18)
    pages.header.is_linked_to_previous = pages.footer.is_linked_to_previous = False
    if report.made_up:
        pages.header.paragraphs[0].add_run(report.made_up).bold = True
    foot = pages.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Emu(width - 2 * SIDE), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{report.title}\t").font.size = Pt(NOTE)
    _page_number(foot)


def _page_number(paragraph: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(NOTE)
        mark = run._r.makeelement(
            qn("w:fldChar" if kind else "w:instrText"), {qn("w:fldCharType"): kind} if kind else {}
        )
        mark.text = text or None
        run._r.append(mark)


def _section(paper: Paper, section: Section, pictures: Mapping[str, bytes]) -> None:
    paper.add_heading(section.title, 1)
    for line in section.lines:
        point = item(line)
        if point is not None:
            paper.add_paragraph(point, style="List Bullet")
        elif is_head(line):
            made = paper.add_paragraph()
            made.add_run(line).bold = True
            made.paragraph_format.space_before, made.paragraph_format.keep_with_next = Pt(6), True
        else:
            paper.add_paragraph(line)
    if section.source:
        paper.paragraphs[-1].paragraph_format.keep_with_next = True
        _small(paper, section.source)
    for part in section.parts:
        if isinstance(part, Table):
            paper.add_heading(part.called, 2)
            _table(paper, part, Emu(SHORT - 2 * SIDE), TABLE)
        elif part.title in pictures:
            _picture(paper, part, pictures[part.title])


def _picture(paper: Paper, chart: Chart, data: bytes) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(0)
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Emu(SHORT - 2 * SIDE))
    shape._inline.docPr.set("descr", chart.alt)
    paper.add_paragraph(chart.caption, style="Caption")


def _small(paper: Paper, text: str) -> None:
    run = paper.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(NOTE), SOFT


def _table(paper: Paper, table: Table, whole: int, size: float) -> None:
    if table.rows:
        lines = [table.head, *table.rows]
        made = paper.add_table(rows=len(lines), cols=len(table.head), style="Table Grid")
        widths = [int(width) for width in table.widths(whole)]
        _frame(made, widths)
        cells = made._cells  # asked once: each look through the table is slow
        right = [table.is_of_numbers(place) for place in range(len(table.head))]
        for number, line in enumerate(lines):
            for place, value in enumerate(line):
                cell = cells[number * len(table.head) + place]
                cell.width = widths[place]
                _write(cell, str(value), size, head=not number, right=right[place])
        _rows(made, short=len(lines) < 20)
    for note in table.notes:
        _small(paper, note)
    if table.rows and not table.notes:
        _small(paper, "")


def _write(cell: Cell, text: str, size: float, *, head: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), head
    if head:
        properties = cell._tc.get_or_add_tcPr()
        properties.append(properties.makeelement(qn("w:shd"), {qn("w:val"): "clear", qn("w:fill"): TINT}))


def _frame(made: Grid, widths: list[int]) -> None:
    """Widths that hold in every program, thin lines, and air in the cells."""
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    properties = made._tbl.tblPr
    borders = properties.makeelement(qn("w:tblBorders"), {})
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(
            borders.makeelement(qn(f"w:{side}"), {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): LINE})
        )
    margins = properties.makeelement(qn("w:tblCellMar"), {})
    for side, width in (("top", 30), ("left", 80), ("bottom", 30), ("right", 80)):
        margins.append(margins.makeelement(qn(f"w:{side}"), {qn("w:w"): str(width), qn("w:type"): "dxa"}))
    # The schema wants them in this order, before tblLook.
    look = properties.find(qn("w:tblLook"))
    layout = properties.find(qn("w:tblLayout"))
    look.addprevious(margins)
    layout.addprevious(borders) if layout is not None else margins.addprevious(borders)


def _rows(made: Grid, *, short: bool) -> None:
    """No row is cut in two; the head stands on each page; a short table stays on one."""
    for number, row in enumerate(made._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
        if not number:
            properties.append(properties.makeelement(qn("w:tblHeader"), {}))
        if short and number < len(made._tbl.tr_lst) - 1:
            for paragraph in row.iter(qn("w:p")):
                Paragraph(paragraph, made).paragraph_format.keep_with_next = True
