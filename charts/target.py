"""One indicator against its target: a bar, a tick where the target stands, and the words that say it all."""

import altair as alt
import pandas as pd

from charts import theme
from charts.theme import Chart, Texts

HEIGHT, BAR = 34, 18


def target(
    value: float | None, target: float | None, said: str, texts: Texts, *, width: int = theme.WIDE
) -> Chart | None:
    """A bar of the value from 0 with a tick at the target, over 100 % as long as it is; None without value and target.

    `said` is the whole of it in words: 4,081件 / 目標 2,798件（145.9%）. One unit a chart: counts and percents never meet.
    """
    if value is None and target is None:
        return None
    narrow, letters = theme.is_narrow(width), theme.size(width) + 1
    room = 0.0 if narrow else theme.text_width(said, letters) + 18
    top = max(value or 0, target or 0) or 1
    at = alt.Scale(domain=[0, top], nice=False)
    low, high = (HEIGHT - BAR) / 2, (HEIGHT + BAR) / 2
    x = alt.X("x:Q", scale=at, axis=None)
    layers = [
        alt.Chart(pd.DataFrame([{"x": top}]))
        .mark_rect(fill=theme.PAPER, stroke=theme.LINE, strokeWidth=1)
        .encode(x=x, x2=alt.datum(0), y=alt.value(low), y2=alt.value(high))
    ]
    if value is not None:
        layers.append(
            alt.Chart(pd.DataFrame([{"x": value}]))
            .mark_rect(color=theme.NEWEST)
            .encode(x=x, x2=alt.datum(0), y=alt.value(low), y2=alt.value(high))
        )
    if target is not None:
        one = alt.Chart(pd.DataFrame([{"x": target}])).encode(x=x, y=alt.value(0), y2=alt.value(HEIGHT))
        layers += [one.mark_rule(color=theme.PAPER, strokeWidth=7), one.mark_rule(color=theme.INK, strokeWidth=3)]
    words = alt.Chart(pd.DataFrame([{"said": said}])).encode(text="said:N")
    inner = width - room - 10
    if narrow:
        word = words.mark_text(align="left", baseline="top", fontSize=letters, color=theme.INK, lineBreak="\n")
        layers.append(word.encode(x=alt.value(0), y=alt.value(HEIGHT + 6)))
    else:
        word = words.mark_text(align="left", baseline="middle", fontSize=letters, color=theme.INK, dx=10)
        layers.append(word.encode(x=alt.value(inner), y=alt.value(HEIGHT / 2)))
    return theme.finished(alt.layer(*layers, width=inner, height=HEIGHT), texts)
