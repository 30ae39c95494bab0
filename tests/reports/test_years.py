"""Years that are not whole: nothing known, one month, still running, the first one; each says so and invents nothing."""

from datetime import date

import pytest

from data import migrating, published, seed
from data.database import Database
from data.models import Desk
from data.queries import yearly
from reports import files
from tests.data.records import record
from tests.reports.conftest import NOW, READERS, TODAY, read


@pytest.fixture
def empty(tmp_path):
    """A database of the newest form with nothing in it."""
    database = Database(f"sqlite:///{tmp_path / 'records.db'}")
    migrating.upgrade(database)
    yield database
    database.close()


def effects(report) -> tuple[str, ...]:
    """The sentences of 事業の効果."""
    return next(one.lines for one in report.sections if one.heading == "effects")


def test_an_empty_database_and_a_desk_that_nobody_seeded_have_no_year(empty):
    with empty.read() as session:
        assert yearly.years(session, TODAY) == []
        assert yearly.read(session, 2026, TODAY) is None
    with empty.write() as session:
        session.add(Desk(name="新しい相談室"))
        session.flush()
        record(session, NOW, 1, date(2026, 11, 2), account_id=None)
    with empty.read() as session:
        assert yearly.years(session, TODAY) == []
        assert yearly.read(session, 2026, TODAY) is None


def test_of_one_month_the_rest_is_no_data_and_small_breakdowns_do_not_leave(empty):
    with empty.write() as session:
        seed.load(session, published.read(), NOW, figures=False)
        session.add(Desk(name="新しい相談室"))
        session.flush()
        for number in range(1, 8):
            record(session, NOW, number, date(2026, 6, number), account_id=None)
    found = read(empty, 2026)
    assert effects(found)[:3] == (
        "令和8年度の相談受付件数は、10未満である。",
        "令和8年度は、まだ終わっていない（令和8年11月27日 現在）。",
        "4月、5月は、データなし。",
    )
    monthly = next(table for section in found.sections for table in section.tables)
    assert [str(row[1]) for row in monthly.rows] == [
        "データなし", "データなし", *["秘匿"] * 5, *["データなし"] * 5, "10未満",
    ]  # fmt: skip
    assert not [
        table for section in found.sections for table in section.tables if "内わけ" in table.title and table.rows
    ]
    making = files.of(found)
    for ending, read_text in READERS.items():
        text = read_text(making.make(ending))
        assert "データなし" in text
        assert "7件" not in text
        assert "この年度の目標は、データなし。" in text.replace("\n", "")


def test_a_year_that_runs_says_so_and_a_year_that_began_late_names_its_months(made_up):
    assert "令和8年度は、まだ終わっていない（令和8年11月27日 現在）。" in effects(read(made_up, 2026))
    late = effects(read(made_up, 2023))
    assert "4月、5月、6月、7月、8月、9月、10月は、データなし。" in late
    assert not [line for line in late if "まだ終わっていない" in line]


def test_months_before_the_opening_are_not_called_without_data(seeded):
    assert not [line for line in effects(read(seeded, 2021)) if "月は、データなし" in line]
