"""kill -9 during a migration, at each of its statements: the form before or the form after, and it can be run again."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy import table as table_of

from data import migrating
from data.database import Database
from data.models import Base

MIGRATE = """
from data import migrating
if len(sys.argv) > 3:
    migrating.FOLDER = Path(sys.argv[3])
migrating.upgrade(database)
print(done)
"""
STEP = '''"""A step."""

from alembic import op
import sqlalchemy as sa

revision = "{name}"
down_revision = {before}


def upgrade():
    op.create_table("one_{name}", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO one_{name} (id) VALUES (1)")
    op.create_table("two_{name}", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO two_{name} (id) SELECT id FROM one_{name}")
'''
STEPS = ("a", "b", "c")


@pytest.fixture
def steps(tmp_path) -> Path:
    """A folder of three migrations of four deeds each."""
    folder = tmp_path / "steps"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(migrating.FOLDER / "env.py", folder)
    shutil.copy(migrating.FOLDER / "script.py.mako", folder)
    for before, name in zip((None, *STEPS), STEPS, strict=False):
        (folder / "versions" / f"{name}.py").write_text(STEP.format(name=name, before=repr(before)), "utf-8")
    return folder


def stands(database: Database) -> str | None:
    """The step the database is at, after asserting that it holds all of the steps up to there and nothing of the next."""
    at = migrating.revision(database)
    reached = STEPS[: STEPS.index(at) + 1] if at else ()
    with database.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        assert tables == {f"{name}_{step}" for step in reached for name in ("one", "two")}
        for table in tables:
            assert connection.scalar(select(func.count()).select_from(table_of(table))) == 1
    return at


def test_each_statement_of_several_steps(url, child, sound, steps, monkeypatch, request):
    """One database is killed along all statements: each time it stands whole at a step, never between two."""
    met, at = set(), 1
    monkeypatch.setattr(migrating, "FOLDER", steps)
    while True:
        fresh = url if at == 1 else another(url, at, request)
        ended = child(MIGRATE, fresh, at, steps)
        database = Database(fresh)
        if not ended.killed:
            assert stands(database) == "c"
            database.close()
            break
        met.add(stands(database))
        sound(database)
        migrating.upgrade(database)
        assert stands(database) == "c"
        database.close()
        at += 3
    assert met >= {None, "a", "b"}


def another(url: str, number: int, request) -> str:
    """The address of one more empty database of the same kind."""
    if url.startswith("sqlite"):
        return url.replace("records.db", f"records{number}.db")
    return request.getfixturevalue("postgres").fresh()


@pytest.mark.parametrize("at", [0, 2, 20, 55])
def test_the_first_form_of_the_real_tables(url, child, sound, at):
    assert child(MIGRATE, url, at).killed
    database = Database(url)
    assert migrating.revision(database) is None
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    sound(database)
    migrating.upgrade(database)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    database.close()


def test_two_processes_that_migrate_at_once_do_it_once(url, begin):
    for one in [begin(MIGRATE, url), begin(MIGRATE, url)]:
        _, fault = one.communicate(timeout=120)
        assert one.returncode == 0, fault
    database = Database(url)
    assert migrating.is_current(database)
    database.close()
