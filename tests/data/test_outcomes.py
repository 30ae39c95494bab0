"""Outcomes against the same reckoned in plain Python from the rows, on random records; few cases are not told."""

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from random import Random
from statistics import quantiles
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from data import calendar, demo, demo_rows, published, seed
from data.demo_rows import Rows
from data.models import (
    Activity,
    Desk,
    Goal,
    PlanReview,
    SupportPlan,
)
from data.queries import outcomes, spells
from tests.data.records import only

UNTIL = date(2026, 11, 27)
YEARS = (2024, 2025, 2026)


def random_rows(now) -> Rows:
    """Made-up records with some taken out, some that hang on a consultation, some without a place or a result."""
    rows, chance = demo_rows.make(1, UNTIL, 1800, seed=7), Random(11)
    by_case: dict[str, list[int]] = {}
    for one in rows.consultations:
        one["removed_at"] = now if chance.random() < 0.06 else None
        if one["case_code"]:
            by_case.setdefault(one["case_code"], []).append(one["id"])
    for one in rows.activities:
        one["removed_at"] = now if chance.random() < 0.06 else None
        if chance.random() < 0.3 and by_case.get(one["case_code"]):
            one["consultation_id"] = chance.choice(by_case[one["case_code"]])
        if chance.random() < 0.1:
            one["destination"], one["result"] = None, None
        if one["kind"] == "goods" and chance.random() < 0.3:
            one["count"] = None
        if one["kind"] == "meeting" and chance.random() < 0.4:
            one["kind"], one["count"] = "ibasho", chance.choice([None, 3, 8])
    return rows


@pytest.fixture(scope="module")
def rows() -> Rows:
    from tests.data.conftest import NOW

    return random_rows(NOW)


@pytest.fixture
def filled(database, rows, now):
    """A database with the random rows, and a second desk whose work must count nowhere."""
    with database.write() as session:
        session.add_all([Desk(id=1, name="試験の相談室", opened_month=202108), Desk(id=2, name="別の相談室")])
        session.flush()
        demo.put(session, rows)
        foreign = {**rows.activities[0], "id": 10**6, "desk_id": 2, "case_code": None, "removed_at": None}
        session.add(Activity(**foreign | {"consultation_id": None, "kind": "accompany", "hand_over": "accepted"}))
    return database


def asked(database, what, year: int, *more: Any) -> Any:
    with database.read() as session:
        desk = only(session)
        return what(session, desk, year, *more)


def within(day: date | None, year: int) -> bool:
    return day is not None and date(year, 4, 1) <= day <= date(year + 1, 3, 31)


def standing(some: list[dict[str, Any]], year: int, *kinds: str) -> list[dict[str, Any]]:
    return [
        one
        for one in some
        if one["removed_at"] is None and within(one["done_on"], year) and (not kinds or one["kind"] in kinds)
    ]


def done(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in some if one["result"] != "not_held"]


def issues_of(rows: Rows) -> dict[int, set[str]]:
    made: dict[int, set[str]] = {}
    for one in rows.issues:
        made.setdefault(one["consultation_id"], set()).add(one["issue"])
    return made


@pytest.mark.parametrize("year", YEARS)
def test_plans_goals_and_reasons_are_those_of_the_rows(filled, rows, year):
    found = asked(filled, outcomes.plans, year)
    closed = [one for one in rows.plans if within(one["closed_on"], year)]
    reviews = [one for one in rows.reviews if within(one["reviewed_on"], year)]
    was_open = {
        one["id"]
        for one in rows.plans
        if one["opened_on"] <= date(year + 1, 3, 31)
        and (one["closed_on"] is None or one["closed_on"] >= date(year, 4, 1))
    }
    assert found.opened == sum(within(one["opened_on"], year) for one in rows.plans)
    assert (found.reviews, found.reviewed) == (len(reviews), len({one["plan_id"] for one in reviews}))
    assert found.closed == len(closed)
    assert found.reasons == Counter(one["close_reason"] for one in closed)
    assert found.open_now == sum(one["closed_on"] is None for one in rows.plans)
    assert found.met == sum(within(one["met_on"], year) for one in rows.goals)
    assert found.goals == Counter(one["state"] for one in rows.goals if one["plan_id"] in was_open)


