"""A chart as PNG or SVG, with its title, its source and its day inside: for everything that leaves.

The converter holds the interpreter for as long as it draws, up to seconds: it runs in a process of its own.
"""

import html
import json
import re
from functools import lru_cache
from typing import Literal

from charts import child, theme

Kind = Literal["png", "svg"]
MARGIN, SCALE = 16, 2
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


def picture(chart: theme.Chart, kind: Kind, made_up: str = "") -> bytes:
    """The chart with its title above, source and day below, on white; `made_up` is said above all where data are not real.

    charts.child.DrawingError where it cannot be drawn in time.
    """
    words = chart.get("usermeta", {}).get("caption", {})
    spec = json.dumps(chart, sort_keys=True, default=str)
    framed = _framed(_svg(spec), words, chart.get("description", ""), made_up)
    return framed.encode() if kind == "svg" else child.ask("png", framed, SCALE)


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    """The drawing of a spec; the same figures are drawn once."""
    return child.ask("svg", spec).decode()


def _framed(drawn: str, words: dict[str, str], description: str, made_up: str) -> str:
    """The drawing between its title and its caption, in one SVG."""
    found = _SIZE.search(drawn)
    if not found:
        raise ValueError("the drawing has no size")
    wide, high = float(found[1]), float(found[2])
    width = max(wide + 2 * MARGIN, theme.NARROW)
    above = [*_lines(made_up, 14, width), *_lines(words.get("title", ""), 17, width)]
    above += _lines(words.get("subtitle", ""), 13, width)
    below = [*_lines(words.get("source", ""), 12, width), *_lines(words.get("as_of", ""), 12, width)]
    text, y = _text(above, MARGIN)
    chart_at = y + 8
    under, end = _text(below, chart_at + high + 6)
    inside = f'<svg x="{MARGIN}" y="{chart_at:.0f}"{drawn.strip().removeprefix("<svg")}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'width="{width:.0f}" height="{end + MARGIN:.0f}" viewBox="0 0 {width:.0f} {end + MARGIN:.0f}" '
        f'aria-label="{html.escape(description)}"><rect width="100%" height="100%" fill="#FFFFFF"/>'
        f"{text}{inside}{under}</svg>"
    )


def _lines(text: str, letters: int, width: float) -> list[tuple[str, int]]:
    """The text in lines that fit, each with the size of its letters."""
    found, line = [], ""
    for one in text:
        if one == "\n" or (line and theme.text_width(line + one, letters) > width - 2 * MARGIN):
            found.append(line)
            line = ""
        line += one.replace("\n", "")
    return [(one, letters) for one in [*found, line] if one]


def _text(lines: list[tuple[str, int]], y: float) -> tuple[str, float]:
    """The lines as SVG from a height on, and the height where they end."""
    drawn = []
    for text, letters in lines:
        y += letters * 1.4
        drawn.append(
            f'<text x="{MARGIN}" y="{y - letters * 0.3:.1f}" font-family="{theme.FONT}" font-size="{letters}" '
            f'fill="{theme.INK}">{html.escape(text)}</text>'
        )
    return "".join(drawn), y
