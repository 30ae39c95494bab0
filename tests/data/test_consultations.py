"""Consultations on both databases: written whole, mended with history, taken back; two editors, two writers, two codes."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from data import codes, sessions
from data.commands import consultations
from data.commands.checking import RefusedError
from data.database import SavedMeanwhileError
from data.models import (
    Account,
    AuditEntry,
    CaseFile,
    Consultation,
    ConsultationIssue,
    Desk,
    RecordVersion,
)
from data.queries import consultations as reading

FULL = {
    "received_on": "2026-11-27",
    "hour": 9,
    "channel": "phone",
    "caller_kind": "herself",
    "new_or_repeat": "new",
    "age_band": "30s",
    "municipality": "142042",
    "referral_source": "web",
    "contact_result": "callback",
    "urgency": "week",
    "wish": "listen",
    "minutes": "40",
    "may_call": "y",
    "leave_word": "n",
    "children": "y",
    "interpreter": "none",
    "consent": "given",
    "next_on": "2026-12-04",
    "callback_due": "2026-11-28",
    "callback_done_on": None,
    "issues": ["housing", "debt", "childcare"],
    "primary": "debt",
    "primary_unknown": False,
    "responses": ["listened", "referred"],
    "refusals": ["city_welfare"],
    "note": "家賃を二か月待ってもらっている",
    "case_code": None,
}


@pytest.fixture
def who(database, now):
    """A counsellor who is signed in, at a desk that opened in August 2021."""
    with database.write() as session:
        session.add(Desk(name="試験の相談室", opened_month=202108))
        session.add(Account(name="a", display_name="相談員A", role="counsellor", created_at=now))
        session.flush()
        account = session.scalars(select(Account)).one()
        token = sessions.begin(session, account.id, now)
    with database.read() as session:
        return sessions.person(session, token, now)


@pytest.fixture
def other(database, now, who):
    """Another counsellor."""
    with database.write() as session:
        session.add(Account(name="b", display_name="相談員B", role="counsellor", created_at=now))
        session.flush()
        token = sessions.begin(session, session.scalar(select(func.max(Account.id))), now)
    with database.read() as session:
        return sessions.person(session, token, now)


def stored(session, number) -> reading.Record:
    """The record of that number, which is there."""
    found = reading.one(session, number)
    assert found
    return found


def made(database, who, now, **values) -> int:
    with database.write() as session:
        return consultations.create(session, who, now, FULL | values).id


def test_a_record_is_found_as_it_was_written(database, who, now):
    number = made(database, who, now)
    with database.read() as session:
        record = stored(session, number)
        row = session.get(Consultation, number)
        issues = session.scalars(select(ConsultationIssue).order_by(ConsultationIssue.place)).all()
    assert record.values == FULL | {"minutes": 40}
    assert (record.version, record.written_by, record.removed) == (1, "相談員A", False)
    assert (row.month, row.weekday) == (202611, 4)
    assert [(one.issue, one.is_primary) for one in issues] == [("housing", False), ("debt", True), ("childcare", False)]


def test_what_a_save_gives_back_is_what_is_stored(database, who, now):
    with database.write() as session:
        first = consultations.create(session, who, now, FULL)
        short = consultations.create(session, who, now, FULL | {"issues": [], "primary": None, "refusals": []})
    with database.write() as session:
        second = consultations.update(session, who, now, first.id, first.version, FULL | {"responses": ["referred"]})
    with database.read() as session:
        for saved in (second, short):
            record, row = stored(session, saved.id), session.get(Consultation, saved.id)
            assert (saved.version, saved.values) == (record.version, record.values)
            assert (saved.desk_id, saved.received_on, saved.case_code) == (row.desk_id, row.received_on, row.case_code)


def test_a_new_record_takes_one_statement_for_each_table_and_one_look_at_the_desk_the_case_and_the_month(
    database, who, now
):
    with database.write() as session:
        case = consultations.create(session, who, now, FULL | {"new_case": True}).case_code
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2].split("\n")[0]))
    made(database, who, now, case_code=case)
    begun = ["BEGIN IMMEDIATE"] if database.is_sqlite else []
    tables = ("consultation", "consultation_issue", "consultation_response", "consultation_refusal", "audit_log")
    looks = [one for one in asked if one.startswith("SELECT")]
    writes = [one for one in asked if one.startswith("INSERT")]
    assert [one.split()[2] for one in writes] == list(tables)
    # The last look is whether the month is closed; PostgreSQL waits for whoever closes it just now.
    waits = [] if database.is_sqlite else ["pg_advisory_xact_lock_shared(%(pg_advisory_xact_lock_shared_2)s::INTEGER,"]
    asked_of = [one.split()[1] if "advisory" in one else one.split()[1].split(".")[0] for one in looks]
    assert asked_of == ["desk", "case_file", *waits, "month_close"]
    assert len(asked) == len(begun) + len(looks) + len(writes)


def test_every_code_of_every_list_can_be_kept(database, who, now):
    for field, name in (("channel", "channel"), ("contact_result", "contact_result"), ("age_band", "age_band")):
        for code in codes.lists()[name]:
            number = made(database, who, now, **{field: code})
            with database.read() as session:
                assert stored(session, number).values[field] == code


def test_a_wrong_record_leaves_nothing(database, who, now):
    with pytest.raises(RefusedError) as refused, database.write() as session:
        consultations.create(session, who, now, FULL | {"received_on": "2026-11-28", "note": "\x00", "new_case": True})
    assert [field for field, _ in refused.value.faults] == ["received_on", "note"]
    with database.read() as session:
        for table in (Consultation, ConsultationIssue, CaseFile, AuditEntry):
            assert session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize("kind", consultations.ONE_PRESS)
def test_one_press_writes_the_hour_and_nothing_that_is_not_known(database, who, now, kind):
    with database.write() as session:
        number = consultations.one_press(session, who, now, kind).id
    with database.read() as session:
        values = stored(session, number).values
    known = {"received_on": "2026-11-27", "hour": 10, "channel": "phone", "contact_result": kind}
    assert {name: value for name, value in values.items() if value not in (None, [], False)} == known


def test_one_press_is_for_three_results_only(database, who, now):
    with pytest.raises(RefusedError, match="無言・間違い・いたずら"), database.write() as session:
        consultations.one_press(session, who, now, "consulted")


def test_a_mended_record_keeps_how_it_was(database, who, other, now):
    number, later = made(database, who, now), now + timedelta(minutes=5)
    changed = FULL | {"minutes": "55", "issues": ["debt", "food"], "primary": "food", "refusals": [], "hour": 0}
    with database.write() as session:
        consultations.update(session, other, later, number, 1, changed)
    with database.read() as session:
        record, [before] = stored(session, number), reading.versions(session, number)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "update")).one()
    assert record.values == changed | {"minutes": 55}
    assert (record.version, record.written_by, record.updated_at) == (2, "相談員A", later)
    assert (before.version, before.name, before.saved_at) == (1, "相談員B", later)
    assert {name: before.content[name] for name in FULL} == FULL | {"minutes": 40}
    assert reading.differences(before.content, record.values) == ["issues", "refusals", "hour", "minutes", "primary"]
    assert entry.detail == {"fields": ["issues", "refusals", "hour", "minutes", "primary"]}


def test_a_change_of_nothing_but_an_issue_is_a_version_too(database, who, now):
    number = made(database, who, now, issues=["housing"], primary=None)
    for version in (1, 2, 3):
        with database.write() as session:
            values = FULL | {"issues": ["debt" if version % 2 else "housing"], "primary": None}
            assert consultations.update(session, who, now, number, version, values).version == version + 1
    with database.read() as session:
        assert [one.content["issues"] for one in reading.versions(session, number)] == [
            ["housing"],
            ["debt"],
            ["housing"],
        ]


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(database, who, other, now):
    number = made(database, who, now)
    with database.write() as session:
        consultations.update(session, who, now, number, 1, FULL | {"note": "はじめの直し"})
    with pytest.raises(SavedMeanwhileError), database.write() as session:
        consultations.update(session, other, now, number, 1, FULL | {"note": "あとの直し"})
    with database.read() as session:
        assert stored(session, number).values["note"] == "はじめの直し"
        assert len(reading.versions(session, number)) == 1


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(database, who, now):
    number, start = made(database, who, now), threading.Barrier(4)
    won: list[str] = []
    told: list[str] = []

    def save(name: str) -> None:
        start.wait()
        try:
            with database.write() as session:
                consultations.update(session, who, now, number, 1, FULL | {"note": name})
            won.append(name)
        except SavedMeanwhileError:
            told.append(name)

    threads = [threading.Thread(target=save, args=(f"{one}人目",)) for one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        record = stored(session, number)
    assert (len(won), len(told)) == (1, 3)
    assert (record.version, record.values["note"]) == (2, won[0])


def test_two_writers_never_get_the_same_case_code(database, who, now):
    start = threading.Barrier(6)
    given: list[str] = []

    def open_case() -> None:
        start.wait()
        with database.write() as session:
            given.append(consultations.create(session, who, now, FULL | {"new_case": True}).case_code or "")

    threads = [threading.Thread(target=open_case) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"K-2026-{number:04}" for number in range(1, 7)]
    with database.read() as session:
        assert sorted(session.scalars(select(CaseFile.code))) == sorted(given)


def test_a_removed_record_stays_with_its_reason_and_can_be_changed_no_more(database, who, now):
    number = made(database, who, now)
    with database.write() as session:
        consultations.remove(session, who, now, number, 1, " 二重に書いた ")
    with database.read() as session:
        record = stored(session, number)
        assert (record.removed, record.removed_reason) == (True, "二重に書いた")
        assert reading.written_on(session, who.account_id, date(2026, 11, 27)) == []
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "remove")).one()
        assert (entry.subject_id, entry.detail) == (str(number), {"reason": "二重に書いた"})
    with pytest.raises(RefusedError), database.write() as session:
        consultations.update(session, who, now, number, 2, FULL)


@pytest.mark.parametrize("reason", ["", "  ", "あ" * 201, "\x00"])
def test_nothing_is_removed_without_a_reason(database, who, now, reason):
    number = made(database, who, now)
    with pytest.raises(RefusedError) as refused, database.write() as session:
        consultations.remove(session, who, now, number, 1, reason)
    assert [field for field, _ in refused.value.faults] == ["removed_reason"]
    with database.read() as session:
        assert not stored(session, number).removed


def test_a_case_hands_over_the_newest_answer_that_is_one(database, who, now):
    with database.write() as session:
        code = consultations.create(
            session,
            who,
            now,
            FULL | {"new_case": True, "received_on": "2026-11-20", "may_call": "n"},
        ).case_code
    made(database, who, now, case_code=code, may_call="unasked", age_band="unknown", municipality=None, children="n")
    removed = made(database, who, now, case_code=code, children="unknown", leave_word="y")
    with database.write() as session:
        consultations.remove(session, who, now, removed, 1, "まちがい")
    with database.read() as session:
        found = reading.carried(session, code or "")
        assert reading.carried(session, "K-2026-0099") == {}
    assert found == {
        "new_or_repeat": "repeat", "age_band": "30s", "municipality": "142042", "may_call": "n", "leave_word": "n",
        "children": "n", "interpreter": "none", "consent": "given",
    }  # fmt: skip


def test_todays_records_of_a_person_are_hers_alone(database, who, other, now):
    mine = [made(database, who, now), made(database, who, now, received_on="2026-11-20")]
    made(database, other, now)
    made(database, who, now - timedelta(days=1), received_on="2026-11-26")
    with database.read() as session:
        assert [one.id for one in reading.written_on(session, who.account_id, date(2026, 11, 27))] == mine[::-1]


def test_without_a_desk_the_sentence_says_whom_to_ask(database, who, now):
    with database.write() as session:
        session.delete(session.scalars(select(Desk)).one())
    with pytest.raises(RefusedError, match="管理者に伝えて"), database.write() as session:
        consultations.create(session, who, now, FULL)


def test_history_is_written_before_each_save_and_never_twice(database, who, now):
    number = made(database, who, now)
    for version in (1, 2):
        with database.write() as session:
            consultations.update(session, who, now, number, version, FULL | {"minutes": str(version)})
    with database.read() as session:
        versions = session.scalars(select(RecordVersion.version).order_by(RecordVersion.version)).all()
    assert versions == [1, 2]
