"""How one service and its ways fit one visitor: area, age, the channel she can use, hours, freshness of the facts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import i18n
from navigator.conditions import Facts, Truth, chosen
from navigator.hours import Opening, Rule, board, open_hours_mask, rule_of
from navigator.model import WRITTEN, Content, Route, Service

HIDDEN_AFTER = timedelta(days=90)
NEVER_HIDDEN = frozenset({"police-110", "fire-119", "child-189"})
NEAR = {"city": 0, "prefecture": 1, "nationwide": 2}
CHANNEL_ORDER = {
    "phone": 0, "line": 1, "web_chat": 2, "email_form": 3, "email": 4, "in_person": 5, "outreach": 6, "fax": 7, "web": 8
}  # fmt: skip
AGES = {"under18": (0, 17), "age_18_19": (18, 19), "twenties": (20, 29), "age_30_64": (30, 64), "age_65_up": (65, 120)}
TALK_TIMES = {
    "weekday_day": (range(5), range(9, 17)),
    "evening": (range(7), range(17, 22)),
    "weekend": ((5, 6), range(9, 22)),
}
PLACES_NOT_FIXED = frozenset({"not_fixed"})


class Way(NamedTuple):
    """A route as it is for her now. `can_use` is about her voice; `overdue`: 0 current, 1 past its recheck, 2 hidden.

    `suits`: whether it is open at one of the times she can talk; None where she named none.
    """

    route: Route
    opening: Opening
    can_use: bool
    overdue: int
    suits: bool | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """What she said of reaching her safely; what she did not say counts as unsafe for traces, as speaking for calls."""

    cannot_speak: bool
    written_first: bool
    traces_matter: bool
    traces_known: bool
    bill_seen: bool
    talk_times: tuple[str, ...]
    lang: str


def contact(known: Facts, lang: str) -> Contact:
    """Her safe-contact profile from the answers on her path."""
    voice = chosen(known.answers, "voice")
    device = chosen(known.answers, "device")
    watched = "watched" in chosen(known.answers, "safe_now")
    cannot = bool({"overheard", "hard_to_speak"} & set(voice))
    written = cannot or (watched and not voice)
    unsafe = device != ("nobody",)
    return Contact(
        cannot_speak=cannot,
        written_first=written,
        traces_matter=unsafe,
        traces_known=watched or bool(set(device) & {"maybe", "looked_at"}),
        bill_seen=unsafe and chosen(known.answers, "payer") != ("self_only",),
        talk_times=chosen(known.answers, "talk_time"),
        lang=lang,
    )


def area(content: Content, service: Service, known: Facts) -> Truth:
    """Whether the place she is in belongs to the service; unknown where a city has wards and she named only the city."""
    if service.level != "city":
        outside = "outside" in chosen(known.answers, "municipality")
        return Truth.UNKNOWN if outside and service.level == "prefecture" else Truth.YES
    place = next(iter(chosen(known.answers, "municipality")), "")
    if not place or place in PLACES_NOT_FIXED:
        return Truth.UNKNOWN
    return area_of(content, service, place)


def area_of(content: Content, service: Service, place: str) -> Truth:
    """Whether a named place lies in the service's area."""
    found = _areas(content).get((service, place))
    return _lies_in(content, service, place) if found is None else found


@lru_cache(maxsize=4)
def _areas(content: Content) -> dict[tuple[Service, str], Truth]:
    """All towns and all desks of towns at once: a memory of the asked ones would be one of where visitors are."""
    local = [service for service in content.services.values() if service.level == "city"]
    return {(one, place): _lies_in(content, one, place) for one in local for place in content.municipalities}


def _lies_in(content: Content, service: Service, place: str) -> Truth:
    town = content.municipalities.get(place)
    if place in service.municipalities or (town and town.parent in service.municipalities):
        return Truth.YES
    wards = any(content.municipalities[m].parent == place for m in service.municipalities)
    return Truth.UNKNOWN if wards else Truth.NO


def age(service: Service, known: Facts) -> Truth:
    """Whether her age band lies within the service's limits; unknown where it only overlaps or was not said."""
    if service.age_min is None and service.age_max is None:
        return Truth.YES
    band = next(iter(chosen(known.answers, "age_band")), "")
    if not band:
        return Truth.UNKNOWN
    low, high = AGES[band]
    least, most = service.age_min or 0, service.age_max if service.age_max is not None else 200
    if least <= low and high <= most:
        return Truth.YES
    return Truth.NO if high < least or low > most else Truth.UNKNOWN


