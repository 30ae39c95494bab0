"""What a file brings of trainings and their surveys shows where trainings are read, and our own form stands beside it."""

from datetime import timedelta

import pytest

from data.commands import survey, trainings
from data.models import Indicator
from data.queries import figures, series, surveys
from data.queries import trainings as reading
from tests.data import made
from tests.data.importing.making import SURVEY, TRAININGS, book

IN_PERSONS = [
    ["令和5年度"],
    ["", "1回目"],
    ["大変よかった", 30],
    ["よかった", 20],
    ["どちらでもない", 0],
    ["やや不満", 0],
    ["不満", 1],
]


@pytest.fixture
def shown(database):
    """`shown()`: the trainings of 令和5年度 and both of their figures."""
    with database.write() as session:
        session.add(
            Indicator(
                id="training_usefulness", unit="%", scale=10, counting="share", direction="up", aggregation="none"
            )
        )

    def read():
        with database.read() as session:
            desk = series.desk(session)
            assert desk is not None
            names = (reading.PARTICIPANTS, reading.USEFULNESS)
            people, useful = (figures.one(session, desk, name, 2023, made.DAY) for name in names)
            return reading.of_year(session, desk, 2023), people, useful

    return read


def test_shares_of_a_file_show_as_printed_and_are_the_usefulness(bring, desk, shown):
    bring(book(s=TRAININGS))
    bring(book(s=SURVEY), answers={"survey_sum.1": "keep"})
    rows, people, useful = shown()
    assert people.value == 159
    first = rows[0].survey
    assert first.printed is not None
    assert (first.printed.total, first.printed.unexplained, first.counted) == (940, 60, ())
    assert [(one.value, one.weight) for one in useful.occasions] == [(910, 100), (955, 59)]
    assert (useful.weighted, useful.simple) == (927, 933)


def test_persons_of_a_file_and_answers_of_our_form_stand_apart(database, bring, desk, shown, look, take_back, now):
    bring(book(s=TRAININGS))
    batch = bring(book(s=IN_PERSONS), answers={"survey_unit": "answers"})
    who = made.person(database, now)
    rows, _, useful = shown()
    assert [(one.origin, one.total) for one in rows[0].survey.counted] == [(surveys.COUNTED, 51)]
    assert [one.value for one in useful.occasions] == [980]
    with database.write() as session:
        word = trainings.open_survey(session, who, now, rows[0].id, rows[0].version, now, now + timedelta(hours=1))
    for _ in range(6):
        with database.write() as session:
            survey.answer(session, word, "bad", now)
    rows, _, useful = shown()
    assert [(one.origin, one.total) for one in rows[0].survey.counted] == [(surveys.COUNTED, 51), (surveys.FORM, 6)]
    assert [one.value for one in useful.occasions] == [980]
    # Another file with the same rows: one made in the same second would be the very same file.
    again = look(book(s=[*IN_PERSONS, [None]]), answers={"survey_unit": "answers"})
    assert again.refused == ""
    assert again.conflicts.total == 0
    assert again.duplicates.total == 5
    take_back(batch)
    rows, _, _ = shown()
    assert [(one.origin, one.total) for one in rows[0].survey.counted] == [(surveys.FORM, 6)]
