"""What leaves of the targets page: published figures as they are, figures of the records only protected."""

from dataclasses import replace
from datetime import date

import pytest

from data import calendar
from data.queries import leaving, pace
from data.queries.figures import Figure, Goal, per_mille
from data.queries.series import PUBLISHED, RECORDS, Cell, Series
from ui.manager import target_files

TODAY = date(2026, 11, 27)
LAST = 202610


def months(origin: str, *values: int) -> Series:
    """The months from April on as they may leave, counted so; in each month of the year before it were 24."""
    counts = dict(zip(calendar.months_of(2026), values, strict=False)) | dict.fromkeys(calendar.months_of(2025), 24)
    cells = [
        Cell(month, counts.get(month), "final" if month in counts else "no_data", origin if month in counts else "")
        for year in (2025, 2026)
        for month in calendar.months_of(year)
    ]
    return leaving.months(Series("consultations", tuple(cells), (), (), None), LAST)


def figure(origin: str, *values: int, goal: int | None = 60, **more) -> Figure:
    """An indicator whose months, from April on, were counted so, read as it may leave."""
    found = months(origin, *values)
    value, aim = found.total(2026), None if goal is None else Goal(goal, "goal", True, None, "")
    made = Figure(
        "consultations", 2026, "件", 1, "times", "final", value, value, None, None, found.of_year(2026), (), None, None,
        aim, "on_the_way", per_mille(value, goal) if value is not None and goal else None, None, None, found,
        found.hidden_total(2026),
    )  # fmt: skip
    return replace(made, **more)


def rows(made) -> list:
    return [list(row) for _, leaving in made for row in leaving.table.rows]


def test_a_published_figure_leaves_as_it_is():
    made = list(target_files.bars(figure(PUBLISHED, 21, 22), [], TODAY))
    assert rows(made) == [["令和8年度 相談受付件数", "43件", "60件", "71.7%"]]


def test_a_figure_of_the_records_is_cut_down_and_so_is_its_share():
    ((texts, leaving),) = target_files.bars(figure(RECORDS, 21, 22), [], TODAY)
    assert rows([(texts, leaving)]) == [["令和8年度 相談受付件数", "40件", "60件", "66.7%"]]
    assert "5の倍数" in texts.source
    assert leaving.draw is not None
    assert "43" not in str(leaving.draw(760)) + texts.alt


def test_a_small_figure_of_the_records_is_words_and_no_bar():
    ((texts, leaving),) = target_files.bars(figure(RECORDS, 3, 4), [], TODAY)
    assert rows([(texts, leaving)]) == [["令和8年度 相談受付件数", "10未満", "60件", "－"]]
    assert leaving.draw is not None
    assert leaving.draw(760) is not None


@pytest.mark.parametrize("goal", [None, 0])
def test_without_a_target_or_with_one_of_zero_there_is_no_bar(goal):
    assert list(target_files.bars(figure(PUBLISHED, 21, goal=goal), [], TODAY)) == []


def found(origin: str, *values: int) -> pace.Pace:
    return pace.of(months(origin, *values), 2026, 300, date(2026, 4 + len(values), 15))


def taken(origin: str, *values: int) -> list:
    return rows(target_files.pace(figure(origin, *values), found(origin, *values), [], TODAY))


def test_a_pace_begins_in_april_with_what_was_published_and_ends_in_a_range():
    made = taken(PUBLISHED, 21, 22, 23)
    assert [row[0] for row in made] == [f"{month}月" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]
    assert made[0] == ["4月", 21, "－", "－", 300]
    assert made[-1] == ["3月", "－", 264, 264, 300]


def test_the_pace_of_the_records_leaves_from_protected_sums_and_its_range_is_reckoned_from_them():
    made = taken(RECORDS, 21, 22, 23)
    assert [row[1] for row in made[:3]] == [20, 40, 65]
    assert made[-1] == ["3月", "－", 260, 260, 300]


def test_a_pace_with_a_hidden_sum_does_not_leave():
    assert taken(RECORDS, 3, 22, 23) == []
