"""Opening hours as a person reads them: 'Mo-Fr 08:30-17:15' becomes 月〜金 8:30〜17:15."""

import re
from collections.abc import Callable, Iterator

from navigator.model import Route

_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# A comma with a space behind it begins a further rule; one without parts days (Mo,Th) or spans.
_RULES = re.compile(r";|\|\||,\s+(?=(?:Mo|Tu|We|Th|Fr|Sa|Su)\b)")
_SELECTOR = re.compile(r"^((?:[A-Z][a-z]\S*(?:\s\d+(?![\d:]))?(?:,\s?)?|24/7)*)\s*(.*)$")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_MONTHLY = re.compile(r",".join(rf"{month} (\d+)" for month in _MONTHS))

Say = Callable[..., str]

HOLIDAYS = {
    "open": "open_on_holidays",
    "closed": "closed_on_holidays",
    "as_sunday": "holidays_as_sunday",
    "depends": "holidays_depend",
    "seasonal": "holidays_depend",
    "unknown": "holidays_unknown",
}


def hours_text(hours: str, say: Say) -> str:
    """The hours in the words of `say(key)`, rules parted by ' / '; '' where nobody said."""
    return " / ".join(_rule(rule.strip(), say) for rule in _RULES.split(hours) if rule.strip())


def around_the_year(route: Route) -> Iterator[str]:
    """Text keys of what public holidays and the turn of the year do to the hours; none where nobody said the hours."""
    if route.hours:
        yield f"hours.{HOLIDAYS[route.holidays]}"
        if route.year_end != "open":
            yield f"hours.year_end_{route.year_end}"


def _rule(rule: str, say: Say) -> str:
    comments = re.findall(r'"([^"]*)"', rule)
    bare = re.sub(r'"[^"]*"', "", rule).strip()
    found = _SELECTOR.match(bare)
    days, times = (found[1].strip(), found[2].strip()) if found else ("", bare)
    if days == "24/7":
        spoken = say("hours.all_day")
    elif re.search(r"\b(off|closed)\b", times):
        spoken = say("hours.off")
    else:
        spoken = say("hours.then").join(_span(m, say) for m in _SPAN.finditer(times)) or (
            "" if comments else say("hours.part_unknown")
        )
    return " ".join(part for part in (_days(days, say), spoken, *comments) if part)


def _span(found: re.Match[str], say: Say) -> str:
    start, end = (f"{int(found[at])}:{found[at + 1]}" for at in (1, 3))
    if (start, end) == ("0:00", "24:00"):
        return say("hours.all_day")
    overnight = int(found[3]) * 60 + int(found[4]) <= int(found[1]) * 60 + int(found[2])
    return f"{start}{say('hours.to')}{say('hours.next_day', time=end) if overnight else end}"


def _days(days: str, say: Say) -> str:
    if days in ("", "Mo-Su", "24/7"):
        return say("hours.every_day")
    monthly = _MONTHLY.fullmatch(days.replace(", ", ","))
    if monthly and len(set(monthly.groups())) == 1:
        return say("hours.every_month", day=monthly[1])
    return say("hours.and").join(_day(part, say) for part in re.split(r",(?![\d,-]*\])", days))


def _day(part: str, say: Say) -> str:
    """One entry of a day list: a day, a span of days, or the nth of a month."""
    nth = re.fullmatch(r"([A-Z][a-z])\[([\d,-]+)\]", part.strip())
    if nth:
        return say("hours.nth", n=nth[2], day=_weekday(nth[1], say))
    ends = [_weekday(code, say) for code in part.strip().split("-")]
    date = re.fullmatch(r"([A-Z][a-z]{2}) (\d+)", part.strip())
    if date and date[1] in _MONTHS:
        return say("hours.date", month=_MONTHS.index(date[1]) + 1, day=date[2])
    return say("hours.to").join(ends)


def _weekday(code: str, say: Say) -> str:
    return say(f"weekdays.{WEEKDAYS[_CODES.index(code)]}") if code in _CODES else code
