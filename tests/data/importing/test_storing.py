"""One batch, one transaction: stored whole or not at all, asked where it is not clear, and never into a closed month."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data import published, seed
from data.commands import importing
from data.importing.preview import preview
from data.models import (
    Account,
    Consultation,
    ImportBatch,
    ImportRow,
    MonthClose,
)
from tests.data.importing.counting import figures
from tests.data.importing.making import HEAD, MONTHS, OTHER, R3, R4, R5, ROW, SHEET, TRAININGS, YEAR5, book


def test_the_same_figures_again_are_nothing_to_store(bring, look):
    bring(book(s=SHEET))
    again = look(book(s=[*SHEET, []]) + b"")
    assert again.exit_code == 2
    other = look(book(t=SHEET))
    assert other.exit_code == 2
    assert other.duplicates.total == 12
    assert "もう記録にあります" in other.stops


def test_the_very_same_file_is_refused_until_it_was_undone(look, bring, take_back):
    content = book(s=SHEET)
    batch = bring(content)
    assert "取り込んであります" in look(content).refused
    take_back(batch)
    assert look(content).ready


def test_another_figure_than_the_stored_one_stops_until_somebody_chooses(database, look, bring, take_back):
    bring(book(s=SHEET))
    asked = look(book(s=OTHER))
    assert asked.exit_code == 3
    assert [(one.row, one.column, one.found, one.stored) for one in asked.conflicts] == [
        (3, "B", "300", "令和5年4月 288")
    ]
    assert [one.id for one in asked.questions] == ["conflicts"]
    assert look(book(s=OTHER), answers={"conflicts": "keep"}).exit_code == 2
    batch = bring(book(s=OTHER), answers={"conflicts": "replace"})
    assert figures(database)[202304] == 300
    take_back(batch)
    assert figures(database) == dict(zip(YEAR5, R5, strict=True))


def test_a_figure_that_somebody_else_stored_meanwhile_stops_the_commit(database, look, bring, now):
    seen = look(book(s=OTHER))
    bring(book(s=SHEET))
    with database.write() as session:
        batch = importing.stage(session, None, seen, now)
    with pytest.raises(importing.ImportFaultError, match="ほかの人"), database.write() as session:
        importing.commit(session, None, batch, now)
    assert figures(database) == dict(zip(YEAR5, R5, strict=True))


def closed(database, now, month: int) -> None:
    """Closes a month."""
    with database.write() as session:
        account = Account(name="a", display_name="あ", role="lead", created_at=now)
        session.add(account)
        session.flush()
        session.add(
            MonthClose(desk_id=1, month=month, closed_at=now, closed_by=account.id, reopened_at=None, reopened_by=None)
        )


def test_a_closed_month_does_not_move(database, look, bring, now, take_back):
    batch = bring(book(s=SHEET))
    closed(database, now, 202305)
    found = look(book(s=[["令和5年度 相談受付件数"], ["", "5月"], ["件数", 300]]))
    assert "締めてあります" in found.rejected[0].why
    with pytest.raises(importing.ImportFaultError, match="締めてあります"):
        take_back(batch)
    assert "締めてあります" in look(book(s=[HEAD, ["R5.5.10", *ROW[1:]]])).rejected[0].why


def test_a_month_closed_between_looking_and_storing_does_not_move(database, look, now):
    seen = look(book(s=SHEET))
    with database.write() as session:
        batch = importing.stage(session, None, seen, now)
    closed(database, now, 202305)
    with pytest.raises(importing.ImportFaultError, match="締められました"), database.write() as session:
        importing.commit(session, None, batch, now)
    assert figures(database) == {}


def test_a_batch_that_nobody_committed_is_cleared_away_later(database, look, now):
    with database.write() as session:
        importing.stage(session, None, look(book(s=SHEET)), now)
    with database.write() as session:
        importing.stage(session, None, look(book(t=SHEET)), now + timedelta(hours=2))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 12


def test_a_survey_in_persons_or_in_percent_is_asked_where_nothing_says_it(look, bring):
    bring(book(s=TRAININGS))
    content = book(s=[["令和5年度"], ["", "1回目"], ["大変よかった", 30], ["よかった", 20], ["不満", 1]])
    (question,) = look(content).questions
    assert question.id == "survey_unit"
    rows = [c["values"]["answers"] for _, _, c in look(content, answers={"survey_unit": "answers"}).rows.rows()]
    assert rows == [30, 20, 1]


def test_progress_is_told_while_many_rows_are_read_and_stored(database, desk, now):
    told: list[tuple[str, int, int]] = []
    content = book(s=[HEAD, *([*ROW[:-1], n % 1440] for n in range(4_500))])
    found = preview(
        io.BytesIO(content), "記録.xlsx", database, {"same_rows": "keep"}, now, lambda a, b: told.append(("read", a, b))
    )
    with database.write() as session:
        batch = importing.stage(session, None, found, now, lambda a, b: told.append(("stage", a, b)))
    with database.write() as session:
        importing.commit(session, None, batch, now, lambda a, b: told.append(("commit", a, b)))
    assert [one for one in told if one[0] == "read"] == [("read", 2000, 4501), ("read", 4000, 4501)]
    assert [one for one in told if one[0] == "commit"][-1] == ("commit", 4500, 4500)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Consultation)) == 4500


def test_the_published_years_find_themselves_in_a_database_that_has_them(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
    before = figures(database)
    rows = [["相談受付件数"], ["", *MONTHS], ["令和5年度", *R5], ["令和4年度", *R4], ["令和3年度", *R3]]
    found = preview(io.BytesIO(book(s=rows)), "推移.xlsx", database, {}, now)
    assert (found.duplicates.total, found.conflicts.total, found.rejected.total) == (36, 0, 0)
    assert found.exit_code == 2
    assert figures(database) == before
