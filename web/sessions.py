"""Wipes the answers of visits that ended: Streamlit itself does so only when somebody else connects."""

import gc
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any, Protocol

# Streamlit keeps 128 broken connections and drops the oldest; a phone in a train must find its answers again.
ROOM = 10_000


class Visits(Protocol):
    """Streamlit's store of disconnected sessions, a mapping whose entries age."""

    _maxsize: float

    def expire(self) -> Iterable[tuple[str, Any]]:
        """Removes and returns what is past its time."""

    def items(self) -> Iterable[tuple[str, Any]]:
        """What is still waiting."""

    def pop(self, key: str) -> Any:
        """Removes and returns one."""


def store_of(app: object) -> Visits:
    """The store of a running st.App; raises AttributeError at start if a Streamlit upgrade moved it."""
    store: Visits = app._runtime._session_mgr._session_storage._cache  # type: ignore[attr-defined]
    if not isinstance(store, MutableMapping):
        raise AttributeError("Streamlit's session store is not a mapping any more")
    store._maxsize = max(store._maxsize, ROOM)
    return store


def resume_bare(app: object) -> None:
    """A visit that finds its line again finds nothing kept for the old one; AttributeError at start if an upgrade moved it.

    A line that breaks stops the run it was in. Kept until the new line is there, the rest of that run, its end included,
    would come as if it were the run the page asks for now (web/stream.py keeps back what comes later still).
    """
    waiting = app._runtime._session_mgr._session_storage  # type: ignore[attr-defined]
    found = waiting.get

    def get(session_id: str) -> Any:
        visit = found(session_id)
        if visit is not None:
            visit.session._browser_queue.clear()
        return visit

    waiting.get = get


def purge(store: Visits) -> int:
    """Wipes every visit past its time and those in which nothing was said; says how many there were."""
    ended = _shut(store)
    if ended:
        # Sessions hold each other in circles, and the collection after every run is switched off.
        gc.collect()
    return ended


def _shut(store: Visits) -> int:
    """In a function of its own: a name that still held a visit would keep it from being collected."""
    ended = 0
    for visit in (*(visit for _, visit in store.expire()), *_empty(store)):
        visit.session.shutdown()
        for value in _held(visit):
            if hasattr(value, "forget"):
                value.forget()
        visit.session.session_state.clear()
        # What the browser sent last: its values of all fields.
        visit.session._client_state.Clear()
        ended += 1
    return ended


def _empty(store: Visits) -> Iterator[Any]:
    """Removes and returns lines that never asked for a page, and under pressure pages on which nothing was said.

    Otherwise whoever only opens lines would push out the visits that wait.
    """
    waiting = list(store.items())
    tight = len(waiting) > store._maxsize / 2
    for key, visit in waiting:
        visits = [value for value in _held(visit) if hasattr(value, "said")]
        if not visits or (tight and not any(value.said for value in visits)):
            yield store.pop(key)


def _held(visit: Any) -> list[object]:
    return list(visit.session.session_state.filtered_state.values())
