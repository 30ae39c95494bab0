"""The report as a PDF on A4, its typeface embedded, so that Japanese can be read and searched everywhere."""

import html
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from reports.model import Report, Section, Table

FONT = "IPAexGothic"
FILE = Path(__file__).resolve().parents[1] / "charts" / "fonts" / "ipaexg.ttf"
INK, LINE, TINT = HexColor("#1F2933"), HexColor("#767676"), HexColor("#F1EFE9")
# A number with its sign and unit, or one letter, and what closes after it.
_PIECES = re.compile(
    r"(?:[（「]*[+−±]?\d[\d,.]*(?:件|人|%|ポイント|か?月|年度?|日|回目?)?|[（「]*[A-Za-z]+|[（「]*.)[、。）」】・]*"
)
SLACK, PADDING = 1, 3
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
# A frame keeps six points free at both sides.
INNER = WIDTH - 12


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .pdf."""
    _font()
    out = io.BytesIO()
    paper = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=20 * mm, bottomMargin=18 * mm,
        title=report.title, author="", lang="ja",
    )  # fmt: skip
    parts: list[Flowable] = [_text(report.title, 16, after=4), _text(report.made, 9, after=8)]
    for section in report.sections:
        parts += _section(section, pictures)
    for table in (report.provenance, report.mismatches):
        parts += [_text(table.title, 13, before=12, after=4, keep=True), *_table(table, 6.5)]
    parts.append(_text("数え方", 13, before=12, after=4, keep=True))
    parts += [_text(f"・{note}", 8, after=2) for note in report.notes]

    def around(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillColor(INK)
        canvas.drawString(MARGIN, 10 * mm, report.title)
        canvas.drawRightString(A4[0] - MARGIN, 10 * mm, f"{document.page}")
        if report.made_up:
            canvas.drawString(MARGIN, A4[1] - 12 * mm, report.made_up)

    paper.build(parts, onFirstPage=around, onLaterPages=around)
    return out.getvalue()


@lru_cache(maxsize=1)
def _font() -> None:
    pdfmetrics.registerFont(TTFont(FONT, str(FILE)))


@lru_cache(maxsize=32)
def _style(size: float, before: float, after: float, keep: bool) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}-{before}-{after}-{keep}", fontName=FONT, fontSize=size, leading=size * 1.6, textColor=INK,
        spaceBefore=before, spaceAfter=after, keepWithNext=keep, wordWrap="CJK",
    )  # fmt: skip


def _text(
    text: str, size: float, *, before: float = 0, after: float = 0, keep: bool = False, width: float = INNER
) -> Paragraph:
    lines = "<br/>".join(map(html.escape, broken(text, size, width - SLACK)))
    return Paragraph(lines, _style(size, before, after, keep))


def broken(text: str, size: float, width: float) -> list[str]:
    """The text in lines of that width: a number is never cut in two, and no line begins with a mark that closes."""
    lines, line, room = [], "", width
    for piece in _PIECES.findall(text):
        wide = pdfmetrics.stringWidth(piece, FONT, size)
        if line and wide > room:
            lines.append(line)
            line, room = "", width
        line, room = line + piece, room - wide
    return [*lines, line]


def _section(section: Section, pictures: Mapping[str, bytes]) -> list[Flowable]:
    parts: list[Flowable] = [_text(section.title, 13, before=12, after=4, keep=True)]
    parts += [_text(line, 10, after=3) for line in section.lines]
    if section.source:
        parts.append(_text(section.source, 7.5, after=4))
    for chart in section.charts:
        if chart.title in pictures:
            parts += [_picture(pictures[chart.title]), Spacer(1, 6)]
    for table in section.tables:
        head, body = _text(table.title, 11, before=6, after=3, keep=True), _table(table, 8)
        parts += [KeepTogether([head, *body])] if len(table.rows) < 20 else [head, *body]
    return parts


def _picture(data: bytes) -> Image:
    width, height = ImageReader(io.BytesIO(data)).getSize()
    return Image(io.BytesIO(data), width=INNER, height=INNER * height / width)


def _table(table: Table, size: float) -> list[Flowable]:
    parts: list[Flowable] = []
    if table.rows:
        weights = table.weights or (1,) * len(table.head)
        widths = [INNER * weight / sum(weights) for weight in weights]
        rows = [
            [_text(str(value), size, width=width - 2 * PADDING) for value, width in zip(row, widths, strict=True)]
            for row in (table.head, *table.rows)
        ]
        look = [
            ("GRID", (0, 0), (-1, -1), 0.4, LINE), ("BACKGROUND", (0, 0), (-1, 0), TINT),
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2), ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ]  # fmt: skip
        parts.append(Grid(rows, colWidths=widths, repeatRows=1, style=look))
    parts += [_text(note, 7.5, before=2, after=2) for note in table.notes]
    return parts
