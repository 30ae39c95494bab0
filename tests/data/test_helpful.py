"""The totals of 「役に立ちましたか」: every press is added once, what nobody kept is missing and not 0."""

from threading import Thread

import pytest
from sqlalchemy import func, select

from data.commands import helpful as commands
from data.models import AuditEntry, HelpfulTotal
from data.queries import helpful as queries


def add(database, *totals):
    for one in totals:
        with database.write() as session:
            commands.add(session, one)


def months(database, until=202611):
    with database.read() as session:
        return {one.month: one.presses for one in queries.by_month(session, until)}


def test_presses_are_added_to_what_is_there(database):
    add(
        database,
        {(202611, "helped"): 2, (202611, "not_much"): 1},
        {(202611, "helped"): 3, (202610, "a_little"): 1},
        {},
    )
    assert months(database) == {
        202611: {"helped": 5, "a_little": 0, "not_much": 1},
        202610: {"helped": 0, "a_little": 1, "not_much": 0},
    }


def test_a_month_without_any_press_is_missing_and_not_0(database):
    add(database, {(202511, "helped"): 1}, {(202601, "helped"): 1})
    found = months(database, 202604)
    assert list(found) == [202604, 202603, 202602, 202601, 202512, 202511]
    assert [month for month, presses in found.items() if presses is None] == [202604, 202603, 202602, 202512]


def test_nothing_pressed_ever_gives_no_month(database):
    assert months(database) == {}


def test_two_that_write_at_the_same_moment_both_count(database):
    threads = [Thread(target=lambda: add(database, *[{(202611, "helped"): 1}] * 20)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert months(database)[202611]["helped"] == 40


@pytest.mark.parametrize(
    "totals", [{(202613, "helped"): 1}, {(202611, "n_money"): 1}, {(202611, "helped"): 0}, {(202611, "helped"): -5}]
)
def test_what_is_no_press_is_refused_whole(database, totals):
    with pytest.raises(ValueError, match="cannot be counted"):
        add(database, {(202611, "a_little"): 1, **totals})
    assert months(database) == {}


def test_a_press_writes_its_total_and_nothing_about_anybody(database):
    add(database, {(202611, "helped"): 1})
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0
        assert session.scalar(select(func.count()).select_from(HelpfulTotal)) == 1
    assert {column.name for column in HelpfulTotal.__table__.columns} == {"month", "answer", "count"}
