"""Squares of a table coloured by their value: pale to dark in one hue, so that it is an order in grey, too."""

from collections.abc import Sequence
from typing import Literal

from charts import spec, theme
from charts.spec import Row, Spec, layer, number, word


def squares(cells: Sequence[Row], highest: float, letters: int) -> list[Spec]:
    """Layers from cells [x, x2, y, y2 in pixels, value or None, said, href (optional)]; what is no number has an outline
    and its words."""
    layers = []
    counted = [one | {"fill": theme.STEPS[shade(one["value"], highest)]} for one in cells if one["value"] is not None]
    other = [one for one in cells if one["value"] is None]
    if counted:
        fill = spec.box() | {"fill": word("fill", scale=None, legend=None)}
        layers += spec.pressed("rect", counted, fill, stroke=theme.PAPER, strokeWidth=1)
    if other:
        looks = {"fill": theme.PAPER, "stroke": theme.LINE, "strokeWidth": 1, "strokeDash": [2, 2]}
        layers.append(layer("rect", other, spec.box(), **looks))
    return layers + words(cells, highest, "said", letters, 0)


def shade(value: float, highest: float) -> int:
    """Which of the five steps, 4 the palest: letters can be read on each, which they could not on a smooth scale."""
    return 4 - min(4, int(5 * value / highest)) if highest > 0 else 4


def words(cells: Sequence[Row], highest: float, column: str, letters: int, dy: float) -> list[Spec]:
    """A text in the middle of each cell, white where the cell is dark (at least 4.5:1 on every step)."""
    spots = [one | {"tx": (one["x"] + one["x2"]) / 2, "ty": (one["y"] + one["y2"]) / 2} for one in cells if one[column]]
    dark = [one for one in spots if shade(one["value"] or 0, highest) < 2]
    pale = [one for one in spots if shade(one["value"] or 0, highest) >= 2]
    encoding = {"x": number("tx"), "y": number("ty"), "text": word(column)}
    return [
        made
        for colour, some in ((theme.PAPER, dark), (theme.INK, pale))
        for made in spec.pressed("text", some, encoding, baseline="middle", fontSize=letters, color=colour, dy=dy)
    ]


def heads(rows: Sequence[Row], letters: int, align: Literal["center", "right"]) -> Spec:
    """Names beside or above the squares, from rows [x, y in pixels, name]."""
    encoding = {"x": number("x"), "y": number("y"), "text": word("name")}
    return layer("text", rows, encoding, align=align, baseline="middle", fontSize=letters, color=theme.INK)


def fitting(said: str, value: float | None, wide: float, letters: int) -> str:
    """The words of a cell where they fit, else the bare number; what is no number keeps its words."""
    if value is None or theme.text_width(said, letters) <= wide - 6:
        return said
    return f"{value:,.0f}" if theme.text_width(f"{value:,.0f}", letters) <= wide - 6 else ""
