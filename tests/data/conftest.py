"""Real databases for the tests of the records: a SQLite file and Debian's PostgreSQL, each test on both."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data import migrating
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

    def fresh(self) -> str:
        """The address of a new empty database."""
        name = f"t{uuid.uuid4().hex}"
        base = f"postgresql+psycopg://kurashi@127.0.0.1:{self.port}"
        engine = create_engine(f"{base}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return f"{base}/{name}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for all tests."""
    server = Postgres()
    yield server
    server.stop("immediate")
    shutil.rmtree(server.home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    return request.getfixturevalue("postgres").fresh()


@pytest.fixture
def database(url) -> Iterator[Database]:
    """A migrated, otherwise empty database of each kind."""
    made = Database(url)
    migrating.upgrade(made)
    yield made
    made.close()


@pytest.fixture
def now() -> datetime:
    """The moment of the tests."""
    return NOW
