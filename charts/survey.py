"""Answers of a survey as printed, best to worst, to 100 %; what the source does not explain stays white."""

from typing import Any

import pandas as pd

from charts import legend, spec, theme
from charts.spec import Row, Spec, figure, layer, number, value, word
from charts.theme import Chart, Texts

UNEXPLAINED = "unexplained"
BAR, GAP, NAME = 32, 14, 22


def survey(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """A bar an occasion from rows [occasion, step, share in %, kind step|unexplained, n or None]; None without a share.

    Steps stand in the order given; nothing is made to sum to 100. An n of None is said in words.
    """
    given = [row | {"step": str(row["step"]), "occasion": str(row["occasion"])} for row in spec.rows_of(rows)]
    if all(row["share"] is None for row in given):
        return None
    narrow, letters = theme.is_narrow(width), theme.size(width)
    fills = _fills(given)
    occasions: dict[str, list[Row]] = {}
    for row in given:
        occasions.setdefault(row["occasion"], []).append(row)
    names = [f"{name}（{_answers(some, texts.none)}）" for name, some in occasions.items()]
    room = 0.0 if narrow else max(theme.text_width(name, letters) for name in names) + 16
    inner = width - room - 12
    keys, start = legend.placed(list(fills), inner, letters)
    step = BAR + GAP + (NAME if narrow else 0)
    tops = [start + 10 + at * step + (NAME if narrow else 0) for at in range(len(occasions))]
    parts = [part for some, top in zip(occasions.values(), tops, strict=True) for part in _stacked(some, top)]
    per_cent = inner / max(100.0, *(part["end"] for part in parts))
    parts = [part | {"x": part["start"] * per_cent, "x2": part["end"] * per_cent} for part in parts]
    said = [{"name": name, "y": top - 10 if narrow else top + BAR / 2} for name, top in zip(names, tops, strict=True)]
    place: dict[str, Any] = {"align": "left", "dx": 0} if narrow else {"align": "right", "dx": -10}
    looks = {"baseline": "middle", "fontSize": letters, "color": theme.INK} | place
    layers = [
        *legend.drawn(keys, list(fills.values()), letters),
        *_bars(parts, fills),
        *_shares(parts, fills, letters),
        layer("text", said, {"x": value(0), "y": number("y"), "text": word("name")}, **looks),
    ]
    return theme.finished(theme.layered(layers, inner, tops[-1] + BAR), texts)


def _answers(occasion: list[Row], none: str) -> str:
    """n of an occasion, or that it is not known."""
    known = [row["n"] for row in occasion if row["n"] is not None]
    return f"n={int(known[0]):,}" if known else f"n={none}"


def _fills(rows: list[Row]) -> dict[str, str]:
    """{step: colour} from dark to light, the unexplained part white at the end."""
    steps = list(dict.fromkeys(row["step"] for row in rows if row["kind"] != UNEXPLAINED))
    last = len(theme.STEPS) - 1
    found = {step: theme.STEPS[round(at * last / max(len(steps) - 1, 1))] for at, step in enumerate(steps)}
    unexplained = [row["step"] for row in rows if row["kind"] == UNEXPLAINED and row["share"] is not None]
    return found | dict.fromkeys(unexplained, theme.PAPER)


def _stacked(occasion: list[Row], top: float) -> list[Row]:
    """The parts of one bar: where each starts and ends in percent; a part without a share takes no room."""
    made, start = [], 0.0
    for row in occasion:
        end = start + (row["share"] or 0)
        made.append(row | {"start": start, "end": end, "y": top, "y2": top + BAR})
        start = end
    return made


def _bars(parts: list[Row], fills: dict[str, str]) -> list[Spec]:
    layers = []
    for step, fill in fills.items():
        some = [part for part in parts if part["step"] == step and part["x2"] > part["x"]]
        if some:
            outline = {"stroke": theme.INK, "strokeDash": [3, 2]} if fill == theme.PAPER else {"stroke": theme.PAPER}
            layers.append(layer("rect", some, spec.box(), fill=fill, strokeWidth=1, **outline))
    return layers


def _shares(parts: list[Row], fills: dict[str, str], letters: int) -> list[Spec]:
    """The shares in those parts that have room for the figures; the others stand in the table."""
    room = theme.text_width("00.0", letters) + 4
    roomy = [part | {"middle": (part["x"] + part["x2"]) / 2} for part in parts if part["x2"] - part["x"] > room]
    encoding = {"x": number("middle"), "y": number("y"), "text": figure("share", ".1f")}
    layers = []
    for step in dict.fromkeys(part["step"] for part in roomy):
        colour = theme.PAPER if fills[step] in theme.STEPS[:2] else theme.INK
        some = [part for part in roomy if part["step"] == step]
        looks = {"baseline": "middle", "dy": BAR / 2, "fontSize": letters, "color": colour}
        layers.append(layer("text", some, encoding, **looks))
    return layers
