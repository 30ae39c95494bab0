"""Fiscal years beside each other: month by month, in all, and like for like where a desk was not open all the time."""

from collections.abc import Sequence
from dataclasses import dataclass

from data import calendar
from data.queries.figures import per_mille
from data.queries.series import Cell, Series


@dataclass(frozen=True, slots=True)
class Difference:
    """A value beside an earlier one: `change` is the difference, `share` the difference in tenths of a percent.

    `share` is None where the earlier one is 0: nothing grows from nothing in percent.
    """

    now: int
    before: int

    @property
    def change(self) -> int:
        """How much more (or, below 0, less)."""
        return self.now - self.before

    @property
    def share(self) -> int | None:
        """The change in tenths of a percent of the earlier value, half away from 0: 4,081 after 3,221 is 267."""
        found = per_mille(abs(self.change), self.before)
        return None if found is None else found if self.change >= 0 else -found


def by_month(found: Series, year: int, before: int) -> dict[int, Difference | None]:
    """{month of `year`: how it stands beside the same month of `before`}; None where one of them has no value."""
    pairs = zip(found.of_year(year), found.of_year(before), strict=True)
    return {now.month: _beside(now, then) for now, then in pairs}


def in_all(found: Series, year: int, before: int) -> Difference | None:
    """The two years in all; None unless each has a value in all twelve months and no break lies between them."""
    now, then = found.of_year(year), found.of_year(before)
    if not all(cell.is_counted for cell in (*now, *then)) or _broken(found, then[0].month, now[-1].month):
        return None
    sums = found.total(year), found.total(before)
    return None if sums[0] is None or sums[1] is None else Difference(sums[0], sums[1])


def like_for_like(found: Series, years: Sequence[int], opened: int | None) -> tuple[list[int], dict[int, int]]:
    """(the months of the year 4–12, 1–3 in which all these years have a whole month, {year: their sum}).

    The month a desk opened in is not a whole one. ([], {}) where no month is comparable, or a break lies between.
    """
    cells = {year: found.of_year(year) for year in years}
    places = [place for place in range(12) if all(_is_whole(cells[year][place], opened) for year in years)]
    if not places or _broken(
        found, calendar.months_of(min(years))[places[0]], calendar.months_of(max(years))[places[-1]]
    ):
        return [], {}
    months = [cells[years[0]][place].month % 100 for place in places]
    return months, {year: _sum([cells[year][place] for place in places]) for year in years}


def _beside(now: Cell, then: Cell) -> Difference | None:
    return None if now.value is None or then.value is None else Difference(now.value, then.value)


def _is_whole(cell: Cell, opened: int | None) -> bool:
    return cell.value is not None and cell.month != opened


def _broken(found: Series, first: int, last: int) -> bool:
    return any(first < month <= last for month in found.breaks)


def _sum(cells: Sequence[Cell]) -> int:
    return sum(cell.value or 0 for cell in cells)
