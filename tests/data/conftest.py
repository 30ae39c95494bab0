"""Real databases for the tests of the records: a SQLite file and Debian's PostgreSQL, each test on both."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pytest

from bench.postgres import Postgres
from data import migrating, published, seed
from data.database import Database

# A database of the tests need not outlive the machine.
HASTY = "-c fsync=off -c full_page_writes=off"
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for all tests."""
    server = Postgres(options=HASTY)
    yield server
    server.throw_away()


def form(url: str, is_seeded: bool) -> str:
    """Brings the empty database at that address to its newest form, the published figures in it if wanted; the address."""
    made = Database(url)
    migrating.upgrade(made)
    if is_seeded:
        with made.write() as session:
            seed.load(session, published.read(), NOW)
    made.close()
    return url


@pytest.fixture(scope="session")
def forms(tmp_path_factory, request) -> Callable[[str, bool], str]:
    """`forms(kind, is_seeded)`: the address of a database that nobody opens; made once, for every test to get a copy."""

    @cache
    def made(kind: str, is_seeded: bool) -> str:
        file = tmp_path_factory.mktemp("form") / "records.db"
        return form(f"sqlite:///{file}" if kind == "sqlite" else request.getfixturevalue("postgres").fresh(), is_seeded)

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, forms) -> str:
    """The address of an empty database of each kind; not empty for a test that asks for `database` or `seeded`."""
    is_seeded = "seeded" in request.fixturenames
    ready = forms(request.param, is_seeded) if is_seeded or "database" in request.fixturenames else ""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").fresh(ready)
    file = tmp_path / "records.db"
    if ready:
        shutil.copy(ready.removeprefix("sqlite:///"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def database(url) -> Iterator[Database]:
    """A migrated, otherwise empty database of each kind."""
    made = Database(url)
    yield made
    made.close()


@pytest.fixture
def seeded(database) -> Database:
    """A database with the published figures and nothing else."""
    return database


@pytest.fixture
def now() -> datetime:
    """The moment of the tests."""
    return NOW
