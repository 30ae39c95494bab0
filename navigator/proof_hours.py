"""P12: the next opening is in the future, really open, and not a minute too late, on the days that trip calendars."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from navigator import hours
from navigator.fitting import shown_routes
from navigator.hours import TOKYO, Rule, open_hours_mask, rule_of
from navigator.model import Content

HARD_WEEKS = (
    date(2026, 9, 21),
    date(2026, 12, 28),
    date(2027, 3, 22),
    date(2027, 4, 26),
    date(2027, 5, 3),
    date(2029, 9, 24),
)
WEEKS_AHEAD = 4


def rules(content: Content) -> dict[Rule, str]:
    """Every rule a visitor can meet, with one service that has it."""
    found: dict[Rule, str] = {}
    for service in content.services.values():
        if service.shown != "staff":
            found.update({rule_of(r): service.id for r in shown_routes(content, service) if r.hours})
    return found


def next_opening_is_right(content: Content, at: datetime) -> Iterator[str]:
    """Each rule, each hour of the hard weeks and of the week of `at`, against the hour-by-hour calendar."""
    mondays = [*HARD_WEEKS, at.date() - timedelta(days=at.weekday())]
    for rule, service in rules(content).items():
        for monday in mondays:
            yield from _week(rule, service, monday)


def _week(rule: Rule, service: str, monday: date) -> Iterator[str]:
    mask = sum(open_hours_mask(rule, monday + timedelta(weeks=w)) << (168 * w) for w in range(WEEKS_AHEAD))
    start = datetime(monday.year, monday.month, monday.day, tzinfo=TOKYO)
    for hour in range(168):
        now = start + timedelta(hours=hour)
        opening = hours.opening(rule, now)
        following = opening.next_opening
        if following is None:
            closed_then_open = _next_bit(mask, hour + 1, after_closed=opening.state == "open")
            if not opening.always and closed_then_open is not None:
                yield f"窓口 {service}「{rule.hours}」: {now:%Y-%m-%d %H:%M} に、次に開く時刻がありません。"
            continue
        if following <= now:
            yield f"窓口 {service}: {now:%Y-%m-%d %H:%M} の次に開く時刻 {following:%Y-%m-%d %H:%M} が未来ではありません。"
        elif hours.opening(rule, following).state != "open":
            yield f"窓口 {service}: 次に開くはずの {following:%Y-%m-%d %H:%M} に開いていません。"
        elif (first := _next_bit(mask, hour + 1, after_closed=opening.state == "open")) is not None:
            latest = start + timedelta(hours=first, minutes=30)
            if following > latest:
                yield f"窓口 {service}: {latest:%Y-%m-%d %H:%M} に開いているのに、次は {following:%Y-%m-%d %H:%M} と出ます。"


def _next_bit(mask: int, start: int, after_closed: bool) -> int | None:
    """The first open hour from `start`; where it is open now, the first after a closed one."""
    seen_closed = not after_closed
    for hour in range(start, 168 * WEEKS_AHEAD):
        if mask >> hour & 1:
            if seen_closed:
                return hour
        else:
            seen_closed = True
    return None
