"""Where a number is from: the document and place as printed, a row of months as one source, who wrote it and when."""

from datetime import date

from data import published, seed
from data.models import Account, FactMonth, ImportBatch
from data.queries import figures, provenance
from tests.data.records import only, record, start
from ui.staff import where_from

TODAY = date(2026, 11, 27)


def origins(database, indicator: str, year: int, today: date = TODAY) -> list[provenance.Origin]:
    with database.read() as session:
        desk = only(session)
        return provenance.of_figure(session, desk, figures.one(session, desk, indicator, year, today))


def test_a_year_of_the_report_stands_on_its_printed_total_one_row_of_months_and_the_target(seeded, now):
    total, row, goal = origins(seeded, "consultations", 2023)
    assert (total.what, total.place, total.recorded_at) == ("printed", "「事業の効果」1項目め", now)
    assert (row.months[0], row.months[-1], len(row.months)) == (202304, 202403, 12)
    assert row.place == "「不安や課題を抱える女性からの相談件数の推移」の表、令和5年度の行"
    assert (row.version, row.document[:6]) == (1, "つながりサポ")
    assert (goal.what, goal.place) == ("target", "「目的・目標」2項目め")


def test_the_months_are_said_in_words_with_document_place_definition_and_date(seeded):
    said = where_from.fold(origins(seeded, "consultations", 2023), "相談受付件数")
    for words in (
        "令和5年4月から令和6年3月（12か月）",
        "令和5年度の行",
        "数え方（第1版）",
        "令和8年11月27日に",
        "どこから",
    ):
        assert words in said


def test_each_occasion_has_its_own_source(seeded):
    found = origins(seeded, "training_usefulness", 2023)
    assert [one.formula for one in found if one.what == "occasion"] == ["1回目", "2回目", "3回目"]


def test_what_is_counted_from_records_says_its_rule_and_no_date(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now, figures=False)
        start(session, now)
        record(session, now, 1, date(2026, 10, 5))
    (found,) = origins(database, "consultations", 2026)
    assert (found.months, found.recorded_at, found.document) == ((202610, 202611), None, "相談室の記録")
    assert "頁を開くたびに" in where_from.fold([found])


def test_a_figure_that_was_brought_in_names_the_file_and_the_person(seeded, now):
    with seeded.write() as session:
        account = Account(name="lead", display_name="<統括>さん", role="lead", created_at=now)
        batch = ImportBatch(
            kind="figures", file_name="月報.xlsx", sha256="x", state="committed", previewed_at=now, summary={},
            account_id=None, committed_at=now, undone_at=None, undone_by=None,
        )  # fmt: skip
        session.add_all([account, batch])
        session.flush()
        session.add(
            FactMonth(
                indicator_id="consultations", desk_id=1, fiscal_year=2024, month=202404, value=5, status="final",
                source_id=None, source_place="Sheet1 B2", recorded_at=now, recorded_by=account.id,
                import_batch_id=batch.id,
            )
        )  # fmt: skip
    (found,) = origins(seeded, "consultations", 2024)
    assert (found.batch, found.recorded_by) == ("月報.xlsx", "<統括>さん")
    said = where_from.fold([found])
    assert "月報.xlsx" in said
    assert "&lt;統括&gt;さん" in said


def test_nothing_known_gives_no_fold():
    assert where_from.fold([]) == ""
