"""How often 「役に立ちましたか」 was answered how, by month: presses, never people."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, codes
from data.models import HelpfulTotal


@dataclass(frozen=True, slots=True)
class Month:
    """A month (as 202611) and {answer: presses} of every answer; None where nothing was kept that month (データなし)."""

    month: int
    presses: Mapping[str, int] | None

    @property
    def total(self) -> int | None:
        """All presses of the month."""
        return None if self.presses is None else sum(self.presses.values())


def by_month(session: Session, until: int) -> list[Month]:
    """The months from the first with a press to `until` and the last with one, newest first; empty without any press.

    In a month with presses an answer that nobody pressed is a counted 0; a month without any may have lost them all.
    """
    kept: dict[int, dict[str, int]] = {}
    for row in session.scalars(select(HelpfulTotal)):
        kept.setdefault(row.month, dict.fromkeys(codes.lists()["helpful"], 0))[row.answer] = row.count
    if not kept:
        return []
    first, last = min(kept), max(until, *kept)
    years = range(calendar.fiscal_year(first), calendar.fiscal_year(last) + 1)
    months = [month for year in years for month in calendar.months_of(year) if first <= month <= last]
    return [Month(month, kept.get(month)) for month in reversed(months)]
