"""The audit log as it is read: each filter, page by page, and who saw which record."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data import audit
from data.commands import case_files, seen
from data.queries import audit_words, auditing
from data.queries.auditing import Asked
from tests.data.records import LEAD, start


@pytest.fixture
def filled(database, now):
    """Six entries, an hour apart; the last list held the records 12 and 13."""
    with database.write() as session:
        start(session, now)

        def add(hours, action, subject, subject_id="", **detail):
            audit.write(session, LEAD, now + timedelta(hours=hours), action, subject, subject_id, **detail)

        add(0, "sign_in", "account", 1)
        add(1, "view", "consultation", 12)
        add(2, "update", "consultation", 112)
        add(3, "export", "consultation", filters="すべての記録", from_to="1–20000", count=20_000)
        audit.write(session, None, now + timedelta(hours=4), "sign_in_failed", "account")
        seen.note(session, LEAD, now + timedelta(hours=20), "すべての記録", [12, 13])
    return database


ROOT = Path(__file__).parents[2]
CASES: list[tuple[dict[str, Any], int]] = [
    ({}, 6),
    ({"person": "tanaka"}, 5),
    ({"action": "view"}, 1),
    ({"subject": "account"}, 2),
    ({"record": "12"}, 2),
    ({"record": "13"}, 1),
    ({"record": "1"}, 1),
    ({"record": "%"}, 0),
    # Tokyo's days: ten in the morning of the 27th until six of the 28th.
    ({"since": date(2026, 11, 27), "until": date(2026, 11, 27)}, 5),
    ({"since": date(2026, 11, 28)}, 1),
    ({"until": date(2026, 11, 26)}, 0),
]


def test_each_filter_finds_its_entries(filled):
    with filled.read() as session:
        found = [(given, auditing.page(session, Asked(**given)).count) for given, _ in CASES]
        assert auditing.unnamed(session, Asked(record="12")) == 1
        assert auditing.people(session) == ["tanaka", audit.NOBODY]
    assert found == CASES


def test_what_the_page_of_a_case_showed_is_found_by_each_row_and_its_kind(database, now):
    with database.write() as session:
        start(session, now)
        rows = {"consultation": (12, 13), "activity": (7,), "support_plan": ()}
        case_files.seen(session, LEAD, now, "K-2026-0042", rows)
    asked: list[tuple[dict[str, Any], int]] = [
        ({"record": "K-2026-0042"}, 1),
        ({"record": "12"}, 1),
        ({"record": "1"}, 0),
        ({"subject": "consultation", "record": "13"}, 1),
        ({"subject": "consultation", "record": "7"}, 0),
        ({"subject": "activity", "record": "7"}, 1),
        ({"subject": "support_plan", "record": "7"}, 0),
        ({"subject": "case_file", "record": "K-2026-0042"}, 1),
        ({"subject": "consultation"}, 0),
    ]
    with database.read() as session:
        assert [(given, auditing.page(session, Asked(**given)).count) for given, _ in asked] == asked
        entry = auditing.page(session, Asked()).rows[0]
    assert auditing.cells(entry)[3:] == ("開いて見た", "ケース", "K-2026-0042", "相談の記録 12 13・活動 7")


def test_pages_go_through_all_entries_once(filled):
    numbers, below = [], None
    while True:
        with filled.read() as session:
            page = auditing.page(session, Asked(), below, size=4)
        numbers += [row.id for row in page.rows]
        below = page.older
        if below is None:
            break
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 6


def test_an_entry_is_said_in_words_with_the_time_in_tokyo(filled):
    with filled.read() as session:
        entry = auditing.page(session, Asked(action="list")).rows[0]
    assert auditing.cells(entry)[1:] == (
        "2026-11-28 06:00:00",
        "tanaka",
        "一覧を見た",
        "相談の記録",
        "",
        "条件 すべての記録・件数 2・記録 12 13",
    )


# Where the action stands among the arguments of what writes an entry; the subject comes after it.
WRITERS = {"audit.write": 3, "_note": 3, "audit.by_command": 2}


def written() -> Iterator[tuple[list[str], set[str]]]:
    """Of every place that writes an entry: the action and the subject where they stand there, the names of its details."""
    for file in (*ROOT.glob("data/**/*.py"), *ROOT.glob("ui/**/*.py"), *ROOT.glob("web/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            start = WRITERS.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
            if start and isinstance(node, ast.Call):
                places = node.args[start : start + 2]
                said = [str(one.value) for one in places if isinstance(one, ast.Constant) and one.value]
                yield said, {one.arg for one in node.keywords if one.arg} - {"name"}


def test_every_entry_that_is_written_anywhere_has_words():
    found = list(written())
    assert len(found) > 30
    assert ["backup", "store"] in [said for said, _ in found]
    words = {word for said, _ in found for word in said}
    assert words - set(audit_words.ACTIONS) - set(audit_words.SUBJECTS) == set()
    assert {name for _, names in found for name in names} - set(audit_words.DETAILS) == set()


@pytest.mark.parametrize(("detail", "said"), [
    ({"case": "K-2026-0042", "result": "consulted"}, "ケース K-2026-0042・結果 相談成立"),
    ({"case": None, "kind": "accompany"}, "種類 同行"),
    ({"fields": ["issues", "next_review"]}, "直した欄 課題、つぎの見直しの日"),
    ({"before": "lead", "after": "admin"}, "前 統括・後 管理者"),
    ({"consultation": ",12,13,", "activity": ""}, "相談の記録 12 13"),
    ({"before": {"value": 288, "status": "final"}, "after": {"value": None, "status": "not_open"}},
     "前 値 288、状態 確定・後 値 なし、状態 開設前"),
    ({"after": {"direction": "up", "breaks_series": True, "unheard": "of"}},
     "後 よい向き 多いほどよい、ここで続きが切れる はい、unheard of"),
    ({"way": "second_step", "unheard": "of"}, "方法 二つめの確認・unheard of"),
])  # fmt: skip
def test_details_are_said_in_words(detail, said):
    assert audit_words.said(detail) == said


def test_a_page_drawn_again_is_one_entry_and_another_page_is_another(database):
    now = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
    with database.write() as session:
        start(session, now)
    for minutes, ids in ((0, [1, 2]), (1, [1, 2]), (2, [3]), (3, [1, 2]), (20, [1, 2])):
        with database.write() as session:
            seen.note(session, LEAD, now + timedelta(minutes=minutes), "すべての記録", ids)
    with database.read() as session:
        found = [row.detail["ids"] for row in auditing.page(session, Asked()).rows]
    assert found == [",1,2,", ",1,2,", ",3,", ",1,2,"]


def test_the_filters_are_said_in_one_line():
    asked = Asked(person="tanaka", action="export", record="12", since=date(2026, 11, 1))
    assert auditing.describe(asked) == "だれが tanaka・したこと 書き出した・番号・名前 12・から 2026-11-01"
    assert auditing.describe(Asked()) == "すべて"
