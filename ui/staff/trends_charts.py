"""The drawings of the trends page: fiscal years over one another, bars of a breakdown; each for a desk and for a telephone."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from charts import bars, overlay, picture, theme
from charts.theme import Texts
from data.queries import trends
from data.queries.annotations import Note
from data.queries.breakdown import Breakdown
from data.queries.series import Series
from ui.staff import trends_words as words
from ui.staff.words import say

WIDTHS = {"wide": theme.WIDE, "narrow": theme.NARROW}


def months(found: Series, years: Sequence[int], notes: Sequence[Note], lead: str, today: date) -> str:
    """The overlay of these fiscal years; '' where nothing was counted in them."""
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
    texts = Texts(say("trends.chart"), alt=say("trends.chart_alt", lead=lead.rstrip("。")), as_of=f"{today}")
    marks = pd.DataFrame([{"place": note.place, "text": note.text} for note in notes], columns=["place", "text"])
    return _both("months", lambda width: overlay.overlay(rows, texts, marks=marks, width=width), texts.alt)


def parts(found: Breakdown, title: str) -> str:
    """The bars of a breakdown, the figure and its share at the end of each; '' without a line."""
    rows = pd.DataFrame(
        [
            {
                "label": line.label,
                "value": line.now.value,
                "said": f"{words.seen(line.now)}件" if line.now.value is not None else words.seen(line.now),
            }
            for line in found.lines
        ],
        columns=["label", "value", "said"],
    )
    said = "、".join(f"{row.label} {row.said}" for row in rows.itertuples())
    return _both("parts", lambda width: bars.bars(rows, Texts(title, alt=said), width=width), f"{title}。{said}")


def years_drawn(known: Sequence[int], year: int) -> list[int]:
    """The year that is looked at and the two before, as far as anything is known of them."""
    return [one for one in known if one <= year][-3:]


def _both(name: str, draw: Callable[[int], Any], alt: str) -> str:
    """Both widths in one figure; the style sheet shows the one that fits."""
    drawn = {size: draw(width) for size, width in WIDTHS.items()}
    if any(chart is None for chart in drawn.values()):
        return ""
    inner = "".join(
        f'<div class="s-chart-{size}" aria-hidden="true">{picture.svg(chart, f"{name}-{size}-")}</div>'
        for size, chart in drawn.items()
    )
    return f'<figure class="s-chart" role="img" aria-label="{escape(alt)}">{inner}</figure>'