@pytest.mark.parametrize("year", YEARS)
def test_accompaniments_by_place_result_and_issue_are_those_of_the_rows(filled, rows, year):
    found = asked(filled, outcomes.accompaniments, year)
    consultations, issues = {one["id"]: one for one in rows.consultations}, issues_of(rows)
    went = done(standing(rows.activities, year, "accompany"))
    results: dict[str, Counter[str]] = {}
    by_issue: dict[str, Counter[str]] = {}
    good: dict[str, Counter[str]] = {}
    with_issue = 0
    for one in went:
        place = one["destination"] or ""
        results.setdefault(place, Counter())[one["result"] or ""] += 1
        if one["consultation_id"]:
            of = [consultations[one["consultation_id"]]]
        else:
            of = [
                other
                for other in rows.consultations
                if other["case_code"] == one["case_code"] and other["received_on"] <= one["done_on"]
            ]
        own = {issue for other in of if other["removed_at"] is None for issue in issues.get(other["id"], ())}
        with_issue += bool(own)
        for issue in own:
            by_issue.setdefault(place, Counter())[issue] += 1
            good.setdefault(place, Counter())[issue] += one["result"] == "done"
    assert (found.total, found.with_issue) == (len(went), with_issue)
    assert {place: dict(one.results) for place, one in found.places.items()} == results
    assert {place: dict(one.issues) for place, one in found.places.items() if one.issues} == {
        place: {issue: (count, good[place][issue]) for issue, count in counts.items()}
        for place, counts in by_issue.items()
    }


@pytest.mark.parametrize("year", YEARS)
def test_ibasho_visits_goods_and_hand_overs_are_those_of_the_rows(filled, rows, year):
    found, over = asked(filled, outcomes.others, year), asked(filled, outcomes.hand_overs, year)

    def work(kind: str, item: str | None) -> outcomes.Work:
        some = [one for one in done(standing(rows.activities, year, kind)) if item is None or one["item"] == item]
        counts = [one["count"] for one in some]
        return outcomes.Work(len(some), sum(count or 0 for count in counts), counts.count(None))

    assert (found.ibasho, found.visits) == (work("ibasho", None), work("visit", None))
    assert found.goods == {item: work("goods", item) for item in found.goods}
    assert sum(one.times for one in found.goods.values()) == work("goods", None).times
    made: dict[str, Counter[str]] = {}
    for one in standing(rows.activities, year):
        if one["hand_over"]:
            made.setdefault(one["destination"] or "", Counter())[one["hand_over"]] += 1
    assert {place: dict(one.answers) for place, one in over.items()} == made
    assert {place: one.made for place, one in over.items()} == {
        place: sum(some.values()) for place, some in made.items()
    }


def first_days(rows: Rows) -> tuple[dict[str, date], dict[str, dict[str, date]]]:
    """The first contact of each case, and the first day it came to each step."""
    begun: dict[str, date] = {}
    for one in rows.consultations:
        if one["case_code"] and one["removed_at"] is None:
            begun[one["case_code"]] = min(begun.get(one["case_code"], date.max), one["received_on"])
    steps: dict[str, dict[str, date]] = {spells.PLAN: {}, spells.ACCOMPANIED: {}, spells.CLOSED: {}}

    def reach(step: str, case: str, day: date | None) -> None:
        if day:
            steps[step][case] = min(steps[step].get(case, date.max), day)

    for one in rows.plans:
        reach(spells.PLAN, one["case_code"], one["opened_on"])
        reach(spells.CLOSED, one["case_code"], one["closed_on"])
    for one in rows.activities:
        if one["kind"] == "accompany" and one["removed_at"] is None and one["result"] != "not_held":
            reach(spells.ACCOMPANIED, one["case_code"], one["done_on"])
    return begun, steps


@pytest.mark.parametrize("year", YEARS)
def test_the_days_between_first_contact_and_each_step_are_those_of_the_rows(filled, rows, year):
    found = asked(filled, spells.spells, year)
    begun, steps = first_days(rows)
    for step, reached in steps.items():
        here = {case: day for case, day in reached.items() if within(day, year)}
        days = [(day - begun[case]).days for case, day in here.items() if case in begun and day >= begun[case]]
        one = found[step]
        assert (one.count, one.left_out) == (len(days), len(here) - len(days))
        if len(days) < spells.FEWEST:
            assert (one.low, one.median, one.high) == (None, None, None)
        else:
            assert [one.low, one.median, one.high] == pytest.approx(quantiles(days, n=4, method="inclusive"))


