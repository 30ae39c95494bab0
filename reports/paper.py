"""The report as a PDF on A4, its typeface embedded, so that Japanese can be read and searched everywhere."""

import html
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Grid

from reports.model import Chart, Report, Section, Table, is_head, item

FONT = "IPAexGothic"
FILE = Path(__file__).resolve().parents[1] / "charts" / "fonts" / "ipaexg.ttf"
INK, SOFT, ACCENT = HexColor("#1F2933"), HexColor("#4A5560"), HexColor("#0B5A8F")
LINE, TINT = HexColor("#B9B4A8"), HexColor("#F1EFE9")
# A number with its sign and unit, or one letter, and what closes after it.
_PIECES = re.compile(
    r"(?:[（「]*[+−±]?\d[\d,.]*(?:件|人|%|ポイント|か?月|年度?|日|回目?)?|[（「]*[A-Za-z]+|[（「]*.)[、。）」】・]*"
)
SLACK, PADDING = 1, 4
MARGIN = 18 * mm
# A frame keeps six points free at both sides.
INNER, ACROSS = A4[0] - 2 * MARGIN - 12, A4[1] - 2 * MARGIN - 12
# Fewer rows than this stay together on one page.
TOGETHER = 20


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .pdf."""
    _font()
    out = io.BytesIO()
    paper = BaseDocTemplate(out, title=report.title, author="", lang="ja")
    paper.addPageTemplates([_pages("upright", A4, report), _pages("across", landscape(A4), report)])
    parts: list[Flowable] = [_text(report.title, 18, after=6, color=ACCENT), _text(report.made, 9, after=6, color=SOFT)]
    parts.append(HRFlowable(width=INNER, thickness=1.2, color=ACCENT, spaceAfter=6))
    for section in report.sections:
        parts += _section(section, pictures)
    parts += [NextPageTemplate("across"), PageBreak()]
    for table in (report.provenance, report.mismatches):
        parts += [_heading(table.title), *_table(table, 7, ACROSS), Spacer(1, 6)]
    parts.append(_heading("数え方"))
    parts += [_text(f"・{note}", 8, after=2, width=ACROSS, hang=8) for note in report.notes]
    paper.build(parts)
    return out.getvalue()


def _pages(name: str, size: tuple[float, float], report: Report) -> PageTemplate:
    """Pages of that size, with what stands above and below each."""

    def around(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillColor(SOFT)
        canvas.drawString(MARGIN + 6, 10 * mm, report.title)
        canvas.drawRightString(size[0] - MARGIN - 6, 10 * mm, f"{document.page}")
        if report.made_up:
            canvas.drawString(MARGIN + 6, size[1] - 12 * mm, report.made_up)

    frame = Frame(MARGIN, 18 * mm, size[0] - 2 * MARGIN, size[1] - 38 * mm)
    return PageTemplate(name, [frame], onPage=around, pagesize=size)


@lru_cache(maxsize=1)
def _font() -> None:
    pdfmetrics.registerFont(TTFont(FONT, str(FILE)))


@lru_cache(maxsize=64)
def _style(
    size: float, before: float, after: float, keep: bool, color: HexColor, hang: float, right: bool
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}-{before}-{after}-{keep}-{color}-{hang}-{right}", fontName=FONT, fontSize=size, leading=size * 1.6,
        textColor=color, spaceBefore=before, spaceAfter=after, keepWithNext=keep, wordWrap="CJK", leftIndent=hang,
        firstLineIndent=-hang, alignment=2 if right else 0,
    )  # fmt: skip


def _text(
    text: str, size: float, *, before: float = 0, after: float = 0, keep: bool = False, width: float = INNER,
    color: HexColor = INK, hang: float = 0, right: bool = False,
) -> Paragraph:  # fmt: skip
    lines = "<br/>".join(map(html.escape, broken(text, size, width - hang - SLACK)))
    return Paragraph(lines, _style(size, before, after, keep, color, hang, right))


def _heading(text: str) -> Paragraph:
    return _text(text, 14, before=14, after=5, keep=True, color=ACCENT)


def broken(text: str, size: float, width: float) -> list[str]:
    """The text in lines of that width: a number is never cut in two, and no line begins with a mark that closes."""
    lines: list[str] = []
    for own in text.split("\n"):
        line, room = "", width
        for piece in _PIECES.findall(own):
            wide = pdfmetrics.stringWidth(piece, FONT, size)
            if line and wide > room:
                lines.append(line)
                line, room = "", width
            line, room = line + piece, room - wide
        lines.append(line)
    return lines


def _section(section: Section, pictures: Mapping[str, bytes]) -> list[Flowable]:
    parts: list[Flowable] = [_heading(section.title)]
    for number, line in enumerate(section.lines, 1):
        keep = is_head(line) or (number == len(section.lines) and bool(section.source))
        hang = 10 if item(line) is not None else 0
        parts.append(_text(line, 10, before=4 * is_head(line), after=3, keep=keep, hang=hang))
    if section.source:
        parts.append(_text(section.source, 7.5, after=4, color=SOFT))
    for part in section.parts:
        if isinstance(part, Table):
            head = _text(part.called, 10.5, before=8, after=3, keep=True)
            body = [head, *_table(part, 8.5, INNER), Spacer(1, 4)]
            parts += [KeepTogether(body)] if len(part.rows) < TOGETHER else body
        elif part.title in pictures:
            parts.append(KeepTogether(_picture(part, pictures[part.title])))
    return parts


def _picture(chart: Chart, data: bytes) -> list[Flowable]:
    width, height = ImageReader(io.BytesIO(data)).getSize()
    picture = Image(io.BytesIO(data), width=INNER, height=INNER * height / width)
    return [Spacer(1, 8), picture, _text(chart.caption, 8, before=2, after=8, color=SOFT)]


def _table(table: Table, size: float, whole: float) -> list[Flowable]:
    parts: list[Flowable] = []
    if table.rows:
        widths = table.widths(whole)
        right = [table.is_of_numbers(place) for place in range(len(table.head))]
        rows = [
            [
                _text(str(value), size, width=width - 2 * PADDING, right=at_right)
                for value, width, at_right in zip(row, widths, right, strict=True)
            ]
            for row in (table.head, *table.rows)
        ]
        look = [
            ("GRID", (0, 0), (-1, -1), 0.4, LINE), ("BACKGROUND", (0, 0), (-1, 0), TINT),
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3), ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ]  # fmt: skip
        parts.append(Grid(rows, colWidths=widths, repeatRows=1, style=look))
    parts += [_text(note, 7.5, before=2, after=2, width=whole, color=SOFT) for note in table.notes]
    return parts
