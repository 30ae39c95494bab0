"""Annotations on a chart: numbered, and gathered where one month has many, so that a hundred stay readable."""

from typing import Any

import pandas as pd

from charts import theme
from charts.spec import Spec, layer, number, word

ROW_HEIGHT = 22


def numbered(marks: pd.DataFrame | None) -> list[tuple[int, int, str]]:
    """(number, place, text) of each annotation, by month and then as given: the list that stands under the chart."""
    if marks is None or marks.empty:
        return []
    in_order = marks.sort_values("place", kind="stable")
    pairs = zip(in_order["place"], in_order["text"], strict=True)
    return [(number, int(place), str(text)) for number, (place, text) in enumerate(pairs, 1)]


def flags(marks: pd.DataFrame | None, width: int, slot: float) -> list[dict[str, Any]]:
    """One flag a month: its words, its pixels and the row it stands in, 0 the lowest; flags of one row do not touch."""
    letters = theme.size(width) - 1
    by_place: dict[int, list[int]] = {}
    for one, place, _ in numbered(marks):
        by_place.setdefault(place, []).append(one)
    found: list[dict[str, Any]] = []
    ends: list[float] = []
    for place, numbers in by_place.items():
        said = _said(numbers)
        wide = max(theme.text_width(said, letters) + 8, 18)
        left = place * slot - wide / 2
        row = next((at for at, end in enumerate(ends) if end + 2 <= left), len(ends))
        ends[row : row + 1] = [left + wide]
        found.append({"place": place, "said": said, "wide": wide, "row": row, "count": len(numbers)})
    return found


def drawn(found: list[dict[str, Any]], width: int, x: Spec) -> list[Spec]:
    """The flags over the plot with a line down to their month."""
    if not found:
        return []
    rows = [flag | {"y": -14 - flag["row"] * ROW_HEIGHT} for flag in found]
    place = {"x": x, "y": number("y")}
    looks = {"size": 100, "filled": True, "fill": theme.PAPER, "stroke": theme.INK, "strokeWidth": 1, "opacity": 1}
    boxes = [
        layer("point", [row for row in rows if row["wide"] == wide], place, shape=_box(wide), **looks)
        for wide in sorted({row["wide"] for row in rows})
    ]
    text = {"color": theme.INK, "fontSize": theme.size(width) - 1, "baseline": "middle"}
    return [
        layer("rule", rows, {"x": x}, color=theme.LINE, strokeDash=[1, 3]),
        *boxes,
        layer("text", rows, place | {"text": word("said")}, **text),
    ]


def _said(numbers: list[int]) -> str:
    """注1, 注2–4; where that would be long, how many there are."""
    if len(numbers) == 1:
        return str(numbers[0])
    said = f"{numbers[0]}–{numbers[-1]}"
    return said if len(said) <= 5 else f"{len(numbers)}件"


def _box(wide: float) -> str:
    """A box as a path; a symbol of size 100 is drawn as 5 pixels for each unit of its path."""
    x, y = wide / 10, 1.8
    return f"M{-x:.2f},{-y}H{x:.2f}V{y}H{-x:.2f}Z"
