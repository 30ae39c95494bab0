"""What may leave of a series: settled months, each number protected, published figures as they are, sums that hold."""

import random
from datetime import date, timedelta

import pytest

from data import calendar
from data.queries import leaving
from data.queries.series import NO_DATA, PUBLISHED, RECORDS, SUPPRESSED, Cell, Series


def months(*values: tuple[int, int | None, str]) -> Series:
    """A series of (month, count, origin)."""
    return Series("consultations", tuple(Cell(m, v, "final", o) for m, v, o in values), (), (), None)


def test_records_are_protected_and_published_figures_stay():
    found = leaving.months(
        months((202604, 13, PUBLISHED), (202605, 4, PUBLISHED), (202606, 13, RECORDS), (202607, 7, RECORDS)), 202607
    )
    assert [cell.value for cell in found.cells] == [13, 4, 10, None]
    assert (found.cells[3].status, found.cells[3].hidden) == (SUPPRESSED, "10未満")
    # 13 + 4 as printed, 20 as cut down: not the sum of what is shown.
    assert found.total(2026) == 17 + 20
    assert [found.sum_by(month) for month in (202604, 202605, 202606, 202607)] == [13, 17, 27, 37]


def test_a_month_that_has_not_settled_is_no_data_and_in_no_sum():
    found = leaving.months(months((202609, 22, RECORDS), (202610, 31, RECORDS), (202611, 40, RECORDS)), 202610)
    assert [(cell.value, cell.status) for cell in found.cells] == [(20, "final"), (30, "final"), (None, NO_DATA)]
    assert found.total(2026) == 50
    assert found.sum_by(202611) is None


def test_a_year_of_few_is_hidden_with_its_word():
    found = leaving.months(months((202604, 3, RECORDS), (202605, 4, RECORDS)), 202605)
    assert (found.total(2026), found.hidden_total(2026)) == (None, "10未満")
    assert [cell.hidden for cell in found.cells] == ["秘匿", "秘匿"]
    assert all(cell.is_counted for cell in found.cells)


def test_a_series_of_a_town_is_shown_from_twenty_on():
    found = leaving.months(months((202604, 9, RECORDS), (202605, 33, RECORDS)), 202605, floor=20)
    assert [(cell.value, cell.hidden) for cell in found.cells] == [(None, "20未満"), (30, "")]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2026, 9, 3), date(2026, 9, 4), (date(2026, 9, 1), date(2026, 9, 30))),
        (date(2026, 4, 1), date(2026, 11, 27), (date(2026, 4, 1), date(2026, 10, 31))),
        (date(2026, 11, 1), date(2026, 11, 27), None),
        (date(2026, 2, 10), date(2026, 2, 10), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 5, 1), date(2026, 8, 31), (date(2026, 4, 1), date(2026, 10, 31))),
        (date(2024, 10, 1), date(2026, 2, 28), (date(2025, 4, 1), date(2026, 3, 31))),
    ],
)
def test_days_become_a_month_or_a_fiscal_year_that_has_settled(since, until, expected):
    assert leaving.framed(since, until, 202610) == expected


def test_of_all_days_that_can_be_asked_for_only_months_and_years_are_shown():
    draw, last, seen = random.Random(5), 202610, set()
    for _ in range(3000):
        first, second = (date(2023, 4, 1) + timedelta(days=draw.randrange(1400)) for _ in range(2))
        found = leaving.framed(min(first, second), max(first, second), last)
        if found:
            seen.add(found)
    one_month = {
        (date(m // 100, m % 100, 1), calendar.last_day(m)) for y in range(2023, 2027) for m in calendar.months_of(y)
    }
    years = {(date(y, 4, 1), min(date(y + 1, 3, 31), calendar.last_day(last))) for y in range(2023, 2027)}
    assert seen <= one_month | years
    assert years <= seen
    assert all(until <= calendar.last_day(last) for _, until in seen)
