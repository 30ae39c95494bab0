"""What all charts share: the words they come with, the colours of docs/adr/0027, widths, and how labels keep apart."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.spec import Row, Spec, layer

# The typeface that every picture is made with; on screen, whatever sans the reader's system has where it is missing.
FONT = "IPAexGothic, sans-serif"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.1.0.json"
# Pixels: the sheet of a desk and of paper, and a telephone of 360 with its margins.
WIDE, NARROW = 760, 328
# Measured: at least ΔE00 20 apart for three kinds of colour-blind eyes; red/green/amber come down to 4.6.
NEWEST, OLDER, OLDEST = "#0072B2", "#767676", "#A6761D"
INK, LINE, FAINT, PAPER = "#1F2933", "#767676", "#D9D6CE", "#FFFFFF"
# One hue from dark to light, so that it is still an order in grey.
STEPS = ("#0B3C5D", "#2F6C99", "#6BA0C4", "#A9CBE0", "#DCEAF3")
LABELS_APART = 14
NO_DATA = "データなし"
# A finished chart: a Vega-Lite specification with its rows inside.
Chart = Spec


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a chart: `alt` holds its message with the numbers, `source` and `as_of` are its caption.

    `none` stands where nothing was counted.
    """

    title: str
    subtitle: str = ""
    alt: str = ""
    source: str = ""
    as_of: str = ""
    none: str = NO_DATA


def is_narrow(width: int) -> bool:
    """Whether the chart is drawn for a telephone."""
    return width < 560


def size(width: int) -> int:
    """Pixels of the letters of a chart of that width."""
    return 12 if is_narrow(width) else 14


LOOKS = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "aria": False,
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": FAINT,
        "domainColor": LINE,
        "tickColor": LINE,
        "titleFontWeight": "normal",
    },
}


def layered(layers: Sequence[Spec], width: float, height: float) -> Spec:
    """Layers over one another."""
    return {"layer": list(layers), "width": width, "height": height}


def finished(chart: Spec, texts: Texts) -> Chart:
    """The chart in its looks, with its words for those who hear it; the caption travels along for a picture of it."""
    return {
        "$schema": SCHEMA,
        "background": "transparent",
        "description": texts.alt or texts.title,
        "usermeta": {
            "caption": {"title": texts.title, "subtitle": texts.subtitle, "source": texts.source, "as_of": texts.as_of}
        },
        # Streamlit writes into it where it has a menu to place: a bare number stops the chart with an error.
        "padding": {"left": 4, "top": 4, "right": 4, "bottom": 4},
        # Streamlit would squeeze plot and labels together into the width of the plot.
        "autosize": {"type": "pad"},
        "config": LOOKS,
    } | chart


def year_name(year: int) -> str:
    """A fiscal year as a short label: 2023 → 令和5年度, 2019 → 令和元年度."""
    era, number = ("令和", year - 2018) if year >= 2019 else ("平成", year - 1988)
    return f"{era}{'元' if number == 1 else number}年度"


def text_width(text: str, letters: int) -> float:
    """About how many pixels a text takes: a Japanese letter its full size, a Latin one a little over half."""
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.56 for one in text) * letters


def dodged(wanted: Sequence[float], low: float, high: float, apart: float = LABELS_APART) -> list[float]:
    """Places as near to the wanted ones as can be, `apart` from one another, between low and high while there is room."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    found: list[float] = []
    for at in order:
        found.append(max(wanted[at], low, found[-1] + apart if found else low))
    ceiling = max(high, low + apart * (len(found) - 1))
    for at in reversed(range(len(found))):
        found[at] = min(found[at], ceiling)
        ceiling = found[at] - apart
    placed = [0.0] * len(wanted)
    for at, place in zip(order, found, strict=True):
        placed[at] = place
    return placed


def top_of(highest: float) -> float:
    """The round end of an axis that begins at 0 and holds the highest value with some air."""
    if highest <= 0:
        return 1.0
    step = 10.0 ** (len(str(int(highest))) - 1)
    for part in (0.1, 0.2, 0.25, 0.5, 1.0):
        if highest / (step * part) <= 10:
            step *= part
            break
    return float(step * -(-highest * 1.02 // step))


def halo(rows: Sequence[Row], encoding: Spec, **mark: Any) -> list[Spec]:
    """A text in two layers: a pale edge under it, so that lines do not run through the letters."""
    edge = mark | {"color": PAPER, "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    return [layer("text", rows, encoding, **edge), layer("text", rows, encoding, **mark)]


def months(width: int) -> Spec:
    """The axis of a fiscal year, April first; on a telephone the bare numbers with one 月."""
    name = "(datum.value + 2) % 12 + 1"
    last = f"datum.value == 12 ? {name} + '月' : toString({name})" if is_narrow(width) else f"{name} + '月'"
    return {
        "title": None,
        "values": list(range(1, 13)),
        "labelExpr": last,
        "labelFontSize": size(width),
        "grid": False,
        "labelOverlap": False,
    }


def months_scale() -> Spec:
    """Twelve months with half a month of air at both ends."""
    return {"domain": [0.6, 12.4], "nice": False, "zero": False}


def from_zero(top: float) -> Spec:
    """The scale of counts or percents."""
    return {"domain": [0, top], "nice": False}


def counts(width: int) -> Spec:
    """The axis of counts or percents from 0: few lines, thousands with a comma."""
    return {
        "title": None,
        "labelFontSize": size(width),
        "tickCount": 5,
        "domain": False,
        "ticks": False,
        "format": ",~f",
    }
