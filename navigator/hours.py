"""When a desk is open: weekly rules by opening_hours, public holidays by jpholiday, the moment always an argument."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import jpholiday
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # ParserError has no stub

from navigator.model import Route

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = 24 * 60
HORIZON_DAYS = 60

Status = Literal["open", "closed", "unknown"]
# Minutes from 0:00 of a date, start inclusive, end exclusive; the end may lie on the next date.
Stretch = tuple[int, int, Status]

_COMMENT = re.compile(r'\s*"[^"]*"')
_SPAN = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})(?![\d:])")
# The library's own PH calendar is wrong, the sun needs a place, an open end or a lone time says no end.
_REFUSED_WORD = re.compile(r"\b(?:PH|SH|easter|sunrise|sunset|dawn|dusk)\b", re.IGNORECASE)
_REFUSED_TIME = re.compile(r"\d:\d|\+(?!\d)")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_NTH_OF_MONTHS = re.compile(rf"({_MONTH}(?:[,-]{_MONTH})+) (?=[A-Z][a-z]\[)")
_DAY_OF_MONTHS = re.compile(rf"{_MONTH}(?:[,-]{_MONTH})+ \d+(?![\d:])")
_TIMED = re.compile(r"\d\d:\d\d|\bclosed\b|\bunknown\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """The three facts that decide when a route is open; `hours` is empty where nobody said."""

    hours: str
    holidays: str
    year_end: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known at a moment; times are None where they lie beyond the horizon or do not apply."""

    state: Status
    until: datetime | None
    next_opening: datetime | None
    always: bool


_NOBODY_SAID = Opening("unknown", None, None, False)


def moment(at: str | datetime) -> datetime:
    """The moment in Tokyo; a time without a zone is Tokyo's."""
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    return when.replace(tzinfo=TOKYO) if when.tzinfo is None else when.astimezone(TOKYO)


def rule_of(route: Route) -> Rule:
    """The rule of a route."""
    return Rule(route.hours, route.holidays, route.year_end)


def opening(rule: Rule, at: str | datetime) -> Opening:
    """Whether it is open, until when, and when it surely opens next."""
    when = moment(at)
    if not rule.hours:
        return _NOBODY_SAID
    starts, openings = _day(rule, when.date())
    return openings[bisect_right(starts, when.hour * 60 + when.minute) - 1]


def board(rules: Iterable[Rule], at: str | datetime) -> dict[Rule, Opening]:
    """The openings of many rules, remembered by the minute; keep the rules as a frozenset, its hash is remembered."""
    chosen = rules if isinstance(rules, frozenset) else frozenset(rules)
    return dict(_board(chosen, moment(at).replace(second=0, microsecond=0)))


def open_hours_mask(rule: Rule, monday: date) -> int:
    """168 bits of the week: bit 24 * weekday + h stands when it is surely open at h:30."""
    if monday.weekday() != 0:
        raise ValueError(f"{monday} is not a Monday")
    mask = 0
    for weekday in range(7 if rule.hours else 0):
        for start, end, status in _stretches(rule, monday + timedelta(weekday)):
            if status == "open":
                hours = [hour for hour in range(24) if start <= hour * 60 + 30 < end]
                mask |= sum(1 << (24 * weekday + hour) for hour in hours)
    return mask


def parse_error(hours: str) -> str | None:
    """Why these hours cannot be used, for the content check; None when they can (empty: nobody said)."""
    try:
        if hours:
            _compiled(hours)
    except ValueError as error:
        return str(error)
    return None


@lru_cache(maxsize=512)
def _board(rules: frozenset[Rule], minute: datetime) -> dict[Rule, Opening]:
    return {rule: opening(rule, minute) for rule in rules}


@lru_cache(maxsize=2**13)
def _day(rule: Rule, day: date) -> tuple[tuple[int, ...], tuple[Opening, ...]]:
    """The stretches of a date by their start, each with its answer, which holds for all its minutes."""
    runs = _open_runs(rule, day)
    midnight = datetime.combine(day, time(), TOKYO)
    starts, openings = [], []
    for start, _, status in _stretches(rule, day):
        now = next((run for run in runs if run[0] <= start < run[1]), None)
        later = next((run[0] for run in runs if run[0] > start), None)
        always = now is not None and now[1] >= (HORIZON_DAYS + 1) * DAY
        until = midnight + timedelta(minutes=now[1]) if now and not always else None
        following = None if later is None else midnight + timedelta(minutes=later)
        starts.append(start)
        openings.append(Opening(status, until, following, always))
    return tuple(starts), tuple(openings)


def _open_runs(rule: Rule, day: date) -> list[tuple[int, int]]:
    """Open runs from 0:00 of a date, merged across midnight, up to the first that starts on a later date."""
    runs: list[tuple[int, int]] = []
    for ahead in range(HORIZON_DAYS + 1):
        for start, end, status in _stretches(rule, day + timedelta(ahead)):
            if status != "open":
                continue
            begin = start + ahead * DAY
            if runs and runs[-1][1] == begin:
                begin = runs.pop()[0]
            runs.append((begin, end + ahead * DAY))
        if runs and runs[-1][0] >= DAY:
            break
    return runs


