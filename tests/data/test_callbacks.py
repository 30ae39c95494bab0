"""Call-backs: called, moved, and refused where none waits."""

from datetime import date

import pytest

from data.commands import callbacks
from data.commands.checking import RefusedError
from data.database import SavedMeanwhileError
from data.models import Consultation
from tests.data import made


@pytest.fixture
def who(database, now):
    """The lead, signed in."""
    return made.person(database, now)


@pytest.fixture
def number(database, now) -> int:
    """A consultation whose call-back was due two days ago."""
    with database.write() as session:
        return made.consultation(session, now, callback_due=date(2026, 11, 25), contact_result="callback").id


def test_called_is_called_today_and_only_once(database, who, number, now):
    with database.write() as session:
        callbacks.done(session, who, now, number, 1)
    with database.read() as session:
        kept = session.get(Consultation, number)
        assert (kept.callback_done_on, kept.callback_due, kept.version) == (made.DAY, date(2026, 11, 25), 2)
    with pytest.raises(SavedMeanwhileError), database.write() as session:
        callbacks.done(session, who, now, number, 1)
    with pytest.raises(RefusedError), database.write() as session:
        callbacks.done(session, who, now, number, 2)
    assert made.actions(database, "consultation") == ["callback_done"]
    assert made.versions(database, "consultation") == 1


def test_a_moved_call_waits_for_its_new_day(database, who, number, now):
    with database.write() as session:
        callbacks.move(session, who, now, number, 1, date(2026, 11, 30))
    with database.read() as session:
        kept = session.get(Consultation, number)
        assert (kept.callback_due, kept.callback_done_on) == (date(2026, 11, 30), None)


@pytest.mark.parametrize("day", [None, date(2026, 11, 26), date(2028, 1, 1)])
def test_a_call_moves_neither_into_the_past_nor_out_of_sight(database, who, number, now, day):
    with pytest.raises(RefusedError) as refused, database.write() as session:
        callbacks.move(session, who, now, number, 1, day)
    assert [field for field, _ in refused.value.faults] == ["callback_due"]
    with database.read() as session:
        assert session.get(Consultation, number).callback_due == date(2026, 11, 25)


def test_a_record_that_is_not_there_has_no_call_back(database, who, now):
    with pytest.raises(RefusedError), database.write() as session:
        callbacks.done(session, who, now, 99, 1)
