"""Squares of a table coloured by their value: pale to dark in one hue, so that it is an order in grey, too."""

from typing import Literal

import altair as alt
import pandas as pd

from charts import theme


def squares(cells: pd.DataFrame, highest: float, letters: int) -> list[alt.Chart]:
    """Layers from cells [x, x2, y, y2 in pixels, value or None, said]: what is no number has an outline and its words."""
    place = {
        "x": alt.X("x:Q", scale=None, axis=None),
        "y": alt.Y("y:Q", scale=None, axis=None),
        "x2": alt.X2("x2:Q"),
        "y2": alt.Y2("y2:Q"),
    }
    layers = []
    counted, other = cells.dropna(subset=["value"]), cells[cells["value"].isna()]
    if not counted.empty:
        shaded = counted.assign(fill=[theme.STEPS[shade(value, highest)] for value in counted["value"]])
        fill = alt.Fill("fill:N", scale=None, legend=None)
        layers.append(alt.Chart(shaded).mark_rect(stroke=theme.PAPER, strokeWidth=1).encode(fill=fill, **place))
    if not other.empty:
        empty = alt.Chart(other).mark_rect(fill=theme.PAPER, stroke=theme.LINE, strokeWidth=1, strokeDash=[2, 2])
        layers.append(empty.encode(**place))
    return layers + words(cells, highest, "said", letters, 0)


def shade(value: float, highest: float) -> int:
    """Which of the five steps, 4 the palest: letters can be read on each, which they could not on a smooth scale."""
    return 4 - min(4, int(5 * value / highest)) if highest > 0 else 4


def words(cells: pd.DataFrame, highest: float, column: str, letters: int, dy: float) -> list[alt.Chart]:
    """A text in the middle of each cell, white where the cell is dark (at least 4.5:1 on every step)."""
    spot = cells.assign(tx=(cells["x"] + cells["x2"]) / 2, ty=(cells["y"] + cells["y2"]) / 2)
    is_dark = pd.Series([shade(value, highest) < 2 for value in spot["value"].fillna(0)], index=spot.index, dtype=bool)
    layers = []
    for colour, some in ((theme.PAPER, spot[is_dark]), (theme.INK, spot[~is_dark])):
        if not some.empty:
            text = alt.Chart(some).encode(
                x=alt.X("tx:Q", scale=None, axis=None), y=alt.Y("ty:Q", scale=None, axis=None), text=f"{column}:N"
            )
            layers.append(text.mark_text(baseline="middle", fontSize=letters, color=colour, dy=dy))
    return layers


def heads(rows: pd.DataFrame, letters: int, align: Literal["center", "right"]) -> alt.Chart:
    """Names beside or above the squares, from rows [x, y in pixels, name]."""
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    drawn: alt.Chart = (
        alt.Chart(rows)
        .encode(x=x, y=y, text="name:N")
        .mark_text(align=align, baseline="middle", fontSize=letters, color=theme.INK)
    )
    return drawn


def fitting(said: str, value: float | None, wide: float, letters: int) -> str:
    """The words of a cell where they fit, else the bare number; what is no number keeps its words."""
    if value is None or pd.isna(value) or theme.text_width(said, letters) <= wide - 6:
        return said
    return f"{value:,.0f}" if theme.text_width(f"{value:,.0f}", letters) <= wide - 6 else ""
