"""The restore drill: what was backed up comes back, byte for byte, on either database; a torn file brings nothing."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select, text

from data import audit, backup, demo, migrating, published, seed, sessions
from data.commands import accounts
from data.database import Database
from data.models import DERIVED, AuditEntry, Base, Consultation, Desk, FactMonth, RecordVersion


@pytest.fixture
def filled(database, now):
    """A database with something of nearly everything."""
    with database.write() as session:
        demo.build(session, published.read(), now, count=400)
        seed.load(session, published.read(), now)
        session.add(
            RecordVersion(
                subject="consultation", subject_id=1, version=1, saved_at=now, account_id=None,
                content={"note": "「引用」、改行\nと 🍵 と \\ と \u2028"},
            )
        )  # fmt: skip
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """Another, empty database of each kind."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'other' / 'new.db'}")
    else:
        made = Database(request.getfixturevalue("postgres").fresh())
    yield made
    made.close()


def test_the_drill_what_comes_back_has_the_same_checksum(filled, empty, now, tmp_path):
    kept = backup.write(filled, tmp_path / "a.jsonl", now)
    assert kept.rows["consultation"] == 400
    assert set(kept.rows) == set(Base.metadata.tables) - DERIVED
    assert backup.restore(empty, tmp_path / "a.jsonl", now) == kept
    again = backup.write(empty, tmp_path / "b.jsonl", now)
    assert again.rows == kept.rows | {"audit_log": kept.rows["audit_log"] + 1}
    # All but the restore's own entry, line by line; the last line counts and sums up.
    lines = [(tmp_path / name).read_text("utf-8").split("\n")[:-2] for name in ("a.jsonl", "b.jsonl")]
    more = [line for line in lines[1] if line not in lines[0]]
    assert len(more) == 1
    assert '"restore"' in more[0]
    assert [line for line in lines[1] if line != more[0]] == lines[0]
    assert migrating.is_current(empty)


def log(database):
    """Who, what and the details of all entries, oldest first."""
    with database.read() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(one.at, one.account_name, one.action, one.subject, one.detail) for one in entries]


def test_the_restored_database_says_that_it_was_restored_and_by_what(filled, empty, now, tmp_path):
    kept, before = backup.write(filled, tmp_path / "a.jsonl", now), log(filled)
    later = now + timedelta(days=1)
    backup.restore(empty, tmp_path / "a.jsonl", later)
    detail = {"rows": kept.total, "sha256": kept.sha256}
    assert log(empty) == [*before, (later, audit.SYSTEM, "restore", "store", detail)]
    assert log(filled) == before


def test_a_log_that_lacks_a_column_or_is_not_there_takes_what_it_can(database, now):
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_log DROP COLUMN detail"))
        audit.by_command(connection, now, "restore", "store", rows=3)
        found = connection.execute(text("SELECT account_name, action, subject FROM audit_log")).all()
        assert [tuple(row) for row in found] == [(audit.SYSTEM, "restore", "store")]
        connection.execute(text("DROP TABLE audit_log"))
        audit.by_command(connection, now, "restore", "store", rows=3)
        assert not inspect(connection).has_table("audit_log")


def test_work_goes_on_after_a_restore_with_numbers_that_are_free(filled, empty, now, tmp_path):
    backup.write(filled, tmp_path / "a.jsonl", now)
    backup.restore(empty, tmp_path / "a.jsonl", now)
    with empty.write() as session:
        highest = session.scalar(select(func.max(Desk.id)))
        desk = Desk(name="新しい相談室")
        session.add(desk)
        session.flush()
        assert desk.id > highest
        assert seed.load(session, published.read(), now).changed == 0
        assert session.scalar(select(func.sum(FactMonth.value)).filter_by(fiscal_year=2021)) == 1207


def test_a_backup_is_for_its_owner_only_and_never_overwrites(filled, now, tmp_path):
    file = tmp_path / "a.jsonl"
    backup.write(filled, file, now)
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    with pytest.raises(backup.BackupError, match="上書きはしません"):
        backup.write(filled, file, now)
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.glob("*.jsonl*")] == ["a.jsonl"]


