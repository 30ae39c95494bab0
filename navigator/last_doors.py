"""Which services hide because their facts are long overdue: never the last door of a topic at an hour, nor the desk."""

from collections.abc import Iterable

from navigator.fitting import Minute, Way
from navigator.model import IN_PERSON, MAIL, SPOKEN, WRITTEN, Service

SIDES = (SPOKEN, WRITTEN | IN_PERSON)


def hides(service: Service, now: Minute) -> bool:
    """Whether all its facts are long overdue and current doors stand in for it, topic by topic.

    Nobody's answers count here, so not knowing one (P4) and adding a need (P5) can never hide a service.
    """
    if service.id not in now.hidden:
        old = bool(now[service]) and all(way.overdue > 1 for way in now[service])
        # Looking for a last door looks at every service, so only for facts that are old.
        now.hidden[service.id] = old and not _is_needed(service, now)
    return now.hidden[service.id]


def _is_needed(service: Service, now: Minute) -> bool:
    """Whether it is the comprehensive desk or the last door of one of its topics."""
    return service.id == now.content.site.desk or any(_is_last(service, topic, now) for topic in service.needs)


def _is_last(service: Service, topic: str, now: Minute) -> bool:
    """Whether it is open, or takes mail, on a side (by voice, without it) on which no current door of the topic is."""
    covered: set[int] = set()
    for other in now.content.services.values():
        if topic in other.needs and _stands_in(other, service):
            covered |= _sides(way for way in now[other] if way.overdue < 2)
    return not _sides(now[service]) <= covered


def _sides(ways: Iterable[Way]) -> set[int]:
    """The sides on which something is open or takes mail: 0 by voice, 1 without it."""
    reached = [way.route.channel for way in ways if way.opening.state == "open" or way.route.channel in MAIL]
    return {side for side, channels in enumerate(SIDES) if channels.intersection(reached)}


def _stands_in(other: Service, service: Service) -> bool:
    """Whether everybody who is shown a service may be shown the other one instead, checked no less."""
    near = other.level != "city" or (
        bool(service.municipalities) and set(service.municipalities) <= set(other.municipalities)
    )
    anyone = other.age_min is None and other.age_max is None and other.publish != "seasonal"
    return near and anyone and other.shown != "staff" and (other.shown == "main" or other.shown == service.shown)
