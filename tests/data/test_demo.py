"""The made-up records: the same each time, plausible, within the code lists, marked, and never among real ones."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from data import (
    calendar,
    codes,
    demo,
    demo_rows,
    demo_trainings,
    demo_words,
    migrating,
    municipalities,
    published,
    seed,
)
from data.checked import FaultError
from data.commands import accounts, importing, links
from data.database import Database
from data.models import (
    Account,
    Activity,
    AuditEntry,
    CaseFile,
    Consultation,
    ConsultationIssue,
    Desk,
    FactMonth,
    ImportBatch,
    SupportPlan,
    SurveyResult,
)
from data.queries import (
    annotations,
    closing,
    figures,
    mismatch,
    notice,
    pace,
    reconciliation,
    series,
    store,
    surveys,
    targets,
    trainings,
)
from tests.data.conftest import NOW
from tests.data.records import only

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


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A made-up database of today, to be looked at."""
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")
    migrating.upgrade(made)
    with made.write() as session:
        demo.build(session, published.read(), NOW, count=COUNT)
    yield made
    made.close()


def asked(database, what, *more):
    """What a query says of the desk."""
    with database.read() as session:
        return what(session, only(session), *more)


def state(database, indicator: str, year: int) -> str:
    return asked(database, figures.one, indicator, year, UNTIL).state


def test_a_hand_over_waits_for_days_or_weeks_and_few_wait():
    handed = [row for row in demo_rows.make(1, UNTIL, demo.CONSULTATIONS).activities if row["hand_over"]]
    waiting = [(UNTIL - row["done_on"]).days for row in handed if row["hand_over"] == "pending"]
    assert 0 < len(waiting) < 15 < len(handed) / 10
    assert max(waiting) < demo_rows.ANSWER_WITHIN


def test_trainings_are_over_surveyed_in_each_way_and_to_come(whole):
    by_year = {year: asked(whole, trainings.of_year, year) for year in (2023, 2024, 2025, 2026)}
    assert [one.attendance for one in by_year[2023]] == [None]
    assert all(len(by_year[year]) >= 3 for year in (2024, 2025, 2026))
    surveyed = [one.survey for some in by_year.values() for one in some]
    assert {counts.origin for one in surveyed for counts in one.counted} == {"counted", "form"}
    assert any(one.printed and one.printed.unexplained > 0 for one in surveyed)
    totals = [counts.total for one in surveyed for counts in one.counted]
    assert 0 in totals
    assert any(0 < total < surveys.FEWEST for total in totals)
    *_, latest, coming, later = by_year[2026]
    assert latest.survey_closes_at > NOW > latest.survey_opens_at
    assert coming.pace(UNTIL).behind
    assert coming.pace(UNTIL).days_left > 14
    assert later.pace(UNTIL) is None
    for some in by_year.values():
        for one in some:
            assert "架空" in one.theme
            assert all(counts.total <= (one.attendance or 0) for counts in one.survey.counted)


def test_an_imported_survey_of_the_demo_can_be_taken_back_but_not_of_a_closed_month(whole):
    with whole.read() as session:
        batches = session.scalars(select(ImportBatch)).all()
        assert {one.state for one in batches} == {"committed"}
        rows = session.scalars(select(SurveyResult).where(SurveyResult.import_batch_id.is_not(None))).all()
        assert len(rows) == 5 * len(batches) > 0
    with pytest.raises(importing.ImportFaultError, match="締めてあります"), whole.write() as session:
        importing.undo(session, None, batches[0].id, NOW)


def test_targets_stand_in_every_state_and_those_set_anew_keep_the_old_one(whole):
    assert state(whole, "consultations", 2024) == figures.BROKEN
    assert state(whole, "consultations", 2025) == figures.REACHED
    assert asked(whole, figures.one, "consultations", 2025, UNTIL).ratio > 1000
    assert state(whole, "line_consultations", 2025) == figures.UNDER
    assert state(whole, "consultations", 2026) == figures.ON_THE_WAY
    assert state(whole, "training_participants", 2023) == figures.NO_ACTUAL
    heading = asked(whole, pace.read, "consultations", 2026, UNTIL)
    assert heading.low < heading.high
    assert heading.needed > 0
    with whole.read() as session:
        steps = targets.history(session, 1, "consultations", 2026)
    assert [step.replaced_at is None for step in steps] == [True, False]
    assert all("架空" in step.reason + step.place + step.by for step in steps)


def test_there_is_something_to_notice_of_every_kind(whole):
    for protected in (False, True):
        with whole.read() as session:
            told = notice.read(session, only(session), 2026, UNTIL, protected=protected)
        assert {one.kind for one in told} == {notice.LATE, notice.UNUSUAL, notice.SIGN_UPS, notice.YOUNG}


