"""Trainings and their surveys: what a document prints and what was counted stand apart; nothing unknown becomes 0."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from data import sessions
from data.commands import survey, trainings
from data.commands.checking import RefusedError
from data.commands.trainings import Outline
from data.database import SavedMeanwhileError
from data.models import MonthClose, RecordVersion, SurveyResult, TrainingSession
from data.queries import figures, surveys
from data.queries import trainings as reading
from data.queries.figures import Figure
from tests.data import made
from tests.data.records import only

TODAY = made.DAY
HELD = date(2026, 11, 20)


@pytest.fixture
def who(database, now) -> sessions.Person:
    return made.person(database, now)


@pytest.fixture
def kept(seeded, who, now):
    """(id, version) of a training of 令和8年度 that 40 came to."""
    with seeded.write() as session:
        one = trainings.add(session, who, now, 1, 2026, Outline(1, HELD, "住まい", "会場", attendance=40))
        return one.id, one.version


def of_year(database, year: int) -> list[reading.Training]:
    with database.read() as session:
        desk = only(session)
        return reading.of_year(session, desk, year)


def figure(database, indicator: str, year: int, today: date = TODAY) -> Figure:
    with database.read() as session:
        desk = only(session)
        return figures.one(session, desk, indicator, year, today)


def test_the_trainings_of_the_report_stand_as_printed(seeded):
    rows = of_year(seeded, 2023)
    assert [(one.number, one.held_on, one.attendance) for one in rows] == [
        (1, date(2023, 9, 15), 100),
        (2, date(2023, 11, 15), 59),
        (3, date(2024, 3, 15), 50),
    ]
    assert {(one.capacity, one.target, one.sign_ups, one.survey_token) for one in rows} == {(None, None, None, None)}
    assert "第1回研修" in rows[0].source.place


def test_the_first_survey_does_not_add_up_and_both_numbers_stay(seeded):
    first, second, third = of_year(seeded, 2023)
    printed = first.survey.printed
    assert printed is not None
    assert (printed.total, printed.unexplained, printed.useful, first.stated) == (940, 60, 910, 909)
    assert printed.steps == {"very_good": 334, "good": 576, "neither": 0, "rather_bad": 30, "bad": 0}
    for one, useful in ((second, 955), (third, 938)):
        assert one.survey.printed is not None
        assert (one.survey.printed.unexplained, one.survey.printed.useful, one.stated) == (0, useful, useful)
    assert all(one.survey.counted == () for one in (first, second, third))


def test_a_new_training_counts_in_the_figures_that_no_document_tells(seeded, kept):
    found = figure(seeded, reading.PARTICIPANTS, 2026)
    assert (found.value, found.status) == (40, "provisional")
    assert [(one.name, one.month, one.value) for one in found.occasions] == [("1回目", 202611, 40)]
    assert found.occasions[0].source is not None
    assert found.occasions[0].source.title == reading.OWN_TITLE
    assert figure(seeded, reading.USEFULNESS, 2026).occasions == ()


def test_the_published_year_keeps_its_own_figures_once(seeded):
    people, useful = figure(seeded, reading.PARTICIPANTS, 2023), figure(seeded, reading.USEFULNESS, 2023)
    assert (people.value, len(people.occasions), len(useful.occasions)) == (209, 3, 3)
    assert (useful.weighted, useful.simple) == (929, 934)


def test_a_training_of_a_closed_month_is_final(seeded, kept, who, now):
    with seeded.write() as session:
        session.add(MonthClose(desk_id=1, month=202611, closed_at=now, closed_by=who.account_id))
    assert figure(seeded, reading.PARTICIPANTS, 2026).status == "final"
    with seeded.write() as session, pytest.raises(RefusedError) as refused:
        trainings.update(session, who, now, kept[0], kept[1], Outline(1, HELD, "住まい", "会場", attendance=41))
    assert "締めてあるので" in str(refused.value)


def test_people_that_a_document_tells_are_not_changed_here(seeded, who, now):
    first = of_year(seeded, 2023)[0]
    with seeded.write() as session, pytest.raises(RefusedError) as refused:
        trainings.update(
            session, who, now, first.id, first.version, Outline(1, first.held_on, first.theme, attendance=101)
        )
    assert [field for field, _ in refused.value.faults] == ["attendance"]


WRONG = {
    "no number": (Outline(None), "number"),
    "number of another": (Outline(1), "number"),
    "day of another year": (Outline(2, date(2025, 11, 1)), "held_on"),
    "people before the day": (Outline(2, TODAY + timedelta(days=1), attendance=3), "attendance"),
    "people without a day": (Outline(2, attendance=3), "held_on"),
    "fewer than nobody": (Outline(2, HELD, attendance=-1), "attendance"),
    "a room for nobody": (Outline(2, capacity=0), "capacity"),
    "a theme without an end": (Outline(2, theme="長" * 201), "theme"),
    "sign-ups after the day": (Outline(2, HELD, sign_up_from=HELD + timedelta(days=1)), "sign_up_from"),
    "counted tomorrow": (Outline(2, sign_ups=1, signed_up_on=TODAY + timedelta(days=1)), "signed_up_on"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_is_refused_with_the_field_and_nothing_is_kept(seeded, kept, who, now, case):
    outline, field = WRONG[case]
    with pytest.raises(RefusedError) as refused, seeded.write() as session:
        trainings.add(session, who, now, 1, 2026, outline)
    assert [name for name, _ in refused.value.faults] == [field]
    assert all(sentence.endswith("。") for _, sentence in refused.value.faults)
    assert len(of_year(seeded, 2026)) == 1


def test_the_second_of_two_editors_is_told_and_loses_nothing(seeded, kept, who, now):
    with seeded.write() as session:
        trainings.update(session, who, now, kept[0], kept[1], Outline(1, HELD, "仕事", "会場", attendance=40))
    with pytest.raises(SavedMeanwhileError), seeded.write() as session:
        trainings.update(session, who, now, kept[0], kept[1], Outline(1, HELD, "家計", "会場", attendance=40))
    assert of_year(seeded, 2026)[0].theme == "仕事"
    assert made.actions(seeded, "training_session")[-2:] == ["create", "update"]
    with seeded.read() as session:
        before = session.scalars(select(RecordVersion).where(RecordVersion.subject == "training_session")).one()
    assert before.content["theme"] == "住まい"
    assert "survey_token" not in before.content


def test_what_is_not_known_stays_unknown(seeded, who, now):
    with seeded.write() as session:
        trainings.add(session, who, now, 1, 2026, Outline(1))
    one = of_year(seeded, 2026)[0]
    assert (one.held_on, one.attendance, one.sign_ups, one.theme) == (None, None, None, "")
    assert figure(seeded, reading.PARTICIPANTS, 2026).value is None


def open_form(database, who, now, kept, hours: int = 2) -> str:
    with database.write() as session:
        return trainings.open_survey(session, who, now, kept[0], kept[1], now, now + timedelta(hours=hours))


def answered(database, token: str, now, steps: dict[str, int]) -> list[str]:
    states = []
    for step, times in steps.items():
        for _ in range(times):
            with database.write() as session:
                states.append(survey.answer(session, token, step, now).state)
    return states


def test_answers_of_the_form_are_totals_and_the_usefulness_is_weighted_by_participants(seeded, kept, who, now):
    token = open_form(seeded, who, now, kept)
    with seeded.write() as session:
        second = trainings.add(session, who, now, 1, 2026, Outline(2, HELD, attendance=10))
        other = (second.id, second.version)
    more = open_form(seeded, who, now, other)
    assert more != token
    answered(seeded, token, now, {"very_good": 4, "good": 2, "neither": 2})
    answered(seeded, more, now, {"very_good": 5})
    first = of_year(seeded, 2026)[0]
    assert first.survey.printed is None
    assert [dict(one.steps) for one in first.survey.counted] == [
        {"very_good": 4, "good": 2, "neither": 2, "rather_bad": 0, "bad": 0}
    ]
    found = figure(seeded, reading.USEFULNESS, 2026)
    assert [(one.value, one.weight) for one in found.occasions] == [(750, 40), (1000, 10)]
    assert (found.weighted, found.simple) == (800, 875)


def test_the_answers_of_fewer_than_five_are_suppressed_and_none_at_all_is_no_figure(seeded, kept, who, now):
    token = open_form(seeded, who, now, kept)
    assert figure(seeded, reading.USEFULNESS, 2026).occasions == ()
    answered(seeded, token, now, {"very_good": surveys.FEWEST - 1})
    found = figure(seeded, reading.USEFULNESS, 2026)
    assert [(one.value, one.status) for one in found.occasions] == [(None, "suppressed")]
    assert (found.weighted, found.simple) == (None, None)
    answered(seeded, token, now, {"bad": 1})
    assert [one.value for one in figure(seeded, reading.USEFULNESS, 2026).occasions] == [800]


def test_printed_shares_come_before_our_own_answers_and_are_not_added_to_them(seeded, who, now):
    first = of_year(seeded, 2023)[0]
    token = open_form(seeded, who, now, (first.id, first.version))
    answered(seeded, token, now, {"bad": 6})
    after = of_year(seeded, 2023)[0]
    assert after.survey.useful == (910, surveys.PUBLISHED)
    assert after.survey.printed == first.survey.printed
    assert after.survey.counted[0].total == 6
    useful = figure(seeded, reading.USEFULNESS, 2023)
    assert (useful.weighted, useful.simple, len(useful.occasions)) == (929, 934, 3)


def test_there_are_never_more_answers_than_participants(seeded, kept, who, now):
    token = open_form(seeded, who, now, kept)
    states = answered(seeded, token, now, {"good": 42})
    assert states == [survey.OPEN] * 40 + [survey.FULL] * 2
    assert of_year(seeded, 2026)[0].survey.counted[0].total == 40


@pytest.mark.parametrize(
    ("known", "room"),
    [({"attendance": 7}, 7), ({"capacity": 30, "sign_ups": 9}, 30), ({"sign_ups": 9}, 18), ({}, survey.MOST)],
)
def test_the_room_for_answers_follows_what_is_known_of_the_people(known, room):
    row = TrainingSession(**dict.fromkeys(("attendance", "capacity", "sign_ups")) | known)
    assert survey.room(row) == room


def test_the_form_is_open_between_its_two_moments_only(seeded, kept, who, now):
    later = now + timedelta(hours=1)
    with seeded.write() as session:
        token = trainings.open_survey(session, who, now, kept[0], kept[1], later, later + timedelta(hours=1))
    moments = {now: survey.EARLY, later: survey.OPEN, later + timedelta(hours=1): survey.OVER}
    for moment, state in moments.items():
        with seeded.write() as session:
            assert survey.answer(session, token, "good", moment).state == state
    with seeded.write() as session:
        assert survey.answer(session, "x" * 43, "good", later) == survey.Asked(survey.UNKNOWN)
    assert of_year(seeded, 2026)[0].survey.counted[0].total == 1


def test_a_survey_that_is_shut_takes_no_more_and_opens_again_under_the_same_word(seeded, kept, who, now):
    token = open_form(seeded, who, now, kept)
    answered(seeded, token, now, {"good": 2})
    one = of_year(seeded, 2026)[0]
    with seeded.write() as session:
        trainings.shut_survey(session, who, now, one.id, one.version)
    assert answered(seeded, token, now, {"good": 1}) == [survey.OVER]
    again = of_year(seeded, 2026)[0]
    assert open_form(seeded, who, now, (again.id, again.version)) == token
    again = of_year(seeded, 2026)[0]
    assert open_form(seeded, who, now, (again.id, again.version)) == token
    assert of_year(seeded, 2026)[0].survey.counted[0].total == 2


def test_the_rows_of_a_survey_tell_no_order_and_no_moment(seeded, kept, who, now):
    token = open_form(seeded, who, now, kept)
    with seeded.read() as session:
        before = session.scalar(select(func.count(SurveyResult.id)))
    answered(seeded, token, now, {"bad": 1, "very_good": 1})
    with seeded.read() as session:
        assert session.scalar(select(func.count(SurveyResult.id))) == before
    assert not [one.name for one in SurveyResult.__table__.columns if "_at" in one.name or "address" in one.name]


WRONG_TIMES = {
    "no begin": (None, 1, "opens"),
    "no end": (0, None, "closes"),
    "backwards": (2, 1, "closes"),
    "over already": (-3, -1, "closes"),
    "too long": (0, 24 * 61, "closes"),
}


@pytest.mark.parametrize("case", WRONG_TIMES)
def test_a_time_that_cannot_be_is_refused(seeded, kept, who, now, case):
    begin, end, field = WRONG_TIMES[case]
    moments = [None if hours is None else now + timedelta(hours=hours) for hours in (begin, end)]
    with pytest.raises(RefusedError) as refused, seeded.write() as session:
        trainings.open_survey(session, who, now, kept[0], kept[1], moments[0], moments[1])
    assert [name for name, _ in refused.value.faults] == [field]
    assert of_year(seeded, 2026)[0].survey_token is None


def signed(database, who, now, **known) -> reading.Pace | None:
    with database.write() as session:
        trainings.add(session, who, now, 1, 2026, Outline(9, **known))
    return of_year(database, 2026)[-1].pace(TODAY)


def test_sign_ups_stand_beside_a_straight_line_to_the_aim(seeded, who, now):
    held, begun = TODAY + timedelta(days=14), TODAY - timedelta(days=14)
    found = signed(seeded, who, now, held_on=held, sign_up_from=begun, target=100, sign_ups=30)
    assert found is not None
    assert (found.expected, found.behind, found.days_left, found.a_week, found.stale) == (50, True, 14, 35, False)


def test_an_old_count_is_compared_with_its_own_day_and_said_to_be_old(seeded, who, now):
    begun = TODAY - timedelta(days=20)
    known = {"held_on": TODAY + timedelta(days=20), "sign_up_from": begun, "capacity": 40, "sign_ups": 12}
    found = signed(seeded, who, now, **known, signed_up_on=begun + timedelta(days=10))
    assert found is not None
    assert (found.expected, found.behind, found.stale) == (10, False, True)


@pytest.mark.parametrize("missing", ["held_on", "sign_up_from", "target", "sign_ups"])
def test_without_its_parts_there_is_no_pace(seeded, who, now, missing):
    known = {"held_on": TODAY + timedelta(days=9), "sign_up_from": TODAY, "target": 5, "sign_ups": 1}
    assert signed(seeded, who, now, **{name: value for name, value in known.items() if name != missing}) is None


def test_a_survey_without_answers_is_no_error(seeded, kept, who, now):
    open_form(seeded, who, now, kept)
    counted = of_year(seeded, 2026)[0].survey.counted[0]
    assert (counted.total, counted.useful, counted.told) == (0, None, False)
