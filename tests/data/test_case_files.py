"""Codes of cases: the next free one, also when many ask at once, and however they are typed."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from data import case_codes
from data.commands import case_files
from data.commands.checking import RefusedError
from data.models import CaseFile
from tests.data import made

TYPED = [
    ("K-2026-0042", "K-2026-0042"),
    ("k-2026-42", "K-2026-0042"),
    ("Ｋ２０２６－００４２", "K-2026-0042"),
    (" K 2026 ー 42 ", "K-2026-0042"),
    ("K-2026-10000", "K-2026-10000"),
    ("K-2026-0000", None),
    ("K-26-1", None),
    ("K-2026-①", None),
    ("😀", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "stored"), TYPED)
def test_a_code_is_understood_however_it_was_typed(typed, stored):
    assert case_codes.spelled(typed) == stored


def test_the_first_case_of_a_year_is_number_one_and_the_next_follows(database, now):
    who = made.person(database, now)
    assert [made.case(database, who, now) for _ in range(3)] == ["K-2026-0001", "K-2026-0002", "K-2026-0003"]
    assert made.actions(database, "case_file") == ["create"] * 3


def test_each_year_counts_for_itself_and_goes_on_after_the_highest(database, now):
    who = made.person(database, now)
    with database.write() as session:
        for code, year in (("K-2026-9999", 2026), ("K-2026-10000", 2026), ("K-2025-0007", 2025)):
            day = date(year, 5, 1)
            session.add(CaseFile(code=code, desk_id=made.desk(session), opened_on=day, created_at=now))
    with database.write() as session:
        desk = made.desk(session)
        assert case_files.open_case(session, who, now, desk) == "K-2026-10001"
        assert case_files.open_case(session, who, now, desk, date(2025, 12, 31)) == "K-2025-0008"


def test_twenty_who_ask_at_once_get_twenty_codes(database, now):
    who = made.person(database, now)
    with database.write() as session:
        desk = made.desk(session)
    start, got = threading.Barrier(20), []

    def ask() -> None:
        start.wait()
        with database.write() as session:
            code = case_files.open_case(session, who, now, desk)
        got.append(code)

    asking = [threading.Thread(target=ask) for _ in range(20)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert sorted(got) == [f"K-2026-{number:04d}" for number in range(1, 21)]
    with database.read() as session:
        assert sorted(session.scalars(select(CaseFile.code))) == sorted(got)


def test_a_case_neither_begins_tomorrow_nor_at_a_desk_that_is_not_there(database, now):
    who = made.person(database, now)
    with pytest.raises(RefusedError) as refused, database.write() as session:
        case_files.open_case(session, who, now, 99, date(2026, 11, 28))
    assert [field for field, _ in refused.value.faults] == ["opened_on", "desk_id"]
    assert made.actions(database, "case_file") == []
