"""The content a running server serves: loaded once, refreshed when config/ changed, the last good one kept."""

from dataclasses import dataclass
from pathlib import Path

from navigator.content import fingerprint, load
from navigator.model import Content
from navigator.schema import ContentError

CONFIG = Path(__file__).resolve().parent.parent / "config"


@dataclass
class _State:
    content: Content | None = None
    seen: str = ""
    fault: ContentError | None = None


_state = _State()


def current() -> Content:
    """The content being served; loads it at the first call, raising ContentError when it has faults."""
    if _state.content is None:
        _state.content = load(CONFIG)
        _state.seen = _state.content.fingerprint
    return _state.content


def refresh() -> ContentError | None:
    """Takes up a changed config/; where it has faults the last good content stays and the faults are returned once."""
    content, seen = current(), fingerprint(CONFIG)
    if seen in (content.fingerprint, _state.seen):
        return None
    _state.seen = seen
    try:
        _state.content, _state.fault = load(CONFIG), None
    except ContentError as error:
        _state.fault = error
        return error
    return None


def fault() -> ContentError | None:
    """The faults of the newest config/, while the last good content is served instead."""
    return _state.fault
