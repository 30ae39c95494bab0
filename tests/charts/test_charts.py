"""What the charts must never say: no line over a missing month, no zero that was not counted, no sum made to fit."""

import importlib.util
from pathlib import Path

import altair
import pytest

from charts import bars, cells, marks, overlay, pace, survey, target, theme, tiles

_spec = importlib.util.spec_from_file_location("gallery", Path(__file__).with_name("gallery.py"))
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)
TEXTS = gallery.TEXTS


def made(chart):
    """The chart, which must be there."""
    assert chart is not None
    return chart


def data_of(chart):
    """All rows that stand in a chart."""
    return [row for layer in chart["layer"] for row in layer["data"]["values"]]


@pytest.mark.parametrize("width", [theme.WIDE, theme.NARROW])
@pytest.mark.parametrize("name", gallery.GALLERY)
def test_altair_finds_every_chart_true_to_the_schema_of_vega_lite(name, width):
    assert altair.Chart.from_dict(gallery.GALLERY[name](width=width)).to_dict()["description"] == TEXTS.alt


def test_only_what_is_drawn_is_sent():
    rows = gallery.BARS.assign(secret="K-2026-0042")
    assert "K-2026-0042" not in str(bars.bars(rows, TEXTS))


def test_a_mark_leads_to_the_address_of_its_row_and_without_one_nowhere():
    rows = gallery.BARS.assign(href=["/search?channel=phone", None])
    led = [layer for layer in made(bars.bars(rows, TEXTS))["layer"] if "href" in layer["encoding"]]
    assert {row["href"] for layer in led for row in layer["data"]["values"]} == {"/search?channel=phone"}
    assert {layer["mark"]["cursor"] for layer in led} == {"pointer"}
    assert not [layer for layer in made(bars.bars(gallery.BARS, TEXTS))["layer"] if "href" in layer["encoding"]]


def test_a_missing_month_is_no_point_and_the_line_starts_anew_after_it():
    rows = [row for row in data_of(overlay.overlay(gallery.years([3, 6, None, 9]), TEXTS)) if "piece" in row]
    assert {row["place"] for row in rows} == {1, 2, 4}
    assert len({row["piece"] for row in rows}) == 2


def test_a_definition_that_changed_breaks_the_line():
    rows = gallery.years([3, 6, 9]).assign(segment=[0, 0, 1])
    assert len({row["piece"] for row in data_of(overlay.overlay(rows, TEXTS)) if "piece" in row}) == 2


def test_a_counted_zero_is_a_point():
    rows = data_of(overlay.overlay(gallery.years([0, 6]), TEXTS))
    assert any(row.get("value") == 0 and "piece" in row for row in rows)


@pytest.mark.parametrize("years", [1, 2, 3, 5])
def test_years_differ_in_more_than_their_colour(years):
    shown = list(range(2020, 2020 + years))
    looks = [overlay.look(year, shown) for year in shown]
    assert looks[-1]["color"] == theme.NEWEST
    assert len({(str(one["dash"]), one["shape"]) for one in looks}) == years
    assert overlay.overlay(gallery.years(*[[5, 6]] * years), TEXTS) is not None


def test_one_point_alone_is_drawn():
    assert overlay.overlay(gallery.years([7]), TEXTS) is not None


@pytest.mark.parametrize(
    "empty",
    [
        overlay.overlay(gallery.years([None, None]), TEXTS),
        bars.bars(gallery.BARS.head(0), TEXTS),
        target.target(None, None, "データなし", TEXTS),
        pace.pace(gallery.PACE.assign(actual=None, target=None), TEXTS),
        survey.survey(gallery.survey_rows().assign(share=None), TEXTS),
        tiles.tiles(gallery.TILES.assign(code="999999"), TEXTS),
    ],
    ids=["overlay", "bars", "target", "pace", "survey", "tiles"],
)
def test_without_a_number_there_is_no_chart(empty):
    assert empty is None


def test_labels_keep_fourteen_pixels_apart_and_inside():
    places = theme.dodged([100, 101, 102, 299], 6, 294)
    assert all(b - a >= theme.LABELS_APART for a, b in zip(sorted(places), sorted(places)[1:], strict=False))
    assert min(places) >= 6
    assert max(places) <= 294
    assert places == sorted(places)


def test_a_hundred_annotations_of_one_month_are_one_flag_and_flags_do_not_touch():
    found = marks.flags(gallery.MARKS, theme.NARROW, 20)
    assert [(one["said"], one["count"]) for one in found] == [("1–100", 100), ("101", 1), ("102", 1)]
    assert found[0]["row"] != found[1]["row"]
    assert len(marks.numbered(gallery.MARKS)) == 102


def test_a_state_has_its_words_and_no_bar():
    chart = made(bars.bars(gallery.BARS, TEXTS))
    assert [row["value"] for row in chart["layer"][0]["data"]["values"]] == [12]
    rows = data_of(chart)
    assert [row["label"] for row in rows if "label" in row] == ["電話", "メール"]
    assert any(row.get("said") == "10未満" for row in rows)


def test_a_target_is_shown_over_a_hundred_percent():
    rows = data_of(target.target(12, 8, "12件", TEXTS))
    assert {row["x"] for row in rows if "x" in row} == {12, 8}


def test_a_target_without_an_actual_has_no_bar_and_a_target_of_zero_is_drawn():
    assert {row["x"] for row in data_of(target.target(None, 8, "データなし", TEXTS)) if "x" in row} == {8}
    assert target.target(3, 0, "3件 / 目標 0件", TEXTS) is not None


def test_a_survey_is_never_made_to_sum_to_a_hundred():
    chart = made(survey.survey(gallery.survey_rows().head(2), TEXTS))
    bar = [row for layer in chart["layer"] if "x2" in layer["encoding"] for row in layer["data"]["values"]][2:]
    assert max(row["x2"] for row in bar) == pytest.approx(chart["width"] * 0.94)


def test_shares_over_a_hundred_stay_inside_the_plot():
    over = gallery.survey_rows().assign(share=80.0)
    assert survey.survey(over, TEXTS) is not None


def test_every_letter_on_a_shade_can_be_read():
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for at, step in enumerate(theme.STEPS):
        high, low = sorted([light(step), light(theme.PAPER if at < 2 else theme.INK)], reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, step
    assert [cells.shade(value, 100) for value in (0, 100)] == [4, 0]


def test_the_grid_has_the_33_municipalities_once():
    assert len(tiles.grid()) == len(set(tiles.grid().values())) == 33


def test_a_grid_with_a_code_twice_is_refused(tmp_path):
    file = tmp_path / "tiles.yaml"
    file.write_text('- ["141003", "141003"]\n', "utf-8")
    with pytest.raises(ValueError, match="141003"):
        tiles.read(file)


@pytest.mark.parametrize(("year", "said"), [(2023, "令和5年度"), (2019, "令和元年度"), (2018, "平成30年度")])
def test_a_year_has_its_japanese_name(year, said):
    assert theme.year_name(year) == said


@pytest.mark.parametrize("highest", [0, 1, 7, 99, 100, 474, 4081, 123456])
def test_an_axis_begins_at_zero_and_holds_the_highest(highest):
    assert highest <= theme.top_of(highest) <= max(1, highest * 2)
