"""One batch, one transaction, and a way back: what stood before stands again, or a sentence says why it cannot."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from data import published, seed
from data.commands import importing
from data.importing import command
from data.importing.preview import preview
from data.models import (
    Account,
    Activity,
    AuditEntry,
    CaseFile,
    Consultation,
    ConsultationIssue,
    FactMonth,
    ImportBatch,
    ImportRow,
    MonthClose,
    SurveyResult,
    TrainingSession,
)
from tests.data.importing.counting import figures, stored
from tests.data.importing.making import HEAD, MONTHS, R3, R4, R5, ROW, YEAR5, book

SHEET = [["令和5年度 相談受付件数"], ["", *MONTHS, "計"], ["件数", *R5, sum(R5)]]
OTHER = [["令和5年度 相談受付件数"], ["", "4月", "5月"], ["件数", 300, 254]]
TRAININGS = [
    ["令和5年度 研修"], ["回", "実施日", "テーマ", "参加人数"], ["1回目", "令和5年9月15日", "新しい法律", 100],
    ["2回目", "R5.11.15", "居場所", 59], ["計", "", "", 159],
]  # fmt: skip
SURVEY = [
    ["令和5年度 アンケート"], ["", "大変よかった", "よかった", "どちらでもない", "やや不満", "不満"],
    ["1回目", 33.4, 57.6, 3.0, 0, 0], ["2回目", 50.0, 45.5, 4.5, 0, 0],
]  # fmt: skip


def take_back(database, batch: int, now) -> int:
    """Undoes a batch in a transaction of its own."""
    with database.write() as session:
        return importing.undo(session, None, batch, now)


def test_the_published_year_is_stored_and_taken_back(database, bring, now):
    batch = bring(book(s=SHEET))
    assert figures(database) == dict(zip(YEAR5, R5, strict=True))
    assert take_back(database, batch, now) == 12
    assert figures(database) == {}
    with database.read() as session:
        assert session.scalars(select(ImportBatch.state)).all() == ["undone"]
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == ["import", "import_undo"]


def test_the_same_figures_again_are_nothing_to_store(bring, look):
    bring(book(s=SHEET))
    again = look(book(s=[*SHEET, []]) + b"")
    assert again.exit_code == 2
    other = look(book(t=SHEET))
    assert other.exit_code == 2
    assert other.duplicates.total == 12
    assert "もう記録にあります" in other.stops


def test_the_very_same_file_is_refused_until_it_was_undone(database, look, bring, now):
    content = book(s=SHEET)
    batch = bring(content)
    assert "取り込んであります" in look(content).refused
    take_back(database, batch, now)
    assert look(content).ready


def test_another_figure_than_the_stored_one_stops_until_somebody_chooses(database, look, bring, now):
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
    take_back(database, batch, now)
    assert figures(database) == dict(zip(YEAR5, R5, strict=True))


def test_two_batches_are_taken_back_one_after_the_other(database, bring, now):
    first = bring(book(s=SHEET))
    second = bring(book(s=OTHER), answers={"conflicts": "replace"})
    with pytest.raises(importing.ImportFaultError, match="直されています"):
        take_back(database, first, now)
    take_back(database, second, now)
    assert take_back(database, first, now) == 12
    assert figures(database) == {}


def test_a_figure_that_was_mended_since_keeps_the_batch_where_it_is(database, bring, now):
    batch = bring(book(s=SHEET))
    with database.write() as session:
        session.scalars(select(FactMonth).where(FactMonth.month == 202305)).one().value = 255
    with pytest.raises(importing.ImportFaultError, match="元に戻せません"):
        take_back(database, batch, now)
    assert figures(database)[202305] == 255
    assert len(figures(database)) == 12


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


def test_a_closed_month_does_not_move(database, look, bring, now):
    batch = bring(book(s=SHEET))
    closed(database, now, 202305)
    found = look(book(s=[["令和5年度 相談受付件数"], ["", "5月"], ["件数", 300]]))
    assert "締めてあります" in found.rejected[0].why
    with pytest.raises(importing.ImportFaultError, match="締めてあります"):
        take_back(database, batch, now)
    assert "締めてあります" in look(book(s=[HEAD, ["R5.5.10", *ROW[1:]]])).rejected[0].why


def test_a_month_closed_between_looking_and_storing_does_not_move(database, look, now):
    seen = look(book(s=SHEET))
    with database.write() as session:
        batch = importing.stage(session, None, seen, now)
    closed(database, now, 202305)
    with pytest.raises(importing.ImportFaultError, match="締められました"), database.write() as session:
        importing.commit(session, None, batch, now)
    assert figures(database) == {}


def test_records_are_stored_and_taken_back_with_their_issues_and_cases(database, bring, now):
    batch = bring(book(s=[[*HEAD, "ケース番号"], *([*ROW[:-1], n, f"K-2026-{n % 7 + 1}"] for n in range(50))]))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Consultation)) == 50
        assert session.scalar(select(func.count()).select_from(CaseFile)) == 7
    assert take_back(database, batch, now) == 50
    with database.read() as session:
        for table in (Consultation, ConsultationIssue, CaseFile):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_record_that_was_mended_since_keeps_the_batch_where_it_is(database, bring, now):
    batch = bring(book(s=[HEAD, ROW, [*ROW[:-1], 5]]))
    with database.write() as session:
        session.scalars(select(Consultation).limit(1)).one().minutes = 31
    with pytest.raises(importing.ImportFaultError, match="1件あります"):
        take_back(database, batch, now)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Consultation)) == 2


def test_a_record_with_work_after_it_keeps_the_batch_where_it_is(database, bring, now):
    batch = bring(book(s=[HEAD, ROW]))
    with database.write() as session:
        record = session.scalars(select(Consultation)).one()
        session.add(
            Activity(
                desk_id=1, case_code=None, consultation_id=record.id, kind="visit", done_on=now.date(), month=202611,
                destination=None, result=None, hand_over=None, item=None, count=None, minutes=None, note=None,
                removed_at=None, import_batch_id=None, account_id=None, created_at=now, updated_at=now,
            )
        )  # fmt: skip
    with pytest.raises(importing.ImportFaultError, match="活動"):
        take_back(database, batch, now)


def test_what_was_committed_or_undone_is_not_done_twice(database, bring, now):
    batch = bring(book(s=SHEET))
    with pytest.raises(importing.ImportFaultError), database.write() as session:
        importing.commit(session, None, batch, now)
    take_back(database, batch, now)
    with pytest.raises(importing.ImportFaultError):
        take_back(database, batch, now)


def test_a_batch_that_nobody_committed_is_cleared_away_later(database, look, now):
    with database.write() as session:
        importing.stage(session, None, look(book(s=SHEET)), now)
    with database.write() as session:
        importing.stage(session, None, look(book(t=SHEET)), now + timedelta(hours=2))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 12


def test_trainings_and_then_their_survey_come_in_and_go_out(database, look, bring, now):
    early = look(book(s=SURVEY))
    assert "先に研修の表" in early.rejected[0].why
    trainings = bring(book(s=TRAININGS))
    survey = look(book(s=SURVEY))
    assert [one.id for one in survey.questions] == ["survey_sum.1"]
    assert "94.0" in survey.questions[0].text
    batch = bring(book(s=SURVEY), answers={"survey_sum.1": "keep"})
    with database.read() as session:
        made = session.scalars(select(TrainingSession).order_by(TrainingSession.number)).all()
        assert [(one.fiscal_year, one.attendance, one.sign_ups) for one in made] == [
            (2023, 100, None),
            (2023, 59, None),
        ]
        shares = session.scalars(select(SurveyResult.share_tenths).order_by(SurveyResult.id)).all()
        assert shares == [334, 576, 30, 0, 0, 500, 455, 45, 0, 0]
    with pytest.raises(importing.ImportFaultError, match="アンケート"):
        take_back(database, trainings, now)
    take_back(database, batch, now)
    take_back(database, trainings, now)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(TrainingSession)) == 0


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


def run(database, tmp_path, content: bytes, *, dry_run: bool = True, answers=None) -> tuple[int, dict]:
    """The command line's answer to a file."""
    file, out = tmp_path / "件数.xlsx", io.StringIO()
    file.write_bytes(content)
    code = command.run(database, file, dry_run, "json", answers or {}, datetime(2026, 11, 27, tzinfo=UTC), out)
    return code, json.loads(out.getvalue())


