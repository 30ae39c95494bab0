"""A PostgreSQL of Debian's in a folder of its own, on a free port of this machine; gone when it is stopped."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

BINARIES = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def running() -> Iterator[str]:
    """The address of an empty database; Debian's own settings, the server stopped and its files gone at the end."""
    home = Path(tempfile.mkdtemp(prefix="kurashi-bench-"))
    user = "postgres" if os.geteuid() == 0 else None  # initdb refuses root
    if user:
        shutil.chown(home, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(name: str, *arguments: object) -> None:
        command = [str(BINARIES / name), *map(str, arguments)]
        subprocess.run(command, cwd=home, check=True, capture_output=True, user=user)

    where = home / "data"
    run("initdb", "-A", "trust", "-U", "kurashi", "-E", "UTF8", "--locale=C.UTF-8", "-D", where)
    run("pg_ctl", "-D", where, "-w", "-o", f"-p {port} -h 127.0.0.1 -k {home}", "-l", home / "log", "start")
    try:
        base = f"postgresql+psycopg://kurashi@127.0.0.1:{port}"
        engine = create_engine(f"{base}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE records"))
        engine.dispose()
        yield f"{base}/records"
    finally:
        run("pg_ctl", "-D", where, "-w", "-m", "fast", "stop")
        shutil.rmtree(home, ignore_errors=True)