def on(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@pytest.mark.parametrize("year", YEARS)
def test_cohorts_are_those_of_the_rows_and_months_to_come_are_no_zeros(filled, rows, year):
    found = asked(filled, spells.cohorts, year, UNTIL)
    begun, steps = first_days(rows)
    expected = [month for month in calendar.months_of(year) if month <= calendar.month_of(UNTIL)]
    assert [one.month for one in found] == expected
    for one in found:
        cases = [case for case, day in begun.items() if calendar.month_of(day) == one.month]
        assert one.cases == len(cases)
        last = date(one.month // 100, one.month % 100, monthrange(one.month // 100, one.month % 100)[1])
        for (step, after), count in one.reached.items():
            if on(last, after) > UNTIL:
                assert count is None
                continue
            days = steps[step]
            assert count == sum(case in days and days[case] <= on(begun[case], after) for case in cases)


def test_this_months_cohort_has_no_share_yet(filled):
    newest = asked(filled, spells.cohorts, 2026, UNTIL)[-1]
    assert newest.month == 202611
    assert set(newest.reached.values()) == {None}


def everything(database, year: int, until: date | None) -> list[Any]:
    """All that the page tells of a year."""
    asked_of = (outcomes.plans, spells.spells, outcomes.accompaniments, outcomes.others, outcomes.hand_overs)
    told = [asked(database, what, year, until) for what in asked_of]
    return [*told, asked(database, spells.cohorts, year, until or UNTIL)]


@pytest.mark.parametrize("until", [date(2026, 9, 30), date(2025, 12, 31), date(2026, 3, 31)])
def test_until_a_day_it_is_as_if_nothing_had_come_after(filled, until):
    years = [year for year in (2025, 2026) if outcomes.span(year)[0] <= until]
    then = [everything(filled, year, until) for year in years]
    assert then != [everything(filled, year, None) for year in years]
    with filled.write() as session:
        later = select(SupportPlan.id).where(SupportPlan.opened_on > until)
        session.execute(delete(Goal).where(Goal.plan_id.in_(later)))
        session.execute(delete(PlanReview).where(PlanReview.plan_id.in_(later) | (PlanReview.reviewed_on > until)))
        session.execute(delete(SupportPlan).where(SupportPlan.opened_on > until))
        session.execute(update(SupportPlan).where(SupportPlan.closed_on > until).values(closed_on=None))
        session.execute(update(Goal).where(Goal.met_on > until).values(met_on=None))
        session.execute(delete(Activity).where(Activity.done_on > until))
    assert then == [everything(filled, year, until) for year in years]
    now = [everything(filled, year, None)[:-1] for year in years]
    assert [told[:-1] for told in then] == now


def test_without_records_nothing_is_said_to_be_there(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
    assert not asked(database, outcomes.has_records, 2023)
    assert not asked(database, outcomes.has_records, 2026)


def test_before_the_first_record_there_is_no_data_and_after_it_there_is(filled):
    assert [asked(filled, outcomes.has_records, year) for year in (2022, 2023, 2026)] == [False, True, True]


def test_before_its_first_settled_month_a_new_desk_has_no_zeros(filled, rows):
    first = min(one["received_on"] for one in rows.consultations if not one["removed_at"])
    year, month = calendar.fiscal_year(calendar.month_of(first)), calendar.month_of(first)
    before = first.replace(day=1) - timedelta(days=1)
    assert not asked(filled, outcomes.has_records, year, before)
    assert asked(filled, outcomes.has_records, year, calendar.last_day(month))
    assert not asked(filled, outcomes.has_records, year + 1, calendar.last_day(month)), "that year had not begun"


@pytest.mark.parametrize(
    ("days", "three"), [([3], (3, 3, 3)), ([1, 2], (1.25, 1.5, 1.75)), ([5, 1, 3, 2, 4], (2, 3, 4))]
)
def test_quartiles_lie_between_two_values_in_proportion(days, three):
    assert spells.quartiles(days) == three


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
    ],
)
def test_months_later_is_never_a_day_that_is_not_there(day, months, found):
    assert spells.later(day, months) == found


def test_months_before_the_first_record_have_no_cohort(filled, rows):
    first = min(calendar.month_of(one["received_on"]) for one in rows.consultations if not one["removed_at"])
    found = asked(filled, spells.cohorts, calendar.fiscal_year(first), UNTIL)
    assert found[0].month == first
    assert first != calendar.months_of(calendar.fiscal_year(first))[0], "or there would be nothing to leave out"
