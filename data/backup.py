"""A backup of all tables as one file of JSON lines, with checksums; into an empty database of either kind it comes back."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Boolean, Connection, Date, DateTime, MetaData, Table, func, insert, select, text, update

from data import audit, migrating
from data.database import Database, said
from data.models import DERIVED

FORMAT = "kurashi-backup"
VERSION = 1
AT_ONCE = 2000
ALEMBIC = "alembic_version"


class BackupError(ValueError):
    """The file cannot be written or taken back; the sentence says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: the form of the database, rows a table, and the checksum of all lines."""

    revision: str
    rows: dict[str, int]
    sha256: str

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


def write(database: Database, file: Path, now: datetime) -> Kept:
    """Writes one consistent look at all tables; the file appears whole or not at all. BackupError, StoreError, OSError."""
    revision = migrating.revision(database)
    if revision is None:
        raise BackupError("データベースがまだ作られていません。`python -m data migrate` から始めてください。")
    if file.exists():
        raise BackupError(f"{file} はもうあります。上書きはしません。別の名前にしてください。")
    part = file.with_name(file.name + ".part")
    try:
        # The file holds everything, password hashes too: for the owner's eyes only, from its first byte on.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            kept = _dump(database, out, revision, now)
            out.flush()
            os.fsync(out.fileno())
        os.link(part, file)  # unlike a rename, never over a file that came in between
    except FileExistsError as error:
        raise BackupError(f"{file} はもうあります。上書きはしません。別の名前にしてください。") from error
    finally:
        part.unlink(missing_ok=True)
    return kept


def _dump(database: Database, out: TextIO, revision: str, now: datetime) -> Kept:
    sums, rows = hashlib.sha256(), {}

    def line(content: object) -> None:
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        out.write(written + "\n")
        sums.update(written.encode())

    line({"format": FORMAT, "version": VERSION, "revision": revision, "made_at": now.isoformat()})
    with said(), database.reader.begin() as connection:
        for table in tables(connection):
            count = 0
            line({"table": table.name, "columns": [column.name for column in table.columns]})
            for row in connection.execution_options(yield_per=AT_ONCE).execute(_ordered(table)):
                line([value.isoformat() if isinstance(value, date) else value for value in row])
                count += 1
            rows[table.name] = count
    out.write(json.dumps({"end": rows, "sha256": sums.hexdigest()}) + "\n")
    return Kept(revision, rows, sums.hexdigest())


def check(file: Path) -> Kept:
    """What the file holds; BackupError where it is not a backup, torn, or changed since."""
    sums, counted, header, end = hashlib.sha256(), dict[str, int](), None, None
    name = ""
    for content, written in _lines(file):
        if end is not None:
            raise BackupError(f"{file} の終わりのあとに、まだ続きがあります。控えとして使えません。")
        if isinstance(content, dict) and "end" in content:
            end = content
            continue
        sums.update(written.encode())
        if header is None:
            header = content
            if not (isinstance(header, dict) and header.get("format") == FORMAT and header.get("version") == VERSION):
                raise BackupError(f"{file} は、この案内の控えではありません。")
        elif isinstance(content, dict):
            name = str(content.get("table"))
            counted[name] = 0
        else:
            counted[name] = counted.get(name, 0) + 1
    if header is None or end is None or end["end"] != counted or end.get("sha256") != sums.hexdigest():
        raise BackupError(
            f"{file} は途中で切れているか、あとから変わっています（照合の値が合いません）。何も戻していません。"
        )
    return Kept(str(header["revision"]), counted, sums.hexdigest())


def note(database: Database, now: datetime, kept: Kept) -> None:
    """Notes in the log of the database that all of it left in a backup; StoreError."""
    with said(), database.engine.begin() as connection:
        audit.by_command(connection, now, "backup", "store", rows=kept.total, sha256=kept.sha256)


def restore(database: Database, file: Path, now: datetime) -> Kept:
    """Puts everything back and notes it, in one transaction; BackupError where the file is torn or the database is not
    empty."""
    kept = check(file)
    if kept.revision not in migrating.all_revisions():
        raise BackupError(f"この控えの形（{kept.revision}）を、このプログラムは知りません。新しい版で戻してください。")
    here = migrating.revision(database) if database.file is None or database.file.exists() else None
    if here not in (None, kept.revision):
        raise BackupError(
            f"控えは {kept.revision}、データベースは {here} です。空の、別のデータベースに戻してください。"
        )
    migrating.upgrade(database, kept.revision)
    with said(), database.engine.begin() as connection:
        held = {table.name: table for table in tables(connection)}
        full = [name for name, table in held.items() if connection.scalar(select(func.count()).select_from(table))]
        if full:
            raise BackupError(f"このデータベースは空ではありません（{min(full)} など）。上書きはしません。")
        _fill(connection, held, file)
        _shut(connection, held)
        restart_numbers(connection)
        audit.by_command(connection, now, "restore", "store", rows=kept.total, sha256=kept.sha256)
    return kept


def _shut(connection: Connection, held: dict[str, Table]) -> None:
    """Nobody is signed in by what was open at the moment of the backup, and no link or ticket of then works once more:
    it may have been used, or taken back, since."""
    for name in ("sign_in_ticket", "one_time_link", "export_ticket"):
        table = held[name]
        connection.execute(update(table).where(table.c.used_at.is_(None)).values(used_at=table.c.created_at))
    table = held["account_session"]
    ended = {"ended_at": table.c.seen_at, "ended_reason": "restored"}
    connection.execute(update(table).where(table.c.ended_at.is_(None)).values(ended))


def _fill(connection: Connection, held: dict[str, Table], file: Path) -> None:
    table, columns, waiting = None, list[str](), list[dict[str, Any]]()
    for content, _ in _lines(file):
        if isinstance(content, list) and table is not None:
            values = zip(columns, content, strict=True)
            waiting.append({column: _back(table.columns[column].type, value) for column, value in values})
        if waiting and table is not None and (isinstance(content, dict) or len(waiting) == AT_ONCE):
            connection.execute(insert(table), waiting)
            waiting = []
        if isinstance(content, dict) and "table" in content:
            table, columns = held.get(content["table"]), content["columns"]
            if table is None or set(columns) - set(table.columns.keys()):
                raise BackupError(f"{file} に、このデータベースにない表か列があります。何も戻していません。")


def _back(kind: object, value: Any) -> Any:
    """The value as its column holds it."""
    if isinstance(value, str) and isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) and value is not None else value


def _lines(file: Path) -> Iterator[tuple[Any, str]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for written in lines:
                yield json.loads(written), written.rstrip("\n")
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BackupError(f"{file} は、途中で切れているか、この案内の控えではありません。") from error
    except FileNotFoundError as error:
        raise BackupError(f"{file} が見つかりません。") from error


def tables(connection: Connection) -> list[Table]:
    """All tables of records as the database holds them, those that others refer to first; not what follows from them."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in {ALEMBIC, *DERIVED}]


def _ordered(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def restart_numbers(connection: Connection) -> None:
    """Where rows came with their numbers, PostgreSQL must count on from the highest; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables(connection):
        if "id" in table.columns and isinstance(table.columns["id"].type.python_type(), int):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"  # noqa: S608
                )
            )
