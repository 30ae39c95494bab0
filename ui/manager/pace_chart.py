"""The drawing of a pace: what was counted month by month, the range the year may end in, the target."""

from base64 import b64encode
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
    rows, texts = pd.DataFrame(_rows(found), columns=COLUMNS), Texts(title, alt=alt)
    charts = {size: drawing.pace(rows, texts, width=width) for size, width in WIDTHS.items()}
    # As a picture by itself: drawings that stand in html are taken out of it before the page shows it.
    images = "".join(
        f'<img class="s-pace-{size}" alt="{escape(alt, quote=True)}" '
        f'src="data:image/svg+xml;base64,{b64encode(picture.picture(chart, "svg")).decode()}">'
        for size, chart in charts.items()
        if chart is not None
    )
    return f'<figure class="s-pace">{images}</figure>' if images else ""


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
