"""The drawing of a pace: what was counted month by month, the range the year may end in, the target."""

import pandas as pd

from charts import pace as drawing
from charts.theme import Texts
from data.queries.pace import Pace
from ui.staff import trends_charts

COLUMNS = ["place", "actual", "low", "high", "target"]


def drawn(found: Pace, title: str, alt: str) -> str:
    """Both widths as one figure; the style sheet shows the one that fits; '' where there is nothing to draw."""
    rows, texts = pd.DataFrame(_rows(found), columns=COLUMNS), Texts(title, alt=alt)
    return trends_charts.html_of(f"pace-{found.indicator}", lambda width: drawing.pace(rows, texts, width=width), alt)


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
