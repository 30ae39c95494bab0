"""Closing a month: the check list, the reasons against it, and every command that would change a closed month refused."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from data import calendar, closed, published, seed
from data.commands import activities, callbacks, consultations, importing, month_close, trainings
from data.commands.activities import Work
from data.commands.checking import RefusedError
from data.commands.open_months import sentence
from data.commands.trainings import Outline
from data.importing.stored import ImportFaultError
from data.models import (
    Activity,
    Consultation,
    FactMonth,
    ImportBatch,
    ImportRow,
    MonthClose,
    RecordVersion,
    TrainingSession,
)
from data.queries import closing, mismatch, month_values, reconciliation
from tests.data.made import actions
from tests.data.records import LEAD, only, record, start

TODAY = date(2026, 11, 27)
MONTH = 202610
DAY = date(2026, 10, 5)
FORM = {"received_on": DAY, "hour": 10, "channel": "phone", "contact_result": "consulted"}


@pytest.fixture
def desk(database, now):
    """A desk with a record (1) and an activity on each opening day of October 2026 but the 7th, all looked through."""
    with database.write() as session:
        seed.load(session, published.read(), now, figures=False)
        start(session, now)
        session.flush()
        day, number = date(2026, 10, 1), 0
        while day.month == 10:
            if day.weekday() < 5 and day.day not in (7, 12):
                number += 1
                record(session, now, number, day, reviewed_at=now, callback_due=date(2026, 11, 30))
            day += timedelta(days=1)
        session.add(
            Activity(
                id=1, desk_id=1, kind="accompany", done_on=DAY, month=MONTH, destination="police", result="done",
                hand_over="waiting", created_at=now, updated_at=now,
            )
        )  # fmt: skip
    if not database.is_sqlite:
        with database.write() as session:
            for table in ("consultation", "activity"):
                session.connection().exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000)")
    return database


def points(database, month=MONTH):
    with database.read() as session:
        return {one.kind: one.count for one in closing.points(session, only(session), month, TODAY)}


def close(database, now, month=MONTH, known=None):
    with database.write() as session:
        month_close.close(session, LEAD, now, 1, month, points(database, month) if known is None else known)


def refusal(database, deed) -> list[str]:
    with pytest.raises(RefusedError) as refused, database.write() as session:
        deed(session)
    return [fault.sentence for fault in refused.value.faults]


def count(database, month=MONTH) -> dict[tuple[str, int], int]:
    with database.read() as session:
        return month_values.of(session, 1, [month])


def test_the_check_list_names_what_is_left(desk, now):
    with desk.read() as session:
        found = closing.points(session, only(session), MONTH, TODAY)
    assert [(one.kind, one.count, one.named) for one in found] == [(closing.MISSING_DAYS, 1, ("10月7日",))]
    with desk.write() as session:
        record(session, now, 500, DAY)
        session.add(
            ImportBatch(
                kind="figures", file_name="月報.xlsx", sha256="x", state="previewed", previewed_at=now, summary={},
                account_id=None, committed_at=None, undone_at=None, undone_by=None,
            )
        )  # fmt: skip
    assert points(desk) == {closing.MISSING_DAYS: 1, closing.UNREVIEWED: 1, closing.IMPORTS: 1}


def test_a_holiday_and_a_weekend_are_no_missing_days(desk):
    with desk.read() as session:
        (missing,) = closing.points(session, only(session), MONTH, TODAY)
    assert "10月12日" not in missing.named
    assert "10月10日" not in missing.named


def test_looking_all_records_through_takes_them_off_the_list_and_an_edit_puts_one_back(desk, now):
    with desk.write() as session:
        record(session, now, 500, DAY)
    with desk.write() as session:
        assert month_close.review(session, LEAD, now, 1, MONTH) == 1
    assert closing.UNREVIEWED not in points(desk)
    with desk.write() as session:
        consultations.update(session, LEAD, now, 500, 1, FORM | {"channel": "mail"})
    assert points(desk)[closing.UNREVIEWED] == 1
    assert actions(desk, "month") == ["review"]


def test_a_close_keeps_what_the_month_counted_and_what_was_left_and_is_in_the_log(desk, now):
    close(desk, now)
    with desk.read() as session:
        row = session.scalars(select(MonthClose)).one()
    assert (row.month, row.closed_by, row.left_open) == (MONTH, 1, [closing.MISSING_DAYS])
    assert row.figures == {"consultations": 20, "accompaniments": 1, "line_consultations": 0}
    assert actions(desk, "month") == ["month_closed"]


@pytest.mark.parametrize(
    ("month", "says"), [(202611, "まだ終わっていません"), (202608, "データなし"), (MONTH, "もう締めてあります")]
)
def test_what_cannot_be_closed_says_why(desk, now, month, says):
    close(desk, now)
    known = points(desk, month)
    (said,) = refusal(desk, lambda s: month_close.close(s, LEAD, now, 1, month, known))
    assert says in said


def test_a_check_list_that_changed_since_it_was_read_is_refused(desk, now):
    known = points(desk)
    with desk.write() as session:
        record(session, now, 500, DAY)
    assert "変わりました" in refusal(desk, lambda s: month_close.close(s, LEAD, now, 1, MONTH, known))[0]


def test_a_reopening_needs_a_reason_and_stays_in_the_history(desk, now):
    close(desk, now)
    for reason, says in (("", "書いてください"), ("わ" * 401, "400字まで")):
        assert says in refusal(desk, lambda s, r=reason: month_close.reopen(s, LEAD, now, 1, MONTH, r))[0]
    with desk.write() as session:
        month_close.reopen(session, LEAD, now, 1, MONTH, "入れ忘れ")
    assert "締めてありません" in refusal(desk, lambda s: month_close.reopen(s, LEAD, now, 1, MONTH, "また"))[0]
    close(desk, now)
    with desk.read() as session:
        newest, first = closing.history(session, 1)
    assert (newest.reopened_at, first.reason, first.reopened_by) == (None, "入れ忘れ", "田中")
    assert actions(desk, "month") == ["month_closed", "month_reopened", "month_closed"]


DEEDS = {
    "a new consultation": lambda s, now: consultations.create(s, LEAD, now, FORM),
    "a consultation mended": lambda s, now: consultations.update(s, LEAD, now, 1, 1, FORM | {"channel": "mail"}),
    "a consultation moved out": lambda s, now: consultations.update(
        s, LEAD, now, 1, 1, FORM | {"received_on": date(2026, 11, 2)}
    ),
    "a consultation moved in": lambda s, now: consultations.update(s, LEAD, now, 900, 1, FORM),
    "a consultation taken back": lambda s, now: consultations.remove(s, LEAD, now, 1, 1, "二重"),
    "a new activity": lambda s, now: activities.add(s, LEAD, now, Work(1, "visit", DAY)),
    "an activity mended": lambda s, now: activities.update(s, LEAD, now, 1, 1, Work(1, "visit", DAY)),
    "an activity moved in": lambda s, now: activities.update(s, LEAD, now, 900, 1, Work(1, "visit", DAY)),
    "an activity taken out": lambda s, now: activities.remove(s, LEAD, now, 1, 1),
    "a training that was held": lambda s, now: trainings.add(
        s, LEAD, now, 1, 2026, Outline(1, held_on=DAY, attendance=5)
    ),
    "a training moved in": lambda s, now: trainings.update(s, LEAD, now, 900, 1, Outline(9, held_on=DAY, attendance=5)),
    "records looked through": lambda s, now: month_close.review(s, LEAD, now, 1, MONTH),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_every_command_is_refused_in_a_closed_month_and_done_again_once_it_is_open(desk, now, deed):
    with desk.write() as session:
        record(session, now, 900, date(2026, 11, 2))
        session.add(
            TrainingSession(
                id=900, desk_id=1, fiscal_year=2026, number=9, held_on=date(2026, 11, 2), sign_ups=None, attendance=5
            )
        )
        session.add(
            Activity(
                id=900, desk_id=1, kind="visit", done_on=date(2026, 11, 2), month=202611, created_at=now, updated_at=now
            )
        )
    close(desk, now)
    before = count(desk)
    assert refusal(desk, lambda s: deed(s, now)) == [sentence(MONTH)]
    assert count(desk) == before
    with desk.write() as session:
        month_close.reopen(session, LEAD, now, 1, MONTH, "直すため")
    with desk.write() as session:
        deed(session, now)


def test_the_sentence_says_that_it_is_closed_and_what_to_do():
    assert sentence(MONTH) == (
        "令和8年10月は締めてあるので、変えられません。直すときは、統括が「月の締め」の頁でこの月を開き直します。"
    )


def test_call_backs_and_answers_go_on_change_no_count_and_are_listed_beside_the_close(desk, now):
    close(desk, now)
    before, later = count(desk), now + timedelta(hours=1)
    with desk.write() as session:
        callbacks.done(session, LEAD, later, 1, 1)
        activities.answer_hand_over(session, LEAD, later, 1, 1, accepted=True)
    assert count(desk) == before
    with desk.read() as session:
        found = closing.followed(session, 1, closing.closed(session, 1)[MONTH])
    assert {(one.subject, one.number, one.by) for one in found} == {
        ("consultation", 1, "田中"),
        ("activity", 1, "田中"),
    }


def batch(session, now, kind: str, *contents: dict) -> int:
    """A previewed batch with these rows."""
    made = ImportBatch(
        kind=kind, file_name="x.csv", sha256=str(contents)[:64], state="previewed", previewed_at=now, account_id=1,
        committed_at=None, undone_at=None, undone_by=None,
        summary={"accepted": len(contents), "rejected": 0, "desk_id": 1, "answers": {}},
    )  # fmt: skip
    session.add(made)
    session.flush()
    for row, content in enumerate(contents, 1):
        session.add(
            ImportRow(
                batch_id=made.id, sheet="", row=row, state="previewed", content=content, subject=None, subject_id=None,
                before=None,
            )
        )  # fmt: skip
    return made.id


RECORD = {"received_on": "2026-10-05", "channel": "phone", "contact_result": "consulted"}
FIGURE = {
    "table": "fact_month",
    "key": {
        "indicator_id": "consultations", "desk_id": 1, "fiscal_year": 2026, "month": MONTH, "occasion": "",
        "dimension": "", "category": "",
    },
    "values": {"value": 5, "status": "final", "source_place": "B2"},
    "expected": None,
}  # fmt: skip
TRAINING = {
    "table": "training_session",
    "key": {"desk_id": 1, "fiscal_year": 2026, "number": 1},
    "values": {"held_on": "2026-10-09", "attendance": 5, "theme": ""},
    "expected": None,
}


@pytest.mark.parametrize(
    ("kind", "content"), [("consultations", RECORD), ("months", FIGURE), ("training", TRAINING)], ids=str
)
def test_an_import_into_a_closed_month_and_its_undo_are_refused_whole(desk, now, kind, content):
    with desk.write() as session:
        number = batch(session, now, kind, content)
        if content is TRAINING:
            # Without any fact of the month: only the day of the training tells where it counts.
            assert session.scalars(select(FactMonth)).first() is None
    close_as_it_is(desk, now)
    before = count(desk)
    with pytest.raises(ImportFaultError, match="締められました"), desk.write() as session:
        importing.commit(session, LEAD, number, now)
    assert count(desk) == before
    with desk.write() as session:
        month_close.reopen(session, LEAD, now, 1, MONTH, "取り込むため")
    with desk.write() as session:
        importing.commit(session, LEAD, number, now)
    close_as_it_is(desk, now)
    with pytest.raises(ImportFaultError, match="締めてあります"), desk.write() as session:
        importing.undo(session, LEAD, number, now)


def close_as_it_is(database, now) -> None:
    with database.read() as session:
        known = {one.kind: one.count for one in closing.points(session, only(session), MONTH, TODAY)}
    close(database, now, known=known)


def test_the_seed_adds_and_changes_nothing_in_a_closed_month_and_says_so(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
        start_account(session, now)
        session.add(MonthClose(desk_id=1, month=202309, closed_at=now, closed_by=1, reopened_at=None, reopened_by=None))
        gone = session.scalars(select(FactMonth).where(FactMonth.month == 202309, FactMonth.occasion == "")).one()
        session.delete(gone)
        training = session.scalars(select(TrainingSession).where(TrainingSession.number == 1)).one()
        training.theme = "ほかの題"
    with database.write() as session:
        left = seed.load(session, published.read(), now).left
    assert [line for line in left if "締めた月" in line] == [
        "相談受付件数 202309: 締めた月なので、変えませんでした。",
        "研修 2023 第1回: 締めた月なので、変えませんでした。",
    ]
    with database.read() as session:
        assert month_values.of(session, 1, [202309]) == {}


def start_account(session, now) -> None:
    from data.models import Account

    session.add(Account(id=1, name="tanaka", display_name="田中", role="lead", created_at=now))
    session.flush()


def test_a_count_that_moved_behind_the_application_is_a_mismatch(desk, now):
    close(desk, now)
    with desk.write() as session:
        session.get_one(Consultation, 1).contact_result = "wrong"
    with desk.read() as session:
        found = reconciliation.of_desk(session, only(session), TODAY).mismatches
    assert [(one.kind, one.difference, [side.said for side in one.sides]) for one in found] == [
        (mismatch.SINCE_CLOSE, "−1件", ["20件", "19件"])
    ]


def test_of_a_save_and_a_close_at_once_one_wins_cleanly(desk, now):
    """Whichever is first, what the close kept is what the month counts: no record slips in behind it."""
    for turn in range(6):
        begin, told = threading.Barrier(2), list[Any]()
        known = points(desk)

        def save(begin=begin, told=told) -> None:
            begin.wait()
            try:
                with desk.write() as session:
                    consultations.create(session, LEAD, now, FORM)
                told.append("saved")
            except RefusedError as refused:
                told.append(refused.faults[0].sentence)

        def shut(begin=begin, told=told, known=known) -> None:
            begin.wait()
            try:
                close(desk, now, known=known)
                told.append("closed")
            except RefusedError as refused:
                told.append(refused.faults[0].sentence)

        threads = [threading.Thread(target=one) for one in (save, shut)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert set(told) in ({"closed", sentence(MONTH)}, {"saved", month_close.CHANGED}), told
        with desk.read() as session:
            shut_now = closing.closed(session, 1).get(MONTH)
            counted = month_values.of(session, 1, [MONTH])["consultations", MONTH]
        assert shut_now is None or shut_now.figures["consultations"] == counted
        with desk.write() as session:
            if shut_now:
                month_close.reopen(session, LEAD, now, 1, MONTH, f"{turn}回め")
            month_close.review(session, LEAD, now, 1, MONTH)


def test_a_save_that_holds_the_month_keeps_the_close_waiting_until_it_is_done(desk, now):
    known = points(desk)
    done = threading.Event()

    def shut() -> None:
        with pytest.raises(RefusedError, match="変わりました"):
            close(desk, now, known=known)
        done.set()

    other = threading.Thread(target=shut)
    with desk.write() as session:
        consultations.create(session, LEAD, now, FORM)
        other.start()
        assert not done.wait(0.5)
    other.join()
    assert done.is_set()


def test_a_month_is_looked_up_once_in_a_transaction(desk, now):
    with desk.write() as session:
        assert closed.among(session, 1, [MONTH, 0, None]) == set()
        seen = len(session.info["open_months"])
        assert closed.among(session, 1, [MONTH]) == set()
        assert (seen, len(session.info["open_months"])) == (1, 1)


def test_months_offered_are_those_that_are_over_newest_first(desk):
    with desk.read() as session:
        found = closing.known_months(session, only(session), TODAY)
    assert found == [202610]


def test_no_two_closings_of_a_month_can_stand_open(desk, now):
    from sqlalchemy.exc import IntegrityError

    close(desk, now)
    with pytest.raises(IntegrityError), desk.write() as session:
        session.add(MonthClose(desk_id=1, month=MONTH, closed_at=now, closed_by=1, reopened_at=None, reopened_by=None))


def test_moments_and_versions_are_as_before(desk, now):
    """The history of a record mended in an open month is untouched by the door in front of it."""
    with desk.write() as session:
        consultations.update(session, LEAD, now, 1, 1, FORM | {"channel": "mail"})
    with desk.read() as session:
        assert session.scalars(select(RecordVersion.version)).all() == [1]
    assert calendar.spoken_month(MONTH) == "令和8年10月"
    assert datetime(2026, 11, 27, 1, tzinfo=UTC) == now
