"""Records are found the same way on both databases: each filter alone, page by page, the count up to its bound."""

from datetime import date, timedelta
from typing import Any

import pytest

from data.models import ImportBatch
from data.queries import search
from data.queries.filters import Filters
from data.queries.search import Cursor
from tests.data.records import record, start

DAY = date(2026, 11, 1)


@pytest.fixture
def filled(database, now):
    """Ten records, 1 the oldest, each different in what one filter looks at; 10 was removed."""
    with database.write() as session:
        start(session, now)
        session.add(
            ImportBatch(
                id=7,
                kind="records",
                file_name="令和5年度.xlsx",
                sha256="0" * 64,
                state="committed",
                previewed_at=now,
                summary={},
            )
        )
        session.flush()

        def add(number, *issues, **columns):
            record(session, now, number, DAY + timedelta(days=number - 1), *issues, **columns)

        add(1, channel="line")
        add(2, age_band="20s", new_or_repeat="new")
        add(3, municipality="141003", referral_source="web", hour=10)
        add(4, "housing", "debt", hour=0)
        add(5, "debt", contact_result="informed")
        add(6, urgency="now", note="家賃とLINEのこと")
        add(7, case_code="K-2026-0001", note="Lineで話した")
        add(8, callback_due=DAY)
        add(9, callback_due=DAY, callback_done_on=DAY, account_id=1, import_batch_id=7)
        add(10, channel="line", removed_at=now, removed_reason="二重")
    return database


def found(database, **given):
    with database.read() as session:
        return [row.id for row in search.page(session, Filters(**given)).rows]


CASES: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [9, 8, 7, 6, 5, 4, 3, 2, 1]),
    ({"channel": ("line",)}, [1]),
    ({"channel": ("line", "phone"), "until": DAY + timedelta(days=1)}, [2, 1]),
    ({"since": DAY + timedelta(days=7)}, [9, 8]),
    ({"since": DAY, "until": DAY}, [1]),
    ({"age_band": ("20s",)}, [2]),
    ({"age_band": ("blank",), "since": DAY + timedelta(days=7)}, [9, 8]),
    ({"age_band": ("20s", "blank"), "until": DAY + timedelta(days=1)}, [2, 1]),
    ({"new_or_repeat": ("new",)}, [2]),
    ({"municipality": ("141003",)}, [3]),
    ({"referral_source": ("web",)}, [3]),
    ({"issue": ("debt",)}, [5, 4]),
    ({"issue": ("housing", "debt")}, [5, 4]),
    ({"issue": ("family",)}, []),
    ({"contact_result": ("informed",)}, [5]),
    ({"urgency": ("now",)}, [6]),
    ({"weekday": 6}, [8, 1]),
    ({"weekday": 0}, [9, 2]),
    ({"hour": 0}, [4]),
    ({"weekday": 1, "hour": 10}, [3]),
    ({"weekday": 2, "hour": 10}, []),
    ({"case": "with"}, [7]),
    ({"case": "without", "since": DAY + timedelta(days=6)}, [9, 8]),
    ({"case_code": "K-2026-0001"}, [7]),
    ({"case_code": "K-2026-0002"}, []),
    ({"callback": "any"}, [9, 8]),
    ({"callback": "open"}, [8]),
    ({"callback": "done"}, [9]),
    ({"person": 1}, [9]),
    ({"batch": 7}, [9]),
    ({"word": "家賃"}, [6]),
    ({"word": "line"}, [7, 6]),
    ({"word": "LINE"}, [7, 6]),
    ({"word": "%"}, []),
    ({"word": "'; DROP TABLE consultation; --"}, []),
    ({"issue": ("debt",), "contact_result": ("informed",)}, [5]),
]


def test_each_filter_finds_its_records_newest_first(filled):
    assert [(given, found(filled, **given)) for given, _ in CASES] == CASES


# How often an issue must be found to be gathered (FEW) or looked up (RARE), and how SQLite then reads the records.
WAYS = [
    ({}, "SEARCH consultation USING INTEGER PRIMARY KEY (rowid=?)"),
    ({"RARE": 1, "RARE_BEHIND": 1}, "SCAN consultation USING COVERING INDEX ix_consultation_search"),
    ({"FEW": 1}, "CORRELATED SCALAR SUBQUERY"),
]


def plan(database, chosen) -> str:
    """How SQLite reads the newest records of the filters."""
    with database.read() as session:
        asked = search._ids(search.conditions(session, chosen)).limit(search.COUNTED + 1)
        text = str(asked.compile(database.engine, compile_kwargs={"literal_binds": True}))
        return " / ".join(row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))


