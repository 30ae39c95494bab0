"""Fiscal years over one another, April to March: the report's own chart, with what was not counted left open."""

from typing import Any

import altair as alt
import pandas as pd

from charts import marks as annotations
from charts import theme
from charts.theme import Chart, Texts

HEIGHT = 300
SHAPES = ("circle", "triangle-up", "square", "diamond", "cross")
MIDDLE_DASHES = ([7, 4], [10, 3], [4, 3])
X = alt.X("place:Q")


def overlay(
    rows: pd.DataFrame, texts: Texts, *, marks: pd.DataFrame | None = None, width: int = theme.WIDE
) -> Chart | None:
    """A line a fiscal year from rows [fiscal_year, place 1–12, value or None, note, segment]; None without any value.

    `marks` [place, text] are annotations, numbered as charts.marks.numbered lists them.
    """
    counted = rows.dropna(subset=["value"])
    if counted.empty:
        return None
    top = theme.top_of(float(counted["value"].max()))
    years = sorted({int(year) for year in counted["fiscal_year"]})
    room = max(theme.text_width(theme.year_name(year), theme.size(width)) for year in years) + 14
    inner = width - room - theme.text_width(f"{top:,.0f}", theme.size(width)) - 18
    x = alt.X("place:Q", scale=theme.months_scale(), axis=theme.months(width))
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=theme.counts(width))
    layers: list[alt.Chart] = []
    for year in years:
        layers += _line(counted[counted["fiscal_year"] == year], look(year, years), x, y)
    layers += _notes(counted, width, x, y)
    layers += _names(counted, years, top, width, x)
    layers += annotations.drawn(annotations.flags(marks, width, inner / 11.8), width, x)
    return theme.finished(alt.layer(*layers, width=inner, height=HEIGHT), texts)


def look(year: int, years: list[int]) -> dict[str, Any]:
    """Colour, dash, width and shape of a year among those drawn: newest solid, oldest of three dotted, others dashed."""
    age = len(years) - 1 - years.index(year)
    shape = SHAPES[min(age, len(SHAPES) - 1)]
    if age == 0:
        return {"color": theme.NEWEST, "dash": [1, 0], "stroke": 3, "shape": shape}
    if len(years) > 2 and age == len(years) - 1:
        return {"color": theme.OLDEST, "dash": [2, 3], "stroke": 2, "shape": shape}
    return {"color": theme.OLDER, "dash": MIDDLE_DASHES[(age - 1) % 3], "stroke": 2, "shape": shape}


def _line(year: pd.DataFrame, looks: dict[str, Any], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """One year's line, a new one wherever a month is missing or the definition changed, and its points."""
    year = year.sort_values("place")
    gap = (year["place"].diff() > 1).cumsum()
    pieces = year.assign(piece=gap.astype(str) + "/" + year["segment"].astype(str))
    base = alt.Chart(pieces).encode(x=x, y=y)
    line = base.mark_line(color=looks["color"], strokeDash=looks["dash"], strokeWidth=looks["stroke"])
    point = base.mark_point(shape=looks["shape"], filled=True, color=looks["color"], size=52, opacity=1)
    return [line.encode(detail="piece:N"), point]


def _notes(counted: pd.DataFrame, width: int, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """※ at the points that have a note; what it says stands in the table."""
    noted = counted[counted["note"].fillna("") != ""]
    if noted.empty:
        return []
    base = alt.Chart(noted[["place", "value"]]).encode(x=x, y=y, text=alt.value("※"))
    return theme.halo(base, dy=-13, fontSize=theme.size(width), color=theme.INK)


def _names(counted: pd.DataFrame, years: list[int], top: float, width: int, x: alt.X) -> list[alt.Chart]:
    """The name of each year at the end of its line, moved apart where two would touch."""
    ends = [counted[counted["fiscal_year"] == year].sort_values("place").iloc[-1] for year in years]
    wanted = [HEIGHT * (1 - float(end["value"]) / top) for end in ends]
    places = theme.dodged(wanted, 6, HEIGHT - 6)
    layers: list[alt.Chart] = []
    for year, end, at in zip(years, ends, places, strict=True):
        one = pd.DataFrame([{"place": int(end["place"]), "y": at, "name": theme.year_name(year)}])
        base = alt.Chart(one).encode(x=x, y=alt.Y("y:Q", scale=None, axis=None), text="name:N")
        colour = look(year, years)["color"]
        layers += theme.halo(
            base, align="left", baseline="middle", dx=9, fontSize=theme.size(width), color=_dark(colour)
        )
    return layers


def _dark(colour: str) -> str:
    """A colour for letters: the same hue, dark enough to be read on white (7:1)."""
    return {theme.NEWEST: "#00507D", theme.OLDER: "#555555", theme.OLDEST: "#6B4B0F"}[colour]
