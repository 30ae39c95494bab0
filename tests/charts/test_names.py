"""The name of a line that ends in the middle of the year stands where it covers no point."""

import random
from itertools import pairwise

import pytest

from charts import names, theme
from charts.spec import Row

HIGH = 300.0
INNER = {theme.WIDE: 560.0, theme.NARROW: 230.0}


def lines(draw: random.Random, through: int) -> dict[int, list[Row]]:
    """Three years as the desk's are: alike, the last one as far as a month."""
    made = {}
    for year, months in ((2024, 12), (2025, 12), (2026, through)):
        level = draw.uniform(120, 360)
        made[year] = [{"place": at, "value": level * draw.uniform(0.7, 1.3)} for at in range(1, months + 1)]
    return made


@pytest.mark.parametrize("width", [theme.WIDE, theme.NARROW])
@pytest.mark.parametrize("through", [1, 4, 8, 11])
def test_no_point_is_under_the_name_of_the_year_that_runs(width, through):
    draw, clear, beside = random.Random(20261127 + through), 0, 0
    told = {year: theme.year_name(year) for year in (2024, 2025, 2026)}
    for _ in range(60):
        given = lines(draw, through)
        top = theme.top_of(max(row["value"] for rows in given.values() for row in rows))
        found = names.spots(given, told, INNER[width], (HIGH, top), width)
        points = [names._pixel(row, INNER[width], HIGH, top) for rows in given.values() for row in rows]
        wide = theme.text_width(told[2026], theme.size(width))
        spot = found[2026].box(wide, theme.size(width))
        clear += names._covered(spot, points, []) == 0
        end = names._pixel(given[2026][-1], INNER[width], HIGH, top)
        plain = names.Spot(end[0] + names.BESIDE, end[1], "left").box(wide, theme.size(width))
        beside += names._covered(plain, points, []) == 0
        assert min(spot[0], spot[1]) >= 0
        assert spot[3] <= HIGH
        assert abs(end[1] - (spot[1] + spot[3]) / 2) <= names.OVER + names.FURTHER + 1, "it stands by its line"
    assert clear >= 57
    assert clear > beside or beside == 60


def test_names_of_whole_years_stand_in_the_margin_apart_from_one_another():
    whole = {year: [{"place": at, "value": 100.0} for at in range(1, 13)] for year in (2023, 2024, 2025)}
    told = {year: theme.year_name(year) for year in whole}
    found = names.spots(whole, told, 230.0, (HIGH, 200.0), theme.NARROW)
    assert {one.align for one in found.values()} == {"left"}
    heights = sorted(one.y for one in found.values())
    assert all(second - first >= theme.LABELS_APART for first, second in pairwise(heights))
