"""Small numbers stay hidden by the rule: cells, lists, months, and what is worked out from them."""

from collections.abc import Hashable
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import disclosure, municipalities
from data.disclosure import BASE, FLOOR, possible, protect, share
from data.inference import Interval, Line, narrowed

COUNTS = st.integers(0, 100_000)


@given(COUNTS)
def test_one_to_nine_is_never_shown_and_the_rest_is_the_multiple_of_five_below(count):
    cell = protect(count)
    assert (cell.value is None) == (1 <= count <= 9)
    if count == 0:
        assert cell.value == 0
    elif cell.value is not None:
        assert cell.value % BASE == 0
        assert cell.value >= FLOOR
        assert 0 <= count - cell.value < BASE
    least, most = possible(cell)
    assert least <= count <= most


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), (1, "10未満"), (9, "10未満"), (10, "10"), (12, "10"), (14, "10"), (15, "15"), (4081, "4080")],
)
def test_a_count_is_said_in_words(count, shown):
    assert str(protect(count)) == shown


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="never negative"):
        protect(-1)


@given(st.dictionaries(st.sampled_from(["10s", "20s", "30s", "unknown"]), COUNTS))
def test_the_young_are_laid_together_before_anything_is_hidden(counts):
    made = disclosure.merged("age_band", counts)
    assert {"10s", "20s"}.isdisjoint(made)
    assert sum(made.values()) == sum(counts.values())
    assert made.get("under_30", 0) == counts.get("10s", 0) + counts.get("20s", 0)
    assert disclosure.merged("channel", counts) == counts


@given(COUNTS, COUNTS)
def test_a_share_is_worked_out_from_what_is_shown(part, more):
    whole = part + more
    said = share(protect(part), protect(whole))
    if 1 <= part <= 9:
        assert said == "10未満"
    elif whole == 0:
        assert said == "該当なし"
    elif 1 <= whole <= 9:
        assert said == "秘匿"
    else:
        assert said == f"{(protect(part).value or 0) / (protect(whole).value or 1) * 100:.1f}%"


YEAR = [202304 + place for place in range(9)] + [202401, 202402, 202403]


def words(cells) -> list[str]:
    return ["データなし" if cell is None else str(cell) for cell in cells.values()]


def test_no_small_part_of_up_to_four_numbers_that_add_up_can_be_known():
    kinds = [(1, 9), *dict.fromkeys(possible(protect(count)) for count in range(10, 45))]
    tried = 0
    for size in (2, 3, 4):
        for parts in combinations_with_replacement(kinds, size):
            least, most = (sum(part[side] for part in parts) for side in (0, 1))
            for whole in {possible(protect(count)) for count in range(int(least), int(most) + 1)}:
                known: dict[Hashable, Interval] = {**dict(enumerate(parts)), "whole": whole}
                found = narrowed(known, [Line(tuple(range(size)), "whole")])
                small = [found[name] for name, one in known.items() if one == (1, 9)]
                tried += len(small)
                assert all(low < high for low, high in small), (parts, whole)
    assert tried > 1000


def test_rounding_to_the_nearest_five_would_give_two_nines_away():
    found = narrowed({"a": (1, 9), "b": (1, 9), "whole": (18, 22)}, [Line(("a", "b"), "whole")])
    assert list(found.values()) == [(9, 9), (9, 9), (18, 18)]
    assert str(protect(18)) == "15"


def test_fewer_than_ten_are_not_broken_down():
    made = disclosure.listed(("phone", "line", "mail"), {"phone": 3}, 3)
    assert words(made.row_totals) == ["秘匿"] * 3
    assert str(made.total) == "10未満"
    counts = {("a", "phone"): 3, ("b", "phone"): 20, ("b", "line"): 30}
    two = disclosure.table(("a", "b"), ("phone", "line"), counts, {"a": 3, "b": 50}, {"phone": 23, "line": 30}, 53)
    assert (str(two.cells["a", "phone"]), str(two.cells["a", "line"])) == ("秘匿", "秘匿")
    assert (str(two.cells["b", "phone"]), str(two.cells["b", "line"])) == ("20", "30")


def test_a_line_that_gives_its_small_cells_away_is_withheld_and_its_total_stays():
    counts = dict(zip("abcde", (1, 1, 1, 1, 10), strict=True))
    made = disclosure.listed("abcde", counts, 14)
    assert words(made.row_totals) == ["秘匿"] * 5
    assert str(made.total) == "10"


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1))
def test_a_list_shows_what_the_rule_shows_or_withholds_it(counts):
    made = disclosure.listed("abcdef", counts, sum(counts.values()))
    assert made.total == protect(sum(counts.values()))
    for value, cell in made.row_totals.items():
        assert cell.is_withheld or cell == protect(counts.get(value, 0))


def test_several_answers_may_come_to_more_than_all():
    made = disclosure.listed("abc", {"a": 20, "b": 15, "c": 3}, 22, several=True)
    assert words(made.row_totals) == ["20", "15", "10未満"]
    assert str(made.total) == "20"


