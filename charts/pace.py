"""How far the year has come: what was counted so far against the target, with the range it may end in."""

from typing import Any

import altair as alt
import pandas as pd

from charts import theme
from charts.theme import Chart, Texts

HEIGHT = 280
# 実績, 見込みの幅, 目標: the words at the ends of the lines.
ACTUAL, RANGE, TARGET = "実績", "見込みの幅", "目標"


def pace(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """Cumulative months from rows [place 1–12, actual, low, high, target], each None where it is not known.

    None where nothing was counted and nothing is aimed at. The method stands in the texts.
    """
    values = rows[["actual", "low", "high", "target"]].apply(pd.to_numeric)
    if values["actual"].dropna().empty and values["target"].dropna().empty:
        return None
    rows = values.assign(place=rows["place"]).sort_values("place")
    letters, top = theme.size(width), theme.top_of(float(values.max().max()))
    room = theme.text_width(RANGE, letters) + 14
    inner = width - room - theme.text_width(f"{top:,.0f}", letters) - 18
    x = alt.X("place:Q", scale=theme.months_scale(), axis=theme.months(width))
    scale, axis = alt.Scale(domain=[0, top], nice=False), theme.counts(width)
    layers: list[alt.Chart] = []
    band = rows.dropna(subset=["low", "high"])
    if not band.empty:
        area = alt.Chart(band).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
        one = area.mark_rule(color=theme.STEPS[3], strokeWidth=10)
        layers.append(area.mark_area(color=theme.STEPS[3], line=False) if len(band) > 1 else one)
        for name in ("low", "high"):
            edge = alt.Chart(band).mark_line(color=theme.STEPS[1], strokeDash=[2, 2], strokeWidth=1)
            layers.append(edge.encode(x=x, y=alt.Y(f"{name}:Q", scale=scale, axis=axis)))
    looks: dict[str, tuple[list[int], str]] = {"target": ([7, 4], theme.INK), "actual": ([1, 0], theme.NEWEST)}
    for name, (dash, colour) in looks.items():
        counted = rows.dropna(subset=[name])
        if counted.empty:
            continue
        base = alt.Chart(counted).encode(x=x, y=alt.Y(f"{name}:Q", scale=scale, axis=axis))
        layers.append(base.mark_line(color=colour, strokeDash=dash, strokeWidth=2.5))
        if name == "actual" or len(counted) == 1:
            layers.append(base.mark_point(filled=True, color=colour, size=46, opacity=1))
    layers += _names(rows, top, letters, x)
    return theme.finished(alt.layer(*layers, width=inner, height=HEIGHT), texts)


def _names(rows: pd.DataFrame, top: float, letters: int, x: alt.X) -> list[alt.Chart]:
    """The words at the last month of each, moved apart where two would touch."""
    middle = (rows["low"] + rows["high"]) / 2
    columns = [
        (ACTUAL, rows["actual"], "#00507D"),
        (RANGE, middle, theme.STEPS[1]),
        (TARGET, rows["target"], theme.INK),
    ]
    ends = [
        (said, int(rows.loc[values.dropna().index[-1], "place"]), float(values.dropna().iloc[-1]), colour)
        for said, values, colour in columns
        if not values.dropna().empty
    ]
    places = theme.dodged([HEIGHT * (1 - value / top) for _, _, value, _ in ends], 6, HEIGHT - 6, letters + 3)
    layers: list[alt.Chart] = []
    for (said, place, _, colour), at in zip(ends, places, strict=True):
        one = alt.Chart(pd.DataFrame([{"place": place, "y": at, "said": said}]))
        base = one.encode(x=x, y=alt.Y("y:Q", scale=None, axis=None), text="said:N")
        # In the middle of the plot the way on is taken by the range: the word stands over the last point.
        beside: dict[str, Any] = {"align": "right", "dx": 2, "dy": -15} if place < 12 else {"align": "left", "dx": 9}
        layers += theme.halo(base, baseline="middle", fontSize=letters, color=colour, **beside)
    return layers
