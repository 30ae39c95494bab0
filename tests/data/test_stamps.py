"""What is remembered of the consultations is never older than they are."""

from datetime import date, timedelta
from itertools import count

from sqlalchemy import delete, select, update

from data.models import Consultation
from data.queries import series, spells, stamps
from tests.data.records import record, start

DAY = date(2026, 11, 20)


def begun(database, year: int = 2026) -> int:
    """How many cases began in the year, as the page asks for it."""
    with database.read() as session:
        desk = series.desk(session)
        assert desk
        return sum([one.cases for one in spells.cohorts(session, desk, year, DAY)])


def test_the_first_contacts_follow_every_change_of_the_consultations(database, now):
    with database.write() as session:
        start(session, now)
    assert begun(database) == 0
    with database.write() as session:
        record(session, now, 1, DAY, case_code="K-2026-0001")
    assert begun(database) == 1
    with database.write() as session:
        record(session, now, 2, DAY, "housing")
    assert begun(database) == 1
    with database.write() as session:
        session.execute(update(Consultation).where(Consultation.id == 2).values(case_code="K-2026-0002"))
    assert begun(database) == 2
    with database.write() as session:
        session.execute(update(Consultation).where(Consultation.id == 2).values(removed_at=now))
    assert begun(database) == 1
    with database.write() as session:
        earlier = DAY - timedelta(days=400)
        record(session, now, 3, earlier, case_code="K-2026-0001")
    assert begun(database) == 0
    assert begun(database, 2025) == 1
    with database.write() as session:
        session.execute(delete(Consultation).where(Consultation.id == 3))
    assert (begun(database), begun(database, 2025)) == (1, 0)


def test_what_did_not_change_is_not_worked_out_again(database, now):
    with database.write() as session:
        start(session, now)
        record(session, now, 1, DAY)
    calls = count(1)

    def asked(last: int = 202611) -> int:
        with database.read() as session:
            return stamps.remembered(session, "how often", last, lambda: next(calls))

    assert [asked(), asked()] == [1, 1]
    with database.write() as session:
        record(session, now, 2, DAY + timedelta(days=30))
    assert asked() == 1, "a month after the last one asked about changes nothing"
    with database.write() as session:
        record(session, now, 3, DAY)
    assert asked() == 2


def test_in_a_transaction_that_writes_nothing_is_remembered(database, now):
    with database.write() as session:
        start(session, now)

        def records() -> int:
            def find() -> int:
                return len(session.scalars(select(Consultation.id)).all())

            return stamps.remembered(session, "written", 202611, find)

        assert records() == 0
        record(session, now, 1, DAY)
        session.flush()
        assert records() == 1


def test_the_oldest_answers_go_first(database, now):
    with database.write() as session:
        start(session, now)
    calls = count(1)
    most = stamps.MOST_ANSWERS
    with database.read() as session:
        found = [stamps.remembered(session, name, 202611, lambda: next(calls)) for name in [*range(most + 1), most, 0]]
    assert found == [*range(1, most + 2), most + 1, most + 2]