def test_a_month_without_data_is_neither_zero_nor_hidden():
    counts: dict[int, int | None] = dict(zip(YEAR, (12, 0, 4, None, 30), strict=False))
    made = disclosure.series(counts, cumulative=True)
    assert words(made.months) == ["10", "0", "10未満", "データなし", "30"]
    assert words(made.cumulative) == ["10", "10", "15", "データなし", "データなし"]
    assert str(made.total) == "45"


def test_months_without_any_data_have_no_total():
    made = disclosure.series({202304: None}, cumulative=True)
    assert (made.months, made.cumulative, made.total) == ({202304: None}, {202304: None}, None)
    assert disclosure.series({}).total is None


def test_months_are_in_their_order_and_have_no_cumulative_unless_asked_for():
    made = disclosure.series({202401: 40, 202312: 20})
    assert list(made.months) == [202312, 202401]
    assert made.cumulative == {}


def test_the_small_months_of_a_year_cannot_be_taken_from_what_they_come_to_by_then():
    made = disclosure.series(dict.fromkeys(YEAR[:5], 9), cumulative=True)
    assert words(made.months) == ["秘匿"] * 5


def test_what_is_worked_out_comes_from_what_is_shown():
    assert disclosure.percent(protect(14), protect(44)) == 25.0
    assert disclosure.percent(protect(4), protect(44)) is None
    assert disclosure.percent(protect(0), protect(0)) is None
    assert share(disclosure.WITHHELD_CELL, protect(44)) == "秘匿"
    assert disclosure.change(protect(44), protect(14)) == 30
    assert disclosure.change(protect(44), protect(9)) is None
    assert disclosure.change(None, protect(44)) is None
    assert disclosure.of_enough(12.5, protect(10)) == 12.5
    assert disclosure.of_enough(12.5, protect(9)) is None
    assert disclosure.of_enough(0.0, protect(0)) is None


@pytest.mark.parametrize(
    ("values", "splits"),
    [((), False), (("10s",), True), (("20s", "30s"), True), (("10s", "20s"), False), (("30s", "unknown"), False)],
)
def test_the_young_are_chosen_together_or_not_at_all(values, splits):
    assert disclosure.split("age_band", values) == splits
    assert not disclosure.split("channel", values)


TOWN, CITY = "143014", "141003"


def test_a_town_is_shown_from_twenty_on_and_a_city_from_ten():
    assert {str(protect(count, disclosure.TOWN_FLOOR)) for count in (1, 10, 19)} == {"20未満"}
    assert str(protect(20, disclosure.TOWN_FLOOR)) == "20"
    counts = {(TOWN, "a"): 15, (TOWN, "b"): 25, (CITY, "a"): 15, (CITY, "b"): 5}
    made = disclosure.table((TOWN, CITY), "ab", counts, {TOWN: 40, CITY: 20}, {"a": 30, "b": 30}, 60)
    assert words(made.cells) == ["20未満", "25", "15", "10未満"]


@pytest.mark.parametrize(
    ("chosen", "floor"),
    [((), 10), ((CITY,), 10), ((TOWN,), 20), ((TOWN, CITY), 20), ((TOWN, "blank"), 20), (("144029",), 20)],
)
def test_one_town_among_the_chosen_places_makes_the_whole_table_that_of_a_town(chosen, floor):
    assert disclosure.floor_of(chosen) == floor
    made = disclosure.listed(("x", "y"), {"x": 14, "y": 40}, 54, floor=floor)
    assert str(made.row_totals["x"]) == ("20未満" if floor == 20 else "10")


def test_the_total_of_a_column_does_not_stand_for_the_town_that_is_alone_in_it():
    made = disclosure.listed((TOWN, CITY), {TOWN: 14}, 14)
    assert (str(made.total), words(made.row_totals)) == ("10", ["秘匿", "秘匿"])


def test_all_the_towns_and_villages_of_the_list_are_protected_so():
    assert len(municipalities.towns()) == 14
    assert {municipalities.labels()[code][-1] for code in municipalities.towns()} == {"町", "村"}


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5))
def test_the_parts_of_a_survey_its_useful_ones_and_its_total_say_what_the_rule_says_or_nothing(counts):
    true = dict(zip("abcde", counts, strict=True))
    made = disclosure.grouped(true, {"ab": "ab"})
    assert made[""] == protect(sum(counts))
    for name, cell in made.items():
        count = sum(counts) if name == "" else sum(true[one] for one in name)
        assert cell.is_withheld or cell == protect(count)
    assert words({name: made[name] for name in "abcde"}) == ["秘匿"] * 5 or sum(counts) == 0 or sum(counts) > 9


@pytest.mark.parametrize("useful", [0, 3, 7])
def test_of_few_answers_not_even_whether_any_was_good_is_told(useful):
    made = disclosure.grouped({"a": useful, "b": 0, "c": 7 - useful}, {"ab": "ab"})
    assert {name: str(cell) for name, cell in made.items() if name} == dict.fromkeys(("a", "b", "c", "ab"), "秘匿")
    assert str(made[""]) == "10未満"
