"""Activities: what each kind asks for, mending with history, taking out, the answer to a hand-over."""

from dataclasses import replace
from datetime import date

import pytest

from data.commands import activities
from data.commands.activities import Work
from data.commands.checking import RefusedError
from data.database import SavedMeanwhileError
from data.models import Activity, RecordVersion
from data.queries import cases
from tests.data import made

ASKED = {
    "visit": [],
    "accompany": ["destination", "result"],
    "coordinate": ["destination"],
    "meeting": [],
    "ibasho": [],
    "goods": ["count", "item"],
}


@pytest.fixture
def who(database, now):
    """The lead, signed in."""
    return made.person(database, now)


@pytest.fixture
def work(database, who, now) -> Work:
    """An accompaniment to a welfare office, handed over and without an answer yet."""
    code = made.case(database, who, now)
    with database.write() as session:
        desk = made.desk(session)
    return Work(desk, "accompany", made.DAY, code, destination="city_welfare", result="done", hand_over="pending")


def test_an_activity_is_kept_with_its_month_and_an_entry(database, who, work, now):
    with database.write() as session:
        number = activities.add(session, who, now, work).id
    with database.read() as session:
        kept = session.get(Activity, number)
        assert (kept.kind, kept.month, kept.destination, kept.hand_over) == (
            "accompany",
            202611,
            "city_welfare",
            "pending",
        )
    assert made.actions(database, "activity") == ["create"]


@pytest.mark.parametrize(("kind", "fields"), ASKED.items())
def test_each_kind_asks_for_its_own(database, who, now, kind, fields):
    with database.write() as session:
        bare = Work(made.desk(session), kind, made.DAY)
    if not fields:
        with database.write() as session:
            assert activities.add(session, who, now, bare).id
        return
    with pytest.raises(RefusedError) as refused, database.write() as session:
        activities.add(session, who, now, bare)
    assert sorted(field for field, _ in refused.value.faults) == fields


def test_all_faults_are_said_at_once_and_nothing_is_kept(database, who, work, now):
    bad = replace(
        work,
        done_on=date(2026, 11, 28),
        destination="nowhere",
        item="food",
        minutes=-1,
        note="x" * 401,
        desk_id=99,
        consultation_id=99,
    )
    with pytest.raises(RefusedError) as refused, database.write() as session:
        activities.add(session, who, now, bad)
    assert {field for field, _ in refused.value.faults} == {
        "done_on",
        "destination",
        "item",
        "minutes",
        "note",
        "desk_id",
        "consultation_id",
    }
    assert all(sentence.endswith("。") for _, sentence in refused.value.faults)
    assert made.actions(database, "activity") == []


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b",
        "電話は" + "0{}-0000-0000".format("90"),
        "０４{}００００００".format("６7"),
        "連絡は ａ.b@example.jp へ",
    ],
)
def test_a_note_holds_neither_control_signs_nor_a_way_to_reach_anybody(database, who, work, now, text):
    with pytest.raises(RefusedError) as refused, database.write() as session:
        activities.add(session, who, now, replace(work, note=text))
    assert [field for field, _ in refused.value.faults] == ["note"]


def test_a_day_or_an_amount_in_a_note_is_no_telephone_number(database, who, work, now):
    with database.write() as session:
        assert activities.add(session, who, now, replace(work, note="2026-11-27 に 10,000円。03番の窓口")).note


def test_a_case_that_is_not_there_is_refused(database, who, work, now):
    with pytest.raises(RefusedError, match="K-2026-0099"), database.write() as session:
        activities.add(session, who, now, replace(work, case_code="K-2026-0099"))


def test_mending_keeps_the_older_form_and_says_which_fields(database, who, work, now):
    with database.write() as session:
        number = activities.add(session, who, now, work).id
    with database.write() as session:
        activities.update(session, who, now, number, 1, replace(work, result="again"))
    with database.read() as session:
        kept = session.get(Activity, number)
        old = session.query(RecordVersion).one()
        assert (kept.result, kept.version) == ("again", 2)
        assert (old.subject, old.subject_id, old.version) == ("activity", number, 1)
        assert (old.content["result"], old.content["done_on"]) == ("done", "2026-11-27")


def test_the_second_of_two_editors_is_told_and_nothing_of_hers_is_written(database, who, work, now):
    with database.write() as session:
        number = activities.add(session, who, now, work).id
    with database.write() as session:
        activities.update(session, who, now, number, 1, replace(work, result="again"))
    with pytest.raises(SavedMeanwhileError), database.write() as session:
        activities.update(session, who, now, number, 1, replace(work, result="partly"))
    with database.read() as session:
        assert session.get(Activity, number).result == "again"
    assert made.versions(database, "activity") == 1


def test_what_is_taken_out_leaves_the_timeline_and_cannot_be_mended(database, who, work, now):
    with database.write() as session:
        number = activities.add(session, who, now, work).id
        activities.remove(session, who, now, number, 1)
    with database.read() as session:
        assert cases.activity(session, number) is None
        seen = cases.view(session, work.case_code)
    assert seen
    assert seen.events == ()
    with pytest.raises(RefusedError), database.write() as session:
        activities.update(session, who, now, number, 2, work)
    assert made.actions(database, "activity") == ["create", "remove"]


@pytest.mark.parametrize(("accepted", "state"), [(True, "accepted"), (False, "declined")])
def test_the_answer_to_a_hand_over_is_kept(database, who, work, now, accepted, state):
    with database.write() as session:
        number = activities.add(session, who, now, work).id
    with database.write() as session:
        activities.answer_hand_over(session, who, now, number, 1, accepted)
    with database.read() as session:
        assert session.get(Activity, number).hand_over == state
    assert made.versions(database, "activity") == 1


def test_nothing_handed_over_has_no_answer(database, who, work, now):
    with database.write() as session:
        number = activities.add(session, who, now, replace(work, hand_over=None)).id
    with pytest.raises(RefusedError), database.write() as session:
        activities.answer_hand_over(session, who, now, number, 1, True)