@pytest.mark.parametrize(("bounds", "way"), WAYS)
def test_a_rare_a_middling_and_a_frequent_issue_are_read_in_their_own_ways_and_found_alike(
    filled, monkeypatch, bounds, way
):
    for name, value in bounds.items():
        monkeypatch.setattr(search, name, value)
    chosen = Filters(issue=("debt", "housing"))
    with filled.read() as session:
        first = search.page(session, chosen, size=1)
        second = search.page(session, chosen, after=first.older, size=1)
        back = search.page(session, chosen, before=second.newer, size=1)
    assert [[row.id for row in one.rows] for one in (first, second, back)] == [[5], [4], [5]]
    assert {one.count for one in (first, second, back)} == {2}
    if filled.is_sqlite:
        assert way in plan(filled, chosen)


def test_a_record_with_two_of_the_issues_asked_for_is_found_once(filled, monkeypatch):
    for bounds, _ in WAYS:
        with monkeypatch.context() as patch:
            for name, value in bounds.items():
                patch.setattr(search, name, value)
            assert found(filled, issue=("debt", "housing")) == [5, 4]


def test_a_row_holds_what_the_list_shows_and_the_primary_issue_comes_first(filled):
    with filled.read() as session:
        row = search.page(session, Filters(issue=("housing",))).rows[0]
        last = search.page(session, Filters(callback="done")).rows[0]
    assert (row.issues, row.channel, row.person) == (("housing", "debt"), "phone", "佐々木")
    assert (last.person, last.callback_done_on) == ("田中", DAY)


def test_pages_go_through_all_records_and_back_each_once(database, now):
    with database.write() as session:
        start(session, now)
        for number in range(1, 24):
            # Several on one day: the number decides.
            record(session, now, number, DAY + timedelta(days=number // 5))
    with database.read() as session:
        pages = [search.page(session, Filters(), size=5)]
        while pages[-1].older:
            pages.append(search.page(session, Filters(), after=pages[-1].older, size=5))
        back = [pages[-1]]
        while back[-1].newer:
            back.append(search.page(session, Filters(), before=back[-1].newer, size=5))
    seen = [row.id for page in pages for row in page.rows]
    assert sorted(seen) == list(range(1, 24))
    assert seen == sorted(seen, key=lambda number: (number // 5, number), reverse=True)
    assert {page.count for page in pages} == {23}
    assert pages[0].newer is None
    assert {row.id for page in back for row in page.rows} == set(seen)
    assert back[-1].rows == pages[0].rows


def test_a_record_that_comes_meanwhile_shifts_no_later_page(filled, now):
    with filled.read() as session:
        first = search.page(session, Filters(), size=3)
    with filled.write() as session:
        record(session, now, 11, DAY + timedelta(days=20))
    with filled.read() as session:
        second = search.page(session, Filters(), after=first.older, size=3)
    assert [row.id for row in second.rows] == [6, 5, 4]


def test_the_count_is_exact_up_to_its_bound_and_none_beyond(filled, monkeypatch):
    for bound, said in ((9, 9), (8, None)):
        monkeypatch.setattr(search, "COUNTED", bound)
        with filled.read() as session:
            first = search.page(session, Filters(), size=2)
            later = search.page(session, Filters(), after=first.older, size=2)
        assert first.count == later.count == said


def test_the_list_and_the_count_are_read_from_the_index_alone(filled):
    if not filled.is_sqlite:
        with filled.read() as session:
            assert search.count(session, Filters(channel=("line",))) == 1
        return
    read = plan(filled, Filters(channel=("line",), case="without", person=2, callback="open"))
    assert "USING COVERING INDEX ix_consultation_search" in read
    assert "TEMP B-TREE" not in read


@pytest.mark.parametrize(
    "text", ["", "x", "2026-11-01", "2026-11-01.x", "2026-13-01.4", "'.1", "2026-11-01." + "9" * 20]
)
def test_a_broken_place_in_a_link_is_the_beginning(text):
    assert Cursor.read(text) is None


def test_a_place_goes_into_a_link_and_back():
    place = Cursor(DAY, 42)
    assert Cursor.read(str(place)) == place


def test_people_and_committed_imports_have_names(filled):
    with filled.read() as session:
        names = search.names(session)
    assert (dict(names.people), dict(names.batches)) == ({1: "田中", 2: "佐々木"}, {7: "7 令和5年度.xlsx"})
