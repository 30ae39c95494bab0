"""Real databases for the tests of the records: a SQLite file and Debian's PostgreSQL, each test on both."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from data import migrating, published, seed
from data.database import Database

BINARIES = Path("/usr/lib/postgresql/15/bin")
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


class Postgres:
    """Debian's PostgreSQL in a folder of its own; `restart` and `stop` for the tests that break it."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or Path(tempfile.mkdtemp(prefix="kurashi-pg-"))
        self.data = self.home / "data"
        # initdb refuses root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.home, self.user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run(
            "initdb", "--no-sync", "-A", "trust", "-U", "kurashi", "-E", "UTF8", "--locale=C.UTF-8", "-D", self.data
        )
        self.start()

    def _run(self, name: str, *arguments: object) -> None:
        command = [str(BINARIES / name), *map(str, arguments)]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, check=False, user=self.user)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self._begin("start")

    def restart(self) -> None:
        """Starts the server anew, whether it still runs or has fallen."""
        self._begin("-m", "immediate", "restart")

    def _begin(self, *how: str) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.home} -c fsync=off -c full_page_writes=off"
        self._run("pg_ctl", "-D", self.data, "-w", "-o", options, "-l", self.home / "log", *how)

    def stop(self, mode: str = "fast") -> None:
        """Stops the server; `immediate` is as if the machine had died."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def fresh(self, form: str = "") -> str:
        """The address of a new database: an empty one, or a copy of the one at that address."""
        name = f"t{uuid.uuid4().hex}"
        base = f"postgresql+psycopg://kurashi@127.0.0.1:{self.port}"
        engine = create_engine(f"{base}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            template = f"TEMPLATE {make_url(form).database}" if form else ""
            connection.execute(text(f"CREATE DATABASE {name} {template}"))
        engine.dispose()
        return f"{base}/{name}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for all tests."""
    server = Postgres()
    yield server
    server.stop("immediate")
    shutil.rmtree(server.home, ignore_errors=True)


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
