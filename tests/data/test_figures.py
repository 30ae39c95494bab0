"""The figures of a fiscal year: the report's own, on a seeded database; records after go-live; never 0 for what is missing."""

import json
from datetime import date

import pytest

from data import codes, published, seed
from data.__main__ import main
from data.models import (
    Account,
    FactMonth,
    IndicatorDefinition,
    MonthClose,
    SurveyResult,
    Target,
    TrainingSession,
)
from data.queries import comparison, figures, series
from tests.data.records import only, record, start

TODAY = date(2026, 11, 27)


def of(database, indicator: str, year: int = 2023, today: date = TODAY) -> figures.Figure:
    with database.read() as session:
        desk = only(session)
        return figures.one(session, desk, indicator, year, today)


def test_the_year_of_the_report_is_its_own(seeded):
    found = of(seeded, "consultations")
    assert (found.value, found.added, found.printed, found.agrees) == (4081, 4081, 4081, True)
    assert found.target is not None
    assert (found.target.value, found.target.year_stated, found.ratio, found.state) == (2798, False, 1459, "reached")
    assert found.value == found.target.value + 1283
    assert found.passed_in == 202312
    assert sum(cell.value or 0 for cell in found.cells[:9]) == 2910
    assert found.cells[0].source is not None
    assert "令和5年度の行" in found.cells[0].source.place


def test_training_is_under_its_target_and_usefulness_is_told_by_training_with_both_means(seeded):
    people, useful = of(seeded, "training_participants"), of(seeded, "training_usefulness")
    assert (people.value, people.ratio, people.state) == (209, 697, "under")
    assert useful.value is None
    assert useful.status == figures.BY_OCCASION
    assert useful.target is not None
    assert [one.value - useful.target.value for one in useful.occasions if one.value] == [-61, -15, -32]
    assert (useful.weighted, useful.simple) == (929, 934)


@pytest.mark.parametrize(("indicator", "target"), [("accompaniments", 577), ("line_consultations", 500)])
def test_a_target_without_figures_is_a_state_and_not_nothing_done(seeded, indicator, target):
    found = of(seeded, indicator)
    assert (found.value, found.added, found.ratio, found.state) == (None, None, None, figures.NO_ACTUAL)
    assert found.target is not None
    assert found.target.value == target
    assert {cell.status for cell in found.cells} == {series.NO_DATA}


def test_months_before_the_opening_are_no_zeros(seeded):
    cells = of(seeded, "consultations", 2021).cells
    assert [cell.value for cell in cells] == [None, None, None, None, 0, 76, 109, 159, 178, 238, 164, 283]
    assert [cell.status for cell in cells[:5]] == ["not_open"] * 4 + ["final"]
    assert cells[4].note


def test_years_stand_beside_each_other_only_where_they_are_comparable(seeded):
    with seeded.read() as session:
        desk = only(session)
        found = series.read(session, desk, "consultations", [2021, 2022, 2023], TODAY)
        opened = desk.opened_month
    whole = comparison.in_all(found, 2023, 2022)
    assert whole is not None
    assert (whole.change, whole.share) == (860, 267)
    assert comparison.in_all(found, 2022, 2021) is None
    shares = {month % 100: one.share for month, one in comparison.by_month(found, 2023, 2022).items() if one}
    assert {month: share for month, share in shares.items() if share and share < 0} == {5: -83, 6: -222, 10: -51}
    months, sums = comparison.like_for_like(found, [2021, 2022, 2023], opened)
    assert months == [9, 10, 11, 12, 1, 2, 3]
    assert sums == {2021: 1207, 2022: 2086, 2023: 2696}


def test_a_break_in_the_definition_within_the_year_leaves_no_total(seeded):
    with seeded.write() as session:
        session.add(
            IndicatorDefinition(
                indicator_id="consultations", valid_from=202310, version=2, text="試験", breaks_series=True
            )
        )
    found = of(seeded, "consultations")
    assert (found.status, found.value, found.added, found.ratio) == (figures.BROKEN, None, None, None)
    assert found.state == figures.BROKEN
    assert found.series.breaks == (202310,)


