"""The door of every staff page: who is at the screen, asked anew at every run, and what she may do."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

import settings
from data import calendar, sessions
from data.database import Database, StoreError, shared
from data.sessions import Person
from ui import access
from ui.staff.words import shown

# How long noting that she is here may wait for another's lock: nobody needs it, and her page waits for it.
IN_PASSING = 1


class Tries:
    """When it was last tried to note that a session is still there, by the hash of its token, whether or not it could be:
    a database that does not let itself be written to holds a page up once a minute, not at every run."""

    MOST = 1_000

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}

    def is_due(self, token_hash: str, now: datetime) -> bool:
        """Whether a minute has passed since the last try; this one counts."""
        last = self._last.get(token_hash)
        if last is not None and now - last <= sessions.TOUCH:
            return False
        if len(self._last) >= self.MOST:
            # Each may be tried once too often.
            self._last.clear()
        self._last[token_hash] = now
        return True


TRIES = Tries()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a staff page works with: the person, the moment of this run, the database."""

    who: Person
    now: datetime
    database: Database

    @property
    def today(self) -> date:
        """The day in Tokyo."""
        return calendar.today(self.now)


def database() -> Database:
    """The database of this process."""
    return shared(settings.load().database_url)


def signed_in() -> Person | None:
    """Who the cookie of this browser belongs to; None for a visitor, an ended session, a disabled account."""
    token = st.context.cookies.get(settings.SESSION_COOKIE)
    if not token:
        return None
    now = datetime.now(UTC)
    with database().read() as session:
        found = sessions.person(session, token, now)
    if found and found.stale and TRIES.is_due(found.token_hash, now):
        # A full or read-only database may still be read: nobody is shut out because it cannot note that she is here.
        with suppress(StoreError), database().write(wait=IN_PASSING) as session:
            sessions.touch(session, found.token_hash, now)
    return found


def require(name: str) -> Entry:
    """The entry of the page of that name; for anybody else the run ends here with a sentence."""
    who = signed_in()
    if who is None or name not in access.of(who.role, who.must_change):
        st.html(f"<h1>{shown('pages.forbidden')}</h1><p>{shown('pages.forbidden_text')}</p>")
        st.stop()
    return Entry(who, datetime.now(UTC), database())
