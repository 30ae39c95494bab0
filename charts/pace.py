"""How far the year has come: what was counted so far against the target, with the range it may end in."""

from typing import Any

import pandas as pd

from charts import spec, theme
from charts.spec import Row, Spec, end, layer, number, word
from charts.theme import Chart, Texts

HEIGHT = 280
# 実績, 見込みの幅, 目標: the words at the ends of the lines.
ACTUAL, RANGE, TARGET = "実績", "見込みの幅", "目標"


def pace(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """Cumulative months from rows [place 1–12, actual, low, high, target], each None where it is not known.

    None where nothing was counted and nothing is aimed at. The method stands in the texts.
    """
    given = sorted(spec.rows_of(rows), key=lambda row: int(row["place"]))
    if all(row["actual"] is None and row["target"] is None for row in given):
        return None
    known = [row[name] for row in given for name in ("actual", "low", "high", "target") if row[name] is not None]
    letters, top = theme.size(width), theme.top_of(float(max(known)))
    room = theme.text_width(RANGE, letters) + 14
    inner = width - room - theme.text_width(f"{top:,.0f}", letters) - 18
    x = number("place", theme.months_scale(), theme.months(width))
    scale, axis = theme.from_zero(top), theme.counts(width)
    layers = _range(given, x, scale, axis)
    looks: dict[str, tuple[list[int], str]] = {"target": ([7, 4], theme.INK), "actual": ([1, 0], theme.NEWEST)}
    for name, (dash, colour) in looks.items():
        counted, place = _with(given, name), {"x": x, "y": number(name, scale, axis)}
        if counted:
            layers.append(layer("line", counted, place, color=colour, strokeDash=dash, strokeWidth=2.5))
        if counted and (name == "actual" or len(counted) == 1):
            layers.append(layer("point", counted, place, filled=True, color=colour, size=46, opacity=1))
    layers += _names(given, top, letters, x)
    return theme.finished(theme.layered(layers, inner, HEIGHT), texts)


def _with(rows: list[Row], *names: str) -> list[Row]:
    return [row for row in rows if all(row[name] is not None for name in names)]


def _range(rows: list[Row], x: Spec, scale: Spec, axis: Spec) -> list[Spec]:
    """The area between the lowest and the highest, a thick line where it is one month alone."""
    band = _with(rows, "low", "high")
    if not band:
        return []
    between = {"x": x, "y": number("low", scale, axis), "y2": end("high")}
    one = layer("rule", band, between, color=theme.STEPS[3], strokeWidth=10)
    layers = [layer("area", band, between, color=theme.STEPS[3], line=False) if len(band) > 1 else one]
    edge = {"color": theme.STEPS[1], "strokeDash": [2, 2], "strokeWidth": 1}
    return layers + [layer("line", band, {"x": x, "y": number(name, scale, axis)}, **edge) for name in ("low", "high")]


def _names(rows: list[Row], top: float, letters: int, x: Spec) -> list[Spec]:
    """The words at the last month of each, moved apart where two would touch."""
    middles = [row | {"middle": (row["low"] + row["high"]) / 2} for row in _with(rows, "low", "high")]
    columns = [
        (ACTUAL, _with(rows, "actual"), "actual", "#00507D"),
        (RANGE, middles, "middle", theme.STEPS[1]),
        (TARGET, _with(rows, "target"), "target", theme.INK),
    ]
    ends = [
        (said, int(some[-1]["place"]), float(some[-1][name]), colour) for said, some, name, colour in columns if some
    ]
    places = theme.dodged([HEIGHT * (1 - value / top) for _, _, value, _ in ends], 6, HEIGHT - 6, letters + 3)
    encoding = {"x": x, "y": number("y"), "text": word("said")}
    layers: list[Spec] = []
    for (said, place, _, colour), at in zip(ends, places, strict=True):
        # In the middle of the plot the way on is taken by the range: the word stands over the last point.
        beside: dict[str, Any] = {"align": "right", "dx": 2, "dy": -15} if place < 12 else {"align": "left", "dx": 9}
        looks = {"baseline": "middle", "fontSize": letters, "color": colour} | beside
        layers += theme.halo([{"place": place, "y": at, "said": said}], encoding, **looks)
    return layers
