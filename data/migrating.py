"""Brings a database to the newest form: one transaction a migration, so that a killed one leaves the form before."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from data import audit
from data.database import Database, said

FOLDER = Path(__file__).parent / "migrations"
# The number of the lock that two migrating processes share in PostgreSQL.
ONE_AT_A_TIME = 20_210_800


def upgrade(database: Database, to: str = "head", now: datetime | None = None) -> list[str]:
    """Runs the migrations that are missing and says which, oldest first; creates the file and its folder if needed.

    With a moment each is noted in its own transaction, but for those that make a new database: there was nothing before them,
    and a database that is to take a backup has to be empty.
    """
    if database.file:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    done: list[str] = []
    is_new: bool | None = None
    while True:
        with said(), database.engine.begin() as connection:
            if not database.is_sqlite:  # SQLite's BEGIN IMMEDIATE already keeps a second one waiting
                connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            before, step = _at(connection), _next(connection, to)
            if step is None:
                return done
            is_new = before is None if is_new is None else is_new
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, step)
            if now and not is_new:
                audit.by_command(connection, now, "migrate", "store", before=before, after=step)
        done.append(step)


def revision(database: Database) -> str | None:
    """The form the database is in; None where it has none yet."""
    with said(), database.reader.connect() as connection:
        return _at(connection)


def newest() -> str | None:
    """The newest form there is."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_current(database: Database) -> bool:
    """Whether nothing is left to migrate."""
    return revision(database) == newest()


def _next(connection: Connection, to: str) -> str | None:
    script = ScriptDirectory.from_config(_config())
    missing = [one.revision for one in script.iterate_revisions(to, _at(connection) or "base")]
    return missing[-1] if missing else None


def _at(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def all_revisions() -> set[str]:
    """Every form there is or was."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
