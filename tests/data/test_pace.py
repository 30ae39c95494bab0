"""The pace of a year: a range from two named methods, the misses that the published months prove, nothing before three months."""

from datetime import date

import pytest

from data import calendar, published, seed
from data.models import FactMonth
from data.queries import pace
from data.queries.series import Cell, Definition, Series
from tests.data.records import only

LAST = [188, 277, 297, 183, 190, 264, 354, 312, 323, 307, 226, 300]
NOW = [288, 254, 231, 251, 361, 299, 336, 474, 416, 403, 393, 375]


def made(*years: tuple[int, list[int | None]], definitions: tuple[Definition, ...] = ()) -> Series:
    """A series of whole or part years, as if published."""
    cells = [
        Cell(month, value, "final" if value is not None else "no_data")
        for year, values in years
        for month, value in zip(calendar.months_of(year), values, strict=True)
    ]
    return Series("consultations", tuple(cells), definitions, (), None)


def until(months: int) -> list[int | None]:
    return [*NOW[:months], *[None] * (12 - months)]


def of(months: int, target: int | None = 2798, day: date | None = None) -> pace.Pace:
    """令和5年度 as it stood after so many months."""
    month = calendar.months_of(2023)[months] if months < 12 else 202404
    found = made((2021, [None] * 12), (2022, list(LAST)), (2023, until(months)))
    return pace.of(found, 2023, target, day or date(month // 100, month % 100, 15))


def test_from_september_the_methods_miss_the_year_as_the_ground_says():
    found = of(6)
    straight, seasonal = found.methods
    assert (straight.name, seasonal.name) == (pace.STRAIGHT, pace.SEASONAL)
    assert round((straight.expected / 4081 - 1) * 100, 1) == -17.5
    assert round((seasonal.expected / 4081 - 1) * 100, 1) == -5.0


def test_the_range_holds_both_methods_and_says_how_far_the_line_was_off_the_year_before():
    found = of(6)
    straight, seasonal = found.methods
    assert (straight.missed, straight.tried_on) == (-131, 2022)
    assert (seasonal.missed, seasonal.tried_on) == (None, None)
    assert found.low == straight.expected == 3368
    assert (found.low, found.high) == (3368, 3877)
    assert found.low <= seasonal.expected <= 3877
    assert found.so_far == 1684


@pytest.mark.parametrize(("months", "state"), [(1, pace.TOO_FEW), (2, pace.TOO_FEW), (3, pace.SHOWN), (12, pace.OVER)])
def test_before_three_whole_months_there_is_no_range(months, state):
    found = of(months)
    assert found.state == state
    assert (found.low is None) is (state != pace.SHOWN)


def test_the_month_that_is_not_over_does_not_count():
    halfway = of(4, day=date(2023, 7, 20))
    assert [cell.month for cell in halfway.cells] == [202304, 202305, 202306]
    assert halfway.months_left == 9


def test_what_each_month_left_must_bring_is_rounded_up_and_0_once_it_is_reached():
    assert of(6).needed == -(-(2798 - 1684) // 6) == 186
    assert of(9).needed == 0
    assert of(6, target=None).needed is None
    assert of(12).needed is None


def test_a_gap_gives_no_range_and_no_need():
    found = made((2021, [None] * 12), (2022, list(LAST)), (2023, [1, 2, None, 4, *[None] * 8]))
    result = pace.of(found, 2023, 100, date(2023, 8, 3))
    assert (result.state, result.low, result.needed, result.so_far) == (pace.GAP, None, None, 3)


def test_without_a_whole_year_before_there_is_one_number_only_and_so_no_range():
    found = made((2021, [None] * 12), (2022, [None] * 12), (2023, until(6)))
    result = pace.of(found, 2023, 2798, date(2023, 10, 1))
    assert (result.state, result.methods, result.low, result.needed) == (pace.NO_HISTORY, (), None, 186)


def test_a_meaning_that_changed_within_the_year_gives_no_range_and_one_in_april_takes_last_year_away():
    def ending(month: int) -> pace.Pace:
        changed = (Definition(202104, 1, "a", False), Definition(month, 2, "b", True))
        found = made((2021, [None] * 12), (2022, list(LAST)), (2023, until(6)), definitions=changed)
        return pace.of(found, 2023, None, date(2023, 10, 1))

    assert ending(202306).state == pace.BROKEN
    assert [one.name for one in ending(202304).methods] == [pace.STRAIGHT]


def test_no_method_is_tried_on_a_year_whose_meaning_changed_on_the_way():
    changed = (Definition(202104, 1, "a", False), Definition(202210, 2, "b", True))
    found = made((2021, [100] * 12), (2022, list(LAST)), (2023, until(6)), definitions=changed)
    result = pace.of(found, 2023, 2798, date(2023, 10, 1))
    assert (result.state, result.methods, result.low) == (pace.NO_HISTORY, (), None)


def test_a_year_of_nothing_divides_by_nothing():
    found = made((2021, [0] * 12), (2022, [0] * 12), (2023, [0, 0, 0, *[None] * 9]))
    result = pace.of(found, 2023, 0, date(2023, 7, 1))
    assert (result.state, result.low, result.high, result.needed) == (pace.NO_HISTORY, None, None, 0)


def test_it_is_read_from_the_database(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
        for row in session.query(FactMonth).where(FactMonth.indicator_id == "consultations", FactMonth.month >= 202310):
            session.delete(row)
    with database.read() as session:
        desk = only(session)
        found = pace.read(session, desk, "consultations", 2023, date(2023, 10, 20))
        assert found is not None
        assert (found.low, found.target, found.needed) == (3368, 2798, 186)
        assert pace.read(session, desk, "training_usefulness", 2023, date(2023, 10, 20)) is None
        assert pace.read(session, desk, "invented", 2023, date(2023, 10, 20)) is None
        gap = pace.read(session, desk, "line_consultations", 2023, date(2023, 10, 20))
        assert gap is not None
        assert gap.state == pace.GAP
