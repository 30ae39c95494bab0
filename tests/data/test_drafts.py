"""Drafts on both databases: kept as she goes, one a form and subject, hers alone, and never written over by another."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data import sessions
from data.commands import drafts
from data.models import Account


@pytest.fixture
def people(database, now):
    """Two counsellors who are signed in."""
    tokens = []
    with database.write() as session:
        for name in ("a", "b"):
            session.add(Account(name=name, display_name=name, role="counsellor", created_at=now))
        session.flush()
        for account in session.scalars(select(Account).order_by(Account.name)):
            tokens.append(sessions.begin(session, account.id, now))
    with database.read() as session:
        return [sessions.person(session, token, now) for token in tokens]


def kept(database, who, now, content, slot=None, subject=""):
    with database.write() as session:
        return drafts.save(session, who, now, "record", subject, slot, content)


def found(database, who, subject=""):
    with database.read() as session:
        return [(one.slot, one.content) for one in drafts.found(session, who, "record", subject)]


def test_a_draft_is_found_again_and_grows_in_its_place(database, people, now):
    who, _ = people
    slot = kept(database, who, now, {"note": "家賃"})
    assert (
        kept(database, who, now + timedelta(minutes=1), {"note": "家賃を二か月", "issues": ["housing"]}, slot) == slot
    )
    assert found(database, who) == [("", {"note": "家賃を二か月", "issues": ["housing"]})]
    with database.read() as session:
        draft = drafts.load(session, who, "record", slot)
    assert draft
    assert draft.updated_at == now + timedelta(minutes=1)


def test_a_second_unfinished_record_takes_nothing_from_the_first(database, people, now):
    who, _ = people
    slots = [kept(database, who, now + timedelta(minutes=one), {"note": str(one)}) for one in range(3)]
    assert slots == ["", "-2", "-3"]
    assert [content["note"] for _, content in found(database, who)] == ["2", "1", "0"]


def test_drafts_of_a_record_are_not_drafts_of_a_new_one(database, people, now):
    who, _ = people
    kept(database, who, now, {"note": "新しい"})
    kept(database, who, now, {"note": "17番"}, subject="17")
    assert found(database, who) == [("", {"note": "新しい"})]
    assert found(database, who, "17") == [("17", {"note": "17番"})]
    assert found(database, who, "1") == []


def test_nobody_sees_or_discards_the_draft_of_another(database, people, now):
    who, other = people
    slot = kept(database, who, now, {"note": "家賃"})
    assert found(database, other) == []
    with database.write() as session:
        drafts.discard(session, other, "record", slot)
    assert len(found(database, who)) == 1
    with database.write() as session:
        drafts.discard(session, who, "record", slot)
    assert found(database, who) == []


def test_where_too_many_are_left_the_oldest_makes_room(database, people, now):
    who, _ = people
    for number in range(drafts.MOST + 1):
        kept(database, who, now + timedelta(minutes=number), {"note": str(number)})
    notes = [content["note"] for _, content in found(database, who)]
    assert notes == [str(number) for number in range(drafts.MOST, 0, -1)]
