"""The address behind a way to reach a desk: what a press on it opens."""

import re

from navigator.model import WRITTEN, Route

PRESSED = WRITTEN | {"web"}


def href(route: Route) -> str:
    """The link of a way; '' where there is none and the value can only be read (a LINE id, an address)."""
    if route.channel == "phone":
        return tel(route.value)
    if route.channel == "email":
        return f"mailto:{route.value}"
    return route.value if route.channel in PRESSED and route.value.startswith("https://") else ""


def tel(number: str) -> str:
    """The address behind a number; a # is written %23, or phones cut the number there."""
    return "tel:" + re.sub(r"[^0-9+*#]", "", number).replace("#", "%23")
