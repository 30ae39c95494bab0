"""The few facts that stand before Streamlit and without it: plain values, taken from the content once a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import i18n
from navigator.fitting import NEAR, in_season, overdue, shown_routes
from navigator.links import href
from navigator.model import Content, Route, Service
from navigator.opening_words import Say, around_the_year, hours_text
from navigator.wording import Wording


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a desk: `href` is empty where it can only be read (a LINE id, an address); furigana in `hours`."""

    channel: str
    value: str
    href: str
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk by its official name, the ways to reach it, best first, and where they are from, furigana in it."""

    id: str
    name: str
    ways: tuple[Way, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class ShellFacts:
    """What the first bytes say: the urgent numbers, the comprehensive desk, the neutral page, and the words."""

    emergency: tuple[Desk, ...]
    desk: Desk
    leave_to: str
    words: i18n.Words


def facts_of(content: Content, today: date, lang: str = i18n.DEFAULT) -> ShellFacts:
    """The facts of a content on a day; KeyError if site.yaml names a service that is not there."""
    return ShellFacts(
        emergency=tuple(desk_of(content, content.services[key], lang, today) for key in content.site.emergency),
        desk=desk_of(content, content.services[content.site.desk], lang, today),
        leave_to=content.site.leave_to,
        words=content.words,
    )


def desk_of(content: Content, service: Service, lang: str, today: date) -> Desk:
    """A desk with the ways a visitor may see, and where they are from."""
    words = Wording(content, lang)
    routes = shown_routes(content, service)
    checked = dict.fromkeys(words.checked(route, overdue(route, today) > 0) for route in routes)
    ways = tuple(_way(route, words.say) for route in routes)
    return Desk(service.id, service.name, ways, " / ".join(checked))


def _way(route: Route, say: Say) -> Way:
    notes = (text for text in (route.label, route.hours_note) if text)
    return Way(route.channel, route.value, href(route), " · ".join(_when(route, say)), "。".join(notes))


def _when(route: Route, say: Say) -> Iterable[str]:
    """The weekly hours and what holidays and the turn of the year do to them; what is unknown is said to be."""
    if route.hours:
        yield hours_text(route.hours, say)
        yield say("hours.apart").join(map(say, around_the_year(route)))
    elif route.channel == "phone":
        yield say("states.unknown_hours")


def by_kind(content: Content, lang: str, today: date) -> Iterable[tuple[str, list[Desk]]]:
    """The services shown as main, in season and with a way to reach them, under their first kind, as in kinds.yaml."""
    order = list(content.kinds)
    placed = (s for s in content.services.values() if s.shown == "main" and in_season(s, today))
    rows = sorted(placed, key=lambda s: (order.index(s.kinds[0]), NEAR[s.level], s.id))
    for kind, services in groupby(rows, key=lambda s: s.kinds[0]):
        desks = [desk for s in services if (desk := desk_of(content, s, lang, today)).ways]
        if desks:
            yield kind, desks
