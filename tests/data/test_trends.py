"""The trends page's figures on both databases: the report's own year, years that are not whole, breakdowns, a day's work, remarks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data import calendar
from data.commands import annotations as writing
from data.commands.checking import RefusedError
from data.models import AuditEntry
from data.queries import annotations, breakdown, columns, figures, filters, recorded, search, series, trends
from data.queries.filters import Filters
from data.queries.series import PUBLISHED, Cell, Definition, Series
from tests.data.records import LEAD, only, record, start

TODAY = date(2026, 11, 27)
OFFICE = "consultations"


@pytest.fixture
def filled(database, now):
    """Two fiscal years of records: each month as many as its number, every third of them LINE, on the first days."""
    with database.write() as session:
        start(session, now)
        number = 0
        for month in [*range(202504, 202513), 202601, 202602, 202603, *range(202604, 202612)]:
            for place in range(month % 100 + (12 if month >= 202604 else 0)):
                number += 1
                day = date(month // 100, month % 100, 1 + place % 25)
                record(
                    session, now, number, day, "housing", *(["debt"] if place % 2 else []),
                    channel="line" if place % 3 == 0 else "phone", age_band=("10s", "20s", "30s", None)[place % 4],
                    hour=10 if place % 2 else None,
                )  # fmt: skip
    return database


def heads(database, today: date = TODAY) -> dict[int, trends.Head]:
    """{fiscal year: what its first line says}."""
    with database.read() as session:
        desk = only(session)
        known = trends.years(session, desk, today)
        found = series.read(session, desk, OFFICE, range(known[0] - 1, known[-1] + 1), today)
        return {
            year: trends.head(found, year, figures.target(session, desk, OFFICE, year), desk.opened_month, today)
            for year in known
        }


def test_the_years_of_the_report_say_what_the_report_says(seeded):
    found = heads(seeded)
    assert list(found) == [2021, 2022, 2023]
    year = found[2023]
    assert (year.value, year.through, year.ratio) == (4081, None, 1459)
    assert year.before is not None
    assert (year.before.share, len(year.months)) == (267, 12)


def test_the_year_of_the_opening_is_compared_like_for_like_and_never_as_growth(seeded):
    year = heads(seeded)[2022]
    assert year.before is not None
    assert (year.before.before, year.before.now) == (1207, 2086)
    assert year.months == (9, 10, 11, 12, 1, 2, 3)
    with seeded.read() as session:
        desk = only(session)
        found = series.read(session, desk, OFFICE, [2021, 2022, 2023], TODAY)
        assert trends.same_months(found, [2021, 2022, 2023], desk.opened_month, TODAY)[1] == {
            2021: 1207, 2022: 2086, 2023: 2696,
        }  # fmt: skip


def test_a_year_that_still_runs_is_compared_without_its_running_month(filled):
    year = heads(filled)[2026]
    assert year.through == 202611
    assert year.value == sum(range(4, 12)) + 8 * 12
    assert year.before is not None
    assert year.months == (4, 5, 6, 7, 8, 9, 10)
    assert (year.before.now, year.before.before) == (49 + 84, 49)


def test_records_after_published_months_are_another_line_and_not_compared(seeded, now):
    with seeded.write() as session:
        for number in range(5):
            record(session, now, 1 + number, date(2024, 4, 2), account_id=None)
    year = heads(seeded, date(2024, 5, 10))[2024]
    assert (year.value, year.before, year.broken) == (5, None, True)
    with seeded.read() as session:
        found = series.read(session, only(session), OFFICE, [2023, 2024], date(2024, 5, 10))
    lines = trends.segments(found, date(2024, 6, 10))
    assert lines[202403] != lines[202404]
    # April is whole; of May, which still runs on the tenth, nothing says yet how many it will be.
    assert lines[202404] == lines[202405]
    assert trends.segments(found, date(2024, 5, 10))[202405] != lines[202404]


def test_an_empty_database_has_no_years(database, now):
    with database.write() as session:
        start(session, now)
    with database.read() as session:
        assert trends.years(session, only(session), TODAY) == []
        assert recorded.since(session, 1) is None


def test_filtered_months_come_from_the_records_and_are_missing_before_them(filled):
    with filled.read() as session:
        found = trends.filtered(
            session,
            only(session),
            columns.read(session, 1),
            Filters(channel=("line",)),
            [2024, 2025, 2026],
            TODAY,
        )
    assert {cell.value for cell in found.of_year(2024)} == {None}
    assert [cell.value for cell in found.of_year(2025)][:3] == [2, 2, 2]
    assert [cell.value for cell in found.of_year(2026)][8:] == [None] * 4


def part(database, item: str, *, protected: bool = False, first=date(2026, 4, 1), other=None) -> breakdown.Breakdown:
    with database.read() as session:
        held = columns.read(session, 1)
    chosen = Filters(since=first, until=date(2027, 3, 31))
    return breakdown.of(held, item, chosen, other, trends.rule(), protected=protected)


def test_a_breakdown_adds_up_beside_the_year_before(filled):
    before = Filters(since=date(2025, 4, 1), until=date(2026, 3, 31))
    found = part(filled, "channel", other=before)
    assert sum(line.now.value or 0 for line in found.lines) == found.total.value == 60 + 96
    assert sum(line.before.value or 0 for line in found.lines if line.before) == 78
    line = next(one for one in found.lines if one.value == "line")
    assert line.change is not None
    assert line.share == f"{(line.now.value or 0) / 156 * 100:.1f}%"


def test_issues_are_told_of_those_that_have_one_and_add_up_to_more(filled):
    found = part(filled, "issue")
    assert found.several
    assert found.answered.value == 156
    assert sum(line.now.value or 0 for line in found.lines) > 156
    assert found.lines[0].share == "100.0%"


def test_an_officer_sees_no_small_count_and_only_multiples_of_five(filled):
    found = part(filled, "age_band", protected=True, first=date(2026, 11, 1))
    seen = {line.label: line.now.value for line in found.lines}
    assert "10代・20代" in seen
    assert "10代以下" not in seen
    assert set(seen.values()) <= {None, 0, 10, 15, 20, 25}
    assert None in seen.values()
    cells, unknown = breakdown.load(_held(filled), Filters(since=date(2026, 11, 1)), trends.rule(), protected=True)
    assert {cell.value for cell in (*cells.values(), unknown)} <= {None, 0, 10, 15}


def _held(database) -> columns.Columns:
    with database.read() as session:
        return columns.read(session, 1)


def test_a_line_leads_to_the_very_records_it_counts(filled):
    chosen = Filters(since=date(2026, 4, 1), until=date(2026, 11, 30))
    for item in ("age_band", "issue", "contact_result", "channel"):
        with filled.read() as session:
            found = breakdown.of(columns.read(session, 1), item, chosen, None, trends.rule(), protected=False)
            for line in found.lines:
                query = breakdown.link(item, line, chosen, trends.rule())
                if query is not None:
                    asked, faults = filters.parse(query)
                    assert (faults, search.count(session, asked)) == ([], line.now.value)


def test_opening_days_are_weekdays_that_are_no_holidays_and_days_with_a_record():
    assert trends.opening_days(202311, TODAY) == 20  # the 3rd and the 23rd are holidays
    assert trends.opening_days(202311, TODAY, {202311: {4, 6}}) == 21  # a Saturday, and a Monday that counts already
    assert trends.opening_days(202611, date(2026, 11, 6)) == 4
    assert trends.opening_days(202701, TODAY) == 0


def test_a_day_is_missing_where_the_count_is_missing_or_the_desk_had_just_opened(seeded):
    with seeded.read() as session:
        desk = only(session)
        found = series.read(session, desk, OFFICE, [2021], TODAY)
        days = trends.a_day(found.cells, desk.opened_month, TODAY, {})
    assert [one.a_day for one in days[:5]] == [None] * 5
    assert days[5].a_day == 38  # 76 on 20 days


def test_a_remark_is_kept_listed_and_taken_back_with_its_audit_entries(filled, now):
    with filled.write() as session:
        first = writing.add(session, LEAD, now, 1, 202604, "system", "新しい法律がはじまった")
        writing.add(session, LEAD, now + timedelta(hours=1), 1, 202512, "publicity", "駅にポスター")
    with filled.read() as session:
        notes = annotations.listed(session, 1, (202504, 202703))
        assert [(note.month, note.place, note.person) for note in notes] == [(202604, 1, "田中"), (202512, 9, "田中")]
        assert annotations.listed(session, 1, (202701, 202703)) == []
    with filled.write() as session:
        writing.remove(session, LEAD, now, first)
    with filled.read() as session:
        assert len(annotations.listed(session, 1, (202504, 202703))) == 1
        kept = session.query(AuditEntry).filter_by(subject="annotation").order_by(AuditEntry.id).all()
        assert [(one.action, one.detail["kind"]) for one in kept] == [
            ("create", "system"), ("create", "publicity"), ("remove", "system"),
        ]  # fmt: skip
        assert "法律" not in str([one.detail for one in kept])


@pytest.mark.parametrize(
    ("month", "kind", "text", "fields"),
    [
        (None, "system", "ことば", ["month"]),
        (202613, "system", "ことば", ["month"]),
        (209901, "", "", ["month", "kind", "text"]),
        (202604, "weather", "ことば", ["kind"]),
        (202604, "system", "あ" * 401, ["text"]),
        (202604, "system", "連絡は a@example.invalid", ["text"]),
    ],
)
def test_a_remark_that_cannot_be_kept_is_refused_with_its_fields(filled, now, month, kind, text, fields):
    def write() -> None:
        with filled.write() as session:
            writing.add(session, LEAD, now, 1, month, kind, text)

    with pytest.raises(RefusedError) as refused:
        write()
    assert [field for field, _ in refused.value.faults] == fields


def test_a_remark_that_is_gone_is_said_to_be_gone(filled):
    with pytest.raises(RefusedError, match="もうありません"), filled.write() as session:
        writing.remove(session, LEAD, datetime(2026, 11, 27, tzinfo=UTC), 99)


def test_a_year_in_which_the_meaning_changed_has_no_sum():
    cells = tuple(Cell(month, 10, "final", PUBLISHED) for month in calendar.months_of(2023))
    meant = (Definition(202304, 1, "前の数え方", False), Definition(202310, 2, "あとの数え方", True))
    found = Series("consultations", cells, meant, (202310,), None)
    head = trends.head(found, 2023, None, None, date(2026, 11, 27))
    assert (head.value, head.changed, head.hidden) == (None, 202310, "")


def test_where_the_total_is_hidden_nothing_is_told_of_what_it_is_made_of(database, now):
    with database.write() as session:
        start(session, now)
        for number in range(1, 6):
            record(session, now, number, date(2026, 9, 8), "housing", municipality="143014", hour=10)
        for number in range(20, 50):
            record(session, now, number, date(2026, 10, 8), "debt", municipality="141003", hour=11)
    held = _held(database)
    september, october = (Filters(since=date(2026, m, 1), until=date(2026, m, 28)) for m in (9, 10))
    for item in breakdown.ITEMS:
        few = breakdown.of(held, item, september, None, trends.rule(), protected=True)
        assert (few.lines, few.total.value) == ((), None), item
        beside = breakdown.of(held, item, october, september, trends.rule(), protected=True)
        assert {line.before for line in beside.lines} == {None}, item
        assert beside.before is not None
        assert str(beside.before) == "10未満"
        assert breakdown.of(held, item, september, None, trends.rule(), protected=False).lines, item
    assert breakdown.load(held, september, trends.rule(), protected=True)[0] == {}
    assert breakdown.load(held, october, trends.rule(), protected=True)[0]
