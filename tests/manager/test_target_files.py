"""What leaves of the targets page: published figures as they are, figures of the records only protected."""

from dataclasses import replace
from datetime import date

import pytest

from data.queries import pace
from data.queries.figures import Figure, Goal
from data.queries.series import PUBLISHED, RECORDS, Cell, Series
from ui.manager import target_files

TODAY = date(2026, 11, 27)
EMPTY = Series("consultations", (), (), (), None)


def figure(origin: str, *values: int, goal: int | None = 60, **more) -> Figure:
    """An indicator whose months, from April on, were counted so."""
    cells = tuple(Cell(202604 + at, value, "final", origin) for at, value in enumerate(values))
    aim = None if goal is None else Goal(goal, "goal", True, None, "")
    made = Figure(
        "consultations", 2026, "件", 1, "times", "final", sum(values), sum(values), None, None, cells, (), None, None,
        aim, "on_the_way", None, None, EMPTY,
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
    one = figure(origin, *values)
    running = tuple(sum(values[: at + 1]) for at in range(len(values)))
    return pace.Pace("consultations", 2026, pace.SHOWN, one.cells, running, (), 120, 150, 200, 9, 10)


def test_the_pace_of_the_records_leaves_from_protected_sums():
    safe = target_files.protected(found(RECORDS, 21, 22, 23))
    assert safe is not None
    assert safe.running == (20, 40, 65)
    assert (safe.low, safe.high) == (round(120 * 65 / 66), round(150 * 65 / 66))
    assert target_files.protected(found(PUBLISHED, 21, 22, 23)) == found(PUBLISHED, 21, 22, 23)


def test_a_pace_with_a_hidden_sum_does_not_leave():
    assert target_files.protected(found(RECORDS, 3, 22, 23)) is None
    assert list(target_files.pace(figure(RECORDS, 3, 22, 23), found(RECORDS, 3, 22, 23), [], TODAY)) == []


def test_the_months_of_a_pace_begin_in_april():
    made = rows(target_files.pace(figure(PUBLISHED, 21, 22, 23), found(PUBLISHED, 21, 22, 23), [], TODAY))
    assert [row[0] for row in made] == [f"{month}月" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]
    assert made[0] == ["4月", 21, "－", "－", 200]
    assert made[-1] == ["3月", "－", 120, 150, 200]
