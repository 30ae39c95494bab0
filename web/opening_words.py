"""Opening hours as a person reads them: 'Mo-Fr 10:00-17:00' becomes 月〜金 10:00〜17:00."""

import re
from collections.abc import Callable

Say = Callable[[str], str]

_DAYS = {"Mo": "mon", "Tu": "tue", "We": "wed", "Th": "thu", "Fr": "fri", "Sa": "sat", "Su": "sun"}
_REST = re.compile(r"\d{1,2}:\d{2}|\b(?:off|closed|unknown)\b")
_DAY = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)(?:\[([\d,-]+)\])?")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_COMMENT = re.compile(r'"([^"]*)"')
_EVERY_MONTH = re.compile(r"(?:[A-Z][a-z]{2} (\d+)(?:,[A-Z][a-z]{2} \1){11})")
# The grammar of a language, not its words: nth weekday, day of each month, closed, until the next day, joints.
_GRAMMAR = {
    "ja": {
        "nth": "第{n}{day}",
        "monthly": "毎月{n}日",
        "off": "休み",
        "next": "翌",
        "to": "〜",
        "and": "・",
        "then": "、",
    },
    "en": {
        "nth": "{day} no. {n}",
        "monthly": "day {n} of each month",
        "off": "closed",
        "next": "next day ",
        "to": "–",
        "and": ", ",
        "then": ", ",
    },
}


def hours_text(hours: str, lang: str, say: Say) -> str:
    """The hours in words, rules parted by ' / '; '' where nobody said; `say` gives the texts weekdays.* and hours.*."""
    glue = _GRAMMAR["en" if lang == "en" else "ja"]
    return " / ".join(_rule(rule.strip(), glue, say) for rule in re.split(r";|\|\|", hours) if rule.strip())


def _rule(rule: str, glue: dict[str, str], say: Say) -> str:
    comments = _COMMENT.findall(rule)
    bare = _COMMENT.sub("", rule).strip()
    found = _REST.search(bare)
    days, rest = (bare[: found.start()].strip(), bare[found.start() :].strip()) if found else (bare, "")
    if rest in ("off", "closed"):
        said = glue["off"]
    elif rest == "unknown":
        said = "" if comments else say("hours.part_unknown")
    else:
        said = glue["then"].join(_span(span, glue, say) for span in _SPAN.findall(rest)) or say("hours.all_day")
    return " ".join(part for part in (_days(days, glue, say), said, *comments) if part)


def _days(days: str, glue: dict[str, str], say: Say) -> str:
    if days in ("", "Mo-Su", "24/7"):
        return say("hours.every_day")
    if monthly := _EVERY_MONTH.fullmatch(days):
        return glue["monthly"].format(n=monthly[1])
    parts = re.split(r",(?![^\[]*\])", days)
    return glue["and"].join(
        glue["to"].join(_day(d, glue, say) for d in re.split(r"-(?![^\[]*\])", part.strip(), maxsplit=1))
        for part in parts
    )


def _day(day: str, glue: dict[str, str], say: Say) -> str:
    found = _DAY.fullmatch(day)
    if found is None:
        return day
    name = say(f"weekdays.{_DAYS[found[1]]}")
    return glue["nth"].format(n=found[2], day=name) if found[2] else name


def _span(span: tuple[str, str, str, str], glue: dict[str, str], say: Say) -> str:
    start, end = (int(span[0]), span[1]), (int(span[2]), span[3])
    if (start, end) == ((0, "00"), (24, "00")):
        return say("hours.all_day")
    next_day = glue["next"] if end <= start else ""
    return f"{start[0]}:{start[1]}{glue['to']}{next_day}{end[0]}:{end[1]}"
