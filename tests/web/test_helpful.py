"""The writing of presses: off every visitor's path, and a database that cannot do it loses at most counts."""

import contextlib
import resource
import time

import pytest
from sqlalchemy import text

from data import migrating
from data.database import Database
from data.queries import helpful
from door.helpful import MOST, Tally
from web.helpful import LAST_SECONDS, Writer


@pytest.fixture
def tally():
    made = Tally()
    made.count(202611, "helped")
    return made


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'records.db'}"


@pytest.fixture
def database(url):
    made = Database(url)
    migrating.upgrade(made)
    yield made
    made.close()


def kept(database):
    with database.read() as session:
        return {one.month: dict(one.presses or {}) for one in helpful.by_month(session, 202611)}


ONE = {202611: {"helped": 1, "a_little": 0, "not_much": 0}}


def test_what_waits_is_written_once(database, tally):
    writer = Writer(database, tally, 600)
    assert writer.write()
    assert writer.write()
    assert kept(database) == ONE
    assert tally.waiting() == {}


def test_the_last_presses_are_written_when_the_server_stops(database, tally):
    writer = Writer(database, tally, 600)
    writer.start()
    writer.stop()
    assert kept(database) == ONE


def test_every_so_many_seconds_it_writes_by_itself(database, tally):
    writer = Writer(database, tally, 0.05)
    writer.start()
    until = time.monotonic() + 15
    while tally.waiting() and time.monotonic() < until:
        time.sleep(0.02)
    writer.stop()
    assert kept(database) == ONE


def test_without_a_press_the_database_is_not_even_opened(url, tmp_path):
    writer = Writer(Database(url), Tally(), 600)
    assert writer.write()
    writer.start()
    writer.stop()
    assert list(tmp_path.iterdir()) == []


@contextlib.contextmanager
def locked(database):
    with database.engine.connect() as other, other.begin():
        other.execute(text("UPDATE helpful_total SET count = count"))
        yield


@contextlib.contextmanager
def full(database):
    """As on a disk without room: no file may grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def gone(database):
    away = database.file.with_name("away.db")
    database.close()
    database.file.rename(away)
    yield
    assert not database.file.exists(), "an empty database was made"
    away.rename(database.file)


@pytest.mark.parametrize("broken", [locked, full, gone])
def test_presses_wait_while_the_database_cannot_and_are_written_when_it_can(
    database, url, tally, broken, monkeypatch, caplog
):
    monkeypatch.setattr("data.database.WAIT_SECONDS", 0.1)
    impatient = Database(url)
    writer = Writer(impatient, tally, 600)
    with broken(database):
        assert not writer.write()
        assert not writer.write()
        tally.count(202611, "helped")
        for _ in range(MOST):
            tally.count(202611, "a_little")
    assert len(caplog.records) == 1, "one line for the whole time it was broken"
    assert "helped" not in caplog.text
    assert sum(tally.waiting().values()) == MOST
    assert writer.write()
    assert kept(database) == {202611: {"helped": 2, "a_little": MOST - 2, "not_much": 0}}
    impatient.close()


@pytest.mark.parametrize("address", ["sqlite:////no/such/folder/records.db", "postgresql://nobody@127.0.0.1:1/records"])
def test_an_address_that_leads_nowhere_disturbs_nobody(address, tally, caplog):
    writer = Writer(Database(address), tally, 600)
    writer.start()
    writer.stop()
    assert tally.waiting() == {(202611, "helped"): 1}
    assert len(caplog.records) == 1


def test_a_locked_database_does_not_hold_up_the_stop(database, tally):
    writer = Writer(database, tally, 600)
    with locked(database):
        writer.start()
        before = time.monotonic()
        writer.stop()
        assert time.monotonic() - before < LAST_SECONDS + 2
