"""The only st.session_state keys of the staff's pages: what one page hands to another, and what stands on a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

PREFILL = "staff-prefill"
IMPORT = "staff-import"


def prefill(values: Mapping[str, object]) -> None:
    """Lays values ready for the record page, by the names of its fields."""
    st.session_state[PREFILL] = dict(values)


def prefilled() -> dict[str, object]:
    """What lies ready for the record page; read once, it is gone."""
    found: dict[str, object] = st.session_state.pop(PREFILL, {})
    return found


@dataclass
class Importing:
    """The file that is looked at: `seen` is its preview and `seen_of` what it was made from; `round` names the uploader."""

    round: int = 0
    seen_of: tuple[Any, ...] = ()
    seen: Any = None
    answers: dict[str, str] = field(default_factory=dict)
    said: str = ""
    sure: int = 0

    def let_go(self, said: str = "") -> None:
        """Forgets the file and its preview; `said` is the line of what was done with it."""
        self.round, self.seen_of, self.seen, self.answers, self.said = self.round + 1, (), None, {}, said


def importing() -> Importing:
    """What stands on the import page of this browser."""
    made: Importing = st.session_state.setdefault(IMPORT, Importing())
    return made
