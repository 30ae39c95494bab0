"""What the server keeps of one open staff page besides its fields: a sign-in that waits for its second step."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

# How long the code may take after the password.
PATIENCE = timedelta(minutes=5)
_KEY = "at-desk"


@dataclass(slots=True)
class Desk:
    """The open page. `said` keeps it, and what stands in its forms, over a broken line (web/sessions.py)."""

    said: bool = True
    account_id: int = 0
    name: str = ""
    since: datetime | None = None
    secret: str = ""
    shown: str = ""

    def forget(self) -> None:
        """Everything, when the person is gone for good."""
        self.account_id, self.name, self.since, self.secret, self.shown = 0, "", None, "", ""

    def waits(self, now: datetime) -> bool:
        """Whether the password was right and the code is to come."""
        return self.since is not None and now - self.since < PATIENCE


def desk() -> Desk:
    """The one of this page."""
    found = st.session_state.setdefault(_KEY, Desk())
    if not isinstance(found, Desk):
        # A module that was loaded anew.
        found = st.session_state[_KEY] = Desk()
    return found
