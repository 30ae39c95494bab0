"""One indicator against its target: a bar, a tick where the target stands, and the words that say it all."""

from charts import theme
from charts.spec import Spec, layer, number, value, word
from charts.theme import Chart, Texts

HEIGHT, BAR = 34, 18


def target(
    counted: float | None, target: float | None, said: str, texts: Texts, *, width: int = theme.WIDE
) -> Chart | None:
    """A bar of what was counted from 0 with a tick at the target, over 100 % as long as it is; None without both.

    `said` is the whole of it in words: 4,081件 / 目標 2,798件（145.9%）. One unit a chart: counts and percents never meet.
    """
    if counted is None and target is None:
        return None
    narrow, letters = theme.is_narrow(width), theme.size(width) + 1
    room = 0.0 if narrow else theme.text_width(said, letters) + 18
    inner = width - room - 10
    top = max(counted or 0, target or 0) or 1
    x = number("x", theme.from_zero(top))
    across = {"x": x, "x2": {"datum": 0}, "y": value((HEIGHT - BAR) / 2), "y2": value((HEIGHT + BAR) / 2)}
    layers = [layer("rect", [{"x": top}], across, fill=theme.PAPER, stroke=theme.LINE, strokeWidth=1)]
    if counted is not None:
        layers.append(layer("rect", [{"x": counted}], across, color=theme.NEWEST))
    if target is not None:
        layers += _tick(target, x)
    looks = {"align": "left", "fontSize": letters, "color": theme.INK}
    if narrow:
        below = {"x": value(0), "y": value(HEIGHT + 6), "text": word("said")}
        layers.append(layer("text", [{"said": said}], below, baseline="top", lineBreak="\n", **looks))
    else:
        beside = {"x": value(inner), "y": value(HEIGHT / 2), "text": word("said")}
        layers.append(layer("text", [{"said": said}], beside, baseline="middle", dx=10, **looks))
    return theme.finished(theme.layered(layers, inner, HEIGHT), texts)


def _tick(target: float, x: Spec) -> list[Spec]:
    down = {"x": x, "y": value(0), "y2": value(HEIGHT)}
    return [
        layer("rule", [{"x": target}], down, color=colour, strokeWidth=wide)
        for colour, wide in ((theme.PAPER, 7), (theme.INK, 3))
    ]