def test_nobody_comes_in_with_what_was_open_at_the_moment_of_the_backup(database, empty, now, tmp_path):
    with database.write() as session:
        number = accounts.add(session, None, now, "yamada", "山田", "lead")
        link = accounts.link(session, None, now, number)
        token, ticket = sessions.begin(session, number, now), sessions.ticket(session, number, now)
    backup.write(database, tmp_path / "a.jsonl", now)
    backup.restore(empty, tmp_path / "a.jsonl", now)
    for held, alive in ((database, True), (empty, False)):
        with held.write() as session:
            assert (sessions.person(session, token, now) is not None) is alive
            assert (accounts.names_for(session, link, now) is not None) is alive
            assert (sessions.redeem(session, ticket, now) is not None) is alive


def test_a_file_with_a_table_of_its_own_is_refused_and_leaves_nothing(empty, now, tmp_path):
    head = {"format": "kurashi-backup", "version": 1, "revision": "0001", "made_at": now.isoformat()}
    lines = [json.dumps(one) for one in (head, {"table": "sqlite_master", "columns": ["sql"]}, ["x"])]
    end = json.dumps({"end": {"sqlite_master": 1}, "sha256": hashlib.sha256("".join(lines).encode()).hexdigest()})
    (tmp_path / "own.jsonl").write_text("\n".join([*lines, end, ""]), "utf-8")
    with pytest.raises(backup.BackupError, match="この"):
        backup.restore(empty, tmp_path / "own.jsonl", now)


def changed(line: int, old: str, new: str):
    """Puts other words into a line of the file."""

    def spoil(lines: list[str]) -> list[str]:
        assert old in lines[line]
        lines[line] = lines[line].replace(old, new, 1)
        return lines

    return spoil


TORN = [
    (lambda lines: lines[:-1], "照合の値"),
    (lambda lines: lines[: len(lines) // 2], "照合の値"),
    (lambda lines: [*lines[:-1], lines[-1][:20]], "途中で切れている"),
    (lambda lines: [*lines[:5], *lines[6:]], "照合の値"),
    (lambda lines: [*lines, lines[1]], "まだ続きがあります"),
    (lambda lines: [], "照合の値"),
    (lambda lines: ["くらしの案内\n"], "途中で切れている"),
    (changed(0, "kurashi-backup", "another"), "この案内の控えではありません"),
    (changed(0, migrating.newest() or "", "9999"), "照合の値"),
    (changed(2, "demo-lead", "demo-read"), "照合の値"),
]


@pytest.mark.parametrize(("spoil", "says"), TORN)
def test_a_torn_or_changed_file_brings_nothing_back(spoil, says, now, tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'a.db'}")
    migrating.upgrade(made)
    with made.write() as session:
        demo.build(session, published.read(), now, count=50)
    backup.write(made, tmp_path / "a.jsonl", now)
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "torn.jsonl").write_text("".join(spoil(lines)), "utf-8")
    other = Database(f"sqlite:///{tmp_path / 'b.db'}")
    with pytest.raises(backup.BackupError, match=says):
        backup.restore(other, tmp_path / "torn.jsonl", now)
    assert not (tmp_path / "b.db").exists()
    made.close()
    other.close()


def test_the_backup_of_a_newer_program_is_refused(now, tmp_path):
    head = json.dumps({"format": "kurashi-backup", "version": 1, "revision": "9999", "made_at": now.isoformat()})
    end = json.dumps({"end": {}, "sha256": hashlib.sha256(head.encode()).hexdigest()})
    (tmp_path / "new.jsonl").write_text(f"{head}\n{end}\n", "utf-8")
    other = Database(f"sqlite:///{tmp_path / 'b.db'}")
    with pytest.raises(backup.BackupError, match="新しい版"):
        backup.restore(other, tmp_path / "new.jsonl", now)
    other.close()


def test_a_backup_shows_one_moment_while_others_write(filled, now, tmp_path):
    with filled.write() as session:
        session.query(Consultation).filter_by(id=1).update({"minutes": 1})
        session.flush()
        backup.write(filled, tmp_path / "a.jsonl", now)
        session.query(Consultation).filter_by(id=1).update({"minutes": 2})
    lines = map(json.loads, (tmp_path / "a.jsonl").read_text("utf-8").split("\n")[:-1])
    columns = next(line["columns"] for line in lines if isinstance(line, dict) and line.get("table") == "consultation")
    first = dict(zip(columns, next(lines), strict=True))
    assert first["id"] == 1
    assert first["minutes"] not in (1, 2)
