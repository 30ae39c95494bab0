"""Who is signed in, for the routes: the cookie, the row behind it, the way in by a ticket, the way out."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from starlette.responses import Response

import settings
from data import sessions
from data.commands import sign_in
from data.database import Database, StoreError
from data.sessions import Person


class SignedIn:
    """The sessions of one database; every method asks the database and may raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def who(self, cookies: Mapping[str, str]) -> Person | None:
        """Who the browser with these cookies belongs to; the database is not asked where there is no cookie."""
        token = cookies.get(settings.SESSION_COOKIE)
        return self.of(token) if token else None

    def of(self, token: str) -> Person | None:
        """Who the token belongs to."""
        with self._database.read() as session:
            return sessions.person(session, token, datetime.now(UTC))

    def is_over(self, cookies: Mapping[str, str]) -> bool:
        """Whether the browser holds the cookie of a session that is over; False where the database cannot say."""
        try:
            return self.who(cookies) is None
        except StoreError:
            return False

    def has_role(self, roles: Collection[str], cookies: Mapping[str, str]) -> bool:
        """Whether the person has one of the roles and no password to change first."""
        who = self.who(cookies)
        return who is not None and not who.must_change and who.role in roles

    def redeem(self, ticket: str) -> str | None:
        """The token of a new session for a ticket; None where it is unknown, too old or was used."""
        with self._database.write() as session:
            return sessions.redeem(session, ticket, datetime.now(UTC))

    def end(self, cookies: Mapping[str, str]) -> None:
        """Ends the session of this browser, if there is one."""
        token = cookies.get(settings.SESSION_COOKIE)
        if token:
            with self._database.write() as session:
                sign_in.out(session, token, datetime.now(UTC))


def give(answer: Response, token: str, cookies: Mapping[str, str]) -> None:
    """The cookie of a session: gone with the browser, out of the reach of scripts and other sites."""
    answer.set_cookie(settings.SESSION_COOKIE, token, httponly=True, secure=True, samesite="strict", path="/")
    _forget_identity(answer, cookies)


def take(answer: Response, cookies: Mapping[str, str]) -> None:
    """Takes the cookie back."""
    answer.delete_cookie(settings.SESSION_COOKIE, httponly=True, secure=True, samesite="strict", path="/")
    _forget_identity(answer, cookies)


def _forget_identity(answer: Response, cookies: Mapping[str, str]) -> None:
    """What Streamlit keeps for 30 days of an organisation's sign-in: it is needed for one way in only."""
    for name in cookies:
        if name.startswith("_streamlit_user"):
            answer.delete_cookie(name, path="/", httponly=True)
