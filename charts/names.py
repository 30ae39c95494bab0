"""Where the names of lines stand: beside their ends, and not on the points of other lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts import theme
from charts.spec import Row

Point = tuple[float, float]
# From a point to the middle of a name beside, above and below it, and to the next place further off.
BESIDE, OVER, FURTHER = 9.0, 16.0, 30.0
# A point takes so many pixels to each side.
POINT = 5.0


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a name's edge in pixels of the drawing, and which edge that is: left, right or center."""

    x: float
    y: float
    align: str

    def box(self, wide: float, high: float) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of a name of that size."""
        left = self.x - {"left": 0.0, "center": wide / 2, "right": wide}[self.align]
        return left, self.y - high / 2, left + wide, self.y + high / 2


def spots(
    lines: Mapping[int, Sequence[Row]], names: Mapping[int, str], inner: float, plot: Point, width: int
) -> dict[int, Spot]:
    """{line: where its name stands}. `lines` {line: its rows with place 1–12 and value}, `plot` (height, top value).

    A line to the last month has its name in the margin; one that ends before has it where it covers the fewest points.
    """
    high, top = plot
    letters = theme.size(width)
    at = {line: [_pixel(row, inner, high, top) for row in rows] for line, rows in lines.items()}
    points = [point for some in at.values() for point in some]
    whole = [line for line, rows in lines.items() if rows[-1]["place"] == 12]
    margin = theme.dodged([at[line][-1][1] for line in whole], 6, high - 6)
    found = {line: Spot(at[line][-1][0] + BESIDE, y, "left") for line, y in zip(whole, margin, strict=True)}
    for line in [one for one in lines if one not in found]:
        wide = theme.text_width(names[line], letters)
        taken = [found[one].box(theme.text_width(names[one], letters), letters) for one in found]
        free = [
            (_covered(one.box(wide, letters), points, taken), place, one)
            for place, one in enumerate(_around(at[line][-1]))
            if _inside(one.box(wide, letters), inner, high)
        ]
        found[line] = min(free)[2] if free else Spot(at[line][-1][0] + BESIDE, at[line][-1][1], "left")
    return found


def _pixel(row: Row, inner: float, high: float, top: float) -> Point:
    first, last = theme.months_scale()["domain"]
    return (float(row["place"]) - first) / (last - first) * inner, high * (1 - float(row["value"]) / top)


def _around(end: Point) -> list[Spot]:
    """The places that are tried, the best first."""
    x, y = end
    near = [Spot(x + BESIDE, y, "left")]
    for away in (OVER, FURTHER, OVER + FURTHER):
        near += [Spot(x, y - away, "center"), Spot(x, y + away, "center")]
        near += [Spot(x + dx, y + dy, to) for dy in (-away, away) for dx, to in ((BESIDE, "left"), (-BESIDE, "right"))]
    return near


def _covered(
    box: tuple[float, float, float, float], points: Sequence[Point], taken: Sequence[tuple[float, float, float, float]]
) -> int:
    left, top, right, bottom = box
    on = sum(left - POINT < x < right + POINT and top - POINT < y < bottom + POINT for x, y in points)
    touched = sum(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in taken)
    return on + 10 * touched


def _inside(box: tuple[float, float, float, float], inner: float, high: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[3] <= high and box[2] <= inner + BESIDE