def overdue(route: Route, today: date) -> int:
    """0 until the route's recheck_by, 1 for the 90 days after it, 2 from then on (hidden)."""
    if today <= route.recheck_by or route.service in NEVER_HIDDEN:
        return 0
    return 1 if today <= route.recheck_by + HIDDEN_AFTER else 2


def shown_routes(content: Content, service: Service) -> tuple[Route, ...]:
    """The routes a visitor may see: usable, with a value; of a folded service only those with an official source."""
    if service.shown == "via":
        return shown_routes(content, content.services[service.via]) if service.via else ()
    official_only = service.shown == "folded"
    return tuple(r for r in service.routes if r.usable and r.value and (r.official or not official_only))


@lru_cache(maxsize=4)
def _rules(content: Content) -> frozenset[Rule]:
    return frozenset(rule_of(route) for service in content.services.values() for route in service.routes)


class Minute(dict[Service, tuple[Way, ...]]):
    """Every service's shown routes at a minute, the same for everybody; worked out when first asked for."""

    def __init__(self, content: Content, minute: datetime) -> None:
        super().__init__()
        self.today = minute.date()
        self.hidden: frozenset[str] | None = None
        self.content, self._openings = content, board(_rules(content), minute)

    def __missing__(self, service: Service) -> tuple[Way, ...]:
        routes = shown_routes(self.content, service)
        found = tuple(Way(r, self._openings[rule_of(r)], True, overdue(r, self.today)) for r in routes)
        self[service] = found
        return found


def minute_of(content: Content, at: datetime) -> Minute:
    """The minute of a moment; remembered, because it holds nothing of anybody."""
    return _minute(content, at.replace(second=0, microsecond=0))


@lru_cache(maxsize=8)
def _minute(content: Content, minute: datetime) -> Minute:
    return Minute(content, minute)


def ways(service: Service, her: Contact, now: Minute) -> tuple[Way, ...]:
    """The service's shown routes for her, the ones she can use and that leave least behind first."""
    found = now[service]
    if her.cannot_speak or her.talk_times:
        bookable = any(way.route.channel in WRITTEN for way in found)
        found = tuple(_for_her(way, her, now.today, bookable) for way in found)
    return found if len(found) < 2 else tuple(sorted(found, key=lambda way: _way_key(way, her)))


def _for_her(way: Way, her: Contact, today: date, bookable: bool) -> Way:
    """The way with what she said of her voice and of the times she can talk; a visit may have to be booked by phone."""
    suits = not _times(rule_of(way.route), today).isdisjoint(her.talk_times) if her.talk_times else None
    by_phone = way.route.channel == "phone" or (way.route.appointment == "needed" and not bookable)
    return Way(way.route, way.opening, not (her.cannot_speak and by_phone), way.overdue, suits)


@lru_cache(maxsize=4096)
def _times(rule: Rule, today: date) -> frozenset[str]:
    """The times to talk in which the rule is open for an hour in the coming week; the same for everybody."""
    this_monday = today - timedelta(days=today.weekday())
    masks = (open_hours_mask(rule, this_monday), open_hours_mask(rule, this_monday + timedelta(days=7)))
    coming = (masks[0] >> (24 * today.weekday())) | (masks[1] << (24 * (7 - today.weekday())))
    hours = {(today.weekday() + hour // 24) % 7 * 24 + hour % 24 for hour in range(168) if coming >> hour & 1}
    return frozenset(
        name
        for name, (days, clock) in TALK_TIMES.items()
        if any(hour // 24 in days and hour % 24 in clock for hour in hours)
    )


def _way_key(way: Way, her: Contact) -> tuple[object, ...]:
    """Usable, current, not overheard, not left on the phone, in her language; then the usual order of channels."""
    channel = way.route.channel
    stays = her.traces_known and channel in {"line", "email", "email_form"}
    overheard = her.written_first and channel == "phone"
    spoken = her.written_first and channel not in WRITTEN
    spoken_language = i18n.spoken(her.lang)
    foreign = spoken_language not in way.route.languages
    billed = her.bill_seen and channel == "phone" and way.route.cost != "free"
    closed = way.opening.state == "closed"
    return (
        not way.can_use,
        way.overdue,
        overheard,
        stays,
        spoken,
        foreign,
        CHANNEL_ORDER[channel],
        billed,
        way.suits is False,
        closed,
    )


def in_season(service: Service, today: date) -> bool:
    """Whether an announced season of a seasonal desk covers the day; other desks are always in season."""
    return service.publish != "seasonal" or any(start <= today <= end for start, end in service.seasons)
