"""Setting a target: history and audit in one transaction, a stale form refused, every fault a sentence, two at once one wins."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from data import published, seed
from data.commands import targets
from data.commands.checking import RefusedError
from data.commands.targets import Wanted
from data.database import SavedMeanwhileError, StoreError
from data.models import AuditEntry, Target
from data.queries import figures
from data.queries import targets as reading
from tests.data.made import actions, person
from tests.data.records import only

TODAY = date(2026, 11, 27)
GOAL = Wanted(1, "consultations", 2026, 3000, "令和8年度の契約で決めた", "仕様書 3頁", True)


@pytest.fixture
def who(database, now):
    """A lead, on the published figures."""
    with database.write() as session:
        seed.load(session, published.read(), now)
    return person(database, now)


def put(database, who, now, wanted=GOAL, seen=None):
    with database.write() as session:
        made = targets.put(session, who, now, wanted, seen)
        return made.id if made else None


def holds(database, indicator="consultations", year=2026):
    with database.read() as session:
        return figures.target(session, only(session), indicator, year)


def test_a_first_target_holds_with_its_reason_place_and_person(database, who, now):
    put(database, who, now)
    found = holds(database)
    assert (found.value, found.year_stated, found.reason, found.source.place) == (3000, True, GOAL.reason, GOAL.place)
    with database.read() as session:
        (step,) = reading.history(session, 1, "consultations", 2026)
    assert (step.by, step.at, step.replaced_at) == ("leadさん", now, None)


def test_the_one_before_stays_with_the_moment_it_was_replaced_and_the_log_tells_both(database, who, now):
    first, later = put(database, who, now), now + timedelta(days=1)
    put(database, who, later, replace(GOAL, value=3200), first)
    with database.read() as session:
        new, old = reading.history(session, 1, "consultations", 2026)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == "target").order_by(AuditEntry.id)).all()
    assert (new.value, new.replaced_at, old.value, old.replaced_at) == (3200, None, 3000, later)
    assert (entry[-1].detail["before"], entry[-1].detail["after"]) == (3000, 3200)
    assert actions(database, "target") == ["target_set", "target_set"]


def test_the_published_target_of_the_report_can_be_replaced_and_a_new_seed_leaves_it(database, who, now):
    seen = next(one for one in holds_rows(database) if one.indicator_id == "consultations").id
    wanted = replace(GOAL, fiscal_year=2023, value=2900, place="「目的・目標」2項目め")
    put(database, who, now, wanted, seen)
    with database.write() as session:
        left = seed.load(session, published.read(), now).left
    assert holds(database, year=2023).value == 2900
    assert holds(database, year=2023).source.title.startswith("つながりサポート事業")
    assert any("人が決め直した" in line for line in left)


def holds_rows(database):
    with database.read() as session:
        return list(session.scalars(select(Target).where(Target.replaced_at.is_(None))))


def test_the_same_again_changes_nothing(database, who, now):
    first = put(database, who, now)
    assert put(database, who, now, replace(GOAL, reason="もう一度"), first) is None
    assert actions(database, "target") == ["target_set"]


def test_a_form_that_began_before_somebody_else_saved_is_refused(database, who, now):
    first = put(database, who, now)
    put(database, who, now, replace(GOAL, value=3100), first)
    for stale in (first, None, 9999):
        with pytest.raises(SavedMeanwhileError):
            put(database, who, now, replace(GOAL, value=3300), stale)
    assert holds(database).value == 3100


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"value": -1}, "value", "マイナス"),
        ({"value": None}, "value", "入れてください"),
        ({"value": 1_000_001}, "value", "大きすぎます"),
        ({"indicator": "training_usefulness", "value": 1001}, "value", "100%まで"),
        ({"indicator": "invented"}, "indicator", "その指標はありません"),
        ({"fiscal_year": 1999}, "fiscal_year", "令和3年度から"),
        ({"fiscal_year": 2037}, "fiscal_year", "令和18年度まで"),
        ({"reason": "  "}, "reason", "書いてください"),
        ({"reason": "わ" * 401}, "reason", "400字まで"),
        ({"place": "頁" * 201}, "place", "200字まで"),
        ({"place": "a\x00b"}, "place", "出せない文字"),
        ({"desk_id": 77}, "desk_id", "相談室"),
    ],
)
def test_every_fault_is_a_sentence_and_nothing_is_written(database, who, now, change, field, says):
    with pytest.raises(RefusedError) as refused:
        put(database, who, now, replace(GOAL, **change))
    assert [fault.field for fault in refused.value.faults] == [field]
    assert says in refused.value.faults[0].sentence
    assert actions(database, "target") == []


def test_all_faults_are_said_at_once(database, who, now):
    with pytest.raises(RefusedError) as refused:
        put(database, who, now, replace(GOAL, value=-1, reason="", fiscal_year=1))
    assert len(refused.value.faults) == 3


def test_a_target_of_zero_is_kept_and_gives_no_ratio(database, who, now):
    put(database, who, now, replace(GOAL, value=0))
    with database.read() as session:
        found = figures.one(session, only(session), "consultations", 2026, TODAY)
    assert found.target is not None
    assert (found.target.value, found.ratio) == (0, None)


@pytest.mark.parametrize("first", [True, False])
def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(database, who, now, first):
    seen = None if first else put(database, who, now)
    begin, told = threading.Barrier(2), []

    def save(value: int) -> None:
        begin.wait()
        try:
            put(database, who, now, replace(GOAL, value=value), seen)
            told.append("kept")
        except (SavedMeanwhileError, StoreError) as error:
            told.append(type(error).__name__)

    threads = [threading.Thread(target=save, args=(value,)) for value in (4000, 5000)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["SavedMeanwhileError", "kept"]
    assert len([one for one in holds_rows(database) if one.fiscal_year == 2026]) == 1
