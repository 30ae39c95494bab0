"""Counts from the columns of months: the same as counting record by record, after everything that can be done to a record."""

import random
from datetime import date, timedelta
from itertools import combinations

import pytest
from sqlalchemy import delete, func, select, text, update

from data import coded, counting, migrating
from data.commands import callbacks
from data.commands import columns as keeping
from data.commands import consultations as writing
from data.database import Database
from data.models import Consultation, MonthColumns, MonthStamp
from data.queries import columns, filters, recorded, stamps
from data.queries.filters import Filters
from tests.data.columns_truth import counted
from tests.data.records import LEAD, record, start

DAY = date(2026, 11, 20)
ALL = Filters()
CHANNELS, AGES = ("phone", "line", "mail"), ("10s", "30s", "unknown", None)
ISSUES = ("housing", "debt", "family", "abuse", "spouse_violence")


@pytest.fixture(autouse=True)
def forgotten():
    columns.forget()


@pytest.fixture
def desk(database, now):
    """A desk and its people; no record."""
    with database.write() as session:
        start(session, now)
    return database


def fill(database, now, number: int, seed: int = 1) -> None:
    """So many records over four months, drawn by chance."""
    draw = random.Random(seed)
    with database.write() as session:
        for one in range(1, number + 1):
            record(
                session,
                now,
                one,
                DAY - timedelta(days=draw.randrange(110)),
                *draw.sample(ISSUES, draw.randrange(4)),
                hour=draw.choice([None, 9, 10, 17]),
                channel=draw.choice(CHANNELS),
                age_band=draw.choice(AGES),
                municipality=draw.choice(["141003", "141305", None]),
                contact_result=draw.choice(["consulted", "consulted", "informed", "silent"]),
                new_or_repeat=draw.choice(["new", "repeat", None]),
                urgency=draw.choice(["now", None]),
                referral_source=draw.choice(["web", None]),
            )


def same(database, chosen: Filters = ALL, by: tuple[str, ...] = ("month",), rule=None) -> int:
    """Checks the columns against the records in one look; gives how many there are."""
    with database.read() as session:
        found = columns.read(session, 1).count(chosen, by, rule)
        assert (dict(found.cells), found.total, found.answered) == counted(session, chosen, by, rule)
    return found.total


def kept_months(database) -> dict[int, bool]:
    """{month: whether what is kept of it is true}."""
    with database.read() as session:
        look = stamps.of_desk(session, 1, 0, 999912)
        return {row.month: look[row.month] == row.stamp for row in session.scalars(select(MonthColumns))}


def test_every_pair_of_dimensions_counts_as_the_records_do(desk, now):
    fill(desk, now, 150)
    for by in [*((one,) for one in columns.DIMENSIONS), *combinations(columns.DIMENSIONS, 2)]:
        assert same(desk, by=by) == 150


def test_filters_by_chance_count_as_the_records_do(desk, now):
    fill(desk, now, 200)
    draw, rule = random.Random(7), counting.rules()["line_consultations"]
    for _ in range(60):
        since = DAY - timedelta(days=draw.randrange(130))
        chosen = Filters(
            since=draw.choice([None, since]),
            until=draw.choice([None, since + timedelta(days=draw.randrange(60))]),
            channel=draw.choice([(), ("phone",), ("line", "mail")]),
            age_band=draw.choice([(), ("blank", "10s"), ("30s",)]),
            issue=draw.choice([(), ("housing",), ("debt", "family"), ("food",)]),
            municipality=draw.choice([(), ("blank",), ("141003",)]),
        )
        same(desk, chosen, tuple(draw.sample(columns.DIMENSIONS, draw.choice([1, 2]))), draw.choice([None, rule]))


def test_after_every_deed_the_counts_are_those_of_the_records(desk, now):
    def look() -> int:
        same(desk, by=("age_band", "issue"))
        return same(desk)

    assert look() == 0
    content = {"received_on": DAY, "channel": "phone", "contact_result": "callback", "callback_due": DAY, "hour": 9}
    with desk.write() as session:
        made = writing.create(session, LEAD, now, content | {"issues": ["housing"], "primary": "housing"})
    assert look() == 1
    with desk.write() as session:
        writing.one_press(session, LEAD, now, "silent")
    assert look() == 2
    with desk.write() as session:
        changed = made.values | {"issues": ["debt", "family"], "primary": "debt"}
        again = writing.update(session, LEAD, now, made.id, made.version, changed)
    assert look() == 2
    with desk.write() as session:
        moved = again.values | {"received_on": date(2026, 9, 30)}
        again = writing.update(session, LEAD, now, made.id, again.version, moved)
    assert look() == 2
    with desk.write() as session:
        callbacks.done(session, LEAD, now, made.id, again.version)
    assert look() == 2
    with desk.write() as session:
        writing.remove(session, LEAD, now, made.id, again.version + 1, "二度書いた")
    assert look() == 1
    with desk.write() as session:
        session.execute(delete(Consultation).where(Consultation.id != made.id))
    assert look() == 0


def test_what_was_written_and_taken_back_in_the_same_breath_is_never_remembered(desk, now):
    fill(desk, now, 20)
    same(desk)
    with desk.write() as session:
        for number in (900, 901):
            record(session, now, number, DAY, "housing")
            session.flush()
            assert columns.read(session, 1).total(ALL) == number - 879
        session.rollback()
    assert same(desk) == 20
    with desk.write() as session:
        record(session, now, 902, DAY, "housing")
    assert same(desk) == 21


