"""The report as slides: one thing a slide, as large as it fits, long texts and tables over several."""

import io
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Mm

from reports.board import INSIDE, TOP, Board, Text, wide
from reports.model import Chart, Part, Report, Row, Section, Table, is_head, item

# What a slide holds beside its title, in millimetres, and how many points a millimetre is.
ROOM, POINT = 138, 72 / 25.4
SIZES = (22, 20, 18, 16, 14)
OF_TABLES = (16, 14, 12, 11, 10)
DENSE = 9
# The height of a row by the size of its letters.
LEAST = 2.4
# Charts lower than a third of their width stand two on a slide.
LOW = 0.34


def make(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The .pptx."""
    deck: Deck = Presentation()
    deck.core_properties.title, deck.core_properties.author = report.title, ""
    board = Board(deck, report)
    effects = next((one for one in report.sections if one.heading == "effects"), None)
    board.first(report.title, report.made, effects.generated[0] if effects and not effects.by else "")
    for section in report.sections:
        _section(board, section, pictures)
    for table in (report.provenance, report.mismatches):
        _table(board, table.title, table, (DENSE,) if table is not report.mismatches else OF_TABLES)
    _text(board, "数え方", [Text(f"・{note}") for note in report.notes], (12,))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _section(board: Board, section: Section, pictures: Mapping[str, bytes]) -> None:
    lines = [Text(line, bold=is_head(line), hang=item(line) is not None) for line in section.lines]
    _text(board, section.title, lines, SIZES, section.source)
    for some in _together(section.parts, pictures):
        if isinstance(some, Table):
            _table(board, some.called, some, OF_TABLES)
        else:
            title = some[0].title if len(some) == 1 else section.title
            _charts(board, title, some, pictures)


def _together(parts: Sequence[Part], pictures: Mapping[str, bytes]) -> Iterator[Table | list[Chart]]:
    """Tables alone, charts alone, low charts two by two."""
    low: list[Chart] = []
    for part in parts:
        if isinstance(part, Chart) and part.title in pictures and _ratio(pictures[part.title]) < LOW:
            low.append(part)
            if len(low) < 2:
                continue
        if low:
            yield low
            low = []
        if isinstance(part, Table):
            yield part
        elif part.title in pictures and _ratio(pictures[part.title]) >= LOW:
            yield [part]
    if low:
        yield low


def _ratio(data: bytes) -> float:
    """Height by width of a PNG, which stand in its first bytes."""
    return int.from_bytes(data[20:24]) / int.from_bytes(data[16:20])


def _charts(board: Board, title: str, charts: Sequence[Chart], pictures: Mapping[str, bytes]) -> None:
    slide = board.slide(title)
    high = Mm(ROOM / len(charts))
    for number, chart in enumerate(charts):
        top = Emu(TOP + number * high)
        board.picture(slide, pictures[chart.title], chart.alt, top, Emu(high - Mm(16)))
        board.write(slide, [Text(chart.caption)], 11, Emu(top + high - Mm(14)), Mm(12), soft=True)


def _text(board: Board, title: str, lines: Sequence[Text], sizes: Sequence[float], source: str = "") -> None:
    """The lines as large as they fit on one slide; where even the smallest does not, over several."""
    size = next((one for one in sizes if _tall(lines, one) <= ROOM - 12), sizes[-1])
    pages = list(_pages(lines, size))
    for number, page in enumerate(pages):
        slide = board.slide(title + (f"（{number + 1}/{len(pages)}）" if len(pages) > 1 else ""))
        board.write(slide, page, size, TOP, Mm(ROOM - 12))
        if source:
            board.write(slide, [Text(source)], 11, Emu(TOP + Mm(ROOM - 8)), Mm(8), soft=True)


def _pages(lines: Sequence[Text], size: float) -> Iterator[list[Text]]:
    kept: list[Text] = []
    for line in lines:
        if kept and _tall([*kept, line], size) > ROOM - 12:
            yield kept
            kept = []
        kept.append(line)
    yield kept


def _tall(lines: Sequence[Text], size: float) -> float:
    """Millimetres of the lines, with the air between them."""
    letters = INSIDE / Mm(1) * POINT / size
    return float(sum(ceil(wide(line.text) / letters) * 1.35 + 0.5 for line in lines) * size / POINT)


def _table(board: Board, title: str, table: Table, sizes: Sequence[float]) -> None:
    """The table as large as it fits on one slide; where even the smallest does not, over several."""
    room = ROOM - (6 * len(table.notes) + 2 if table.notes else 0)
    size = next((one for one in sizes if sum(_heights(table, one)) <= room), sizes[-1])
    pages = list(_pieces(table, size, room)) or [()]
    for number, rows in enumerate(pages):
        slide = board.slide(title + (f"（{number + 1}/{len(pages)}）" if len(pages) > 1 else ""))
        if rows:
            board.grid(slide, table, rows, size, Mm(LEAST * size / POINT))
        if number == len(pages) - 1 and table.notes:
            below = sum(_heights(table, size, rows)) + 3 if rows else 0
            board.write(
                slide,
                [Text(note) for note in table.notes],
                11 if rows else 18,
                Emu(TOP + Mm(below)),
                Mm(12),
                soft=bool(rows),
            )


def _heights(table: Table, size: float, rows: Sequence[Row] | None = None) -> list[float]:
    """Millimetres of the head and of each row, by the lines that its longest cell comes to."""
    widths = [(width - 4) * POINT / size for width in table.widths(INSIDE / Mm(1))]
    return [
        (max(_lines(str(value), width) for value, width in zip(row, widths, strict=True)) * 1.4 + LEAST - 1.4)
        * size
        / POINT
        for row in (table.head, *(table.rows if rows is None else rows))
    ]


def _lines(text: str, letters: float) -> int:
    return sum(max(1, ceil(wide(one) / letters)) for one in text.split("\n"))


def _pieces(table: Table, size: float, room: float) -> Iterator[tuple[Row, ...]]:
    """The rows in pieces that fit on a slide beside the head."""
    head, *heights = _heights(table, size)
    kept: list[Row] = []
    used = head
    for row, height in zip(table.rows, heights, strict=True):
        if kept and used + height > room:
            yield tuple(kept)
            kept, used = [], head
        kept.append(row)
        used += height
    if kept:
        yield tuple(kept)
