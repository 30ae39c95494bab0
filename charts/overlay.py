"""Fiscal years over one another, April to March: the report's own chart, with what was not counted left open."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from charts import marks as annotations
from charts import names, spec, theme
from charts.spec import Row, Spec, layer, number, value, word
from charts.theme import Chart, Texts

HEIGHT = 300
SHAPES = ("circle", "triangle-up", "square", "diamond", "cross")
MIDDLE_DASHES = ([7, 4], [10, 3], [4, 3])


def overlay(
    rows: pd.DataFrame, texts: Texts, *, marks: pd.DataFrame | None = None, width: int = theme.WIDE
) -> Chart | None:
    """A line a fiscal year from rows [fiscal_year, place 1–12, value or None, note, segment, href (optional)].

    None without any value. `marks` [place, text] are annotations, numbered as charts.marks.numbered lists them.
    """
    counted = sorted((row for row in spec.rows_of(rows) if row["value"] is not None), key=lambda row: int(row["place"]))
    if not counted:
        return None
    top = theme.top_of(float(max(row["value"] for row in counted)))
    years = sorted({int(row["fiscal_year"]) for row in counted})
    by_year = {year: [row for row in counted if row["fiscal_year"] == year] for year in years}
    room = max(theme.text_width(theme.year_name(year), theme.size(width)) for year in years) + 14
    inner = width - room - theme.text_width(f"{top:,.0f}", theme.size(width)) - 18
    x = number("place", theme.months_scale(), theme.months(width))
    y = number("value", theme.from_zero(top), theme.counts(width))
    layers: list[Spec] = []
    for year in years:
        layers += _line(by_year[year], look(year, years), x, y)
    noted = [row for row in counted if row["note"]]
    if noted:
        # What ※ says stands in the table.
        mark = {"x": x, "y": y, "text": value("※")}
        layers += theme.halo(noted, mark, dy=-13, fontSize=theme.size(width), color=theme.INK)
    layers += _names(by_year, top, inner, width)
    layers += annotations.drawn(annotations.flags(marks, width, inner / 11.8), width, x)
    return theme.finished(theme.layered(layers, inner, HEIGHT), texts)


def look(year: int, years: list[int]) -> dict[str, Any]:
    """Colour, dash, width and shape of a year among those drawn: newest solid, oldest of three dotted, others dashed."""
    age = len(years) - 1 - years.index(year)
    shape = SHAPES[min(age, len(SHAPES) - 1)]
    if age == 0:
        return {"color": theme.NEWEST, "dash": [1, 0], "stroke": 3, "shape": shape}
    if len(years) > 2 and age == len(years) - 1:
        return {"color": theme.OLDEST, "dash": [2, 3], "stroke": 2, "shape": shape}
    return {"color": theme.OLDER, "dash": MIDDLE_DASHES[(age - 1) % 3], "stroke": 2, "shape": shape}


def pieces(counted: Sequence[Row]) -> list[Row]:
    """The rows of a line in order, each with the `piece` it belongs to: another one wherever a month is missing or the
    definition changed."""
    made: list[Row] = []
    for row in counted:
        gap = bool(made) and (row["place"] - made[-1]["place"] > 1 or row["segment"] != made[-1]["segment"])
        made.append(row | {"piece": (made[-1]["piece"] if made else 0) + gap})
    return made


def _line(year: Sequence[Row], looks: dict[str, Any], x: Spec, y: Spec) -> list[Spec]:
    """One year's line, broken where it must be, and its points."""
    parts = pieces(year)
    line = {"color": looks["color"], "strokeDash": looks["dash"], "strokeWidth": looks["stroke"]}
    point = {"shape": looks["shape"], "filled": True, "color": looks["color"], "size": 52, "opacity": 1}
    return [
        layer("line", parts, {"x": x, "y": y, "detail": word("piece")}, **line),
        *spec.pressed("point", parts, {"x": x, "y": y}, **point),
    ]


def _names(by_year: dict[int, list[Row]], top: float, inner: float, width: int) -> list[Spec]:
    """The name of each year beside the end of its line."""
    years = list(by_year)
    found = names.spots(by_year, {year: theme.year_name(year) for year in years}, inner, (HEIGHT, top), width)
    layers: list[Spec] = []
    for year, spot in found.items():
        row = {"x": spot.x, "y": spot.y, "name": theme.year_name(year)}
        looks = {"align": spot.align, "baseline": "middle", "fontSize": theme.size(width)}
        encoding = {"x": number("x"), "y": number("y"), "text": word("name")}
        layers += theme.halo([row], encoding, color=_dark(look(year, years)["color"]), **looks)
    return layers


def _dark(colour: str) -> str:
    """A colour for letters: the same hue, dark enough to be read on white (7:1)."""
    return {theme.NEWEST: "#00507D", theme.OLDER: "#555555", theme.OLDEST: "#6B4B0F"}[colour]
