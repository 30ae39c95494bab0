"""kill -9 while writing: what was acknowledged is found, and nothing is torn — records, the seed, the demo, a restore."""

import random
import time

import pytest
from sqlalchemy import func, select

from data import backup, demo, migrating, published, seed
from data.database import Database
from data.models import (
    AuditEntry,
    Consultation,
    ConsultationIssue,
    ConsultationResponse,
    Desk,
    FactMonth,
    Store,
    SurveyResult,
)

# Whole records for ever, each said only once it is kept: a consultation, two issues, a response, the audit entry.
WRITE = """
from data import audit
from data.models import Consultation, ConsultationIssue, ConsultationResponse, Desk
from datetime import date
from sqlalchemy import select

with database.read() as session:
    desk = session.scalars(select(Desk.id)).one()
while True:
    with database.write() as session:
        row = Consultation(
            desk_id=desk, received_on=date(2026, 11, 26), month=202611, weekday=3, channel="phone",
            contact_result="consulted", created_at=now, updated_at=now,
            issues=[ConsultationIssue(issue="income", is_primary=True), ConsultationIssue(issue="health", place=1)],
            responses=[ConsultationResponse(response="listened")],
        )
        session.add(row)
        session.flush()
        audit.write(session, None, now, "create", "consultation", row.id)
    print(row.id, flush=True)
"""
SEED = """
from data import published, seed
with database.write() as session:
    seed.load(session, published.read(), now)
"""
DEMO = """
from data import demo, published
with database.write() as session:
    demo.build(session, published.read(), now, count=400)
"""
RESTORE = """
from data import backup
backup.restore(database, Path(sys.argv[3]), now)
"""
BACKUP = """
from data import backup
print("begun", flush=True)
while True:
    Path(sys.argv[3]).unlink(missing_ok=True)
    backup.write(database, Path(sys.argv[3]), now)
"""


def test_a_record_that_was_acknowledged_is_found_whole_and_none_is_torn(database, url, now, begin, sound):
    with database.write() as session:
        session.add(Desk(name="試験の相談室"))
    chance, said = random.Random(4), []
    for _ in range(6):
        writer = begin(WRITE, url)
        said.append(int(writer.stdout.readline()))
        time.sleep(chance.uniform(0.02, 0.5))
        writer.kill()
        said += [int(line) for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    sound(database)
    with database.read() as session:
        found = set(session.scalars(select(Consultation.id)))
        assert len(said) > 6
        assert set(said) <= found
        # The last of each child may be kept and not said; never more.
        assert len(found) - len(set(said)) <= 6
        for part, each in ((ConsultationIssue, 2), (ConsultationResponse, 1)):
            parts = dict(
                session.execute(select(part.consultation_id, func.count()).group_by(part.consultation_id)).all()
            )
            assert parts == dict.fromkeys(found, each)
        assert {int(one) for one in session.scalars(select(AuditEntry.subject_id))} == found


@pytest.mark.parametrize("at", [0, 3, 40, 130])
def test_a_killed_seed_leaves_nothing_and_runs_again(database, url, now, child, sound, at):
    assert child(SEED, url, at).killed
    sound(database)
    with database.read() as session:
        assert session.scalar(select(func.count(FactMonth.id))) == 0
        assert session.scalar(select(func.count()).select_from(Store)) == 0
    with database.write() as session:
        assert seed.load(session, published.read(), now).changed == 0
    with database.read() as session:
        assert session.scalar(select(func.sum(FactMonth.value)).filter_by(fiscal_year=2022)) == 3221
        assert session.scalar(select(func.count(SurveyResult.id))) == 15


@pytest.mark.parametrize("at", [0, 30])
def test_a_killed_demo_leaves_an_empty_database_that_is_no_demo(database, url, child, sound, at):
    assert child(DEMO, url, at).killed
    sound(database)
    with database.read() as session:
        assert session.scalar(select(func.count(Consultation.id))) == 0
        assert session.get(Store, "kind") is None
    assert not child(DEMO, url, -1).killed
    with database.read() as session:
        assert session.scalar(select(func.count(Consultation.id))) == 400


@pytest.mark.parametrize("at", [0, 100])
def test_a_killed_restore_leaves_an_empty_database_and_runs_again(url, now, tmp_path, child, sound, at):
    kept = filled_backup(tmp_path, now)
    assert child(RESTORE, url, at, tmp_path / "kept.jsonl").killed
    database = Database(url)
    sound(database)
    migrating.upgrade(database)
    with database.read() as session:
        assert session.scalar(select(func.count(Consultation.id))) == 0
    assert backup.restore(database, tmp_path / "kept.jsonl", now) == kept
    database.close()


def test_a_killed_backup_leaves_the_whole_file_or_none(database, url, now, tmp_path, begin):
    with database.write() as session:
        demo.build(session, published.read(), now, count=200)
    file = tmp_path / "b.jsonl"
    for pause in (0.0, 0.05, 0.1, 0.2):
        writer = begin(BACKUP, url, file)
        writer.stdout.readline()
        time.sleep(pause)
        writer.kill()
        writer.communicate()
        if file.exists():
            assert backup.check(file).rows["consultation"] == 200
            file.unlink()
    assert backup.write(database, file, now).rows["consultation"] == 200


def filled_backup(folder, now):
    """The backup of a demo database of 300 records, in kept.jsonl."""
    made = Database(f"sqlite:///{folder / 'made.db'}")
    migrating.upgrade(made)
    with made.write() as session:
        demo.build(session, published.read(), now, count=300)
    kept = backup.write(made, folder / "kept.jsonl", now)
    made.close()
    return kept
