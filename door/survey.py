"""The door for the survey of a training: five answers, nothing else, and not too many at once from one place."""

import hashlib
import secrets
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from threading import Lock

STEPS = ("very_good", "good", "neither", "rather_bad", "bad")
# A whole hall answers over one line at the end of a training: so many at once, then so many a minute.
BURST, A_MINUTE = 80, 20
MOST_PLACES = 10_000


class Brake:
    """How many answers a place may still send. Places are kept in memory only, as a hash that nobody can turn back."""

    def __init__(self, burst: float = BURST, a_minute: float = A_MINUTE, most_places: int = MOST_PLACES) -> None:
        self._burst, self._per_second, self._most = burst, a_minute / 60, most_places
        self._key, self._lock = secrets.token_bytes(32), Lock()
        # {place: (left, the moment in seconds)}, the longest unused first.
        self._places: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def may(self, address: str, moment: float) -> bool:
        """Takes one answer off what the address may send at that moment (seconds of any steady clock); says whether it may."""
        place = hashlib.blake2b(_network(address).encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            left, before = self._places.pop(place, (self._burst, moment))
            left = min(self._burst, left + max(moment - before, 0) * self._per_second)
            allowed = left >= 1
            self._places[place] = (left - allowed, moment)
            if len(self._places) > self._most:
                self._places.popitem(last=False)
            return allowed


def _network(address: str) -> str:
    """The address; of the new kind the part that one line has, for the rest is hers to change at will."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)


PLACES = Brake()
