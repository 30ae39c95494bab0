"""A content of any size: real services cloned under new ids, with mixed areas. Never shown to anybody."""

from dataclasses import replace
from itertools import count, cycle, islice

from navigator.model import Content, Service


def grown(content: Content, total: int) -> Content:
    """The content with clones of its services until there are `total`."""
    towns = cycle(content.municipalities)
    originals = list(content.services.values())
    clones = (_clone(service, number, next(towns)) for number in count(1) for service in originals)
    services = originals + list(islice(clones, total - len(originals)))
    return replace(content, services={service.id: service for service in services})


def _clone(service: Service, number: int, town: str) -> Service:
    """A copy in another town; of the wider desks every second copy keeps its area."""
    name = f"{service.id}-{number}"
    routes = tuple(replace(route, service=name) for route in service.routes)
    if service.level != "city" and number % 2:
        return replace(service, id=name, routes=routes)
    return replace(service, id=name, routes=routes, level="city", municipalities=(town,))
