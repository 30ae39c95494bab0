"""What the week begins with: overdue first, nothing that is done, and missing hours that never become a zero."""

from datetime import date, timedelta

import pytest

from data.commands import activities, plans
from data.commands.activities import Work
from data.commands.plans import Outline
from data.models import Draft, SupportPlan
from data.queries import monday
from tests.data import made

TODAY = made.DAY


@pytest.fixture
def who(database, now):
    """The lead, signed in."""
    return made.person(database, now)


def days(number: int) -> date:
    """The day that many days from today."""
    return TODAY + timedelta(days=number)


def test_calls_are_those_of_this_week_the_one_overdue_longest_first(database, now):
    with database.write() as session:
        for due in (0, -1, -9, 6, 7):
            made.consultation(session, now, callback_due=days(due))
        made.consultation(session, now, callback_due=days(-3), callback_done_on=TODAY)
        made.consultation(session, now, callback_due=days(-3), removed_at=now, removed_reason="まちがい")
    with database.read() as session:
        assert [one.late for one in monday.calls(session, TODAY)] == [9, 1, 0, -6]


def test_reviews_are_of_open_plans_and_one_without_a_day_is_not_lost(database, who, now):
    made_plans = []
    for due in (2, 0, 20, 3):
        code = made.case(database, who, now)
        with database.write() as session:
            plan = plans.open_plan(session, who, now, code, made.desk(session), TODAY, Outline("agreed", days(due)))
            made_plans.append(plan.id)
    with database.write() as session:
        plans.close(session, who, now, made_plans[3], 1, TODAY, "solved")
        session.get(SupportPlan, made_plans[1]).next_review = days(-4)
        session.get(SupportPlan, made_plans[2]).next_review = None
    with database.read() as session:
        found = monday.reviews(session, TODAY)
    assert [(one.number, one.late) for one in found] == [(made_plans[1], 4), (made_plans[0], -2), (made_plans[2], None)]


def test_hand_overs_wait_until_somebody_answers_and_one_declined_stays_a_while(database, who, now):
    with database.write() as session:
        desk = made.desk(session)
        for back, state in ((2, "pending"), (9, "pending"), (5, "accepted"), (20, "declined"), (29, "declined")):
            work = Work(desk, "coordinate", days(-back), destination="legal", hand_over=state)
            activities.add(session, who, now, work)
    with database.read() as session:
        found = monday.hand_overs(session, TODAY)
    assert [(one.days, one.declined) for one in found] == [(20, True), (9, False), (2, False)]


def test_load_is_a_day_that_has_hours_and_an_unknown_hour_is_no_zero(database, now):
    thursday, wednesday, tuesday = days(-1), days(-2), days(-3)
    with database.write() as session:
        for day, hour in ((thursday, 10), (thursday, 10), (days(-8), 10), (wednesday, 14), (tuesday, None)):
            made.consultation(session, now, received_on=day, hour=hour)
        made.consultation(session, now, received_on=TODAY, hour=9)
        made.consultation(session, now, received_on=days(-29), hour=9)
    with database.read() as session:
        load = monday.load(session, TODAY)
    assert load.hours == [10, 11, 12, 13, 14]
    assert load.a_day(3, 10) == 1.5
    assert load.a_day(3, 14) == 0
    assert load.a_day(1, 10) is None
    assert (load.unknown, load.first, load.last) == (1, days(-28), days(-1))


def test_without_a_consultation_there_is_no_load(database):
    with database.read() as session:
        load = monday.load(session, TODAY)
    assert (load.hours, load.unknown, load.a_day(0, 10)) == ([], 0, None)


def test_drafts_are_counted_a_person_and_never_read(database, who, now):
    other = made.person(database, now, "counsellor")
    with database.write() as session:
        for number, (account, back) in enumerate(((who, 1), (other, 3), (other, 0))):
            at = now - timedelta(days=back)
            one = Draft(
                account_id=account.account_id, form="record", subject=f"{number}", content={"a": 1}, updated_at=at
            )
            session.add(one)
    with database.read() as session:
        found = monday.drafts(session)
    assert [(one.name, one.count, one.oldest) for one in found] == [
        ("counsellorさん", 2, now - timedelta(days=3)),
        ("leadさん", 1, now - timedelta(days=1)),
    ]
