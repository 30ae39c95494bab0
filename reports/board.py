"""What a slide is made of: a title with a line of colour, text, a picture, a table, the foot."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.table import _Cell as Cell
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Mm, Pt

from reports.model import Report, Row, Table

WIDTH, HEIGHT = Mm(338.67), Mm(190.5)
LEFT, TOP = Mm(16), Mm(36)
INSIDE = Emu(WIDTH - 2 * LEFT)
FONT = "游ゴシック"
INK, SOFT, ACCENT = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x4A, 0x55, 0x60), RGBColor(0x0B, 0x5A, 0x8F)
TINT, PAPER = RGBColor(0xF1, 0xEF, 0xE9), RGBColor(0xFF, 0xFF, 0xFF)
EDGE = "B9B4A8"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `hang`: its further lines begin under its first word, as in a list."""

    text: str
    bold: bool = False
    hang: bool = False


def wide(text: str) -> float:
    """How wide a text is, in letters of Japanese."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.58 for letter in text)


class Board:
    """Adds slides to a deck; each carries the name of the report, its number and, of made-up data, that it is so."""

    def __init__(self, deck: Deck, report: Report) -> None:
        self.deck, self.report = deck, report
        deck.slide_width, deck.slide_height = WIDTH, HEIGHT

    def first(self, title: str, made: str, message: str) -> None:
        """The title of the report and its first sentence, on a slide of its own."""
        slide = self._bare(title, Mm(52), Mm(24), 30)
        self._bar(slide, Mm(78))
        if message:
            self.write(slide, [Text(message)], 20, Mm(88), Mm(44))
        self.write(slide, [Text(made)], 14, Mm(140), Mm(10), soft=True)

    def slide(self, title: str) -> Slide:
        """A new slide with its title."""
        slide = self._bare(title, Mm(12), Mm(16), 24)
        self._bar(slide, Mm(29))
        return slide

    def _bare(self, title: str, top: int, height: int, size: float) -> Slide:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = LEFT, top, INSIDE, height
        head.text_frame.margin_left = head.text_frame.margin_right = 0
        head.text_frame.vertical_anchor, head.text_frame.word_wrap = MSO_ANCHOR.BOTTOM, True
        _fill(head.text_frame, [Text(title, bold=True)], size, ACCENT)
        if self.report.made_up:
            self.write(slide, [Text(self.report.made_up, bold=True)], 12, Mm(5), Mm(7))
        number = len(self.deck.slides)
        self.write(slide, [Text(f"{self.report.title}　　{number}")], 10, Mm(179), Mm(7), soft=True, right=True)
        return slide

    def _bar(self, slide: Slide, top: int) -> None:
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, LEFT, top, INSIDE, Mm(0.8))
        bar.fill.solid()
        bar.fill.fore_color.rgb = ACCENT
        bar.line.fill.background()
        bar.shadow.inherit = False

    def write(
        self, slide: Slide, lines: Sequence[Text], size: float, top: int, height: int, *, soft: bool = False,
        right: bool = False,
    ) -> None:  # fmt: skip
        """Paragraphs over the width of the slide."""
        frame = slide.shapes.add_textbox(LEFT, top, INSIDE, height).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        _fill(frame, lines, size, SOFT if soft else INK, right=right)

    def picture(self, slide: Slide, data: bytes, alt: str, top: int, height: int) -> None:
        """A picture in the middle, as large as fits, with words for whoever does not see it."""
        shape = slide.shapes.add_picture(io.BytesIO(data), LEFT, top, height=height)
        if shape.width > INSIDE:
            shape.height, shape.width = int(shape.height * INSIDE / shape.width), INSIDE
        shape.left = int((WIDTH - shape.width) / 2)
        shape._element.nvPicPr.cNvPr.set("descr", alt)

    def grid(self, slide: Slide, table: Table, rows: Sequence[Row], size: float, least: int) -> None:
        """Rows of a table under its head."""
        shape = slide.shapes.add_table(len(rows) + 1, len(table.head), LEFT, TOP, INSIDE, Mm(6))
        made = shape.table
        made.horz_banding = False
        for column, width in zip(made.columns, table.widths(INSIDE), strict=True):
            column.width = Emu(int(width))
        right = [table.is_of_numbers(place) for place in range(len(table.head))]
        for number, row in enumerate((table.head, *rows)):
            made.rows[number].height = least
            for cell, value, at_right in zip(made.rows[number].cells, row, right, strict=True):
                _cell(cell, str(value), size, head=not number, right=at_right)


def _cell(cell: Cell, text: str, size: float, *, head: bool, right: bool) -> None:
    cell.margin_top = cell.margin_bottom = Mm(size / 16)
    cell.margin_left = cell.margin_right = Mm(2)
    cell.fill.solid()
    cell.fill.fore_color.rgb = TINT if head else PAPER
    lines = [Text(line, bold=head) for line in text.split("\n")]
    _fill(cell.text_frame, lines, size, INK, right=right, air=0)
    properties = cell._tc.get_or_add_tcPr()
    # Lines come before the fill, or the program calls the file broken.
    for side in ("a:lnB", "a:lnT"):
        line = properties.makeelement(qn(side), {"w": "9525"})
        fill = line.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": EDGE}))
        line.append(fill)
        properties.insert(0, line)


def _fill(
    frame: TextFrame, lines: Sequence[Text], size: float, color: RGBColor, *, right: bool = False, air: float = 0.5
) -> None:
    for number, line in enumerate(lines):
        paragraph: _Paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.space_after = Pt(size * air)
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        if line.hang:
            own = paragraph._p.get_or_add_pPr()
            own.set("marL", str(Pt(size)))
            own.set("indent", str(-Pt(size)))
        # Of an empty cell, or it is as high as the letters of the layout.
        paragraph._p.get_or_add_endParaRPr().set("sz", str(int(size * 100)))
        run = paragraph.add_run()
        run.text = line.text
        run.font.size, run.font.bold, run.font.name = Pt(size), line.bold, FONT
        run.font.color.rgb = color
        # Japanese takes the font of the far east.
        properties = run._r.get_or_add_rPr()
        properties.append(properties.makeelement(qn("a:ea"), {"typeface": FONT}))