@lru_cache(maxsize=2**15)
def _stretches(rule: Rule, day: date) -> tuple[Stretch, ...]:
    """The whole date without gaps; what a night still brings from the day before counts, and open beats unknown."""
    over = [(start - DAY, end - DAY, status) for start, end, status in _dated(rule, day - timedelta(1)) if end > DAY]
    spans = (*over, *_dated(rule, day))
    cuts = sorted({0, DAY} | {edge for span in spans for edge in span[:2] if 0 < edge < DAY})
    found: list[Stretch] = []
    for start, end in pairwise(cuts):
        covering = {status for begin, stop, status in spans if begin <= start < stop}
        status: Status = "open" if "open" in covering else "unknown" if covering else "closed"
        if found and found[-1][2] == status:
            start = found.pop()[0]
        found.append((start, end, status))
    return tuple(found)


@lru_cache(maxsize=2**14)
def _dated(rule: Rule, day: date) -> tuple[Stretch, ...]:
    """What starts on a date once the holiday rule and then the year-end rule have spoken; both govern its night too."""
    spans = _weekly(rule.hours, day)
    if _is_holiday(day) and rule.holidays != "open":
        if rule.holidays == "closed":
            return ()
        spans = _sunday(rule.hours, day) if rule.holidays == "as_sunday" else _doubted(spans)
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        if rule.year_end == "closed":
            return ()
        return spans if rule.year_end == "open" else _doubted(spans)
    return spans


@lru_cache(maxsize=2**12)
def _is_holiday(day: date) -> bool:
    return jpholiday.is_holiday(day)


def _doubted(spans: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The same spans, no longer sure; what is closed by the weekly rule stays closed."""
    return tuple((start, end, "unknown") for start, end, _ in spans)


def _sunday(hours: str, day: date) -> tuple[Stretch, ...]:
    """Sunday's spans; where the Sundays on both sides differ (第1日曜 …) nobody said which, so they are unknown."""
    since = (day.weekday() + 1) % 7
    before = _weekly(hours, day - timedelta(since))
    after = _weekly(hours, day + timedelta(7 - since)) if since else before
    return before if before == after else _doubted((*before, *after))


def _weekly(hours: str, day: date) -> tuple[Stretch, ...]:
    """The open and unknown spans that start on a date, by the weekly rule alone."""
    compiled, times = _compiled(hours)
    midnight = datetime.combine(day, time())
    spans: list[Stretch] = []
    for begin, finish, state, _ in compiled.intervals(midnight, midnight + timedelta(1)):
        if state == State.CLOSED:
            continue
        start = times[begin.hour * 60 + begin.minute]
        # A rule without times lasts to the end of the library's day, which is 24:00 of ours.
        end = DAY if finish.date() > day else times[finish.hour * 60 + finish.minute]
        if start < end:
            spans.append((start, end, "open" if state == State.OPEN else "unknown"))
    return tuple(spans)


@lru_cache(maxsize=1024)
def _compiled(hours: str) -> tuple[OpeningHours, tuple[int, ...]]:
    """The rule with its times replaced by their rank, and the times by rank.

    The library drops a night's morning when another rule names that day and cannot say which date a morning belongs to.
    With ranks for minutes no span reaches midnight: each date is read alone and keeps all of what starts on it.
    """
    # 「Jan,Mar Fr[2]」 is to the library all of January and one Friday in March; a colon says both months.
    bare = _NTH_OF_MONTHS.sub(r"\1: ", _COMMENT.sub("", hours))
    if _DAY_OF_MONTHS.search(bare):
        raise ValueError(f"日付は月ごとに書きます（Jan 10,Feb 10）: {hours}")
    if (word := _REFUSED_WORD.search(bare)) is not None:
        raise ValueError(f"営業時間に {word[0]} は使えません: {hours}")
    if _REFUSED_TIME.search(_SPAN.sub("", bare)):
        raise ValueError(f"営業時間は 開始-終了 で書きます: {hours}")
    try:
        OpeningHours(bare)
        spans = [_minutes(span) for span in _SPAN.finditer(bare)]
        times = sorted({0}.union(*spans))
        clock = {minutes: f"{rank // 60:02}:{rank % 60:02}" for rank, minutes in enumerate(times)}
        ranked = OpeningHours(_SPAN.sub(lambda span: "-".join(clock[minutes] for minutes in _minutes(span)), bare))
    except ParserError as error:
        raise ValueError(f"営業時間を読めません: {hours}") from error
    # 「月〜金」 alone, `open` or a blank is day and night to the library; here somebody forgot the times.
    for part in re.split(r"; | \|\| |, ", str(ranked)):
        if not (_TIMED.search(part) or part == "24/7" in bare):
            raise ValueError(f"時刻がありません: {hours}")
    return ranked, tuple(times)


def _minutes(span: re.Match[str]) -> tuple[int, int]:
    """Start and end of a written span; an end that is not after its start is the next day's."""
    start, end = int(span[1]) * 60 + int(span[2]), int(span[3]) * 60 + int(span[4])
    return start, end if end > start else end + DAY
