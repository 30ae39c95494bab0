"""The made-up records: the same each time, plausible, within the code lists, marked, and never among real ones."""

from datetime import date

import pytest
from sqlalchemy import func, select

from data import codes, demo, demo_rows, municipalities, published, seed
from data.models import (
    Activity,
    CaseFile,
    Consultation,
    ConsultationIssue,
    Desk,
    FactMonth,
    SupportPlan,
)
from data.queries import store

COUNT = 6000
UNTIL = date(2026, 11, 27)


@pytest.fixture(scope="module")
def rows():
    """What the maker makes."""
    return demo_rows.make(1, UNTIL, COUNT)


def share(rows, column, value):
    """The share of conversations whose column has that value."""
    told = [row for row in rows.consultations if row["contact_result"] not in demo_rows.NO_CONVERSATION]
    return sum(row[column] == value for row in told) / len(told)


def test_the_same_seed_makes_the_same_rows(rows):
    again = demo_rows.make(1, UNTIL, COUNT)
    assert again == rows
    assert demo_rows.make(1, UNTIL, COUNT, seed=1) != rows


def test_days_hours_and_ages_look_like_those_of_a_desk(rows):
    days = [row["received_on"] for row in rows.consultations]
    assert len(days) == COUNT
    assert days == sorted(days)
    assert date(2023, 11, 1) <= days[0] <= date(2023, 11, 10)
    assert days[-1] < UNTIL
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert date(2026, 1, 1) not in days
    assert {row["hour"] for row in rows.consultations} == {None, *range(10, 17)}
    assert 0.32 < share(rows, "age_band", "unknown") < 0.38
    assert not [row for row in rows.consultations if row["channel"] == "line" and row["weekday"] == 2]


def test_every_value_is_of_its_code_list(rows):
    lists = codes.lists()
    for column, name in {
        "channel": "channel",
        "caller_kind": "caller_kind",
        "new_or_repeat": "new_or_repeat",
        "age_band": "age_band",
        "referral_source": "referral_source",
        "contact_result": "contact_result",
        "urgency": "urgency",
        "wish": "wish",
        "may_call": "yes_no",
        "children": "children",
        "interpreter": "interpreter",
    }.items():
        assert {row[column] for row in rows.consultations} <= {None, *lists[name]}, column
    assert {row["municipality"] for row in rows.consultations} <= {None, *municipalities.labels()}
    assert {row["issue"] for row in rows.issues} <= set(lists["issue"])
    assert {row["response"] for row in rows.responses} <= set(lists["response"])
    assert {row["kind"] for row in rows.activities} <= set(lists["activity_kind"])
    assert {row["destination"] for row in rows.activities + rows.refusals} <= {None, *lists["destination"]}
    assert {row["stage"] for row in rows.plans} <= set(lists["plan_stage"])
    assert {row["close_reason"] for row in rows.plans} <= {None, *lists["close_reason"]}
    assert {row["state"] for row in rows.goals} <= set(lists["goal_state"])


def test_a_wrong_number_says_nothing_of_anybody_and_a_conversation_has_one_primary_at_most(rows):
    empty = [row for row in rows.consultations if row["contact_result"] in demo_rows.NO_CONVERSATION]
    assert empty
    assert all(row["age_band"] is row["case_code"] is row["municipality"] is None for row in empty)
    primaries = [row["consultation_id"] for row in rows.issues if row["is_primary"]]
    assert len(primaries) == len(set(primaries))
    unknown = {row["id"] for row in rows.consultations if row["primary_unknown"]}
    assert not unknown & set(primaries)


def test_cases_open_before_what_belongs_to_them_and_no_text_is_free(rows):
    opened = {case["code"]: case["opened_on"] for case in rows.cases}
    of_case = [row for row in rows.consultations if row["case_code"]]
    assert of_case
    assert all(row["received_on"] >= opened[row["case_code"]] for row in of_case)
    assert all(row["done_on"] >= opened[row["case_code"]] for row in rows.activities if row["case_code"])
    assert all(row["note"] is None for row in rows.consultations + rows.activities + rows.plans + rows.reviews)
    still = [row["case_code"] for row in rows.plans if row["closed_on"] is None]
    assert len(still) == len(set(still))


def test_a_demo_holds_no_real_figure_and_says_what_it_is(database, now):
    with database.write() as session:
        assert not store.is_demo(session)
        assert demo.build(session, published.read(), now, count=500) == 500
    with database.write() as session:
        assert store.is_demo(session)
        assert demo.build(session, published.read(), now, count=500) == 0
        assert session.scalars(select(Desk.name)).all() == ["架空の相談室（見本）"]
        assert session.scalar(select(func.count(FactMonth.id))) == 0
        for made in (Consultation, Activity, SupportPlan, CaseFile):
            assert session.scalar(select(func.count()).select_from(made)) > 0
        assert session.scalar(select(func.count()).select_from(ConsultationIssue)) > 500
        # The next record gets a number of its own.
        desk = session.scalars(select(Desk.id)).one()
        row = Consultation(
            desk_id=desk, received_on=UNTIL, month=202611, weekday=4, channel="phone", contact_result="consulted",
            created_at=now, updated_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        assert row.id > 500


def test_a_real_database_takes_no_made_up_records(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
    with pytest.raises(demo.DemoError, match="空のデータベース"), database.write() as session:
        demo.build(session, published.read(), now, count=10)
    with database.read() as session:
        assert session.scalar(select(func.count(Consultation.id))) == 0
        assert not store.is_demo(session)
