"""The days a desk is taken to be open: Monday to Friday, but for public holidays and the turn of the year."""

from calendar import monthrange
from datetime import date

import jpholiday

# The sources say Monday to Friday and nothing of holidays or the turn of the year: those of public offices are taken.
RULE = "月曜から金曜のうち、祝日と12月29日〜1月3日をのぞいた日"
_TURN = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def of_month(month: int) -> list[date]:
    """The opening days of a month (202304), the first first."""
    year, number = month // 100, month % 100
    days = (date(year, number, day) for day in range(1, monthrange(year, number)[1] + 1))
    return [day for day in days if is_open(day)]


def is_open(day: date) -> bool:
    """Whether the desk is taken to be open on a day."""
    return day.weekday() < 5 and not jpholiday.is_holiday(day) and (day.month, day.day) not in _TURN
