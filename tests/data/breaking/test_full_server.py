"""A PostgreSQL server whose disk is full, really full: said by its kind, nothing half-written, and well again with room."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import errors
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.exc import OperationalError

from bench.postgres import Postgres
from data import demo, migrating, published
from data.database import Database, StoreError, said
from data.models import AuditEntry, Consultation, FactMonth, Organisation
from tests.data.conftest import HASTY

AS_ROOT = () if os.geteuid() == 0 else ("sudo", "-n")


def as_root(*command: object) -> None:
    """Runs what only the administrator of a machine may."""
    subprocess.run([*AS_ROOT, *map(str, command)], check=True, capture_output=True)


@pytest.fixture
def small(tmp_path) -> Iterator[Path]:
    """A disk of 40 MB."""
    disk = tmp_path / "small"
    disk.mkdir()
    as_root("mount", "-t", "tmpfs", "-o", "size=40m,mode=0777", "tmpfs", disk)
    yield disk
    as_root("umount", "--lazy", disk)


def let_through(place: Path) -> None:
    """Lets another user of this machine get to a place of the tests."""
    for folder in (place, *place.parents):
        if folder.stat().st_mode & 0o011 != 0o011:
            folder.chmod(folder.stat().st_mode | 0o011)


@pytest.fixture
def stored(postgres, small, tmp_path) -> Iterator[Database]:
    """A migrated database whose tables lie on the small disk."""
    # The server has to get through to it.
    let_through(tmp_path)
    place = small / "tables"
    place.mkdir(mode=0o700)
    if postgres.user:
        shutil.chown(place, postgres.user)
    url = make_url(postgres.fresh())
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{place}'"))
        connection.execute(text(f"ALTER DATABASE {url.database} SET TABLESPACE small"))
    database = Database(url.render_as_string(hide_password=False))
    migrating.upgrade(database)
    yield database
    database.close()
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {url.database} WITH (FORCE)"))
        connection.execute(text("DROP TABLESPACE small"))
    engine.dispose()


def fill(disk: Path) -> Path:
    """Fills the disk to its last byte; gives what to delete."""
    filler = disk / "filler"
    done = subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=64k"], check=False, capture_output=True)
    assert b"No space left" in done.stderr
    return filler


def counted(database: Database) -> tuple[int | None, ...]:
    """How much of everything there is."""
    with database.read() as session:
        kinds = (Consultation, FactMonth, AuditEntry, Organisation)
        return tuple(session.scalar(select(func.count()).select_from(kind)) for kind in kinds)


def save(database: Database, now) -> None:
    """A save of many rows, which needs room on the disk."""
    with database.write() as session:
        demo.build(session, published.read(), now, count=2000)


def test_a_full_disk_of_the_server_is_said_and_leaves_what_was_there(stored, small, now):
    with stored.write() as session:
        session.add(Organisation(name="before"))
    before, filler = counted(stored), fill(small)
    with pytest.raises(StoreError) as refused:
        save(stored, now)
    assert refused.value.kind == "full"
    assert counted(stored) == before
    filler.unlink()
    save(stored, now)
    assert counted(stored)[0] == 2000


@pytest.fixture
def whole(tmp_path) -> Iterator[Postgres]:
    """A server of its own with everything on a disk of 100 MB: its tables, its log of changes, what it notes of itself."""
    disk = tmp_path / "whole"
    disk.mkdir()
    let_through(tmp_path)
    as_root("mount", "-t", "tmpfs", "-o", "size=100m,mode=0777", "tmpfs", disk)
    try:
        server = Postgres(disk, HASTY)
        yield server
        server.stop("immediate")
    finally:
        # A disk that stays would be in the way of every run of the tests after this one.
        as_root("umount", "--lazy", disk)


def test_a_server_whose_whole_disk_is_full_falls_and_comes_back_with_all_that_was_there(whole, now):
    stored = Database(whole.fresh())
    migrating.upgrade(stored)
    with stored.write() as session:
        session.add(Organisation(name="before"))
    before, filler = counted(stored), fill(whole.home)
    # Where the log of changes finds no room the server falls, whoever it serves: gone is as true as full.
    with pytest.raises(StoreError) as refused:
        save(stored, now)
    assert refused.value.kind in ("full", "gone")
    filler.unlink()
    whole.restart()
    assert counted(stored) == before
    save(stored, now)
    assert counted(stored)[0] == 2000
    stored.close()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (errors.DiskFull, "full"),
        (errors.ReadOnlySqlTransaction, "read_only"),
        (errors.LockNotAvailable, "locked"),
        (errors.DeadlockDetected, "locked"),
    ],
)
def test_a_fault_is_known_in_whatever_language_the_server_speaks(fault, kind):
    with pytest.raises(StoreError) as refused, said():
        raise OperationalError("INSERT", {}, fault("サーバーの言葉で書かれた文"))
    assert refused.value.kind == kind
