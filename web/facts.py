"""The few facts that stand before Streamlit and without it: plain values, taken from the content once at start."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import i18n
from navigator.model import WRITTEN, Content, Route, Service
from navigator.opening_words import Say, hours_text

_HOLIDAYS = {
    "closed": "closed_on_holidays",
    "as_sunday": "holidays_as_sunday",
    "depends": "holidays_depend",
    "seasonal": "holidays_depend",
    "unknown": "holidays_unknown",
}
_YEAR_END = {"closed": "year_end_closed", "unknown": "year_end_unknown"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a desk: `href` is empty where it can only be read (a LINE id, an address)."""

    channel: str
    value: str
    href: str
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk by its official name and the ways to reach it, best first."""

    id: str
    name: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class ShellFacts:
    """What the first bytes say: the urgent numbers, the comprehensive desk, the neutral page, and the words."""

    emergency: tuple[Desk, ...]
    desk: Desk
    leave_to: str
    words: i18n.Words


def facts_of(content: Content) -> ShellFacts:
    """The facts of a content, in Japanese; KeyError if site.yaml names a service that is not there."""
    return ShellFacts(
        emergency=tuple(desk_of(content.services[key], content.words, i18n.DEFAULT) for key in content.site.emergency),
        desk=desk_of(content.services[content.site.desk], content.words, i18n.DEFAULT),
        leave_to=content.site.leave_to,
        words=content.words,
    )


def desk_of(service: Service, words: i18n.Words, lang: str) -> Desk:
    """A desk with the ways that may be shown: usable, with a value."""
    say = partial(i18n.say, words, lang)
    usable = [route for route in service.routes if route.usable and route.value]
    return Desk(service.id, service.name, tuple(_way(route, say) for route in usable))


def _way(route: Route, say: Say) -> Way:
    notes = (text for text in (route.label, route.hours_note) if text)
    return Way(route.channel, route.value, href(route), " ".join(_when(route, say)), "。".join(notes))


def _when(route: Route, say: Say) -> Iterable[str]:
    """The weekly hours and what holidays and the turn of the year do to them; what is unknown is said to be."""
    if not route.hours:
        if route.channel == "phone":
            yield say("states.unknown_hours")
        return
    yield hours_text(route.hours, say)
    yield from (say(f"hours.{key}") for key in (_HOLIDAYS.get(route.holidays), _YEAR_END.get(route.year_end)) if key)


def href(route: Route) -> str:
    """The link of a way; '' where there is none. A # is written %23, or phones cut the number there."""
    if route.channel == "phone":
        return "tel:" + re.sub(r"[^0-9+*#]", "", route.value).replace("#", "%23")
    if route.channel == "email":
        return f"mailto:{route.value}"
    is_page = route.value.startswith("https://") and (route.channel == "web" or route.channel in WRITTEN)
    return route.value if is_page else ""


def by_kind(content: Content, lang: str) -> Iterable[tuple[str, list[Desk]]]:
    """The services shown as main that have a way to reach them, under their first kind, in the order of kinds.yaml."""
    order = list(content.kinds)
    placed = (s for s in content.services.values() if s.shown == "main" and s.kinds)
    rows = sorted(placed, key=lambda s: (order.index(s.kinds[0]), s.level, s.id))
    for kind, services in groupby(rows, key=lambda s: s.kinds[0]):
        desks = [desk for s in services if (desk := desk_of(s, content.words, lang)).ways]
        if desks:
            yield kind, desks
