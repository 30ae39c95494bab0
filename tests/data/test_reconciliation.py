"""Every mismatch of the report with both figures and their places; nothing is made to fit; what must be known stands beside."""

from datetime import date, timedelta

from sqlalchemy import select

from data import published, seed
from data.models import FactMonth, ImportBatch, SurveyResult, TrainingSession
from data.queries import mismatch, reconciliation
from data.queries.mismatch import UNEXPLAINED
from tests.data.records import only, record

TODAY = date(2026, 11, 27)


def result(database) -> mismatch.Result:
    with database.read() as session:
        desk = only(session)
        return reconciliation.of_desk(session, desk, TODAY)


def test_the_report_has_two_mismatches_both_of_the_first_training_without_a_reason_given(seeded):
    survey, useful = result(seeded).mismatches
    assert survey.about == "令和5年度 第1回研修のアンケート"
    assert (survey.sides[0].said, survey.difference, survey.why) == ("94.0%", "−6.0ポイント", UNEXPLAINED)
    assert "第1回研修の列" in survey.sides[0].where
    assert useful.sides[0].said == "90.9%"
    assert useful.sides[1].said == "33.4 + 57.6 = 91.0%"
    assert (useful.difference, useful.months) == ("+0.1ポイント", (202309,))
    assert all(side.where for one in (survey, useful) for side in one.sides)


def test_what_agrees_was_compared_too(seeded):
    assert result(seeded).compared == {"total": 2, "survey": 3, "usefulness": 3, "attendance": 3}


def test_zero_and_not_open_the_missing_totals_the_missing_years_and_the_opening_are_notes(seeded):
    found = result(seeded).notes
    kinds = [one.kind for one in found]
    assert kinds.count(mismatch.NO_YEAR) == 5
    assert kinds.count(mismatch.NOT_PRINTED) == 2
    readings = [(one.about, one.sides[0].said) for one in found if one.kind == mismatch.READING]
    assert readings == [("相談受付件数 令和3年度 4月・5月・6月・7月", "開設前"), ("相談受付件数 令和3年度 8月", "0件")]
    assert {one.sides[0].said for one in found if one.kind == mismatch.NOT_PRINTED} == {"1,207件", "3,221件"}
    assert [one.kind for one in found if one.kind == mismatch.OPENED] == [mismatch.OPENED]


def test_a_printed_total_that_is_not_the_sum_keeps_both(seeded):
    with seeded.write() as session:
        total = session.scalars(
            select(FactMonth).where(FactMonth.month == 0, FactMonth.indicator_id == "consultations")
        ).one()
        total.value = 4080
    (found,) = [one for one in result(seeded).mismatches if one.kind == mismatch.TOTAL]
    assert [side.said for side in found.sides] == ["4,080件", "4,081件"]
    assert found.difference == "+1件"
    assert "令和5年度の行" in found.sides[1].where


def test_a_part_of_a_year_is_not_compared_with_its_total(seeded):
    with seeded.write() as session:
        row = session.scalars(
            select(FactMonth).where(FactMonth.month == 202403, FactMonth.indicator_id == "consultations")
        ).one()
        session.delete(row)
    assert mismatch.TOTAL not in [one.kind for one in result(seeded).mismatches]


def test_a_survey_that_does_not_give_every_step_is_not_summed(seeded):
    with seeded.write() as session:
        session.delete(session.scalars(select(SurveyResult).where(SurveyResult.share_tenths == 30)).one())
    assert mismatch.SURVEY not in [one.kind for one in result(seeded).mismatches]


def test_people_of_a_training_that_differ_from_its_figure(seeded):
    with seeded.write() as session:
        session.scalars(select(TrainingSession).where(TrainingSession.number == 2)).one().attendance = 58
    (found,) = [one for one in result(seeded).mismatches if one.kind == mismatch.ATTENDANCE]
    assert (found.difference, [side.said for side in found.sides]) == ("+1人", ["58人", "59人"])


def test_published_figures_beside_records_of_the_same_month_are_never_added(seeded, now):
    with seeded.write() as session:
        for number in range(1, 4):
            record(session, now, number, date(2024, 3, 4) + timedelta(days=number), account_id=None)
    (found,) = [one for one in result(seeded).mismatches if one.kind == mismatch.SOURCES]
    assert found.about == "相談受付件数 令和6年3月"
    assert [side.said for side in found.sides] == ["375件", "3件"]
    assert "足していません" in found.why


def test_files_that_were_brought_in_in_part_or_not_at_all_are_named(seeded, now):
    with seeded.write() as session:
        for name, state, rejected in (
            ("a.xlsx", "committed", 3),
            ("b.xlsx", "previewed", 0),
            ("c.xlsx", "committed", 0),
        ):
            session.add(
                ImportBatch(
                    kind="months", file_name=name, sha256=name, state=state, previewed_at=now, account_id=None,
                    committed_at=None, undone_at=None, undone_by=None, summary={"accepted": 9, "rejected": rejected},
                )
            )  # fmt: skip
    found = [one for one in result(seeded).notes if one.kind == mismatch.IMPORT]
    assert [one.about for one in found] == ["取り込み a.xlsx", "取り込み b.xlsx"]
    assert "3か所" in found[0].why


def test_an_empty_desk_has_nothing_to_compare(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now, figures=False)
        from data.models import Desk

        session.add(Desk(name="新しい相談室"))
    found = result(database)
    assert (found.found, found.compared) == ((), {})
