"""Small multiples: a panel for each part, all on one scale from 0, in place of a second axis."""

import altair as alt
import pandas as pd

from charts import theme
from charts.theme import Chart, Texts

HEIGHT, GAP, COLUMNS = 110, 18, 3


def multiples(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """A panel a `panel` from rows [panel, place 1–12, value or None, segment], in the order given; None without a value.

    A panel without any value says so in words.
    """
    if rows["value"].dropna().empty:
        return None
    columns = 1 if theme.is_narrow(width) else COLUMNS
    names = list(dict.fromkeys(rows["panel"]))
    top = theme.top_of(float(rows["value"].max()))
    side = theme.text_width(f"{top:,.0f}", 12) + 12
    end = theme.text_width(f"{rows['value'].max():,.0f}", 12) + 10
    inner = (width - 8 - GAP * (columns - 1)) / columns - side - end
    panels = [_panel(rows[rows["panel"] == name], str(name), top, inner, texts.none) for name in names]
    lines = [alt.hconcat(*panels[at : at + columns], spacing=GAP) for at in range(0, len(panels), columns)]
    return theme.finished(alt.vconcat(*lines, spacing=GAP), texts)


def _panel(rows: pd.DataFrame, name: str, top: float, inner: float, none: str) -> alt.LayerChart | alt.FacetChart:
    """One part: its line, broken where a month is missing, its last value in figures, its name above."""
    counted = rows.dropna(subset=["value"]).sort_values("place")
    gap = (counted["place"].diff() > 1).cumsum().astype(str)
    pieces = counted.assign(piece=gap + "/" + counted["segment"].astype(str))
    title = alt.Title(name, anchor="start", fontSize=14, fontWeight="normal", color=theme.INK, frame="group")
    x = alt.X("place:Q", scale=theme.months_scale(), axis=_months())
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=_counts(top))
    base = alt.Chart(pieces).encode(x=x, y=y)
    layers = [
        base.mark_line(color=theme.NEWEST, strokeWidth=2).encode(detail="piece:N"),
        base.mark_point(filled=True, color=theme.NEWEST, size=24, opacity=1),
    ]
    if counted.empty:
        word = alt.Chart(pd.DataFrame([{"place": 6.5, "value": top / 4, "said": none}])).encode(x=x, y=y, text="said:N")
        layers = [word.mark_text(fontSize=13, color=theme.INK)]
    else:
        last = alt.Chart(pieces.tail(1)).encode(x=x, y=y, text=alt.Text("value:Q", format=",~f"))
        layers += theme.halo(last, align="left", dx=6, fontSize=12, color=theme.INK)
    return alt.layer(*layers, width=inner, height=HEIGHT, title=title)


def _months() -> alt.Axis:
    """April, October and March are enough for a small panel."""
    return alt.Axis(
        title=None, values=[1, 7, 12], grid=False, labelFontSize=12, labelExpr="(datum.value + 2) % 12 + 1 + '月'"
    )


def _counts(top: float) -> alt.Axis:
    return alt.Axis(title=None, values=[0, top / 2, top], labelFontSize=12, domain=False, ticks=False, format=",~f")
