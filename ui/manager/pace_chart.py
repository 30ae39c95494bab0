"""The drawing of a pace: what was counted month by month, the range the year may end in, the target."""

import pandas as pd

from charts import pace as drawing
from charts.theme import Texts
from data.queries.pace import Pace
from ui.figures import Draw

COLUMNS = ["place", "actual", "low", "high", "target"]


def draw(found: Pace, texts: Texts) -> Draw:
    """The drawing, which draws nothing where there is no range to show."""
    months = pd.DataFrame(rows(found), columns=COLUMNS)
    return lambda width: drawing.pace(months, texts, width=width)


def rows(found: Pace) -> list[tuple[int, int | None, int | None, int | None, int | None]]:
    """A row a month of the year; the range opens at the last whole month and is widest in March."""
    count, whole = len(found.running), 12
    made: list[tuple[int, int | None, int | None, int | None, int | None]] = []
    for place in range(1, whole + 1):
        actual = found.running[place - 1] if place <= count else None
        low = high = None
        if found.low is not None and found.high is not None and found.so_far is not None and place >= count:
            share = (place - count) / (whole - count)
            low = round(found.so_far + (found.low - found.so_far) * share)
            high = round(found.so_far + (found.high - found.so_far) * share)
        made.append((place, actual, low, high, found.target))
    return made