def test_an_open_look_keeps_to_its_own_moment(desk, now):
    fill(desk, now, 30)
    with desk.read() as earlier:
        assert columns.read(earlier, 1).total(ALL) == 30
        with desk.write() as session:
            record(session, now, 900, DAY)
        assert same(desk) == 31
        assert columns.read(earlier, 1).total(ALL) == 30
    assert same(desk) == 31


def test_kept_months_are_believed_only_while_nothing_has_changed(desk, now):
    fill(desk, now, 80)
    assert keeping.fill(desk) == 4
    columns.forget()
    with desk.read() as session:
        assert not columns.read(session, 1).anew
    with desk.write() as session:
        record(session, now, 900, DAY, "housing")
    columns.forget()
    with desk.read() as session:
        assert set(columns.read(session, 1).anew) == {202611}
    assert kept_months(desk) == {202608: True, 202609: True, 202610: True, 202611: False}
    assert same(desk) == 81
    columns.forget()
    assert same(desk, by=("month", "issue")) == 81


def test_few_new_records_are_not_worth_a_write(desk, now):
    fill(desk, now, 40)
    with desk.read() as session:
        look = columns.read(session, 1)
    assert keeping.keep(desk, look) == 0
    assert kept_months(desk) == {}
    assert keeping.keep(desk, look, least=40) == 4


@pytest.mark.parametrize("broken", [b"", b"x\x9c torn", b"\x80\x04 pickled"])
def test_columns_that_cannot_be_read_are_made_from_the_records(desk, now, broken):
    fill(desk, now, 40)
    keeping.fill(desk)
    with desk.write() as session:
        session.execute(update(MonthColumns).values(content=broken))
    columns.forget()
    assert same(desk) == 40


def test_gathering_the_stamps_changes_none_of_them(desk, now):
    fill(desk, now, 40)
    for number in range(900, 910):
        with desk.write() as session:
            record(session, now, number, DAY)
    with desk.read() as session:
        before = stamps.of_desk(session, 1, 0, 999912)
    keeping.fill(desk)
    with desk.read() as session:
        assert stamps.of_desk(session, 1, 0, 999912) == before
        assert session.scalar(select(func.count()).select_from(MonthStamp)) == len(before)


def test_records_from_before_the_stamps_are_counted(url, now):
    made = Database(url)
    migrating.upgrade(made, "0001")
    with made.write() as session:
        start(session, now)
        record(session, now, 1, DAY, "housing")
    migrating.upgrade(made)
    assert same(made) == 1
    made.close()


def test_what_the_columns_do_not_hold_is_a_sentence(desk):
    chosen = Filters(case="with", person=1)
    assert [one.partition("」")[0] for one in columns.unfit(chosen)] == ["「ケース", "「書いた人"]
    with desk.read() as session:
        found = columns.read(session, 1)
        with pytest.raises(ValueError, match="ケース"):
            found.count(chosen, ("month",))
        for by in [(), ("month", "month"), ("month", "channel", "hour"), ("note",)]:
            with pytest.raises(ValueError, match="一つか二つ"):
                found.count(ALL, by)


def test_the_months_of_an_indicator_are_those_of_its_rule(desk, now):
    fill(desk, now, 120)
    rule = counting.rules()["consultations"]
    with desk.read() as session:
        truth, _, _ = counted(session, Filters(since=date(2026, 9, 1)), ("month",), rule)
        assert recorded.by_month(session, 1, "consultations", (202609, 202612)) == {
            int(month): count for (month,), count in truth.items()
        }
    # In a transaction that writes it is the same.
    with desk.write() as session:
        assert sum(recorded.by_month(session, 1, "consultations", (202601, 202612)).values()) > 0


def test_a_month_survives_packing_whole():
    rows = [(5, "phone", None, "141003", "consulted", None, "new", None, 3, 10, 7), (6, *["x"] * 6, None, 1, None, 30)]
    made = coded.encode(rows, [(5, "debt", True), (6, "debt", False), (6, "food", False), (99, "food", True)])
    back = coded.unpack(coded.pack(made))
    assert back.rows == 2
    assert {name: column.words for name, column in back.columns.items()} == {
        name: column.words for name, column in made.columns.items()
    }
    assert back.owner.tolist() == [0, 1, 1]
    assert [back.issue.words[code] for code in back.issue.codes] == ["debt", "debt", "food"]
    assert back.columns["primary_issue"].words == ("debt", "blank")


def test_a_stamp_stands_for_every_kind_of_change_made_by_hand(desk, now):
    fill(desk, now, 10)
    for statement in (
        "UPDATE consultation SET channel = 'visit' WHERE id = 1",
        "UPDATE consultation SET month = 202612, received_on = '2026-12-01' WHERE id = 2",
        "DELETE FROM consultation_issue WHERE consultation_id = 3",
    ):
        same(desk, by=("month", "channel"))
        with desk.write() as session:
            session.execute(text(statement))
            if "issue" in statement:
                session.execute(text("DELETE FROM consultation WHERE id = 3"))
        same(desk, by=("month", "channel"))


def test_filters_say_the_same_names_as_the_columns():
    assert set(columns.HELD) | {"issue"} == set(filters.CODED)
