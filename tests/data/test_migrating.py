"""The form of the database: the migrations make what the models say, once, and the audit log only grows."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import audit, migrating
from data.database import Database, StoreError
from data.models import Account, Base


def test_the_migrations_make_what_the_models_say(database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_second_upgrade_finds_nothing_to_do(database):
    assert migrating.upgrade(database) == []
    assert migrating.is_current(database)


@pytest.mark.parametrize("deed", ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log"])
def test_an_audit_entry_is_neither_changed_nor_deleted(database, now, deed):
    with database.write() as session:
        audit.write(session, None, now, "sign_in", "account", 1)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(text(deed))
    with database.read() as session:
        assert session.execute(text("SELECT action FROM audit_log")).scalars().all() == ["sign_in"]


def test_a_reader_cannot_write(database, now):
    def write() -> None:
        with database.read() as session:
            audit.write(session, None, now, "sign_in", "account", 1)
            session.commit()

    with pytest.raises(StoreError) as refused:
        write()
    assert refused.value.kind == "read_only"


def test_a_new_file_and_what_stands_beside_it_is_for_the_owners_eyes_only(tmp_path, now):
    made = Database(f"sqlite:///{tmp_path / 'var' / 'records.db'}")
    migrating.upgrade(made)
    with made.write() as session:
        audit.write(session, None, now, "seed", "published")
        session.flush()
        files = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "var").iterdir()}
    made.close()
    assert files == {"records.db": 0, "records.db-wal": 0, "records.db-shm": 0}


def test_a_fault_of_the_database_quotes_no_value(database, now):
    with pytest.raises(DBAPIError) as thrown, database.write() as session:
        session.add(Account(name="yamada", display_name="x", role="だれにも見せないメモ", created_at=now))
    assert "だれにも見せない" not in str(thrown.value).partition("DETAIL")[0]
