"""Which services hide because their facts are long overdue: never the last door of a topic at an hour, nor the desk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from navigator.fitting import Minute, Way
from navigator.model import IN_PERSON, MAIL, SPOKEN, WRITTEN, Service

SIDES = (SPOKEN, WRITTEN | IN_PERSON)


class Covers:
    """What the current doors of a minute reach, by topic: read once, so that many old facts cost no more than a few."""

    def __init__(self, now: Minute) -> None:
        self._wide: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._near: dict[tuple[str, str], list[tuple[Service, set[int]]]] = defaultdict(list)
        for service in now.content.services.values():
            anyone = service.age_min is None and service.age_max is None and service.publish != "seasonal"
            sides = _sides(way for way in now[service] if way.overdue < 2)
            if not anyone or service.shown == "staff" or not sides:
                continue
            for topic in service.needs:
                if service.level != "city":
                    self._wide[topic, service.shown] |= sides
                for town in service.municipalities if service.level == "city" else ():
                    self._near[topic, town].append((service, sides))

    def of(self, topic: str, service: Service) -> set[int]:
        """The sides on which everybody who is shown the service may be shown another one instead, checked no less."""
        enough = {"main", service.shown}
        covered = set().union(*(self._wide[topic, shown] for shown in enough if (topic, shown) in self._wide))
        for other, sides in self._near.get((topic, next(iter(service.municipalities), "")), ()):
            if other.shown in enough and set(service.municipalities) <= set(other.municipalities):
                covered |= sides
        return covered


def hides(service: Service, now: Minute) -> bool:
    """Whether all its facts are long overdue and current doors stand in for it, topic by topic.

    Nobody's answers count here, so not knowing one (P4) and adding a need (P5) can never hide a service.
    """
    if now.hidden is None:
        now.hidden = frozenset(_hidden(now))
    return service.id in now.hidden


def _hidden(now: Minute) -> Iterator[str]:
    """The ids of all that hide at the minute; the comprehensive desk and the last doors of a topic never do."""
    services = now.content.services.values()
    old = [one for one in services if now[one] and all(way.overdue > 1 for way in now[one])]
    if not old:
        return
    covers = Covers(now)
    for service in old:
        sides = _sides(now[service])
        last = any(not sides <= covers.of(topic, service) for topic in service.needs)
        if not last and service.id != now.content.site.desk:
            yield service.id


def _sides(ways: Iterable[Way]) -> set[int]:
    """The sides on which something is open or takes mail: 0 by voice, 1 without it."""
    reached = [way.route.channel for way in ways if way.opening.state == "open" or way.route.channel in MAIL]
    return {side for side, channels in enumerate(SIDES) if channels.intersection(reached)}
