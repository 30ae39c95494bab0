"""The drawing of a pace: what was counted month by month, the range the year may end in, the target."""

from html import escape

import pandas as pd

from charts import pace as drawing
from charts import picture, theme
from charts.theme import Texts
from data.queries.pace import Pace

WIDTHS = {"wide": theme.WIDE, "narrow": theme.NARROW}
COLUMNS = ["place", "actual", "low", "high", "target"]


def drawn(found: Pace, title: str, alt: str) -> str:
    """Both widths as one figure; the style sheet shows the one that fits; '' where there is nothing to draw."""
    rows = pd.DataFrame(_rows(found), columns=COLUMNS)
    texts = Texts(title, alt=alt)
    charts = {size: drawing.pace(rows, texts, width=width) for size, width in WIDTHS.items()}
    inner = "".join(
        f'<div class="s-chart-{size}" aria-hidden="true">{picture.svg(chart, f"pace-{found.indicator}-{size}-")}</div>'
        for size, chart in charts.items()
        if chart is not None
    )
    return (
        f'<figure class="s-chart" role="img" aria-label="{escape(alt, quote=True)}">{inner}</figure>' if inner else ""
    )


def _rows(found: Pace) -> list[list[int | None]]:
    """A row a month of the year; the range opens at the last whole month and is widest in March."""
    count, whole = len(found.running), 12
    rows: list[list[int | None]] = []
    for place in range(1, whole + 1):
        actual = found.running[place - 1] if place <= count else None
        low = high = None
        if found.low is not None and found.high is not None and found.so_far is not None and place >= count:
            share = (place - count) / (whole - count)
            low = round(found.so_far + (found.low - found.so_far) * share)
            high = round(found.so_far + (found.high - found.so_far) * share)
        rows.append([place, actual, low, high, found.target])
    return rows
