"""Small multiples: a panel for each part, all on one scale from 0, in place of a second axis."""

import pandas as pd

from charts import overlay, spec, theme
from charts.spec import Row, Spec, figure, layer, number, word
from charts.theme import Chart, Texts

HEIGHT, GAP, COLUMNS = 110, 18, 3


def multiples(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """A panel a `panel` from rows [panel, place 1–12, value or None, segment], in the order given; None without a value.

    A panel without any value says so in words.
    """
    given = sorted(spec.rows_of(rows), key=lambda row: int(row["place"]))
    highest = max((row["value"] for row in given if row["value"] is not None), default=None)
    if highest is None:
        return None
    columns = 1 if theme.is_narrow(width) else COLUMNS
    top = theme.top_of(float(highest))
    side = theme.text_width(f"{top:,.0f}", 12) + 12
    end = theme.text_width(f"{highest:,.0f}", 12) + 10
    inner = (width - 8 - GAP * (columns - 1)) / columns - side - end
    panels = [
        _panel(
            [row for row in given if row["panel"] == name and row["value"] is not None], name, top, inner, texts.none
        )
        for name in dict.fromkeys(rows["panel"].astype(str))
    ]
    lines = [{"hconcat": panels[at : at + columns], "spacing": GAP} for at in range(0, len(panels), columns)]
    return theme.finished({"vconcat": lines, "spacing": GAP}, texts)


def _panel(counted: list[Row], name: str, top: float, inner: float, none: str) -> Spec:
    """One part: its line, broken where a month is missing, its last value in figures, its name above."""
    x = number("place", theme.months_scale(), _months())
    y = number("value", theme.from_zero(top), _counts(top))
    if counted:
        parts = overlay.pieces(counted)
        layers = [
            layer("line", parts, {"x": x, "y": y, "detail": word("piece")}, color=theme.NEWEST, strokeWidth=2),
            layer("point", parts, {"x": x, "y": y}, filled=True, color=theme.NEWEST, size=24, opacity=1),
        ]
        last = {"x": x, "y": y, "text": figure("value", ",~f")}
        layers += theme.halo(counted[-1:], last, align="left", dx=6, fontSize=12, color=theme.INK)
    else:
        row = {"place": 6.5, "value": top / 4, "said": none}
        layers = [layer("text", [row], {"x": x, "y": y, "text": word("said")}, fontSize=13, color=theme.INK)]
    title = {
        "text": name,
        "anchor": "start",
        "fontSize": 14,
        "fontWeight": "normal",
        "color": theme.INK,
        "frame": "group",
    }
    return theme.layered(layers, inner, HEIGHT) | {"title": title}


def _months() -> Spec:
    """April, October and March are enough for a small panel."""
    return {
        "title": None,
        "values": [1, 7, 12],
        "grid": False,
        "labelFontSize": 12,
        "labelExpr": "(datum.value + 2) % 12 + 1 + '月'",
    }


def _counts(top: float) -> Spec:
    small = {"title": None, "values": [0, top / 2, top], "labelFontSize": 12}
    return small | {"domain": False, "ticks": False, "format": ",~f"}
