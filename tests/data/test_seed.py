"""The published figures: those of the report and no other, each with its place, loaded once, changed with history."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from data import published, seed
from data.checked import FaultError
from data.models import (
    Account,
    AuditEntry,
    FactMonth,
    ImportBatch,
    IndicatorDefinition,
    MonthClose,
    RecordVersion,
    SourceDocument,
    Store,
    SurveyResult,
    Target,
    TrainingSession,
)
from data.queries import audit_words, auditing

REPORT = (Path(__file__).parents[2] / "docs" / "sources" / "report-r5.md").read_text("utf-8")
MONTHS: dict[int, list[int | None]] = {
    2023: [288, 254, 231, 251, 361, 299, 336, 474, 416, 403, 393, 375],
    2022: [188, 277, 297, 183, 190, 264, 354, 312, 323, 307, 226, 300],
    2021: [None, None, None, None, 0, 76, 109, 159, 178, 238, 164, 283],
}
SUMS = {2023: 4081, 2022: 3221, 2021: 1207}


def run(database, now, **changed):
    """One more run, with the parts of the file that changed."""
    with database.write() as session:
        return seed.load(session, replace(published.read(), **changed), now)


def figures(session, indicator, **where):
    """The figures of an indicator in their order."""
    rows = select(FactMonth).filter_by(indicator_id=indicator, **where)
    return session.scalars(rows.order_by(FactMonth.month, FactMonth.occasion)).all()


@pytest.mark.parametrize("year", MONTHS)
def test_the_months_of_consultations_are_those_of_the_report(seeded, year):
    with seeded.read() as session:
        months = [row for row in figures(session, "consultations", fiscal_year=year) if row.month]
        assert [row.value for row in months] == MONTHS[year]
        assert sum(row.value or 0 for row in months) == SUMS[year]
        printed = "\t".join(str(value or 0) for value in MONTHS[year])
        assert f"令和{year - 2018}年度\t{printed}" in REPORT


def test_months_before_the_desk_opened_are_not_zeros_and_the_first_zero_has_its_note(seeded):
    with seeded.read() as session:
        first = figures(session, "consultations", fiscal_year=2021)[:5]
        assert [(row.status, row.value) for row in first] == [("not_open", None)] * 4 + [("final", 0)]
        assert "8月か9月か" in first[4].note
        assert all("0とある" in row.note for row in first)


def test_every_figure_has_its_source_and_its_place(seeded):
    with seeded.read() as session:
        for model in (FactMonth, TrainingSession, SurveyResult, Target):
            rows = session.scalars(select(model)).all()
            assert rows
            assert all(row.source_id and row.source_place for row in rows)
        assert {row.source_place for row in figures(session, "consultations", fiscal_year=2023)} >= {
            "「事業の効果」1項目め",
            "「不安や課題を抱える女性からの相談件数の推移」の表、令和5年度の行、3月",
        }


def test_totals_trainings_and_targets_are_those_of_the_report(seeded):
    with seeded.read() as session:
        totals = {row.indicator_id: row.value for row in session.scalars(select(FactMonth).filter_by(month=0))}
        assert totals == {"consultations": 4081, "training_participants": 209}
        assert "女性からの相談受付件数: 4,081件" in REPORT
        trainings = session.scalars(select(TrainingSession).order_by(TrainingSession.number)).all()
        assert [(one.held_on.isoformat(), one.attendance, one.sign_ups) for one in trainings] == [
            ("2023-09-15", 100, None),
            ("2023-11-15", 59, None),
            ("2024-03-15", 50, None),
        ]
        assert all(f"「{one.theme}」" in REPORT for one in trainings)
        assert [row.value for row in figures(session, "training_participants", month=0)] == [sum((100, 59, 50))]
        assert [row.value for row in figures(session, "training_usefulness")] == [909, 955, 938]
        targets = session.scalars(select(Target)).all()
        assert {one.indicator_id: one.value for one in targets} == {
            "accompaniments": 577,
            "consultations": 2798,
            "training_usefulness": 970,
            "training_participants": 300,
            "line_consultations": 500,
        }
        assert not any(one.year_stated for one in targets)


def test_the_survey_is_kept_as_printed_also_where_it_does_not_add_up(seeded):
    with seeded.read() as session:
        rows = session.execute(
            select(TrainingSession.number, SurveyResult.step, SurveyResult.share_tenths).join(SurveyResult)
        ).all()
        shares = {(number, step): tenths for number, step, tenths in rows}
        assert [sum(tenths for (of, _), tenths in shares.items() if of == number) for number in (1, 2, 3)] == [
            940,
            1000,
            1000,
        ]
        assert shares[1, "very_good"] + shares[1, "good"] == 910
        assert "原資料に説明なし" in figures(session, "training_usefulness")[0].note
        assert session.scalar(select(func.count(SurveyResult.answers))) == 0


def test_what_the_report_does_not_give_is_not_in_the_database(seeded):
    with seeded.read() as session:
        assert session.scalar(select(func.count(FactMonth.id))) == 36 + 2 + 3 + 3
        assert figures(session, "accompaniments") == figures(session, "line_consultations") == []
        assert session.scalar(select(func.count(FactMonth.id)).where(FactMonth.dimension != "")) == 0
        assert session.scalar(select(func.max(FactMonth.month))) == 202403


def test_no_number_of_the_file_is_missing_from_the_report(seeded):
    raw = re.sub(r"[,\t ]", " ", REPORT)
    printed = set(re.findall(r"\d+(?:\.\d+)?", raw.replace("4 081", "4081").replace("2 798", "2798")))
    with seeded.read() as session:
        for row in session.scalars(select(FactMonth).where(FactMonth.value.is_not(None))):
            said = str(row.value) if row.indicator_id != "training_usefulness" else f"{row.value / 10:.1f}"
            assert said in printed, row.source_place
        for row in session.scalars(select(SurveyResult)):
            assert f"{row.share_tenths / 10:.1f}" in printed or row.share_tenths == 0


def test_the_meaning_of_accompaniment_breaks_the_series_twice(seeded):
    with seeded.read() as session:
        rows = session.scalars(
            select(IndicatorDefinition)
            .filter_by(indicator_id="accompaniments")
            .order_by(IndicatorDefinition.valid_from)
        ).all()
        assert [(row.valid_from, row.breaks_series, row.version) for row in rows] == [
            (202108, False, 1),
            (202304, True, 2),
            (202404, True, 3),
        ]
        assert "2.2倍" in session.scalars(select(SourceDocument.note)).one()


def test_a_second_run_changes_nothing(seeded, now):
    with seeded.read() as session:
        before = session.scalar(select(func.count(AuditEntry.id)))
        assert session.get(Store, "kind").value == "published"
    again = run(seeded, now)
    assert (again.added, again.changed, again.left) == (0, 0, [])
    with seeded.read() as session:
        assert session.scalar(select(func.count(AuditEntry.id))) == before


def changed_figure(value):
    """The figures of the file with another April of 2023."""
    read = published.read()
    return (replace(read.figures[0], value=value), *read.figures[1:])


def test_a_figure_changed_in_the_file_leaves_what_it_was(seeded, now):
    done = run(seeded, now, figures=changed_figure(289))
    assert (done.added, done.changed) == (0, 1)
    with seeded.read() as session:
        row = figures(session, "consultations", month=202304)[0]
        kept = session.scalars(select(RecordVersion)).one()
        assert (row.value, row.version) == (289, 2)
        assert (kept.subject, kept.subject_id, kept.version, kept.content["value"]) == ("fact_month", row.id, 1, 288)
        entry = session.scalars(select(AuditEntry).filter_by(subject="fact_month")).one()
        assert entry.detail == {"before": {"value": 288}, "after": {"value": 289}}
        assert auditing.cells(entry)[2:5] == ("（コマンド）", "公表された数字を入れた", "月の数字")
        assert auditing.cells(entry)[-1] == "前 値 288・後 値 289"


def test_every_column_that_a_change_of_the_file_can_name_has_a_word(seeded, now, monkeypatch):
    named, put = set(), seed._Work.put

    def noted(work, model, key, values, *more, **said):
        named.update(values)
        return put(work, model, key, values, *more, **said)

    monkeypatch.setattr(seed._Work, "put", noted)
    run(seeded, now)
    assert len(named) > 20
    assert named - set(audit_words.COLUMNS) == set()


def test_a_changed_target_is_a_new_row_beside_the_old_one(seeded, now):
    targets = tuple({**one, "value": 3000} if one["value"] == 2798 else one for one in published.read().targets)
    assert run(seeded, now, targets=targets).changed == 1
    with seeded.read() as session:
        rows = session.scalars(select(Target).filter_by(indicator_id="consultations").order_by(Target.id)).all()
        assert [(row.value, row.replaced_at) for row in rows] == [(2798, now), (3000, None)]


def test_what_people_imported_or_closed_is_left_and_said(seeded, now):
    with seeded.write() as session:
        account = Account(name="a", display_name="a", role="lead", created_at=now)
        session.add(account)
        batch = ImportBatch(
            kind="months", file_name="x.csv", sha256="0" * 64, state="committed", previewed_at=now, summary={}
        )
        session.add(batch)
        session.flush()
        imported, closed = figures(session, "consultations", fiscal_year=2023)[1:3]
        imported.value, imported.import_batch_id = 999, batch.id
        session.add(MonthClose(desk_id=closed.desk_id, month=closed.month, closed_at=now, closed_by=account.id))
    read = published.read()
    others = tuple(replace(one, value=1) if one.month == 202305 else one for one in read.figures)
    done = run(seeded, now, figures=others)
    assert done.changed == 0
    assert len(done.left) == 2
    assert "人が取り込んだ" in done.left[0]
    assert "締めた月" in done.left[1]
    with seeded.read() as session:
        assert figures(session, "consultations", month=202304)[0].value == 999


def test_a_figure_that_left_the_file_stays_and_is_said(seeded, now):
    done = run(seeded, now, figures=published.read().figures[1:])
    assert done.changed == 0
    assert "202304: ファイルにありません" in done.left[0]


FAULTS = [
    (lambda raw: raw.pop("facts"), "facts がありません"),
    (lambda raw: raw.update(extra=1), "「extra」は書けません"),
    (lambda raw: raw["facts"][0].update(months=[1] * 11), "12個"),
    (lambda raw: raw["facts"][0]["months"].__setitem__(3, -1), "0 以上の整数"),
    (lambda raw: raw["facts"][0]["months"].__setitem__(3, 1.5), "0 以上の整数"),
    (lambda raw: raw["facts"][0]["months"].__setitem__(3, "unknown"), "書けるのは not_open"),
    (lambda raw: raw["facts"][0].update(place=""), "place: 180字"),
    (lambda raw: raw["facts"][0].update(source="none"), "source: 「none」"),
    (lambda raw: raw["facts"][0].update(indicator=["a"]), "indicator"),
    (lambda raw: raw["facts"][3]["notes"].update({"2025-04": "x"}), "その年度の月ではありません"),
    (lambda raw: raw["facts"].append(raw["facts"][0]), "二度"),
    (lambda raw: raw["facts"][4]["occasions"][0].update(month="2025-01"), "の外です"),
    (lambda raw: raw["facts"][4]["occasions"][0].update(month="2023-13"), "2023-04 のように"),
    (lambda raw: raw["trainings"][0].update(held_on="9月15日"), "日付は"),
    (lambda raw: raw["trainings"][0]["survey"].pop("good"), "good がありません"),
    (lambda raw: raw["trainings"][0]["survey"].update(good=1001), "1000まで"),
    (lambda raw: raw["targets"][0].update(kind="wish"), "書けるのは total"),
    (lambda raw: raw["targets"][0].update(year_stated="yes"), "year_stated"),
    (lambda raw: raw["desks"][0].update(organisation="x"), "organisation"),
    (lambda raw: raw["indicators"][0].update(id="anything"), "codes.yaml の indicator"),
    (lambda raw: raw["indicators"][0]["definitions"][0].pop("text"), "text がありません"),
]


@pytest.mark.parametrize(("spoil", "says"), FAULTS)
def test_a_fault_in_the_file_is_named_with_its_place(tmp_path, spoil, says):
    raw = yaml.safe_load(published.FILE.read_text("utf-8"))
    spoil(raw)
    file = tmp_path / "published.yaml"
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    with pytest.raises(FaultError, match=re.escape(says)):
        published.read(file)


def test_a_file_that_is_no_yaml_is_said(tmp_path):
    file = tmp_path / "published.yaml"
    file.write_text("a: [", "utf-8")
    with pytest.raises(FaultError, match="YAML として読めません"):
        published.read(file)
