"""What the tests of the staff's pages share: a server on a database of its own, and browsers that are signed in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

import settings
from data import migrating, sessions
from data.database import Database
from data.models import Account, Desk
from tests.browser.rest import rest, watch
from tests.conftest import PATIENCE

SIZES = {360: 780, 1280: 900}


@dataclass(frozen=True)
class Office:
    """A running server and its database, with one account a role (named as the role) and one desk."""

    url: str
    database: Database
    pid: int = 0

    def token(self, role: str) -> str:
        """The cookie of a fresh session of that role's account."""
        with self.database.write() as session:
            account = session.scalars(select(Account).where(Account.name == role)).one()
            return sessions.begin(session, account.id, datetime.now(UTC))


def furnish(url: str) -> Database:
    """A database at that address with one account a role and one desk."""
    database = Database(url)
    migrating.upgrade(database)
    now = datetime.now(UTC)
    with database.write() as session:
        session.add(Desk(name="試験の相談室", opened_month=202108))
        for role in ("counsellor", "lead", "officer", "admin"):
            session.add(Account(name=role, display_name=f"{role}さん", role=role, created_at=now))
    return database


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory) -> Iterator[Office]:
    """A server of its own for each file of tests."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'records.db'}"
    database = furnish(url)
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


Come = Callable[..., Page]


@pytest.fixture
def come(browser: Browser, office: Office) -> Iterator[Come]:
    """`come("counsellor", "/record", 1280)`: the page drawn in a browser that is signed in as that role."""
    contexts = []

    def came(role: str, path: str, width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": SIZES[width]}, locale="ja-JP")
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE, "value": office.token(role), "url": office.url, "httpOnly": True}]
        )
        page = watch(context.new_page())
        page.goto(office.url + path)
        page.wait_for_selector(".st-key-staff-header")
        rest(page)
        return page

    yield came
    for context in contexts:
        context.close()
