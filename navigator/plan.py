"""Answers → urgent cards, one first door, the separate problems in order, their services. Pure; no scores.

Red flags → needs → questions owned by needs → rules derive issues → rules choose services → fixed bands order them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import i18n
from navigator import doors
from navigator.conditions import Facts, chosen
from navigator.fitting import Contact, contact
from navigator.issues import IssueFound, derive, order_by_knots
from navigator.journey import on_path
from navigator.model import WRITTEN, Answers, Band, Condition, Content, Knot, Service, UrgentCard
from navigator.services import Fits, Suggestion, candidates_for, order_key, suggested

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Urgent:
    """A red flag's card with its doors; `silent_missing` says honestly that no written door stands in it."""

    card: UrgentCard
    because: Pairs
    services: tuple[Suggestion, ...]
    silent_missing: bool


@dataclass(frozen=True, slots=True)
class IssueCard:
    """One separated problem: why, in which band, after which other, and the doors that serve it."""

    found: IssueFound
    order: Band
    after: tuple[tuple[str, Knot], ...]
    services: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the result shows, in order; `ignored` are answers to questions off her path."""

    at: datetime
    lang: str
    answers: Answers
    ignored: tuple[str, ...]
    known: Facts
    contact: Contact
    urgent: tuple[Urgent, ...]
    first_door: doors.FirstDoor
    issues: tuple[IssueCard, ...]

    @property
    def offered(self) -> tuple[Suggestion, ...]:
        """Every door of the urgent cards and of the issues, in order; one in several cards several times."""
        return offered(self.urgent, self.issues)

    @property
    def urgent_services(self) -> frozenset[str]:
        """The ids of the services in the urgent cards."""
        return frozenset(door.service.id for card in self.urgent for door in card.services)


def plan(content: Content, answers: Answers, at: datetime, lang: str = i18n.DEFAULT, fits: Fits | None = None) -> Plan:
    """The plan for answers (journey.checked) at a moment with zone (hours.moment) in a language.

    `fits` may hold what was already worked out for the same answers, moment and language.
    """
    path = on_path(content, answers)
    known, her = path.known, contact(path.known, lang)
    found = derive(content, known)
    fits = Fits(content, known, her, at) if fits is None else fits
    urgent = urgent_cards(content, known, fits, her)
    issues = _issues(content, found, known, fits, urgent, lang)
    ordered = tuple(card.found for card in issues)
    door = doors.first_door(content, known, fits, her, ordered, offered(urgent, issues))
    return Plan(at, lang, path.answers, path.ignored, known, her, urgent, door, issues)


def offered(urgent: tuple[Urgent, ...], issues: tuple[IssueCard, ...]) -> tuple[Suggestion, ...]:
    """The doors of these cards, in order."""
    rows = [card.services for card in urgent] + [card.services for card in issues]
    return tuple(door for row in rows for door in row)


def urgent_cards(content: Content, known: Facts, fits: Fits, her: Contact) -> tuple[Urgent, ...]:
    """The cards of the flags raised, by rank; answers that share a wording share a card."""
    raised: dict[str, tuple[UrgentCard, Pairs]] = {}
    for flag, pairs in known.said.items():
        for question_id, option_id in pairs:
            option = content.questions[question_id].option(option_id)
            card = content.cards[(option.card if option else "") or flag]
            before = raised.get(card.id, (card, ()))[1]
            raised[card.id] = (card, (*before, (question_id, option_id)))
    cards = sorted(raised.values(), key=lambda entry: entry[0].rank)
    return tuple(_urgent(content, card, pairs, fits, her) for card, pairs in cards)


def _urgent(content: Content, card: UrgentCard, pairs: Pairs, fits: Fits, her: Contact) -> Urgent:
    """The card's own doors in their order, a usable one first; a folded written one only where no checked one is."""
    listed = [fits[service]._replace(because=pairs) for service in card.services if fits[service].ways]
    checked_silent = any(way.route.channel in WRITTEN for door in listed for way in door.ways)
    if her.cannot_speak and not checked_silent:
        topics = {topic for issue in content.issues.values() for topic in issue.needs if _is_of(issue.derive, card)}
        extra = [
            entry._replace(because=pairs)
            for entry in (
                fits[s.id] for s in content.services.values() if s.shown == "folded" and topics & set(s.needs)
            )
            if not entry.hidden and any(way.route.channel in WRITTEN for way in entry.ways)
        ]
        listed += sorted(extra, key=lambda entry: entry.service.id)
    can_use = [d for d in listed if any(way.can_use and way.route.channel != "web" for way in d.ways)]
    cannot = [door for door in listed if door not in can_use]
    open_written = any(
        way.route.channel in WRITTEN and way.opening.state == "open" for door in listed for way in door.ways
    )
    return Urgent(card, pairs, tuple(can_use + cannot), bool(card.missing_silent) and not open_written)


def _is_of(derive_conditions: Iterable[Condition], card: UrgentCard) -> bool:
    return any(c.kind == "flag" and card.red_flag in c.values for c in derive_conditions)


def _issues(
    content: Content,
    found: tuple[IssueFound, ...],
    known: Facts,
    fits: Fits,
    urgent: tuple[Urgent, ...],
    lang: str,
) -> tuple[IssueCard, ...]:
    rows = {entry.issue.id: candidates_for(content, entry, known, fits, lang) for entry in found}
    in_urgent = {door.service.id for card in urgent for door in card.services}
    serves: Counter[str] = Counter()
    for entry in found:
        serves.update(key for key, (_, reason) in rows[entry.issue.id].items() if reason.specific)
    preferred, emergency = preferred_kinds(content, known), content.site.emergency
    cards = []
    for entry, band, after in order_by_knots(content, found, known):
        listed = [suggested(row, serves[key]) for key, row in rows[entry.issue.id].items()]
        listed.sort(key=lambda door: order_key(door, in_urgent, preferred, emergency))
        cards.append(IssueCard(entry, band, after, tuple(listed)))
    return tuple(cards)


def preferred_kinds(content: Content, known: Facts) -> frozenset[str]:
    """Kinds of desk that come forward because she was turned away elsewhere."""
    places = (content.refusals[place] for place in chosen(known.answers, "refused") if place in content.refusals)
    return frozenset(kind for place in places for kind in place.next_kinds)


def shown_services(result: Plan) -> tuple[Service, ...]:
    """Every service that stands anywhere in the plan, once each."""
    return tuple({door.service.id: door.service for door in (*result.offered, result.first_door.door)}.values())