def test_a_printed_total_that_its_months_do_not_make_is_kept_beside_their_sum(seeded):
    with seeded.write() as session:
        row = session.query(FactMonth).filter_by(indicator_id="consultations", fiscal_year=2023, month=0).one()
        row.value = 4080
    found = of(seeded, "consultations")
    assert (found.value, found.printed, found.added, found.agrees) == (4080, 4080, 4081, False)


def test_a_target_of_zero_gives_no_ratio(seeded):
    with seeded.write() as session:
        session.query(Target).filter_by(indicator_id="consultations").one().value = 0
    found = of(seeded, "consultations")
    assert (found.ratio, found.passed_in, found.state) == (None, None, "zero")


def test_records_count_from_their_first_month_on_and_become_final_when_the_month_is_closed(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
        desk = only(session).id
        start_at(session, now, desk)
        for number, (day, result) in enumerate(
            [
                (date(2026, 9, 3), "consulted"),
                (date(2026, 9, 4), "informed"),
                (date(2026, 9, 5), "silent"),
                (date(2026, 11, 2), "consulted"),
            ],
            1,
        ):
            record(session, now, number, day, contact_result=result, account_id=None)
        session.add(MonthClose(desk_id=desk, month=202609, closed_at=now, closed_by=1))
    cells = {cell.month: (cell.value, cell.status, cell.origin) for cell in of(database, "consultations", 2026).cells}
    assert cells[202608] == (None, series.NO_DATA, "")
    assert cells[202609] == (2, "final", series.RECORDS)
    assert cells[202610] == (0, "provisional", series.RECORDS)
    assert cells[202611] == (1, "provisional", series.RECORDS)
    assert cells[202612] == (None, series.NO_DATA, "")


def start_at(session, now, desk: int) -> None:
    """An account to close a month with; the desk of the report is 1."""
    assert desk == 1
    session.add(Account(id=1, name="tanaka", display_name="田中", role="lead", created_at=now))
    session.flush()


def test_a_published_month_is_never_added_to_what_records_say(database, now):
    with database.write() as session:
        seed.load(session, published.read(), now)
        record(session, now, 1, date(2024, 3, 5), account_id=None)
        record(session, now, 2, date(2024, 4, 5), account_id=None)
    assert of(database, "consultations").cells[-1].value == 375
    with database.read() as session:
        found = series.read(session, only(session), "consultations", [2023, 2024], date(2024, 5, 1))
    assert found.switched == 202404
    assert 202404 in found.breaks
    assert comparison.in_all(found, 2024, 2023) is None


def test_an_empty_database_knows_no_year(database, now):
    with database.write() as session:
        start(session, now)
    with database.read() as session:
        assert figures.years(session, only(session), TODAY) == []
        assert figures.of_year(session, only(session), 2023, TODAY) == []


def test_the_command_prints_every_indicator_with_value_or_status(seeded, url, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["figures", "--fiscal-year", "2023", "--format", "json"]) == 0
    told = {one["id"]: one for one in json.loads(capsys.readouterr().out)["indicators"]}
    assert set(told) == {
        "consultations", "training_participants", "training_usefulness", "accompaniments", "line_consultations"
    }  # fmt: skip
    assert told["consultations"]["value"] == 4081
    assert told["consultations"]["ratio_percent"] == 145.9
    assert told["consultations"]["months"][4]["value"] == 361
    assert told["training_usefulness"]["occasions"][0]["points_from_target"] == -6.1
    assert told["line_consultations"]["value"] is None
    assert told["line_consultations"]["state"] == "no_actual"
    assert all(one["target"]["source"]["place"] for one in told.values())


def lines(url, monkeypatch, capsys, year: int = 2023) -> str:
    """What `python -m data figures` prints of a year."""
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["figures", "--fiscal-year", str(year)]) == 0
    return str(capsys.readouterr().out)


