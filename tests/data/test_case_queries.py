"""The list of cases, one case as one ordered list, and the print that holds no note and no day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.commands import activities, plans
from data.commands.activities import Work
from data.commands.plans import Aim, Outline
from data.models import CaseFile, ConsultationIssue, Store
from data.queries import case_print, cases
from tests.data import made

NEXT = date(2026, 12, 11)
MARKER = "外に出てはいけない文"


@pytest.fixture
def who(database, now):
    """The lead, signed in, under a name that no print may hold."""
    return made.person(database, now, "namewatch")


@pytest.fixture
def case(database, who, now) -> str:
    """A case with two consultations, an accompaniment, and a plan that was reviewed, closed and opened again."""
    code = made.case(database, who, now)
    with database.write() as session:
        desk = made.desk(session)
        first = date(2026, 9, 3)
        issues = [ConsultationIssue(issue="income"), ConsultationIssue(issue="housing", is_primary=True, place=1)]
        made.consultation(session, now, case_code=code, received_on=first, note=MARKER, issues=issues)
        again = [ConsultationIssue(issue="housing", is_primary=True)]
        made.consultation(session, now, case_code=code, received_on=date(2026, 11, 20), issues=again)
        made.consultation(session, now, case_code=code, received_on=made.DAY, removed_at=now, removed_reason="まちがい")
        work = Work(desk, "accompany", date(2026, 10, 7), code, None, "city_welfare", "done", "accepted", note=MARKER)
        activities.add(session, who, now, work)
        activities.add(session, who, now, replace(work, kind="goods", destination=None, result=None, hand_over=None,
                                                  item="food", count=3))  # fmt: skip
        plan = plans.open_plan(
            session, who, now, code, desk, date(2026, 9, 10), Outline("agreed", NEXT, "given", MARKER)
        )
        plans.add_goal(session, who, now, plan.id, 1, Aim("自分の部屋で眠れる", "housing", "met", NEXT))
    steps = [
        lambda s: plans.review(s, who, now, plan.id, 2, date(2026, 10, 20), Outline("running", NEXT, note=MARKER)),
        lambda s: plans.close(s, who, now, plan.id, 3, made.DAY, "solved"),
        lambda s: plans.reopen(s, who, now, plan.id, 4, NEXT),
    ]
    for step in steps:
        with database.write() as session:
            step(session)
    return code


def test_a_case_is_one_list_newest_first(database, case):
    with database.read() as session:
        seen = cases.view(session, case)
        assert seen
        listed = [(event.day.isoformat(), event.kind) for event in seen.events]
        words = [event.words for event in seen.events if event.kind in ("consultation", "activity")]
    assert listed == [
        ("2026-11-27", "plan_reopened"),
        ("2026-11-27", "plan_closed"),
        ("2026-11-27", "goal_met"),
        ("2026-11-20", "consultation"),
        ("2026-10-20", "review"),
        ("2026-10-07", "activity"),
        ("2026-10-07", "activity"),
        ("2026-09-10", "plan_opened"),
        ("2026-09-03", "consultation"),
    ]
    assert words == [
        ("電話", "相談成立", "住まい"),
        ("物品", "食べもの 3個"),
        ("同行", "市町村（生活保護）", "用が足りた", "引きつぎ：引き受けてもらえた"),
        ("電話", "相談成立", "住まい", "収入・生活費"),
    ]
    assert seen.plan
    assert (seen.last_contact, seen.plan.stage) == (date(2026, 11, 20), "running")


def test_a_code_nobody_gave_has_no_case_and_no_print(database):
    with database.read() as session:
        assert cases.view(session, "K-2026-0099") is None
        assert case_print.sheet(session, "K-2026-0099") is None
        assert not cases.exists(session, "K-2026-0099")


def test_the_list_says_last_contact_and_next_review_the_latest_first(database, who, case, now):
    other, bare = made.case(database, who, now), made.case(database, who, now)
    with database.write() as session:
        plans.open_plan(session, who, now, other, made.desk(session), made.DAY, Outline("draft", made.DAY))
    with database.read() as session:
        support, every = cases.in_support(session), cases.newest(session)
        later = cases.counts(session, made.DAY + timedelta(days=1))
    assert [(one.code, one.next_review, one.last_contact) for one in support] == [
        (other, made.DAY, None),
        (case, NEXT, date(2026, 11, 20)),
    ]
    assert [one.code for one in every] == [bare, other, case]
    assert every[0].stage is None
    assert (later.open_plans, later.overdue) == (2, 1)


def test_the_list_turns_its_pages(database, who, now):
    with database.write() as session:
        desk = made.desk(session)
        for number in range(1, 53):
            code = f"K-2026-{number:04d}"
            session.add(CaseFile(code=code, desk_id=desk, opened_on=made.DAY, created_at=now))
    with database.read() as session:
        first, rest = cases.newest(session), cases.newest(session, cases.PAGE)
    assert (len(first), [one.code for one in rest]) == (cases.PAGE, ["K-2026-0002", "K-2026-0001"])


def test_the_print_has_months_and_neither_note_nor_name_nor_day(database, who, case):
    with database.read() as session:
        sheet = case_print.sheet(session, case)
    assert sheet
    said = repr(sheet)
    assert MARKER not in said
    assert who.name not in said
    assert "datetime" not in said
    assert (sheet.opened, sheet.consultations, sheet.issues) == (202611, 2, (("住まい", 2), ("収入・生活費", 1)))
    assert [month for month, _ in sheet.activities] == [202610, 202610]
    plan = sheet.plans[0]
    assert (plan.stage, plan.consent, plan.next_review, plan.reviews) == ("支援中", "同意あり", 202612, (202610,))
    assert (plan.goals[0].text, plan.goals[0].state, plan.goals[0].met) == ("自分の部屋で眠れる", "できた", 202611)
    assert not sheet.is_demo


def test_the_print_of_made_up_records_says_so(database, case):
    with database.write() as session:
        session.merge(Store(key="kind", value="demo"))
    with database.read() as session:
        sheet = case_print.sheet(session, case)
    assert sheet
    assert sheet.is_demo
