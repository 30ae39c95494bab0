"""The database: one writer that never loses an update, readers that never queue behind it (SQLite or PostgreSQL)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

WAIT_SECONDS = 15
# The option of a connection that says how long it waits instead.
WAIT = "wait_seconds"
# The mark of an engine that only reads: what it saw is what everybody sees, and may be remembered (data/queries/columns.py).
READS_ONLY = "reads_only"


class StoreError(RuntimeError):
    """The database could not do it; `kind` is gone, locked, full, read_only or failed. Nothing half-written stays."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class SavedMeanwhileError(RuntimeError):
    """Somebody else saved the same row first; nothing was written."""


class Database:
    """A database by its address; ValueError for an address that is neither SQLite nor PostgreSQL.

    What it throws never quotes a value (`hide_parameters`): a note or a hash would stand in whatever shows the fault.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ValueError("DATABASE_URL は sqlite か postgresql で書いてください。")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        # Which file the connections are open to (device, number).
        self._opened: tuple[int, int] | None = None
        if self.is_sqlite:
            if not parsed.database or parsed.database == ":memory:":
                raise ValueError("DATABASE_URL の SQLite にはファイルの名前が要ります。")
            self.file: Path | None = Path(parsed.database)
            self.engine = _sqlite(url, begin="BEGIN IMMEDIATE")
            self.reader = _sqlite(url, begin="BEGIN", query_only=True)
        else:
            self.file = None
            named = parsed.set(drivername="postgresql+psycopg")
            # Without a limit PostgreSQL waits for another's lock for ever, and the page with it.
            limits = {"options": f"-c lock_timeout={WAIT_SECONDS}s", "connect_timeout": WAIT_SECONDS}
            self.engine = create_engine(named, pool_pre_ping=True, connect_args=limits, hide_parameters=True)
            self.reader = create_engine(
                named,
                pool_pre_ping=True,
                connect_args=limits,
                isolation_level="REPEATABLE READ",
                hide_parameters=True,
                execution_options={READS_ONLY: True},
            )
            event.listen(
                self.reader, "begin", lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            )

    @contextmanager
    def write(self, wait: int = WAIT_SECONDS) -> Iterator[Session]:
        """One transaction, committed at the end of the block; StoreError or SavedMeanwhileError, and then nothing is written.

        Another's lock is waited for so many seconds.
        """
        engine = self.engine if wait == WAIT_SECONDS else self.engine.execution_options(**{WAIT: wait})
        with self._reached(), Session(engine, expire_on_commit=False) as session, session.begin():
            if not self.is_sqlite and wait != WAIT_SECONDS:
                session.execute(text(f"SET LOCAL lock_timeout = '{wait}s'"))
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent look at the data, which a writer does not hold up; StoreError where it cannot be had."""
        with self._reached(), Session(self.reader) as session:
            yield session

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """The database as it is now; after a fault the next try opens it anew, for it may have been mended meanwhile."""
        self._same_file()
        try:
            with said():
                yield
        except StoreError as fault:
            if fault.kind != "locked":
                self.close()
            raise

    def _same_file(self) -> None:
        """StoreError where the file is not there; an open connection would go on writing into what was put away, and lose it."""
        if self.file is None:
            return
        try:
            now = self.file.stat()
        except OSError as error:
            raise StoreError("gone") from error
        if self._opened not in (None, (now.st_dev, now.st_ino)):
            self.close()
            log = self.file.with_name(self.file.name + "-wal")
            if log.exists() and log.stat().st_size:
                # SQLite would read what the file before had not taken in yet into this one.
                raise StoreError("failed")
        self._opened = (now.st_dev, now.st_ino)

    def close(self) -> None:
        """Lets all connections go."""
        self.engine.dispose()
        self.reader.dispose()


@lru_cache(maxsize=1)
def shared(url: str) -> Database:
    """The one database of this process: the routes, the pages and the presses take their connections from one place."""
    return Database(url)


@contextmanager
def said() -> Iterator[None]:
    """Turns what a database throws into StoreError and SavedMeanwhileError; faults of our own stay as they are."""
    try:
        yield
    except StaleDataError as error:
        raise SavedMeanwhileError from error
    except OperationalError as error:
        raise StoreError(_kind(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreError("gone") from error
        words = str(error.orig)
        if "read-only" in words or "readonly" in words:
            raise StoreError("read_only") from error
        if "not a database" in words or "malformed" in words:
            raise StoreError("failed") from error
        raise


def _kind(error: DBAPIError) -> str:
    # PostgreSQL speaks the language of its server; its number is the same in all.
    known = {"53100": "full", "25006": "read_only", "55P03": "locked", "40P01": "locked"}
    number = getattr(error.orig, "sqlstate", None)
    if number in known:
        return known[number]
    words = str(error.orig).lower()
    signs = {
        "locked": ("is locked", "busy", "lock timeout", "deadlock"),
        "full": ("disk is full", "no space left", "disk i/o error"),
        "read_only": ("readonly", "read-only"),
        "gone": ("unable to open", "no such table", "connect", "terminat", "server closed", "starting up"),
    }
    return next((kind for kind, some in signs.items() if any(sign in words for sign in some)), "failed")


def _sqlite(url: str, begin: str, query_only: bool = False) -> Engine:
    """Without BEGIN IMMEDIATE two writers lose each other's updates and no error is raised (ADR 0024)."""
    marked = {READS_ONLY: query_only}
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, hide_parameters=True, execution_options=marked)
    file = Path(make_url(url).database or "")

    @event.listens_for(engine, "do_connect")
    def connecting(*_: Any) -> None:
        # A new file is for the owner's eyes only, from its first byte on; SQLite's own log beside it follows its rights.
        # Where it cannot be made, SQLite itself says so.
        with suppress(OSError):
            file.touch(0o600)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
        for pragma in pragmas + (["query_only=ON"] if query_only else []):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        # The pool hands a connection on as the last one left it.
        wait = connection.get_execution_options().get(WAIT, WAIT_SECONDS)
        connection.connection.driver_connection.execute(f"PRAGMA busy_timeout={wait * 1000}")
        connection.exec_driver_sql(begin)

    return engine
