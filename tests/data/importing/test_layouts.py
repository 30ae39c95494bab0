"""However a year of months is laid out, the same numbers come in; what a file does not say is asked, not guessed."""

from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import calendar
from data.importing.result import Preview
from tests.data.importing.making import MONTHS, R4, R5, YEAR4, YEAR5, Rows, book, saved, text

Years = dict[int, list[int]]
NAMES = {2022: "令和4年度", 2023: "令和5年度", 2024: "R6年度", 2025: "2025年度"}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def found(preview: Preview) -> dict[object, object]:
    """{month, or (month, category): value or state} of what would be stored."""
    rows = [content for _, _, content in preview.rows.rows()]
    return {
        (one["key"]["month"], one["key"]["category"]) if one["key"]["category"] else one["key"]["month"]: (
            one["values"]["status"] if one["values"]["value"] is None else one["values"]["value"]
        )
        for one in rows
    }


def across(years: Years, cell: Callable[[int], object]) -> bytes:
    """Months to the right, a year a row, a total at the end."""
    rows: Rows = [["相談受付件数の推移"], [], ["", *MONTHS, "計"]]
    return book(s=rows + [[NAMES[year], *map(cell, values), cell(sum(values))] for year, values in years.items()])


def down(years: Years, cell: Callable[[int], object]) -> bytes:
    """Months downwards, a year a column, totals below."""
    rows: Rows = [["相談受付件数"], ["月", *(NAMES[year] for year in years)]]
    rows += [[month, *(cell(values[place]) for values in years.values())] for place, month in enumerate(MONTHS)]
    return book(s=[*rows, ["合計", *(cell(sum(values)) for values in years.values())]])


def long(years: Years, cell: Callable[[int], object]) -> bytes:
    """A month a row, its year in it, as a text file in cp932."""
    rows: Rows = [["年月", "相談受付件数"]]
    for year, values in years.items():
        rows += [
            [f"R{m // 100 - 2018}.{m % 100}", cell(v)] for m, v in zip(calendar.months_of(year), values, strict=True)
        ]
    return text(rows, "cp932")


def year_and_month(years: Years, cell: Callable[[int], object]) -> bytes:
    """The fiscal year and the month as bare numbers, as tab-separated UTF-16."""
    rows: Rows = [["年度", "月", "相談受付件数"]]
    for year, values in years.items():
        rows += [[year, m % 100, cell(v)] for m, v in zip(calendar.months_of(year), values, strict=True)]
    return text(rows, "utf-16", "\t")


def a_sheet_a_year(years: Years, cell: Callable[[int], object]) -> bytes:
    """A sheet for each year, named by it."""
    return book(
        **{
            NAMES[year]: [
                ["相談受付件数"],
                ["月", "件数"],
                *([m, cell(v)] for m, v in zip(MONTHS, values, strict=True)),
            ]
            for year, values in years.items()
        }
    )


def a_sheet_a_month(years: Years, cell: Callable[[int], object]) -> bytes:
    """A sheet for each month, named by it."""
    return book(
        **{
            f"{month // 100}年{month % 100}月": [["相談受付件数"], ["区分", "件数"], ["相談受付件数", cell(value)]]
            for year, values in years.items()
            for month, value in zip(calendar.months_of(year), values, strict=True)
        }
    )