def test_the_command_says_over_a_hundred_percent_as_it_is(seeded, url, monkeypatch, capsys):
    assert (
        "・相談受付件数: 4,081件 / 目標 2,798件（年度の記載なし。この年度とみなす） = 145.9%（目標に届いた）"
        in lines(url, monkeypatch, capsys)
    )


def test_the_command_says_that_a_target_of_zero_has_no_ratio(seeded, url, monkeypatch, capsys):
    with seeded.write() as session:
        session.query(Target).filter_by(indicator_id="consultations").one().value = 0
    (line,) = (one for one in lines(url, monkeypatch, capsys).splitlines() if "相談受付" in one)
    assert line.endswith("（目標が0なので、割合と達成は出さない）")
    assert "=" not in line
    assert main(["figures", "--fiscal-year", "2023", "--format", "json"]) == 0
    told = {one["id"]: one for one in json.loads(capsys.readouterr().out)["indicators"]}["consultations"]
    assert (told["state"], told["ratio_percent"], told["target"]["value"]) == ("zero", None, 0)


def test_the_command_says_since_when_a_year_means_something_else_and_gives_no_total(seeded, url, monkeypatch, capsys):
    with seeded.write() as session:
        session.add(
            IndicatorDefinition(
                indicator_id="consultations", valid_from=202310, version=2, text="新しい数え方", breaks_series=True
            )
        )
    said = lines(url, monkeypatch, capsys)
    assert "・相談受付件数: 一年の計なし / 目標 2,798件" in said
    assert "年度の途中で数え方が変わったので" in said
    assert "  令和5年10月から：新しい数え方" in said
    assert "4,081" not in said


@pytest.mark.parametrize(("answers", "says"), [(0, None), (3, "4回目 秘匿（回答が5人に満たない"), (5, "4回目 100.0%")])
def test_the_command_says_of_a_survey_why_it_has_no_figure(seeded, url, monkeypatch, capsys, answers, says):
    with seeded.write() as session:
        one = TrainingSession(desk_id=1, fiscal_year=2023, number=4, held_on=date(2024, 3, 20), attendance=30)
        session.add(one)
        session.flush()
        for step in codes.lists()["survey_step"]:
            count = answers if step == "good" else 0
            session.add(SurveyResult(training_session_id=one.id, step=step, origin="form", answers=count))
    said = lines(url, monkeypatch, capsys)
    useful = said.partition("有益度")[2].partition("・")[0]
    assert "1回目 90.9%" in useful
    assert ("4回目" in useful) is (says is not None)
    assert says is None or says in useful


def test_a_year_without_data_and_a_wrong_year_are_said_in_words(seeded, url, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["figures", "--fiscal-year", "2031"]) == 0
    assert "データなし" in capsys.readouterr().out
    assert main(["figures", "--fiscal-year", "12"]) == 2
    assert "1989 から" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("records", "goal", "state"),
    [
        (12, 9, "reached"), (12, 10, "reached"), (12, 13, "unsure"), (12, 14, "unsure"), (12, 15, "under"),
        (7, 1, "reached"), (7, 5, "unsure"), (7, 9, "unsure"), (7, 10, "under"),
    ],
)  # fmt: skip
def test_a_target_is_said_to_be_missed_only_where_what_is_shown_can_not_have_reached_it(
    database, now, records, goal, state
):
    with database.write() as session:
        start(session, now)
        seed.load(session, published.read(), now, figures=False)
        for number in range(1, records + 1):
            record(session, now, number, date(2025, 5, 8))
        # From the first record on every month of the year is counted.
        record(session, now, 100, date(2025, 3, 31))
        session.add(
            Target(
                indicator_id="consultations", desk_id=1, fiscal_year=2025, year_stated=True, kind="total", value=goal,
                reason="", source_place="", set_at=now,
            )
        )  # fmt: skip
    with database.read() as session:
        found = figures.one(session, only(session), "consultations", 2025, TODAY, protected=True)
        true = figures.one(session, only(session), "consultations", 2025, TODAY)
    assert found.state == state
    assert true.state == ("reached" if records >= goal else "under")