def test_closed_months_count_what_they_counted_and_one_was_opened_again(whole):
    with whole.read() as session:
        desk = only(session)
        done = closing.history(session, desk.id)
        months = [one.month for one in done if one.reopened_at is None]
        assert months == sorted(months, reverse=True)
        assert (months[0], months[-1], len(months)) == (202609, 202311, 35)
        again = [one for one in done if one.reopened_at]
        assert len(again) == 1
        assert "架空" in again[0].reason
        assert [one.month for one in done if one.left_open] == [202509]
        assert closing.points(session, desk, 202509, UNTIL)[0].kind == closing.MISSING_DAYS
        found = reconciliation.of_desk(session, desk, UNTIL)
        assert found.compared[mismatch.SINCE_CLOSE] >= len(months) * 3
        assert [one.kind for one in found.mismatches] == [mismatch.SURVEY]
        unseen = select(func.count()).where(Consultation.reviewed_at.is_(None), Consultation.month < 202610)
        assert session.scalar(unseen) == 0


def test_remarks_are_of_all_kinds_and_the_line_starts_anew_where_the_meaning_changed(whole):
    with whole.read() as session:
        notes = annotations.listed(session, 1, (202304, 202703))
        found = series.read(session, only(session), "consultations", range(2023, 2027), UNTIL)
    assert {one.kind for one in notes} == set(codes.lists()["annotation_kind"])
    assert all("架空" in one.text for one in notes)
    assert found.breaks == (202410,)
    assert next(one.month for one in notes if one.kind == "definition") == 202410


def test_what_was_done_stands_in_the_log_in_its_order_under_the_made_up_name(whole):
    with whole.read() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        account = session.scalars(select(Account)).one()
    deeds = [one for one in entries if one.account_name == account.name]
    assert [one.at for one in deeds] == sorted(one.at for one in deeds)
    assert {"create", "target_set", "import", "survey_opened", "month_closed", "month_reopened"} <= {
        one.action for one in deeds
    }
    assert max(one.at for one in entries) <= NOW
    assert "架空" in account.display_name


def test_nobody_signs_in_as_the_made_up_lead_and_the_first_administrator_is_still_made(database, now):
    with database.write() as session:
        demo.build(session, published.read(), now, count=50)
        account = session.scalars(select(Account)).one()
        assert (account.password_hash, account.disabled_at) == (None, now)
        token = links.first(session, now)
        assert token is not None
        assert accounts.set_up(session, now, token, "hash", "hana", "花") != account.id
        assert links.first(session, now) is None


def test_the_trainings_are_the_same_for_the_same_day():
    words = demo_words.read()
    assert demo_trainings.make(1, 202311, UNTIL, words) == demo_trainings.make(1, 202311, UNTIL, words)


def calendar_months(first: int) -> list[int]:
    """Four years of months from one on."""
    years = range(calendar.fiscal_year(first), calendar.fiscal_year(first) + 5)
    return [month for year in years for month in calendar.months_of(year) if month >= first]


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 3, 31), date(2028, 2, 29), date(2026, 1, 5)])
def test_it_can_be_made_on_any_day_of_the_year(tmp_path, day):
    made, moment = Database(f"sqlite:///{tmp_path / 'demo.db'}"), datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    migrating.upgrade(made)
    with made.write() as session:
        assert demo.build(session, published.read(), moment, count=400) == 400
    with made.read() as session:
        desk = only(session)
        assert [one.kind for one in reconciliation.of_desk(session, desk, day).mismatches] == [mismatch.SURVEY]
        months = sorted(closing.closed(session, desk.id))
        first = session.scalars(select(func.min(Consultation.month))).one()
        assert months == [month for month in calendar_months(first) if month <= demo_rows.ago(day, 2)]
        assert figures.of_year(session, desk, calendar.fiscal_year(calendar.month_of(day)), day)
    made.close()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("架空の台風で、二日休んだ", "台風で、二日休んだ", "「架空」を入れて"),
        ("[21, 27, 4, 1, 0]", "[21, 27, 4, 1]", "五つの段階"),
        ("{form: [21, 27, 4, 1, 0]}", "{form: [1, 1, 1, 1, 1], shares: [1, 1, 1, 1, 1]}", "どれか一つ"),
        ("percent: 108}", "percent: 108, value: 3}", "どちらか一方"),
        ("percent: 118", "percent: 0", "1 以上の整数"),
    ],
)
def test_a_fault_in_the_words_is_told_with_its_place(tmp_path, old, new, says):
    text = demo_words.FILE.read_text("utf-8")
    assert old in text
    (tmp_path / "demo.yaml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FaultError, match=says):
        demo_words.read(tmp_path / "demo.yaml")