def side_by_side(years: Years, cell: Callable[[int], object]) -> bytes:
    """One row of all months, the years in a merged line above."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["相談受付件数"])
    sheet.append(["", *(name for year in years for name in [NAMES[year], *[""] * 11])])
    sheet.append(["", *MONTHS * len(years)])
    sheet.append(["件数", *(cell(value) for values in years.values() for value in values)])
    for place in range(len(years)):
        sheet.merge_cells(start_row=2, end_row=2, start_column=2 + 12 * place, end_column=13 + 12 * place)
    return saved(made)


def stacked(years: Years, cell: Callable[[int], object]) -> bytes:
    """A table under the other, each below the name of its year."""
    rows: Rows = [["相談受付件数"]]
    for year, values in years.items():
        rows += [[NAMES[year], *MONTHS], ["件数", *map(cell, values)], []]
    return book(s=rows)


LAYOUTS = [across, down, long, year_and_month, a_sheet_a_year, a_sheet_a_month, side_by_side, stacked]
CELLS: dict[str, Callable[[int], object]] = {
    "number": lambda value: value,
    "wide": lambda value: str(value).translate(WIDE),
    "unit": lambda value: f"{value}件",
}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(
        st.sampled_from(sorted(NAMES)),
        st.lists(st.integers(0, 99_999), min_size=12, max_size=12),
        min_size=1,
        max_size=3,
    ),
    cell=st.sampled_from(list(CELLS)),
)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.__name__)
def test_every_layout_brings_the_same_numbers(layout, look, data, cell):
    years = dict(sorted(data.items()))
    name = "件数.csv" if layout in (long, year_and_month) else "件数.xlsx"
    preview = look(layout(years, CELLS[cell]), name)
    assert preview.ready, (preview.stops, preview.questions, list(preview.rejected))
    assert found(preview) == {
        month: value
        for year, values in years.items()
        for month, value in zip(calendar.months_of(year), values, strict=True)
    }


def test_a_year_that_is_not_written_is_asked_in_one_question(look):
    content = book(s=[["相談受付件数"], ["", *MONTHS], ["件数", *R5]])
    asked = look(content)
    assert [one.id for one in asked.questions] == ["year"]
    assert asked.exit_code == 3
    assert asked.rows.count == 0
    answered = look(content, answers={"year": "2023"})
    assert answered.exit_code == 0
    assert found(answered) == dict(zip(YEAR5, R5, strict=True))


def test_an_answer_that_is_none_of_the_choices_is_no_answer(look):
    content = book(s=[["相談受付件数"], ["", *MONTHS], ["件数", *R5]])
    assert look(content, answers={"year": "1850"}).exit_code == 3


@pytest.mark.parametrize(("answer", "january"), [("next", 202401), ("same", 202301)])
def test_which_year_january_belongs_to_is_asked_where_the_table_names_a_calendar_year(look, answer, january):
    content = book(s=[["相談受付件数"], ["", *MONTHS], ["令和5年", *R5]])
    (question,) = look(content).questions
    assert "1月" in question.text
    assert january in found(look(content, answers={question.id: answer}))


def test_which_column_is_the_count_is_asked(look):
    content = book(
        s=[["令和5年度 相談受付件数"], ["月", "延べ", "実"], *([m, v, v - 9] for m, v in zip(MONTHS, R5, strict=True))]
    )
    (question,) = look(content).questions
    assert {label for _, label in question.choices} == {"延べ", "実"}
    assert found(look(content, answers={question.id: "延べ"})) == dict(zip(YEAR5, R5, strict=True))


def test_which_indicator_it_is_is_asked(look):
    content = book(s=[["令和5年度"], ["", *MONTHS], ["件数", *R5]])
    (question,) = look(content).questions
    assert question.id == "indicator"
    assert look(content, answers={"indicator": "accompaniments"}).ready


def test_several_indicators_stand_in_one_table(look):
    content = book(s=[["令和5年度"], ["", *MONTHS], ["相談受付件数", *R5], ["同行支援", *R4]])
    keys = {(c["key"]["indicator_id"], c["values"]["value"]) for _, _, c in look(content).rows.rows()}
    assert {("consultations", R5[0]), ("accompaniments", R4[0])} <= keys


def test_a_blank_is_no_zero_and_the_marks_are_states(look):
    values = [0, "", "…", "－", "X", "・", 7, "１２", "△", 3, 4, 5]
    preview = look(book(s=[["令和5年度 相談受付件数"], ["", *MONTHS], ["件数", *values]]))
    got = found(preview)
    assert got[202304] == 0
    assert 202305 not in got
    assert [got[one] for one in (202306, 202307, 202308, 202309)] == [
        "not_reported", "not_applicable", "suppressed", "not_open",
    ]  # fmt: skip
    assert got[202311] == 12
    assert [(one.row, one.found) for one in preview.rejected] == [(3, "△")]


def test_a_total_over_hidden_figures_is_said_to_be_unproven(look):
    preview = look(book(s=[["令和5年度 相談受付件数"], ["", "4月", "5月", "計"], ["件数", 3, "X", 20]]))
    (check,) = preview.checks
    assert check.ok
    assert check.computed is None
    assert preview.ready


def test_zeros_before_the_desk_opened_are_no_zeros(look):
    preview = look(book(s=[["令和3年度 相談受付件数"], ["", "4月", "8月", "9月"], ["件数", 0, 0, 76]]))
    assert found(preview) == {202104: "not_open", 202108: 0, 202109: 76}


@pytest.mark.parametrize("flipped", [False, True], ids=["months across", "months down"])
def test_a_breakdown_by_age_comes_in_with_its_totals_checked(look, flipped):
    rows: Rows = [
        ["年代", "4月", "5月", "計"], ["10代", 1, 2, 3], ["２０代", 3, 4, 7], ["不明", 5, 6, 11], ["合計", 9, 12, 21],
    ]  # fmt: skip
    table = [list(row) for row in zip(*rows, strict=True)] if flipped else rows
    preview = look(book(s=[["令和5年度 相談受付件数（年代別）"], *table]))
    assert preview.ready, (preview.stops, preview.questions)
    assert preview.kind == "breakdown"
    assert found(preview) == {
        (202304, "10s"): 1, (202304, "20s"): 3, (202304, "unknown"): 5,
        (202305, "10s"): 2, (202305, "20s"): 4, (202305, "unknown"): 6,
    }  # fmt: skip
    assert len(preview.checks) == 6
    assert all(one.ok for one in preview.checks)


def test_what_a_breakdown_is_by_is_asked_where_its_words_fit_several_lists(look):
    content = book(s=[["令和5年度 相談受付件数"], ["", "4月"], ["その他", 1], ["不明", 2]])
    (question,) = look(content).questions
    assert question.id == "dimension"
    assert look(content, answers={"dimension": "caller_kind"}).ready


def test_one_sheet_a_month_with_ages_in_it(look):
    sheet: Rows = [
        ["令和5年度 相談受付件数"],
        ["年代", "件数", "構成比"],
        ["10代", 1, 0.25],
        ["20代", 3, 0.75],
        ["計", 4, 1],
    ]
    preview = look(book(**{"4月": sheet, "5月": sheet}))
    assert preview.ready, (preview.stops, preview.questions)
    assert found(preview) == {(202304, "10s"): 1, (202304, "20s"): 3, (202305, "10s"): 1, (202305, "20s"): 3}


def test_months_run_on_from_the_last_year_that_was_named(look):
    months = ["2023年4月", *MONTHS[1:9], "2024年1月", "2月", "3月"]
    assert found(look(book(s=[["相談受付件数"], ["", *months], ["件数", *R5]]))) == dict(zip(YEAR5, R5, strict=True))


def test_the_two_published_years_come_in_from_one_table(look):
    preview = look(across({2022: R4, 2023: R5}, int))
    assert found(preview) == dict(zip(YEAR4 + YEAR5, R4 + R5, strict=True))
    assert [check.stated for check in preview.checks] == [3221, 4081]
    assert preview.header_rows == {"s": [3]}


def test_a_figure_merged_over_two_months_stays_one_figure(look):
    made = openpyxl.Workbook()
    for row in [["令和5年度 相談受付件数"], ["", "4月", "5月"], ["件数", 10, None]]:
        made.active.append(row)
    made.active.merge_cells("B3:C3")
    assert found(look(saved(made))) == {202304: 10}
