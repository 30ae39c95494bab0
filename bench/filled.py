"""A database filled with made-up records for the benches: seeded, drawn from uneven shares, put in by the thousand."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

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


def fill(file: Path, records: int) -> Database:
    """A migrated SQLite database with so many consultations over twenty years, their cases and issues, analysed."""
    database = Database(f"sqlite:///{file}")
    migrating.upgrade(database)
    draw = random.Random(20261127)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("INSERT INTO desk (id, name, opened_note) VALUES (1, '計測の相談室', '')")
        for number in range(1, 9):
            connection.execute(
                "INSERT INTO account (id, name, display_name, role, must_change, created_at, version) "
                "VALUES (?, ?, ?, 'counsellor', 0, ?, 1)",
                (number, f"c{number}", f"計測{number}", STAMP),
            )
        cases = [f"K-{number:07d}" for number in range(max(records // 8, 1))]
        connection.executemany(
            "INSERT INTO case_file (code, desk_id, opened_on, created_at) VALUES (?, 1, '2006-12-01', ?)",
            ((code, STAMP) for code in cases),
        )
        _insert(connection, "consultation", COLUMNS, _consultations(draw, records, cases))
        _insert(
            connection,
            "consultation_issue",
            ["consultation_id", "issue", "is_primary", "place"],
            _issues(draw, records),
        )
    connection.close()
    return database


def _insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterator[tuple[object, ...]]
) -> None:
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
                draw.randrange(1, 9), STAMP, STAMP, 1,
            )  # fmt: skip


def _issues(draw: random.Random, records: int) -> Iterator[tuple[object, ...]]:
    ids, weights = _shares("issue", draw)
    for number in range(1, records + 1):
        several = dict.fromkeys(one for one in draw.choices(ids, weights, k=draw.randrange(1, 4)) if one)
        for place, issue in enumerate(several):
            yield number, issue, place == 0, place
