"""P1 and the holes: town × hour × need × channel, walked outright with one bit an hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from navigator.classes import flags, place_classes
from navigator.hours import Rule, open_hours_mask, rule_of
from navigator.model import IN_PERSON, MAIL, NOTHING_CHOSEN, VOICES, WRITTEN, Answer, Content
from navigator.plan import Plan, plan
from navigator.proof_hours import HARD_WEEKS
from navigator.services import Suggestion

WEEK = (1 << 168) - 1
PLAIN_MONDAY = date(2026, 11, 30)
NIGHT = sum(1 << (24 * day + hour) for day in range(7) for hour in (22, 23, 0, 1, 2, 3, 4, 5))
WEEKEND = ((1 << 48) - 1) << (24 * 5)


@dataclass(frozen=True, slots=True)
class Hole:
    """A need, a place and a channel with hours of the week in which no door for it is open; why that is accepted, if it is."""

    need: str
    place: str
    channel: str
    closed: int
    accepted: str = ""

    def row(self) -> str:
        """A line of docs/coverage.md."""
        counts = [bin(self.closed & part).count("1") for part in (WEEK, NIGHT, WEEKEND)]
        return f"| {self.need} | {self.place} | {self.channel} | {counts[0]} | {counts[1]} | {counts[2]} | {self.accepted} |"


@dataclass(frozen=True, slots=True)
class Start:
    """What a visitor begins with: the id of a need or an urgent card, its words, and the answers that lead to it."""

    id: str
    name: str
    answers: dict[str, Answer]


def _starts(content: Content) -> list[Start]:
    return [
        Start(NOTHING_CHOSEN, "何も選ばない", {}),
        *(Start(need.id, need.ja, {"needs": (need.id,)}) for need in content.needs.values()),
        *(Start(card, content.cards[card].title, answers) for card, answers in flags(content).items()),
    ]


@dataclass(frozen=True, slots=True)
class Walked:
    """One week of one start, place and channel: in how many hours a door is open, opens later, only takes mail, or none."""

    state: str
    monday: date
    open_now: int
    later: int
    mail: int
    none: int


def ends_at_a_door(content: Content, at: datetime) -> Iterator[str]:
    """P1: open now, or its next opening known, or mail; at every hour of a plain week and of the holiday weeks."""
    for walked in walk(content, at):
        if walked.none:
            yield f"{walked.state}、{walked.monday:%Y-%m-%d} の週の{walked.none}時間: 開いている扉も、次に開く時刻も、メールもありません。"
    for state, result in _results(content, at):
        door = result.first_door
        emergency = door.door.service.id in content.site.emergency
        if not (door.way.can_use or emergency) or not door.way.route.value:
            yield f"{state}: 最初の扉に、使える道がありません。"


@lru_cache(maxsize=2)
def walk(content: Content, at: datetime) -> tuple[Walked, ...]:
    """Every start × place × channel × week, hour by hour (one bit an hour)."""
    mondays = (at.date() - timedelta(days=at.weekday()), *HARD_WEEKS)
    found = []
    for state, result in _results(content, at):
        ways = [way for door in _doors(result) for way in door.ways if way.can_use]
        mail = any(way.route.channel in MAIL for way in ways)
        rules = frozenset(rule_of(way.route) for way in ways if way.route.hours)
        for monday in mondays:
            ahead = _four_weeks(rules, monday)
            open_now = (ahead & WEEK).bit_count()
            # After the last hour that is open within four weeks no next opening is known.
            later = min(168, ahead.bit_length()) - open_now
            rest = 168 - open_now - later
            found.append(Walked(state, monday, open_now, later, rest if mail else 0, 0 if mail else rest))
    return tuple(found)


@lru_cache(maxsize=2)
def _results(content: Content, at: datetime) -> tuple[tuple[str, Plan], ...]:
    return tuple(
        (
            f"{start.name}、{place}、{channel}",
            plan(content, {**start.answers, "municipality": place, "voice": voice}, at),
        )
        for start in _starts(content)
        for place in (*place_classes(content), "not_fixed")
        for channel, voice in VOICES.items()
    )


@lru_cache(maxsize=65536)
def _four_weeks(rules: frozenset[Rule], monday: date) -> int:
    """The hours of four weeks in which any of the rules is open."""
    union = 0
    for rule in rules:
        for week in range(4):
            union |= _route_mask(rule, monday + timedelta(weeks=week)) << (168 * week)
    return union


def _doors(result: Plan) -> list[Suggestion]:
    listed = [door for card in result.issues for door in card.services]
    return listed + [door for card in result.urgent for door in card.services] + [result.first_door.door]


@lru_cache(maxsize=65536)
def _route_mask(rule: Rule, monday: date) -> int:
    return open_hours_mask(rule, monday)


def holes(content: Content, at: datetime) -> list[Hole]:
    """Need × place × channel with hours in which no specific door is open, places that are alike told once."""
    found: dict[tuple[str, str, int, str], list[str]] = {}
    for start in _starts(content):
        for place, towns in place_classes(content).items():
            for channel, voice in VOICES.items():
                result = plan(content, {**start.answers, "municipality": place, "voice": voice}, at)
                closed = WEEK & ~_open_for(result, channel)
                if closed:
                    reason = content.holes_accepted.get((start.id, channel), "")
                    found.setdefault((start.name, channel, closed, reason), []).extend(towns)
    return [
        Hole(name, _places(content, towns), channel, closed, reason)
        for (name, channel, closed, reason), towns in sorted(
            found.items(), key=lambda item: (-bin(item[0][2]).count("1"), item[0][0])
        )
    ]


def _open_for(result: Plan, channel: str) -> int:
    channels = frozenset({"phone"}) if channel == "声" else WRITTEN | IN_PERSON
    union = 0
    for door in _doors(result):
        if door.specific and door.display != "other_door":
            for way in door.ways:
                if way.route.channel in channels:
                    union |= _route_mask(rule_of(way.route), PLAIN_MONDAY)
    return union


def _places(content: Content, towns: list[str]) -> str:
    named = [content.municipalities[town].ja if town in content.municipalities else "県外" for town in towns]
    if len(named) > len(content.municipalities):
        return "どこでも"
    return f"{named[0]} など{len(named)}" if len(named) > 1 else named[0]
