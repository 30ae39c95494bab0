"""The sign-in form and the check of the password by streamlit-authenticator; what surrounds them is ours (ADR 0018)."""

import logging
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Semaphore
from typing import Any

import streamlit as st
import streamlit_authenticator
from streamlit_authenticator.controllers import AuthenticationController

import settings
from data import attempts, passwords
from data.commands import sign_in
from data.database import Database, StoreError
from ui.staff.words import say

_LOG = logging.getLogger(__name__)
# A check takes a whole processor for some tenths of a second: one at a time leaves the others to everybody else.
_ONE, _PATIENCE = Semaphore(), 20
# st.context gives None for this machine.
_HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a press: "" (none yet), empty, wrong, locked (until then), busy, failed, code, or a ticket."""

    kind: str = ""
    ticket: str = ""
    until: datetime | None = None
    account_id: int = 0
    name: str = ""


def form(database: Database) -> Outcome:
    """Draws the form and says what came of it; never raises but StoreError and what Streamlit itself ends a run with."""
    controller = _Controller(database)
    try:
        _Form(controller).login(fields={
            "Form name": say("sign_in.form"), "Username": say("sign_in.name"),
            "Password": say("sign_in.password"), "Login": say("sign_in.do"),
        }, key="sign-in-form")  # fmt: skip
    except StoreError:
        raise
    except Exception as error:
        _LOG.error("the sign-in form failed", exc_info=error)
        return Outcome("failed")
    return controller.outcome


def take_try(database: Database, name: str) -> int | attempts.Locked:
    """The number of one try for the name from this browser, or that there is none now; noted before anything is checked."""
    key = attempts.key_of(settings.secret(settings.load()), name)
    with database.write() as session:
        return attempts.take(session, key, st.context.ip_address or _HERE, datetime.now(UTC))


def is_password(password: str, kept: str) -> bool:
    """Whether it is the password of the hash, checked in the same queue as those of the form."""
    with _ONE:
        return passwords.matches(password, kept)


def hashed(password: str) -> str:
    """The hash to keep of a new password, made in the same queue."""
    with _ONE:
        return passwords.hashed(password)


class _NoCookie:
    """In the place of the authenticator's own cookie, which scripts can read and which outlives the sign-out."""

    def get_cookie(self) -> None:
        """None: nobody is signed in by it."""

    def set_cookie(self) -> None:
        """Nothing: a route of ours sets the cookie."""


class _Form(streamlit_authenticator.Authenticate):  # type: ignore[misc]
    """The authenticator without its cookie, its file, its mails and its waiting."""

    def __init__(self, controller: "_Controller") -> None:
        # Its own __init__ would put a frame for the cookie on the page.
        self.path = self.api_key = None
        self.attrs = {"login_sleep_time": 0}
        self.cookie_controller = _NoCookie()
        self.authentication_controller = controller


class _Controller(AuthenticationController):  # type: ignore[misc]
    """Between the form and the check: the brake first, one account of the database, the ticket at the end."""

    def __init__(self, database: Database) -> None:
        super().__init__({"usernames": {}}, auto_hash=False)
        self.database = database
        self.outcome = Outcome()

    def login(self, username: str | None = None, password: str | None = None, *_: Any, **__: Any) -> bool:
        """Whether the password is right; `outcome` says all."""
        name = unicodedata.normalize("NFKC", username or "").strip().lower()
        self.outcome = self._checked(name, password or "") if name and password else Outcome("empty")
        return False

    def _checked(self, name: str, password: str) -> Outcome:
        attempt = take_try(self.database, name)
        if isinstance(attempt, attempts.Locked):
            return Outcome("locked", until=attempt.until)
        began = datetime.now(UTC)
        with self.database.read() as session:
            found = sign_in.known(session, name)
        # Known or not, exactly one bcrypt check of the same cost.
        self.authentication_model.credentials["usernames"] = {name: {"name": name, "password": found.password_hash}}
        if not _ONE.acquire(timeout=_PATIENCE):
            return Outcome("busy")
        try:
            right = super().login(name, passwords.prehashed(password))
        finally:
            _ONE.release()
        self.logout()  # of the authenticator's own state; ours begins with the cookie
        if not right or found.account_id is None:
            note_failed(self.database, attempt, name)
            return Outcome("wrong")
        if found.needs_code:
            with self.database.write() as session:
                attempts.halfway(session, attempt)
            return Outcome("code", account_id=found.account_id, name=name)
        return admitted(self.database, found.account_id, attempt, since=began)


def note_failed(database: Database, attempt: int, name: str, way: str = "password") -> None:
    """Notes in the audit log that the try failed."""
    with database.write() as session:
        sign_in.failed(session, attempt, name, datetime.now(UTC), way)


def admitted(
    database: Database,
    account_id: int,
    attempt: int | None = None,
    way: str = "password",
    since: datetime | None = None,
) -> Outcome:
    """The ticket for somebody who has shown all there is to show, the password since then."""
    with database.write() as session:
        ticket = sign_in.admit(session, account_id, attempt, datetime.now(UTC), way, since)
    return Outcome("ticket", ticket=ticket) if ticket else Outcome("wrong")
