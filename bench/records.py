"""Whole record saves a second into SQLite at synchronous=FULL, beside the same rows by sqlite3 alone."""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from bench.figures import Aim, Section, quantile, table
from data import migrating
from data.commands import consultations
from data.database import Database
from data.models import Account, Desk
from data.sessions import Person

AIM = 500  # 件/秒
ROUNDS, EACH = 6, 250
NOW = datetime(2026, 11, 27, 1, tzinfo=UTC)
DAY = date(2026, 11, 26)
STAMP = NOW.replace(tzinfo=None).isoformat(" ", "microseconds")
WHO = Person(1, "bench", "計測", "counsellor", must_change=False, token_hash="", stale=False)
VALUES = {
    "received_on": DAY, "hour": 14, "channel": "phone", "caller_kind": "herself", "new_or_repeat": "repeat",
    "age_band": "unknown", "contact_result": "consulted", "urgency": "none", "minutes": 25,
    "issues": ["income"], "primary": "income", "responses": ["listened"],
}  # fmt: skip
COLUMNS = {
    "desk_id": 1, "received_on": DAY.isoformat(), "month": 202611, "weekday": 3, "hour": 14, "channel": "phone",
    "caller_kind": "herself", "new_or_repeat": "repeat", "age_band": "unknown", "contact_result": "consulted",
    "urgency": "none", "minutes": 25, "primary_unknown": False, "account_id": 1, "created_at": STAMP,
    "updated_at": STAMP, "version": 1,
}  # fmt: skip
VAR = Path(__file__).resolve().parent.parent / "var"


class UnequalError(RuntimeError):
    """The two sides did not write the same rows, so that comparing their times would say nothing."""


def measure() -> Section:
    """The chapter."""
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VAR, prefix="bench-") as folder:
        ours, raw = _database(Path(folder) / "ours.db"), _database(Path(folder) / "raw.db")
        plain = _plain(Path(folder) / "raw.db")
        took: dict[str, list[float]] = {"この案内": [], "sqlite3 だけ": []}
        for _ in range(ROUNDS):  # in turns, so that what else the machine does falls on both
            took["この案内"] += _timed(lambda: save(ours))
            took["sqlite3 だけ"] += _timed(lambda: save_plainly(plain))
        if _rows(plain) != _rows(_plain(Path(folder) / "ours.db")):
            raise UnequalError("not the same rows")
        plain.close()
        ours.close()
        raw.close()
    mean = {name: sum(times) / len(times) for name, times in took.items()}
    aims = (Aim(f"記録ひとつの保存（毎秒 {AIM} 件で 2 ms）", mean["この案内"], 1000 / AIM, "ms"),)
    rows = [
        (
            name,
            f"{len(times):,}",
            f"{1000 / mean[name]:,.0f}",
            f"{quantile(times, 0.5):.2f}",
            f"{quantile(times, 0.95):.2f}",
            f"{mean[name] / mean['sqlite3 だけ']:.2f}",
        )
        for name, times in took.items()
    ]
    head = ("", "保存", "毎秒", "p50", "p95", "sqlite3 を 1 として（平均）")
    return Section("records", "記録の保存", (*table(head, rows), "", *_notes()), aims)


def save(database: Database) -> None:
    """One record as the record page keeps it: read and checked, four rows, the audit entry among them."""
    with database.write() as session:
        consultations.create(session, WHO, NOW, VALUES)


def save_plainly(connection: sqlite3.Connection) -> None:
    """The same four rows as four statements in one transaction."""
    run = connection.execute
    run("BEGIN IMMEDIATE")
    named = ", ".join(COLUMNS)
    marks = ", ".join("?" * len(COLUMNS))
    number = run(f"INSERT INTO consultation ({named}) VALUES ({marks})", tuple(COLUMNS.values())).lastrowid  # noqa: S608
    run(
        "INSERT INTO consultation_issue (consultation_id, issue, is_primary, place) VALUES (?, 'income', 1, 0)",
        (number,),
    )
    run("INSERT INTO consultation_response (consultation_id, response) VALUES (?, 'listened')", (number,))
    run(
        "INSERT INTO audit_log (at, account_id, account_name, action, subject, subject_id, detail) "
        "VALUES (?, 1, ?, 'create', 'consultation', ?, ?)",
        (STAMP, WHO.name, str(number), json.dumps({"case": None, "result": "consulted"})),
    )
    run("COMMIT")


def _database(file: Path) -> Database:
    made = Database(f"sqlite:///{file}")
    migrating.upgrade(made)
    with made.write() as session:
        session.add(Desk(name="計測の相談室"))
        session.add(Account(name=WHO.name, display_name=WHO.display_name, role=WHO.role, created_at=NOW))
    return made


def _plain(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _timed(save_one: Callable[[], None]) -> list[float]:
    """Milliseconds of each of EACH saves."""
    took = []
    for _ in range(EACH):
        started = time.perf_counter()
        save_one()
        took.append((time.perf_counter() - started) * 1000)
    return took


def _rows(connection: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    """The first record of a database, all that belongs to it, and how many there are."""
    return [
        connection.execute("SELECT * FROM consultation WHERE id = 1").fetchall(),
        connection.execute("SELECT * FROM consultation_issue WHERE consultation_id = 1").fetchall(),
        connection.execute("SELECT * FROM consultation_response WHERE consultation_id = 1").fetchall(),
        connection.execute("SELECT * FROM audit_log WHERE id = 1").fetchall(),
        connection.execute("SELECT count(*) FROM consultation").fetchall(),
    ]


def _notes() -> tuple[str, ...]:
    return (
        "単位はミリ秒。一つの保存は、入力を調べ、相談・課題・したこと・操作の記録の 4 行を一つのトランザクションで書き、"
        "`synchronous=FULL` でディスクに届くまで。",
        f"{EACH} 件ずつ交互に、{ROUNDS} 回。ファイルは `var/` の中（同じディスク）。二つが同じ行を書いたことを、測ったあとに確かめる。",
        "「sqlite3 だけ」は、入力を調べることも、版の番号の守りも、型の変換もしない。差が、この案内の仕組みの重さ。",
    )
