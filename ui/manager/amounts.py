"""Figures of indicators as the manager's pages say them; what has no value is a word, never 0."""

from data.queries.figures import BROKEN, Figure

NONE = "データなし"


def said(value: int, unit: str, scale: int) -> str:
    """A figure with its unit: 4,081件, 90.9%."""
    return f"{value:,}{unit}" if scale == 1 else f"{value / scale:,.1f}{unit}"


def goal(value: int, unit: str, scale: int) -> str:
    """A target as people write it: 2,798件, 97%."""
    return f"{value:,}{unit}" if scale == 1 else f"{value / scale:,.1f}".removesuffix(".0") + unit


def signed(value: int, scale: int, unit: str) -> str:
    """A difference: +1,283件, −6.1ポイント."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    shown = f"{abs(value):,}" if scale == 1 else f"{abs(value) / scale:,.1f}"
    return f"{sign}{shown}{'ポイント' if unit == '%' else unit}"


def in_words(figure: Figure) -> str:
    """The whole of a row: 4,081件 / 目標 2,798件（145.9%）; the values of each occasion for shares."""
    if figure.value is not None:
        value = said(figure.value, figure.unit, figure.scale)
    elif figure.occasions:
        told = [
            said(one.value, figure.unit, figure.scale) if one.value is not None else NONE for one in figure.occasions
        ]
        value = "・".join(told)
    else:
        # The months of a year in which the meaning changed have their figures; it is their sum that there is not.
        value = figure.hidden.replace("未満", f"{figure.unit}未満") or (
            "一年の計なし" if figure.status == BROKEN else f"実績{NONE}"
        )
    if figure.target is None:
        return value
    ratio = f"（{figure.ratio / 10:.1f}%）" if figure.ratio is not None else ""
    return f"{value} / 目標 {goal(figure.target.value, figure.unit, figure.scale)}{ratio}"
