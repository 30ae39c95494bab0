"""Support plans: one open a case, goals, reviews, the reason at the end, opened again, and two editors."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from data.commands import plans
from data.commands.checking import RefusedError
from data.commands.plans import Aim, Outline
from data.database import SavedMeanwhileError
from data.models import MonthClose, RecordVersion, SupportPlan
from tests.data import made

NEXT = date(2026, 12, 11)
OUTLINE = Outline("agreed", NEXT, "given", "週に一度の電話")


@pytest.fixture
def who(database, now):
    """The lead, signed in."""
    return made.person(database, now)


@pytest.fixture
def case(database, who, now) -> str:
    """A case file."""
    return made.case(database, who, now)


@pytest.fixture
def number(database, who, case, now) -> int:
    """The open plan of the case."""
    with database.write() as session:
        return plans.open_plan(session, who, now, case, made.desk(session), made.DAY, OUTLINE).id


def faults(refused) -> list[str]:
    """The fields that were refused."""
    return sorted(field for field, _ in refused.value.faults)


def read(database, number) -> SupportPlan:
    """The plan with its goals and reviews."""
    with database.read() as session:
        plan = session.get(SupportPlan, number)
        assert plan.goals is not None
        assert plan.reviews is not None
        session.expunge_all()
        return plan


def test_a_plan_is_opened_once_and_the_second_is_refused(database, who, case, number, now):
    plan = read(database, number)
    assert (plan.stage, plan.next_review, plan.consent, plan.version) == ("agreed", NEXT, "given", 1)
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.open_plan(session, who, now, case, plan.desk_id, made.DAY, OUTLINE)
    assert faults(refused) == ["case_code"]
    assert made.actions(database, "support_plan") == ["create"]


def test_two_who_open_a_plan_at_once_make_one(database, who, case, now):
    with database.write() as session:
        desk = made.desk(session)
    start, outcome = threading.Barrier(2), []

    def open_it() -> None:
        start.wait()
        try:
            with database.write() as session:
                plans.open_plan(session, who, now, case, desk, made.DAY, OUTLINE)
            outcome.append("opened")
        except RefusedError:
            outcome.append("refused")

    both = [threading.Thread(target=open_it) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcome) == ["opened", "refused"]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(SupportPlan)) == 1


def test_all_faults_of_a_new_plan_are_said_at_once(database, who, now):
    bad = Outline("closed", None, "maybe", "x" * 401)
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.open_plan(session, who, now, "K-2026-0099", 99, date(2026, 11, 28), bad)
    assert faults(refused) == ["consent", "desk_id", "next_review", "note", "opened_on", "stage"]


def test_a_save_that_began_from_an_older_form_is_refused(database, who, number, now):
    with database.write() as session:
        plans.update(session, who, now, number, 1, replace(OUTLINE, note="先に保存した人の文"))
    with pytest.raises(SavedMeanwhileError), database.write() as session:
        plans.update(session, who, now, number, 1, replace(OUTLINE, note="あとの人の文"))
    assert read(database, number).note == "先に保存した人の文"
    assert made.versions(database, "support_plan") == 1


def test_of_two_editors_in_the_same_moment_one_is_told(database, who, number, now):
    start, outcome = threading.Barrier(2), []

    def save(text: str) -> None:
        start.wait()
        try:
            with database.write() as session:
                plans.add_goal(session, who, now, number, 1, Aim(text))
            outcome.append(text)
        except SavedMeanwhileError:
            outcome.append("told")

    both = [threading.Thread(target=save, args=(text,)) for text in ("家を決める", "仕事をさがす")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert outcome.count("told") == 1
    assert [goal.text for goal in read(database, number).goals] == [text for text in outcome if text != "told"]


def test_a_goal_moves_the_version_though_the_plan_itself_did_not_change(database, who, number, now):
    with database.write() as session:
        goal = plans.add_goal(session, who, now, number, 1, Aim("家を決める", "housing", due_on=NEXT))
    assert read(database, number).version == 2
    with database.write() as session:
        plans.change_goal(session, who, now, number, 2, goal.id, Aim("家を決める", "housing", "met", NEXT))
    plan = read(database, number)
    assert (plan.version, plan.goals[0].state, plan.goals[0].met_on) == (3, "met", made.DAY)
    with database.read() as session:
        last = session.scalars(select(RecordVersion).order_by(RecordVersion.version.desc())).first()
        assert last.content["goals"][0]["state"] == "open"
    assert made.actions(database, "support_plan") == ["create", "goal_added", "goal_changed"]


def test_a_goal_that_is_not_met_after_all_loses_its_day(database, who, number, now):
    with database.write() as session:
        goal = plans.add_goal(session, who, now, number, 1, Aim("家を決める", state="met")).id
    with database.write() as session:
        plans.change_goal(session, who, now, number, 2, goal, Aim("家を決める", state="partly"))
    assert read(database, number).goals[0].met_on is None


@pytest.mark.parametrize(
    ("aim", "field"),
    [
        (Aim(""), "text"),
        (Aim("x" * 201), "text"),
        (Aim("0{}-000-000 に電話".format("465")), "text"),
        (Aim("a.b@example.jp に書く"), "text"),
        (Aim("家", issue="x"), "issue"),
        (Aim("家", state="x"), "state"),
    ],
)
def test_a_goal_that_cannot_be_kept_is_refused(database, who, number, now, aim, field):
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.add_goal(session, who, now, number, 1, aim)
    assert faults(refused) == [field]
    assert read(database, number).goals == []


def test_a_review_sets_the_stage_and_the_next_day(database, who, number, now):
    with database.write() as session:
        plans.review(session, who, now, number, 1, made.DAY, Outline("running", date(2027, 1, 8), note="落ちついた"))
    plan = read(database, number)
    assert (plan.stage, plan.next_review, plan.consent) == ("running", date(2027, 1, 8), "given")
    assert [(one.reviewed_on, one.stage, one.note) for one in plan.reviews] == [(made.DAY, "running", "落ちついた")]
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.review(session, who, now, number, 2, date(2026, 11, 28), Outline("running", None))
    assert faults(refused) == ["next_review", "reviewed_on"]


def test_an_overdue_review_may_stay_while_the_note_is_mended_but_is_not_set_anew(database, who, case, number, now):
    later = now.replace(month=12, day=20)
    with database.write() as session:
        plans.update(session, who, later, number, 1, replace(OUTLINE, note="直した"))
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.review(session, who, later, number, 2, date(2026, 12, 20), OUTLINE)
    assert faults(refused) == ["next_review"]


def test_a_closed_plan_says_why_and_only_opens_again(database, who, case, number, now):
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.close(session, who, now, number, 1, None, None)
    assert faults(refused) == ["close_reason", "closed_on"]
    with database.write() as session:
        plans.close(session, who, now, number, 1, made.DAY, "handed_over")
    plan = read(database, number)
    assert (plan.stage, plan.closed_on, plan.close_reason, plan.next_review) == (
        "closed",
        made.DAY,
        "handed_over",
        None,
    )
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.update(session, who, now, number, 2, OUTLINE)
    assert faults(refused) == ["id"]
    with database.write() as session:
        plans.reopen(session, who, now, number, 2, NEXT)
    assert (read(database, number).stage, read(database, number).closed_on) == ("running", None)
    assert made.actions(database, "support_plan") == ["create", "close", "reopen"]


def test_a_closed_plan_stays_closed_while_another_is_open(database, who, case, number, now):
    with database.write() as session:
        plans.close(session, who, now, number, 1, made.DAY, "her_wish")
        plans.open_plan(session, who, now, case, made.desk(session), made.DAY, OUTLINE)
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.reopen(session, who, now, number, 2, NEXT)
    assert faults(refused) == ["case_code"]
    assert read(database, number).closed_on == made.DAY


def test_the_first_version_of_each_row_is_one_and_history_has_no_gap(database, who, number, now):
    for version in (1, 2, 3):
        with database.write() as session:
            plans.update(session, who, now, number, version, replace(OUTLINE, note=f"{version}"))
    with database.read() as session:
        kept = session.scalars(select(RecordVersion.version).order_by(RecordVersion.version)).all()
    assert kept == [1, 2, 3]
    assert read(database, number).version == 4


def closed_month(database, now, month: int) -> None:
    """Closes a month as it is kept."""
    with database.write() as session:
        session.add(MonthClose(desk_id=made.desk(session), month=month, closed_at=now, closed_by=1))


def test_how_many_plans_began_and_ended_in_a_closed_month_stands_fast(database, who, case, number, now):
    september = date(2026, 9, 20)
    other = made.case(database, who, now)
    closed_month(database, now, 202609)
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.open_plan(session, who, now, other, made.desk(session), september, OUTLINE)
    assert faults(refused) == ["opened_on"]
    assert "令和8年9月は締めてある" in str(refused.value)
    with database.write() as session:
        older = plans.open_plan(session, who, now, other, made.desk(session), date(2026, 8, 3), OUTLINE).id
    for deed, field in (
        (lambda s: plans.review(s, who, now, older, 1, september, OUTLINE), "reviewed_on"),
        (lambda s: plans.close(s, who, now, older, 1, september, "her_wish"), "closed_on"),
    ):
        with pytest.raises(RefusedError) as refused, database.write() as session:
            deed(session)
        assert faults(refused) == [field]
    with database.write() as session:
        plans.close(session, who, now, older, 1, date(2026, 10, 5), "her_wish")
    closed_month(database, now, 202610)
    with pytest.raises(RefusedError) as refused, database.write() as session:
        plans.reopen(session, who, now, older, 2, NEXT)
    assert faults(refused) == ["id"]
    assert read(database, older).closed_on == date(2026, 10, 5)
    with database.write() as session:
        assert plans.open_plan(session, who, now, other, made.desk(session), made.DAY, OUTLINE).id != older