def test_the_command_says_what_it_would_do_and_stores_only_without_dry_run(database, desk, tmp_path):
    code, said = run(database, tmp_path, book(s=SHEET))
    assert code == 0
    assert list(said) == [
        "kind", "sheets", "header_rows", "understood", "accepted", "rejected", "checks", "duplicates", "conflicts", "questions",
    ]  # fmt: skip
    assert (said["kind"], said["accepted"], said["header_rows"]) == ("monthly", 12, {"s": [2]})
    assert said["checks"] == [{"what": "N3: 計 4,081 と月の合計 4,081", "stated": 4081, "computed": 4081, "ok": True}]
    assert stored(database) == 0
    assert run(database, tmp_path, book(s=SHEET), dry_run=False)[0] == 0
    assert figures(database) == dict(zip(YEAR5, R5, strict=True))


def test_the_command_ends_with_3_for_a_question_and_2_for_a_refusal(database, desk, tmp_path):
    code, said = run(database, tmp_path, book(s=[["相談受付件数"], *SHEET[1:]]), dry_run=False)
    assert (code, [one["id"] for one in said["questions"]]) == (3, ["year"])
    code, said = run(database, tmp_path, book(s=[*SHEET[:2], ["件数", *R5, 4080]]), dry_run=False)
    assert code == 2
    assert not said["checks"][0]["ok"]
    code, said = run(database, tmp_path, b"%PDF-1.7", dry_run=False)
    assert code == 2
    assert "PDF" in said["rejected"][0]["why"]
    assert stored(database) == 0


def test_the_command_tells_people_in_lines(database, desk, tmp_path, now):
    file, out = tmp_path / "件数.xlsx", io.StringIO()
    file.write_bytes(book(s=[["相談受付件数"], *SHEET[1:]]))
    assert command.run(database, file, True, "text", {}, now, out) == 3
    assert "--answer year=2023" in out.getvalue()
    out = io.StringIO()
    assert command.run(database, file, False, "text", {"year": "2023"}, now, out) == 0
    assert "12行を取り込みました" in out.getvalue()
