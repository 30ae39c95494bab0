"""A PostgreSQL of Debian's for the benches and the tests; its files are gone when it is thrown away."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

BINARIES = Path("/usr/lib/postgresql/15/bin")


class Postgres:
    """Debian's PostgreSQL in a folder of its own, on a free port of this machine; `options` beside Debian's own settings."""

    def __init__(self, home: Path | None = None, options: str = "") -> None:
        self.home = home or Path(tempfile.mkdtemp(prefix="kurashi-pg-"))
        self.options = options
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
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self._begin("start")

    def restart(self) -> None:
        """Starts the server anew, whether it still runs or has fallen."""
        self._begin("-m", "immediate", "restart")

    def _begin(self, *how: str) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.home} {self.options}"
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

    def throw_away(self) -> None:
        """Stops the server at once and removes its files."""
        self.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def running() -> Iterator[str]:
    """The address of an empty database on a server with Debian's own settings."""
    server = Postgres()
    try:
        yield server.fresh()
    finally:
        server.throw_away()
