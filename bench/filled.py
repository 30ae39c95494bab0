"""A database filled with made-up records for the benches: seeded, drawn from uneven shares, put in by the thousand."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

from data import codes, migrating
from data.calendar import month_of
from data.database import Database

LAST_DAY = date(2026, 11, 26)
DAYS = 20 * 365
STAMP = datetime(2026, 11, 27, tzinfo=UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
# Made-up words for the notes; one of them is rare on purpose.
WORDS = ("家賃", "仕事", "体調", "子ども", "手続き", "眠れない", "引っ越し", "書類", "約束")
RARE = "鍵"
PLACES = tuple(f"14{number:03d}{number % 10}" for number in range(101, 159))
# fmt: off
COLUMNS = (
    "id", "desk_id", "case_code", "received_on", "month", "weekday", "hour", "channel", "caller_kind", "new_or_repeat",
    "age_band", "municipality", "referral_source", "contact_result", "urgency", "callback_due", "callback_done_on",
    "primary_unknown", "note", "account_id", "created_at", "updated_at", "version",
)
# fmt: on
AT_ONCE = 20_000


Rows = Iterator[tuple[object, ...]]
# (table, columns, rows)
Put = Callable[[str, Sequence[str], Rows], None]


def fill(file: Path, records: int) -> Database:
    """A migrated SQLite database with so many consultations over twenty years, their cases and issues."""
    return fill_at(f"sqlite:///{file}", records)


def fill_at(url: str, records: int) -> Database:
    """The same in SQLite or PostgreSQL, which must be empty."""
    database = Database(url)
    migrating.upgrade(database)
    draw = random.Random(20261127)
    with putting(url) as put:
        put("desk", ("id", "name", "opened_note"), iter([(1, "計測の相談室", "")]))
        staff = ((number, f"c{number}", f"計測{number}", "counsellor", False, STAMP, 1) for number in range(1, 9))
        put("account", ("id", "name", "display_name", "role", "must_change", "created_at", "version"), staff)
        cases = [f"K-{number:07d}" for number in range(max(records // 8, 1))]
        opened = ((code, 1, "2006-12-01", STAMP) for code in cases)
        put("case_file", ("code", "desk_id", "opened_on", "created_at"), opened)
        put("consultation", COLUMNS, _consultations(draw, records, cases))
        put("consultation_issue", ("consultation_id", "issue", "is_primary", "place"), _issues(draw, records))
    return database


@contextmanager
def putting(url: str) -> Iterator[Put]:
    """What puts rows into a table: quickly, in one transaction."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        with connection:
            connection.execute("PRAGMA synchronous=OFF")
            yield lambda table, columns, rows: _insert(connection, table, columns, rows)
        connection.close()
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=False) as server:
        yield lambda table, columns, rows: _copy(server, table, columns, rows)
        server.commit()
        server.autocommit = True
        server.execute("VACUUM ANALYZE")


def _copy(server: psycopg.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    with server.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as line:
        for row in rows:
            line.write_row(row)
    if "id" in columns:
        server.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608  our own names


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  our own names
    connection.executemany(statement, rows)


def _shares(name: str, draw: random.Random) -> tuple[list[str | None], list[float]]:
    """The ids of a list, the first the most frequent; a twentieth is not filled in."""
    ids: list[str | None] = [*codes.lists()[name], None]
    weights = [1 / (place + 1) for place in range(len(ids) - 1)]
    return ids, [*weights, sum(weights) / 20]


def _consultations(draw: random.Random, records: int, cases: list[str]) -> Iterator[tuple[object, ...]]:
    lists = ("channel", "caller_kind", "new_or_repeat", "age_band", "referral_source", "contact_result", "urgency")
    shares = {name: _shares(name, draw) for name in lists}
    shares["channel"][0].remove(None)
    shares["contact_result"][0].remove(None)
    days = sorted(draw.randrange(DAYS) for _ in range(records))
    for start in range(0, records, AT_ONCE):
        size = min(AT_ONCE, records - start)
        chosen = {name: draw.choices(ids, weights[: len(ids)], k=size) for name, (ids, weights) in shares.items()}
        for place in range(size):
            number = start + place + 1
            day = LAST_DAY - timedelta(days=DAYS - 1 - days[start + place])
            one = {name: values[place] for name, values in chosen.items()}
            due = (day + timedelta(days=3)).isoformat() if one["contact_result"] == "callback" else None
            yield (
                number, 1, draw.choice(cases) if draw.random() < 0.4 else None, day.isoformat(), month_of(day),
                day.weekday(), draw.randrange(9, 21), one["channel"], one["caller_kind"], one["new_or_repeat"],
                one["age_band"], draw.choice(PLACES[: 1 + draw.randrange(len(PLACES))]) if draw.random() < 0.6 else None,
                one["referral_source"], one["contact_result"], one["urgency"], due,
                due if due and number < records * 0.999 else None, False,
                f"{draw.choice(WORDS)}のこと。{RARE if draw.random() < 0.0001 else ''}" if draw.random() < 0.3 else None,
                draw.randrange(1, 9), f"{day} 03:00:00.000000", f"{day} 03:00:00.000000", 1,
            )  # fmt: skip


def _issues(draw: random.Random, records: int) -> Iterator[tuple[object, ...]]:
    ids, weights = _shares("issue", draw)
    for number in range(1, records + 1):
        several = dict.fromkeys(one for one in draw.choices(ids, weights, k=draw.randrange(1, 4)) if one)
        for place, issue in enumerate(several):
            yield number, issue, place == 0, place
