"""A batch taken back: what stood before stands again, or a sentence says why it cannot."""

import pytest
from sqlalchemy import func, select

from data.commands import importing
from data.models import (
    Activity,
    AuditEntry,
    CaseFile,
    Consultation,
    ConsultationIssue,
    FactMonth,
    ImportBatch,
    SurveyResult,
    TrainingSession,
)
from tests.data.importing.counting import figures
from tests.data.importing.making import HEAD, OTHER, R5, ROW, SHEET, SURVEY, TRAININGS, YEAR5, book


def test_the_published_year_is_stored_and_taken_back(database, bring, take_back):
    batch = bring(book(s=SHEET))
    assert figures(database) == dict(zip(YEAR5, R5, strict=True))
    assert take_back(batch) == 12
    assert figures(database) == {}
    with database.read() as session:
        assert session.scalars(select(ImportBatch.state)).all() == ["undone"]
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == ["import", "import_undo"]


def test_two_batches_are_taken_back_one_after_the_other(database, bring, take_back):
    first = bring(book(s=SHEET))
    second = bring(book(s=OTHER), answers={"conflicts": "replace"})
    with pytest.raises(importing.ImportFaultError, match="直されています"):
        take_back(first)
    take_back(second)
    assert take_back(first) == 12
    assert figures(database) == {}


def test_a_figure_that_was_mended_since_keeps_the_batch_where_it_is(database, bring, take_back):
    batch = bring(book(s=SHEET))
    with database.write() as session:
        session.scalars(select(FactMonth).where(FactMonth.month == 202305)).one().value = 255
    with pytest.raises(importing.ImportFaultError, match="元に戻せません"):
        take_back(batch)
    assert figures(database)[202305] == 255
    assert len(figures(database)) == 12


def test_records_are_stored_and_taken_back_with_their_issues_and_cases(database, bring, take_back):
    batch = bring(book(s=[[*HEAD, "ケース番号"], *([*ROW[:-1], n, f"K-2026-{n % 7 + 1}"] for n in range(50))]))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Consultation)) == 50
        assert session.scalar(select(func.count()).select_from(CaseFile)) == 7
    assert take_back(batch) == 50
    with database.read() as session:
        for table in (Consultation, ConsultationIssue, CaseFile):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_record_that_was_mended_since_keeps_the_batch_where_it_is(database, bring, take_back):
    batch = bring(book(s=[HEAD, ROW, [*ROW[:-1], 5]]))
    with database.write() as session:
        session.scalars(select(Consultation).limit(1)).one().minutes = 31
    with pytest.raises(importing.ImportFaultError, match="1件あります"):
        take_back(batch)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Consultation)) == 2


def test_a_record_with_work_after_it_keeps_the_batch_where_it_is(database, bring, now, take_back):
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
        take_back(batch)


def test_what_was_committed_or_undone_is_not_done_twice(database, bring, now, take_back):
    batch = bring(book(s=SHEET))
    with pytest.raises(importing.ImportFaultError), database.write() as session:
        importing.commit(session, None, batch, now)
    take_back(batch)
    with pytest.raises(importing.ImportFaultError):
        take_back(batch)


def test_trainings_and_then_their_survey_come_in_and_go_out(database, look, bring, take_back):
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
        take_back(trainings)
    take_back(batch)
    take_back(trainings)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(TrainingSession)) == 0
