"""Wipes the answers of visits that ended: Streamlit itself does so only when somebody else connects."""

import gc
from collections.abc import Iterable, MutableMapping
from typing import Any, Protocol

# Streamlit keeps 128 broken connections and drops the oldest; a phone in a train must find its answers again.
ROOM = 2000


class Visits(Protocol):
    """Streamlit's store of disconnected sessions, a mapping whose entries age."""

    _maxsize: float

    def expire(self) -> Iterable[tuple[str, Any]]:
        """Removes and returns what is past its time."""


def store_of(app: object) -> Visits:
    """The store of a running st.App; raises AttributeError at start if a Streamlit upgrade moved it."""
    store: Visits = app._runtime._session_mgr._session_storage._cache  # type: ignore[attr-defined]
    if not isinstance(store, MutableMapping):
        raise AttributeError("Streamlit's session store is not a mapping any more")
    store._maxsize = max(store._maxsize, ROOM)
    return store


def purge(store: Visits) -> int:
    """Wipes every visit past its time and says how many there were."""
    ended = _shut(store)
    if ended:
        # Sessions hold each other in circles, and the collection after every run is switched off.
        gc.collect()
    return ended


def _shut(store: Visits) -> int:
    """In a function of its own: a name that still held a visit would keep it from being collected."""
    ended = 0
    for _, visit in store.expire():
        visit.session.shutdown()
        visit.session.session_state.clear()
        ended += 1
    return ended
