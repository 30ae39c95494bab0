"""A key of swatches and words that flows over as many lines as the width needs, above the plot."""

import altair as alt
import pandas as pd

from charts import theme

LINE, SWATCH = 24, 14


def placed(names: list[str], width: float, letters: int) -> tuple[pd.DataFrame, float]:
    """Each name with the pixels of its swatch, left to right and line after line; and the height of it all."""
    rows, x, y = [], 0.0, 0.0
    for name in names:
        wide = SWATCH + 6 + theme.text_width(name, letters) + 16
        if x and x + wide > width:
            x, y = 0.0, y + LINE
        rows.append({"name": name, "x": x, "x2": x + SWATCH, "y": y, "y2": y + SWATCH, "text": x + SWATCH + 6})
        x += wide
    return pd.DataFrame(rows), y + LINE


def drawn(keys: pd.DataFrame, fills: list[str], letters: int) -> list[alt.Chart]:
    """The swatches in their fills (white ones with a broken outline) and their words."""
    y = alt.Y("y:Q", scale=None, axis=None)
    layers = []
    for at, fill in enumerate(fills):
        one = alt.Chart(keys.iloc[[at]]).encode(x=alt.X("x:Q", scale=None, axis=None), x2="x2:Q", y=y, y2="y2:Q")
        white = {"stroke": theme.INK, "strokeDash": [3, 2]} if fill == theme.PAPER else {"stroke": theme.LINE}
        layers.append(one.mark_rect(fill=fill, strokeWidth=1, **white))
    text = alt.Chart(keys).encode(x=alt.X("text:Q", scale=None, axis=None), y=y, text="name:N")
    return [*layers, text.mark_text(align="left", baseline="middle", dy=SWATCH / 2, fontSize=letters, color=theme.INK)]
