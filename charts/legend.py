"""A key of swatches and words that flows over as many lines as the width needs, above the plot."""

from charts import spec, theme
from charts.spec import Row, Spec, layer, number, word

LINE, SWATCH = 24, 14


def placed(names: list[str], width: float, letters: int) -> tuple[list[Row], float]:
    """Each name with the pixels of its swatch, left to right and line after line; and the height of it all."""
    rows, x, y = [], 0.0, 0.0
    for name in names:
        wide = SWATCH + 6 + theme.text_width(name, letters) + 16
        if x and x + wide > width:
            x, y = 0.0, y + LINE
        rows.append({"name": name, "x": x, "x2": x + SWATCH, "y": y, "y2": y + SWATCH, "text": x + SWATCH + 6})
        x += wide
    return rows, y + LINE


def drawn(keys: list[Row], fills: list[str], letters: int) -> list[Spec]:
    """The swatches in their fills (white ones with a broken outline) and their words."""
    layers = []
    for key, fill in zip(keys, fills, strict=True):
        white = {"stroke": theme.INK, "strokeDash": [3, 2]} if fill == theme.PAPER else {"stroke": theme.LINE}
        layers.append(layer("rect", [key], spec.box(), fill=fill, strokeWidth=1, **white))
    text = {"x": number("text"), "y": number("y"), "text": word("name")}
    looks = {"align": "left", "baseline": "middle", "dy": SWATCH / 2, "fontSize": letters, "color": theme.INK}
    return [*layers, layer("text", keys, text, **looks)]
