"""The content a running server serves: loaded once, refreshed when config/ changed, the last good one kept."""

from dataclasses import dataclass
from pathlib import Path

from navigator.content import fingerprint, load
from navigator.model import Content
from navigator.schema import ContentError


@dataclass
class _State:
    config: Path = Path(__file__).resolve().parent.parent / "config"
    content: Content | None = None
    seen: str = ""
    fault: ContentError | None = None


_state = _State()


def use(config: Path) -> None:
    """From now on the content is that of another folder; raises ContentError when it has faults."""
    if config != _state.config:
        _state.config, _state.content, _state.fault = config, None, None
    current()


def current() -> Content:
    """The content being served; loads it at the first call, raising ContentError when it has faults."""
    if _state.content is None:
        _state.content = load(_state.config)
        _state.seen = _state.content.fingerprint
    return _state.content


def refresh() -> ContentError | None:
    """Takes up a changed config/; where it has faults the last good content stays and the faults are returned once."""
    content, seen = current(), fingerprint(_state.config)
    if seen in (content.fingerprint, _state.seen):
        return None
    _state.seen = seen
    try:
        _state.content, _state.fault = load(_state.config), None
    except ContentError as error:
        _state.fault = error
        return error
    return None


def fault() -> ContentError | None:
    """The faults of the newest config/, while the last good content is served instead."""
    return _state.fault
