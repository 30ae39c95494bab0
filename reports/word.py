"""The report as a Word document."""

import io
from collections.abc import Mapping

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Mm, Pt, RGBColor

from reports.model import Report, Section, Table

FONT = "游ゴシック"
INK = RGBColor(0x1F, 0x29, 0x33)


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .docx."""
    paper = Document()
    _look(paper)
    page = paper.sections[0]
    page.page_width, page.page_height, page.orientation = Mm(210), Mm(297), WD_ORIENT.PORTRAIT
    page.left_margin = page.right_margin = Mm(18)
    if report.made_up:
        page.header.paragraphs[0].text = report.made_up
    page.footer.paragraphs[0].text = f"{report.title}　{report.made}"
    paper.core_properties.title = report.title
    paper.core_properties.author = ""
    paper.add_heading(report.title, 0)
    paper.add_paragraph(report.made)
    for section in report.sections:
        _section(paper, section, pictures)
    for table in (report.provenance, report.mismatches):
        paper.add_heading(table.title, 1)
        _table(paper, table, size=7)
    paper.add_heading("数え方", 1)
    for note in report.notes:
        paper.add_paragraph(note, style="List Bullet")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _look(paper: Paper) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Caption"):
        style = paper.styles[name]
        style.font.name = FONT
        style.font.color.rgb = INK
        # Japanese takes the font of the far east, and the theme's own would win over it.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    paper.styles["Normal"].font.size = Pt(10.5)
    paper.styles["Title"].font.size = Pt(18)


def _section(paper: Paper, section: Section, pictures: Mapping[str, bytes]) -> None:
    paper.add_heading(section.title, 1)
    for line in section.lines:
        if line.startswith("・"):
            paper.add_paragraph(line[1:].strip(), style="List Bullet")
        else:
            paper.add_paragraph(line)
    if section.source:
        paper.add_paragraph(section.source).runs[0].font.size = Pt(8)
    for chart in section.charts:
        if chart.title in pictures:
            shape = paper.add_picture(io.BytesIO(pictures[chart.title]), width=Mm(165))
            shape._inline.docPr.set("descr", chart.alt)
    for table in section.tables:
        paper.add_heading(table.title, 2)
        _table(paper, table, size=9)


def _table(paper: Paper, table: Table, size: float) -> None:
    if table.rows:
        made = paper.add_table(rows=1, cols=len(table.head), style="Table Grid")
        weights = table.weights or (1,) * len(table.head)
        lines = [table.head, *table.rows]
        for _ in table.rows:
            made.add_row()
        cells = made._cells  # asked once: each look through the table is slow
        for number, line in enumerate(lines):
            for place, value in enumerate(line):
                cell = cells[number * len(table.head) + place]
                cell.width = int(Mm(174) * weights[place] / sum(weights))
                run = cell.paragraphs[0].add_run(str(value))
                run.font.size, run.bold = Pt(size), number == 0
        _repeat(made.rows[0]._tr)
    for note in table.notes:
        paper.add_paragraph(note).runs[0].font.size = Pt(8)


def _repeat(row: CT_Row) -> None:
    """The head of a table that goes over a page stands on each."""
    properties = row.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
