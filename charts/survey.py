"""Answers of a survey as printed, best to worst, to 100 %; what the source does not explain stays white."""

from typing import Any

import altair as alt
import pandas as pd

from charts import legend, theme
from charts.theme import Chart, Texts

UNEXPLAINED = "unexplained"
BAR, GAP, NAME = 32, 14, 22


def survey(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """A bar an occasion from rows [occasion, step, share in %, kind step|unexplained, n or None]; None without a share.

    Steps stand in the order given; nothing is made to sum to 100. An n of None is said in words.
    """
    if rows["share"].dropna().empty:
        return None
    narrow, letters = theme.is_narrow(width), theme.size(width)
    fills = _fills(rows)
    occasions = [(str(name), some) for name, some in rows.groupby("occasion", sort=False)]
    names = [f"{name}（{_answers(some, texts.none)}）" for name, some in occasions]
    room = 0.0 if narrow else max(theme.text_width(name, letters) for name in names) + 16
    inner = width - room - 12
    keys, start = legend.placed(list(fills), inner, letters)
    step = BAR + GAP + (NAME if narrow else 0)
    tops = [start + 10 + at * step + (NAME if narrow else 0) for at in range(len(occasions))]
    parts = pd.concat([_stacked(some, top) for (_, some), top in zip(occasions, tops, strict=True)])
    per_cent = inner / max(100.0, float(parts["end"].max()))
    parts[["x", "x2"]] = parts[["start", "end"]] * per_cent
    said = pd.DataFrame({"name": names, "y": [top - 10 if narrow else top + BAR / 2 for top in tops]})
    layers = [*legend.drawn(keys, list(fills.values()), letters), *_bars(parts, fills), *_shares(parts, fills, letters)]
    place: dict[str, Any] = {"align": "left", "dx": 0} if narrow else {"align": "right", "dx": -10}
    name = alt.Chart(said).encode(x=alt.value(0), y=alt.Y("y:Q", scale=None, axis=None), text="name:N")
    layers.append(name.mark_text(baseline="middle", fontSize=letters, color=theme.INK, **place))
    return theme.finished(alt.layer(*layers, width=inner, height=tops[-1] + BAR), texts)


def _answers(occasion: pd.DataFrame, none: str) -> str:
    """n of an occasion, or that it is not known."""
    n = occasion["n"].dropna()
    return f"n={none}" if n.empty else f"n={int(n.iloc[0]):,}"


def _fills(rows: pd.DataFrame) -> dict[str, str]:
    """{step: colour} from dark to light, the unexplained part white at the end."""
    steps = list(dict.fromkeys(rows.loc[rows["kind"] != UNEXPLAINED, "step"].astype(str)))
    last = len(theme.STEPS) - 1
    found = {step: theme.STEPS[round(at * last / max(len(steps) - 1, 1))] for at, step in enumerate(steps)}
    unexplained = rows[(rows["kind"] == UNEXPLAINED) & rows["share"].notna()]["step"].astype(str)
    return found | dict.fromkeys(unexplained, theme.PAPER)


def _stacked(occasion: pd.DataFrame, top: float) -> pd.DataFrame:
    """The parts of one bar: where each starts and ends in percent; a part without a share takes no room."""
    part = occasion.assign(step=occasion["step"].astype(str), share=pd.to_numeric(occasion["share"]))
    end = part["share"].fillna(0).cumsum()
    return part.assign(end=end, start=end - part["share"].fillna(0), y=top, y2=top + BAR)


def _bars(parts: pd.DataFrame, fills: dict[str, str]) -> list[alt.Chart]:
    layers = []
    for step, fill in fills.items():
        some = parts[(parts["step"] == step) & (parts["x2"] > parts["x"])]
        if not some.empty:
            outline = {"stroke": theme.INK, "strokeDash": [3, 2]} if fill == theme.PAPER else {"stroke": theme.PAPER}
            x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
            bar = alt.Chart(some).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
            layers.append(bar.mark_rect(fill=fill, strokeWidth=1, **outline))
    return layers


def _shares(parts: pd.DataFrame, fills: dict[str, str], letters: int) -> list[alt.Chart]:
    """The shares in those parts that have room for the figures; the others stand in the table."""
    roomy = parts[parts["x2"] - parts["x"] > theme.text_width("00.0", letters) + 4]
    layers = []
    for step, some in roomy.groupby("step", sort=False):
        colour = theme.PAPER if fills[str(step)] in theme.STEPS[:2] else theme.INK
        text = alt.Chart(some.assign(middle=(some["x"] + some["x2"]) / 2)).encode(
            x=alt.X("middle:Q", scale=None, axis=None),
            y=alt.Y("y:Q", scale=None, axis=None),
            text=alt.Text("share:Q", format=".1f"),
        )
        layers.append(text.mark_text(baseline="middle", dy=BAR / 2, fontSize=letters, color=colour))
    return layers
