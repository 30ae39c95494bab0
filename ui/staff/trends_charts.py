"""The drawings of the trends page: fiscal years over one another, bars and the map of a breakdown; for a desk and a telephone."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from charts import bars, overlay, tiles
from charts.theme import Texts
from data.queries import filters, trends
from data.queries.annotations import Note
from data.queries.breakdown import Breakdown
from data.queries.filters import Filters
from data.queries.series import Series
from ui.figures import Draw
from ui.staff import trends_words
from ui.staff.words import say

PLACES = "municipality"


def words(chosen: Filters, found: Series, today: date, alt: str = "") -> Texts:
    """The words of the overlay: its title with the filters, where it is from, the day."""
    sources = dict.fromkeys(cell.source.title for cell in found.cells if cell.source and cell.source.title)
    under = filters.describe(chosen) if chosen != Filters() else ""
    source = say("trends.source", source="、".join(sources)) if sources else ""
    return Texts(say("trends.chart"), under, alt, source, say("trends.as_of", day=f"{today}"))


def months(found: Series, years: Sequence[int], notes: Sequence[Note], texts: Texts) -> Draw:
    """The overlay of these fiscal years, which draws nothing where nothing was counted in them."""
    lines = trends.segments(found)
    rows = pd.DataFrame(
        [
            {
                "month": cell.month, "fiscal_year": year, "place": place, "value": cell.value, "status": cell.status,
                "note": cell.note, "segment": lines[cell.month],
            }
            for year in years
            for place, cell in enumerate(found.of_year(year), start=1)
        ]
    )  # fmt: skip
    marks = pd.DataFrame([{"place": note.place, "text": note.text} for note in notes], columns=["place", "text"])
    return lambda width: overlay.overlay(rows, texts, marks=marks, width=width)


def parts(found: Breakdown, title: str) -> Draw:
    """The map of the municipalities, or the bars of another breakdown; it draws nothing without a line."""
    rows = pd.DataFrame(
        [
            {
                "code": line.value,
                "name": line.label,
                "label": line.label,
                "value": line.now.value,
                "said": trends_words.seen(line.now) + ("件" if line.now.value is not None else ""),
            }
            for line in found.lines
        ],
        columns=["code", "name", "label", "value", "said"],
    )
    said = f"{title}。" + "、".join(f"{row.label} {row.said}" for row in rows.itertuples())
    texts = Texts(title, alt=said)
    if found.item == PLACES:
        here = rows.assign(said=[trends_words.seen(line.now) for line in found.lines])
        return lambda width: tiles.tiles(here, texts, width=width)
    return lambda width: bars.bars(rows, texts, width=width)


def years_drawn(known: Sequence[int], year: int) -> list[int]:
    """The year that is looked at and the two before, as far as anything is known of them."""
    return [one for one in known if one <= year][-3:]
