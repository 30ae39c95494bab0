"""Open data: published figures as they are, what the records count protected, months that are not over left out."""

from datetime import date

import pytest

from data import published, seed
from data.queries import open_data, yearly
from tests.data.records import only, record, start

TODAY = date(2026, 11, 27)
KEYS = ("指標", "年度", "月", "回", "値", "状態")


def rows(database, today=TODAY):
    with database.read() as session:
        found = open_data.sheet(session, today)
    return [dict(zip(found.head, row, strict=True)) for row in found.rows]


@pytest.fixture
def kept(database, now):
    """September 2026: 12 by telephone and 3 by LINE; November: 11; no published figures."""
    with database.write() as session:
        seed.load(session, published.read(), now, figures=False)
        start(session, now)
        for number in range(1, 16):
            record(session, now, number, date(2026, 9, number), "housing", channel="phone" if number > 3 else "line")
        for number in range(16, 27):
            record(session, now, number, date(2026, 11, number), "debt")
    return database


def test_published_figures_are_as_printed_each_with_its_source(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
    found = rows(database)
    own = [row for row in found if row["指標"] == "相談受付件数" and row["年度"] == 2023]
    assert [row["値"] for row in own] == [288, 254, 231, 251, 361, 299, 336, 474, 416, 403, 393, 375]
    assert {row["資料"] for row in own} == {"つながりサポート事業【神奈川県】（令和5年度の事業報告）"}
    april = next(row for row in found if row["月"] == "2021-04")
    assert (april["値"], april["状態"]) == ("", "開設前")
    assert {row["値"] for row in found if row["指標"] == "研修参加者による有益度の評価"} == {"90.9", "95.5", "93.8"}
    assert not [row for row in found if row["指標"] == "同行支援件数"]


def test_counts_of_records_leave_protected_and_no_month_that_still_grows(kept):
    found = {(row["指標"], row["月"]): row for row in rows(kept)}
    september = found["相談受付件数", "2026-09"]
    assert (september["値"], september["状態"], september["数え方"]) == (15, "速報", "記録から（保護済み）")
    assert (found["LINE相談件数", "2026-09"]["値"], found["LINE相談件数", "2026-09"]["状態"]) == ("秘匿", "秘匿")
    assert found["相談受付件数", "2026-10"]["値"] == 0
    assert ("相談受付件数", "2026-11") not in found


def test_an_empty_database_is_a_table_without_rows(database):
    assert rows(database) == []


def test_the_report_of_a_year_of_records_has_protected_breakdowns_of_the_same_records(kept):
    with kept.read() as session:
        found = yearly.read(session, 2026, TODAY)
    assert found is not None
    by = {one.dimension: one for one in found.breakdowns}
    issues = dict(by["issue"].rows)
    # November still runs: its eleven of 債務 are not in.
    assert (str(issues["住まい"]), str(issues["債務"]), str(by["issue"].total)) == ("15", "0", "15")
    assert str(dict(by["channel"].rows)["LINE"]) == "10未満"


def test_a_year_of_published_figures_alone_has_no_breakdowns(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
    with database.read() as session:
        desk = only(session)
        found = yearly.read(session, 2023, TODAY)
        assert desk is not None
        assert found is not None
        assert found.breakdowns == ()
