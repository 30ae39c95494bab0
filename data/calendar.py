"""Days, months and fiscal years of a desk: a month is an int as 202304, a fiscal year runs April to March."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

TOKYO = timezone(timedelta(hours=9), "Asia/Tokyo")
FIRST_MONTH = 4


def month_of(day: date) -> int:
    """The month of a day: 2023-04-15 → 202304."""
    return day.year * 100 + day.month


def fiscal_year(month: int) -> int:
    """The fiscal year a month belongs to: 202403 → 2023 (令和5年度)."""
    return month // 100 - (month % 100 < FIRST_MONTH)


def months_of(year: int) -> list[int]:
    """The twelve months of a fiscal year, April first."""
    return [(year + (number > 12)) * 100 + (number - 1) % 12 + 1 for number in range(FIRST_MONTH, FIRST_MONTH + 12)]


def last_day(month: int) -> date:
    """The last day of a month: 202402 → 2024-02-29."""
    year, number = divmod(month, 100)
    return date(year, number, monthrange(year, number)[1])


def today(now: datetime) -> date:
    """The day in Tokyo at that moment."""
    return now.astimezone(TOKYO).date()


def wareki(year: int) -> str:
    """A fiscal year as people write it: 2023 → 令和5年度; 2019 → 平成31年度・令和元年度. ValueError before 1989."""
    if year < 1989:
        raise ValueError(f"{year} is before 平成")
    if year == 2019:
        return "平成31年度・令和元年度"
    return f"令和{year - 2018}年度" if year > 2019 else f"平成{year - 1988}年度".replace("平成1年度", "平成元年度")


def spoken_month(month: int) -> str:
    """A month as people say it: 202403 → 令和6年3月, 201905 → 令和元年5月."""
    year = month // 100
    name = f"令和{year - 2018}年" if month >= 201905 else f"平成{year - 1988}年"
    return f"{name}{month % 100}月".replace("令和1年", "令和元年").replace("平成1年", "平成元年")


def spoken_day(day: date) -> str:
    """A day as people say it: 令和5年9月15日."""
    return f"{spoken_month(month_of(day))}{day.day}日"


def days_of(month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    year, number = month // 100, month % 100
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])
