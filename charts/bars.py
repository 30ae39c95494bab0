"""Counts by a breakdown, one bar a line, with its words at the end; what is not a number has its words and no bar."""

import altair as alt
import pandas as pd

from charts import theme
from charts.theme import Chart, Texts

LINE_WIDE, LINE_NARROW = 30, 44


def bars(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """Bars from rows [label, value or None, said] in the order given, from 0; None without a row.

    A value of None is a state: `said` says which (10未満, データなし).
    """
    if rows.empty:
        return None
    narrow, letters = theme.is_narrow(width), theme.size(width)
    lines = rows.reset_index(drop=True)
    lines["said"] = lines["said"].fillna(texts.none).astype(str)
    lines["label"] = lines["label"].astype(str)
    line = LINE_NARROW if narrow else LINE_WIDE
    lines["middle"] = lines.index * line + (line * 0.68 if narrow else line / 2)
    lines["half"] = 8 if narrow else 10
    lines["top"], lines["bottom"] = lines["middle"] - lines["half"], lines["middle"] + lines["half"]
    end = max(theme.text_width(said, letters) for said in lines["said"]) + 12
    start = 0.0 if narrow else min(max(theme.text_width(one, letters) for one in lines["label"]) + 12, width * 0.42)
    highest = lines["value"].dropna().max() if lines["value"].notna().any() else 1
    scale = alt.Scale(domain=[0, float(highest) or 1.0], nice=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    down = alt.Y("middle:Q", scale=None, axis=None)
    counted = lines.dropna(subset=["value"])
    bar = (
        alt.Chart(counted)
        .mark_rect(color=theme.NEWEST)
        .encode(x=x, x2=alt.datum(0), y=alt.Y("top:Q", scale=None, axis=None), y2="bottom:Q")
    )
    words = (
        alt.Chart(lines.assign(at=lines["value"].fillna(0)))
        .mark_text(align="left", baseline="middle", dx=6, fontSize=letters, color=theme.INK)
        .encode(x=alt.X("at:Q", scale=scale, axis=None), y=down, text="said:N")
    )
    names = alt.Chart(lines).encode(x=alt.value(0), y=down, text="label:N")
    name = (
        names.mark_text(align="left", baseline="middle", dy=-19, fontSize=letters, color=theme.INK)
        if narrow
        else names.mark_text(
            align="right", baseline="middle", dx=-8, fontSize=letters, color=theme.INK, limit=start - 8
        )
    )
    base = pd.DataFrame([{"y": 0, "y2": len(lines) * line}])
    axis = (
        alt.Chart(base)
        .mark_rule(color=theme.LINE)
        .encode(x=alt.value(0), y=alt.Y("y:Q", scale=None, axis=None), y2="y2:Q")
    )
    layers = [bar, words, name] if narrow else [bar, axis, words, name]
    chart = alt.layer(*layers, width=width - start - end - 8, height=len(lines) * line)
    return theme.finished(chart, texts)
