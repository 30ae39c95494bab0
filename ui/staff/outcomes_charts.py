"""Cohorts by the month of the first contact: a chart a step, with its table, true or protected as they may be seen."""

from collections.abc import Sequence

import pandas as pd

from charts import cohorts as drawing
from charts.theme import Texts
from data import calendar, disclosure
from data.queries import spells
from data.queries.spells import Cohort
from ui.figures import Draw, Table
from ui.staff.outcomes_tables import NONE, Seen
from ui.staff.words import say

STEPS = (spells.PLAN, spells.ACCOMPANIED, spells.CLOSED)
COLUMNS = ["cohort", "months", "share", "n", "said"]


def title(step: str) -> str:
    """What the chart of a step shows."""
    return say("outcomes.cohort_title", step=say(f"outcomes.cohort_{step}"))


def draw(seen: Seen, found: Sequence[Cohort], step: str, texts: Texts) -> Draw:
    """The chart of a step; a month of which nobody can know yet stays empty, a month without a case is not drawn."""
    rows = pd.DataFrame(
        [
            [short(one.month), after, _percent(seen, one, count), seen.number(one.cases), _said(seen, one, count)]
            for one in found
            if one.cases
            for after in spells.AFTER
            if (count := one.reached[step, after]) is not None
        ],
        columns=COLUMNS,
    )
    return lambda width: drawing.cohorts(rows, texts, width=width)


def table(seen: Seen, found: Sequence[Cohort], step: str) -> Table:
    """A row a month: how many cases, the share that came to the step in time."""
    heads = [say("outcomes.cohort"), say("outcomes.cases"), *(say("outcomes.after", n=n) for n in spells.AFTER)]
    rows = [
        [
            calendar.spoken_month(one.month),
            seen.number(one.cases),
            *(_said(seen, one, one.reached[step, after]) for after in spells.AFTER),
        ]
        for one in found
    ]
    return Table(heads, rows)


def described(seen: Seen, found: Sequence[Cohort], step: str) -> str:
    """The chart for those who hear it: the share of each month after the longest time that has passed."""
    told = [
        say("outcomes.cohort_alt", month=calendar.spoken_month(one.month), after=after, share=said)
        for one in found
        for after in [max((n for n in spells.AFTER if one.reached[step, n] is not None), default=0)]
        if one.cases and after and (said := _said(seen, one, one.reached[step, after]))
    ]
    return f"{title(step)}。{'、'.join(told)}"


def short(month: int) -> str:
    """A month of a year that the title names."""
    return f"{month % 100}月"


def _said(seen: Seen, one: Cohort, count: int | None) -> str:
    """The share; データなし where its time has not come or nobody began, a word where too few did."""
    if count is None or not one.cases:
        return NONE
    if one.cases < seen.fewest:
        return say("outcomes.fewer", n=seen.fewest)
    return seen.share(count, one.cases)


def _percent(seen: Seen, one: Cohort, count: int) -> float | None:
    """The share as a number where it may be seen."""
    if one.cases < seen.fewest:
        return None
    if seen.protected:
        return disclosure.percent(disclosure.protect(count), disclosure.protect(one.cases))
    return count / one.cases * 100
