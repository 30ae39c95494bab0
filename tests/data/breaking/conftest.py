"""What the tests that break things share: real child processes, killed at the statement they are told."""

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.database import Database

ROOT = Path(__file__).parents[3]
# A child dies of its own kill -9 right before its n-th statement, or before its commit, so that every step is met.
START = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import event
from data.database import Database

url, at = sys.argv[1], int(sys.argv[2])
now = datetime(2026, 11, 27, 1, tzinfo=UTC)
database = Database(url)
done = 0

def die():
    os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(database.engine, "before_cursor_execute")
def count(*_):
    global done
    done += 1
    if done == at:
        die()

@event.listens_for(database.engine, "commit")
def committing(*_):
    if at == 0:
        die()
"""


@dataclass(frozen=True)
class Ended:
    """How a child ended: whether it was killed, and what it said."""

    killed: bool
    out: str


def script(body: str) -> list[str]:
    """The command line of a child that runs the body after START."""
    return [sys.executable, "-c", START + textwrap.dedent(body)]


@pytest.fixture
def child() -> Callable[..., Ended]:
    """`child(body, url, at)`: runs the body in a process that dies before statement `at` (0: before its commit)."""

    def run(body: str, url: str, at: int, *more: object) -> Ended:
        command = [*script(body), url, str(at), *map(str, more)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
        killed = done.returncode == -signal.SIGKILL
        assert killed or done.returncode == 0, done.stderr
        return Ended(killed, done.stdout)

    return run


@pytest.fixture
def begin() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """`begin(body, url)`: starts a child that nobody kills but the test."""
    started: list[subprocess.Popen[str]] = []

    def run(body: str, url: str, *more: object) -> subprocess.Popen[str]:
        command = [*script(body), url, "-1", *map(str, more)]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
        return started[-1]

    yield run
    for one in started:
        if one.poll() is None:
            one.kill()
        one.communicate()


@pytest.fixture
def sound() -> Callable[[Database], None]:
    """Asserts that the database is whole: SQLite's own check and no key that points nowhere."""

    def check(database: Database) -> None:
        if database.is_sqlite:
            with database.engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []

    return check
