"""From a figure to its records: the filters under which the search shows exactly what was counted."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

from data.counting import Rule
from data.queries.filters import Filters


def counted(chosen: Filters, rule: Rule) -> Filters:
    """The filters, narrowed to the results that count at all."""
    wanted = chosen.contact_result
    results = tuple(one for one in wanted if one in rule.contact_result) if wanted else rule.contact_result
    return replace(chosen, contact_result=results)


def of_month(chosen: Filters, rule: Rule, month: int) -> Filters:
    """The records of a month (202304) under coded filters; their own days do not matter."""
    year, number = divmod(month, 100)
    last = date(year, number, monthrange(year, number)[1])
    return counted(replace(chosen, since=date(year, number, 1), until=last), rule)


def of_time(chosen: Filters, rule: Rule, weekday: int, hour: int) -> Filters:
    """The records of a weekday (0 Monday) and an hour."""
    return counted(replace(chosen, weekday=weekday, hour=hour), rule)
