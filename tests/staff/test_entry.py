"""Who is at the screen, where it cannot be noted that she is here: another holds the database, and she comes in at once."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text, update

import settings
from data import sessions
from data.database import WAIT_SECONDS, Database
from data.models import AccountSession
from tests.data.conftest import postgres as postgres
from tests.staff.conftest import Office, furnish
from tests.web.stream_client import Visitor
from ui.staff import entry

NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def stale(request, tmp_path):
    """A furnished database of each kind and the token of a session that was seen two minutes ago."""
    postgresql = request.param == "postgresql"
    url = request.getfixturevalue("postgres").fresh() if postgresql else f"sqlite:///{tmp_path / 'records.db'}"
    database = furnish(url)
    token = Office(url, database).token("counsellor")
    age(database)
    yield database, token
    database.close()


def age(database: Database) -> None:
    """Nobody was seen for two minutes."""
    with database.write() as session:
        session.execute(update(AccountSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=2)))


@contextmanager
def held(database: Database):
    """Another holds what a write needs."""
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with other.write() as session:
        session.execute(select(AccountSession).with_for_update()).all()
        yield
    other.close()


@pytest.fixture
def at_screen(stale, monkeypatch):
    """The page of that session's browser; gives the database and its tries to write."""
    database, token = stale
    cookies = {settings.SESSION_COOKIE: token}
    monkeypatch.setattr(entry, "st", SimpleNamespace(context=SimpleNamespace(cookies=cookies)))
    monkeypatch.setattr(entry, "database", lambda: database)
    monkeypatch.setattr(entry, "TRIES", entry.Tries())
    tries, write = [], database.write

    def tried(**how):
        tries.append(how)
        return write(**how)

    monkeypatch.setattr(database, "write", tried)
    return database, tries


def seen(database: Database) -> datetime:
    """When the session was seen last."""
    with database.read() as session:
        return session.scalars(select(AccountSession.seen_at)).one()


def test_where_another_holds_the_database_it_is_tried_once_and_she_comes_in(at_screen):
    database, tries = at_screen
    before = seen(database)
    with held(database):
        for _ in range(3):
            assert (who := entry.signed_in())
            assert who.name == "counsellor"
    assert tries == [{"wait": entry.IN_PASSING}]
    assert seen(database) == before


def test_where_nobody_holds_it_it_is_noted_that_she_is_here(at_screen):
    database, _ = at_screen
    before = seen(database)
    assert entry.signed_in()
    assert seen(database) > before + timedelta(minutes=1)


def test_it_waits_for_a_second_only_and_the_next_write_as_long_as_ever(stale):
    database, _ = stale
    asked = text(
        "PRAGMA busy_timeout" if database.is_sqlite else "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"
    )
    waits = []
    for wait in (entry.IN_PASSING, WAIT_SECONDS, 2):
        with database.write(wait=wait) as session:
            waits.append(int(session.execute(asked).scalar_one()))
    with database.write() as session:
        waits.append(int(session.execute(asked).scalar_one()))
    assert waits == [1_000, 15_000, 2_000, 15_000]


def test_a_try_counts_for_its_minute_and_its_session_and_the_memory_of_tries_stays_small():
    tries = entry.Tries()
    assert tries.is_due("a", NOW)
    assert not tries.is_due("a", NOW + sessions.TOUCH)
    assert tries.is_due("b", NOW)
    assert tries.is_due("a", NOW + sessions.TOUCH + timedelta(seconds=1))
    for number in range(3 * tries.MOST):
        tries.is_due(str(number), NOW)
    assert len(tries._last) <= tries.MOST


def test_a_page_is_drawn_for_somebody_who_cannot_be_noted(office):
    line = Visitor(office.url, headers={"cookie": f"{settings.SESSION_COOKIE}={office.token('counsellor')}"})
    age(office.database)
    with held(office.database), line as her:
        assert [kind for kind, _ in her.run("record").elements if kind == "text_area"]
