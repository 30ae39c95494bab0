"""Counts by a breakdown, one bar a line, with its words at the end; what is not a number has its words and no bar."""

import pandas as pd

from charts import spec, theme
from charts.spec import Row, Spec, layer, number, value, word
from charts.theme import Chart, Texts

LINE_WIDE, LINE_NARROW = 30, 44


def bars(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """Bars from rows [label, value or None, said, href (optional)] in the order given, from 0; None without a row.

    A value of None is a state: `said` says which (10未満, データなし).
    """
    if rows.empty:
        return None
    narrow, letters = theme.is_narrow(width), theme.size(width)
    line = LINE_NARROW if narrow else LINE_WIDE
    lines = [_placed(row, at, line, narrow, texts.none) for at, row in enumerate(spec.rows_of(rows))]
    end = max(theme.text_width(one["said"], letters) for one in lines) + 12
    start = 0.0 if narrow else min(max(theme.text_width(one["label"], letters) for one in lines) + 12, width * 0.42)
    scale = theme.from_zero(float(max((one["value"] or 0 for one in lines), default=0)) or 1.0)
    counted = [one for one in lines if one["value"] is not None]
    across = {"x": number("value", scale), "x2": {"datum": 0}, "y": number("top"), "y2": spec.end("bottom")}
    layers = spec.pressed("rect", counted, across, color=theme.NEWEST)
    if not narrow:
        base = {"x": value(0), "y": number("y"), "y2": spec.end("y2")}
        layers.append(layer("rule", [{"y": 0, "y2": len(lines) * line}], base, color=theme.LINE))
    layers += _words(lines, scale, letters, start, narrow)
    chart = theme.layered(layers, width - start - end - 8, len(lines) * line)
    return theme.finished(chart, texts)


def _placed(row: Row, at: int, line: int, narrow: bool, none: str) -> Row:
    middle = at * line + (line * 0.68 if narrow else line / 2)
    half = 8 if narrow else 10
    said = none if row["said"] is None else str(row["said"])
    place = {"middle": middle, "top": middle - half, "bottom": middle + half, "at": row["value"] or 0}
    return row | place | {"said": said, "label": str(row["label"])}


def _words(lines: list[Row], scale: Spec, letters: int, start: float, narrow: bool) -> list[Spec]:
    """The figures at the ends of the bars, and the names: beside, on a telephone above."""
    ends = {"x": number("at", scale), "y": number("middle"), "text": word("said")}
    names = {"x": value(0), "y": number("middle"), "text": word("label")}
    place = {"align": "left", "dy": -19} if narrow else {"align": "right", "dx": -8, "limit": start - 8}
    looks = {"baseline": "middle", "fontSize": letters, "color": theme.INK}
    return [
        *spec.pressed("text", lines, ends, align="left", dx=6, **looks),
        *spec.pressed("text", lines, names, **place, **looks),
    ]
