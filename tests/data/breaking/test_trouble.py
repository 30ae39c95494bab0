"""A disk that is full, a file that may only be read, a database that is gone or restarts: said by kind, nothing torn."""

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from data import demo, migrating, published, seed
from data.database import Database, StoreError
from data.models import Consultation, Desk, FactMonth, Organisation

# The process may make no file larger than now plus 300 kB: what a full disk does, met in the middle of a write.
FULL = """
import resource
from data import demo, published
from data.database import StoreError

largest = max(one.stat().st_size for one in database.file.parent.glob(database.file.name + "*"))
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 300_000, largest + 300_000))
try:
    with database.write() as session:
        demo.build(session, published.read(), now, count=5000)
except StoreError as error:
    print(error.kind)
"""
READ_ONLY = """
from data.database import StoreError
from data.models import Organisation
from sqlalchemy import func, select

if os.geteuid() == 0:
    os.seteuid(65534)  # the rights of files do not bind root
try:
    with database.write() as session:
        session.add(Organisation(name="x"))
except StoreError as error:
    print(error.kind)
with database.read() as session:
    print(session.scalar(select(func.count(Organisation.id))))
"""


@pytest.fixture
def sqlite(tmp_path):
    """A migrated SQLite file."""
    made = Database(f"sqlite:///{tmp_path / 'records.db'}")
    migrating.upgrade(made)
    yield made
    made.close()


def write_one(database: Database, name: str = "a") -> None:
    """One organisation more."""
    with database.write() as session:
        session.add(Organisation(name=name))


def kind_of(deed) -> str:
    """The kind of the StoreError that the deed ends in."""
    with pytest.raises(StoreError) as refused:
        deed()
    return refused.value.kind


def test_a_full_disk_is_said_and_leaves_what_was_there(sqlite, child, sound):
    write_one(sqlite)
    assert child(FULL, f"sqlite:///{sqlite.file}", -1).out == "full\n"
    sound(sqlite)
    with sqlite.read() as session:
        assert session.scalar(select(func.count(Consultation.id))) == 0
        assert session.scalars(select(Organisation.name)).all() == ["a"]
    write_one(sqlite, "b")


def test_a_full_disk_during_the_backup_leaves_no_file(sqlite, child, tmp_path, now):
    with sqlite.write() as session:
        demo.build(session, published.read(), now, count=2000)
    said = child(
        """
        import resource
        from data import backup

        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            backup.write(database, Path(sys.argv[3]), now)
        except OSError as error:
            print(error.errno)
        """,
        f"sqlite:///{sqlite.file}",
        -1,
        tmp_path / "b.jsonl",
    )
    assert said.out == "27\n"  # EFBIG
    assert not list(tmp_path.glob("b.jsonl*"))


def test_a_file_that_may_only_be_read_is_said_and_can_still_be_read(child):
    with tempfile.TemporaryDirectory(prefix="kurashi-read-") as name:
        folder = Path(name)
        made = Database(f"sqlite:///{folder / 'records.db'}")
        migrating.upgrade(made)
        write_one(made)
        made.close()
        (folder / "records.db").chmod(0o444)
        folder.chmod(0o777)
        assert child(READ_ONLY, f"sqlite:///{folder / 'records.db'}", -1).out == "read_only\n1\n"


def test_a_file_that_is_gone_or_is_no_database_is_said(tmp_path, sqlite):
    assert kind_of(lambda: write_one(Database(f"sqlite:///{tmp_path / 'no' / 'folder.db'}"))) == "gone"
    assert kind_of(lambda: write_one(Database(f"sqlite:///{tmp_path / 'empty.db'}"))) == "gone"
    (tmp_path / "text.db").write_text("くらしの案内" * 500, "utf-8")
    assert kind_of(lambda: write_one(Database(f"sqlite:///{tmp_path / 'text.db'}"))) == "failed"
    assert (tmp_path / "text.db").read_text("utf-8").startswith("くらし")


def test_nothing_is_written_on_in_secret_into_a_file_that_was_put_away(sqlite, tmp_path):
    write_one(sqlite)
    away = tmp_path / "away"
    away.mkdir()
    there = list(tmp_path.glob("records.db*"))
    for one in there:
        one.rename(away / one.name)
    assert kind_of(lambda: write_one(sqlite, "lost")) == "gone"
    with pytest.raises(StoreError), sqlite.read() as session:
        session.scalars(select(Organisation.name)).all()
    # Nor does an empty file take its place.
    assert not list(tmp_path.glob("records.db*"))
    for one in there:
        (away / one.name).rename(one)
    write_one(sqlite, "b")
    with sqlite.read() as session:
        assert session.scalars(select(Organisation.name).order_by(Organisation.id)).all() == ["a", "b"]


def test_a_file_that_was_put_in_its_place_is_never_mixed_with_what_was_there(sqlite, tmp_path, sound):
    write_one(sqlite)
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    migrating.upgrade(other)
    write_one(other, "of another time")
    other.close()
    (tmp_path / "other.db").replace(sqlite.file)
    # The log of the file before still lies there.
    assert kind_of(lambda: write_one(sqlite, "lost")) == "failed"
    for end in ("-wal", "-shm"):
        (tmp_path / f"records.db{end}").unlink(missing_ok=True)
    write_one(sqlite, "b")
    with sqlite.read() as session:
        assert session.scalars(select(Organisation.name).order_by(Organisation.id)).all() == ["of another time", "b"]
    sound(sqlite)


def test_a_file_damaged_in_the_middle_is_said(sqlite, now):
    with sqlite.write() as session:
        seed.load(session, published.read(), now)
    sqlite.close()
    with sqlite.file.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (sqlite.file.stat().st_size - 4096))

    def look() -> None:
        with sqlite.read() as session:
            session.scalars(select(FactMonth)).all()

    assert kind_of(look) == "failed"


def test_a_server_that_stops_in_the_middle_of_a_save_is_said_and_the_save_is_nowhere(postgres):
    database = Database(postgres.fresh())
    migrating.upgrade(database)
    write_one(database, "before")

    def interrupted() -> None:
        with database.write() as session:
            session.add(Desk(name="x"))
            session.add(Organisation(name="during"))
            session.flush()
            postgres.stop("immediate")

    try:
        assert kind_of(interrupted) == "gone"
        assert kind_of(lambda: write_one(database, "while it is away")) == "gone"
    finally:
        postgres.start()
    write_one(database, "after")
    with database.read() as session:
        assert session.scalars(select(Organisation.name).order_by(Organisation.id)).all() == ["before", "after"]
        assert session.scalar(select(func.count(Desk.id))) == 0
    database.close()


def test_pooled_connections_of_a_restarted_server_are_not_used_again(postgres):
    database = Database(postgres.fresh())
    migrating.upgrade(database)
    write_one(database, "before")
    with database.read() as session:
        assert session.scalar(select(func.count(Organisation.id))) == 1
    postgres.stop("fast")
    postgres.start()
    write_one(database, "after")
    with database.read() as session:
        assert session.scalar(select(func.count(Organisation.id))) == 2
    database.close()


def test_a_server_that_only_reads_is_said(postgres):
    database = Database(postgres.fresh())
    migrating.upgrade(database)
    with database.engine.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        connection.commit()
    database.close()
    assert kind_of(lambda: write_one(database)) == "read_only"
    database.close()
