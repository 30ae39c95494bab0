"""The tables of the outcomes page by themselves: a table an officer sees is protected as a whole, not number by number."""

import re

from data.queries.outcomes import Accompaniments, Destination, HandOvers
from data.queries.spells import Spell
from ui.staff import outcomes_tables
from ui.staff.outcomes_tables import Seen
from ui.staff.words import say

FOUND = Accompaniments(
    47,
    38,
    {
        "police": Destination(7, {"done": 7}, {"debt": (7, 7)}),
        "home": Destination(40, {"done": 29, "partly": 11}, {"debt": (25, 20), "housing": (11, 6)}),
    },
)


def cells(html: str) -> list[list[str]]:
    """The cells of every row, heads left out."""
    return [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", html) if "<td>" in row]


def test_who_keeps_the_records_sees_what_was_counted():
    assert cells(outcomes_tables.went(Seen(protected=False), FOUND)) == [
        ["7", "7", "0"],
        ["40", "29", "11"],
        ["0", "7（7）"],
        ["11（6）", "25（20）"],
    ]


def test_a_small_row_is_not_broken_down_for_an_officer_and_nothing_is_said_of_its_parts():
    police, home, small, large = cells(outcomes_tables.went(Seen(protected=True), FOUND))
    assert police == ["10未満", "秘匿", "秘匿"]
    assert home[0] == "40"
    assert not set(police + small) & {"7", "0", "7（7）"}
    assert large == ["10（10未満）", "25（20）"]


def test_of_a_hidden_total_an_officer_learns_no_place_and_no_answer():
    few = Accompaniments(4, 4, {"police": Destination(4, {"done": 4}, {"abuse": (4, 4)})})
    over = {"police": HandOvers(4, {"declined": 4})}
    for drawn, key in (
        (outcomes_tables.went(Seen(protected=True), few), "went_few"),
        (outcomes_tables.hand_overs(Seen(protected=True), over), "over_few"),
    ):
        assert "<table" not in drawn
        assert "警察" not in drawn
        assert say(f"outcomes.{key}", n="10未満") in drawn
    assert "警察" in outcomes_tables.went(Seen(protected=False), few)
    assert "警察" in outcomes_tables.hand_overs(Seen(protected=False), over)


def test_an_officer_sees_days_to_the_nearest_five_only():
    found = {"plan": Spell(12, 19.5, 28.0, 37.5, 0)}
    assert cells(outcomes_tables.spells_part(Seen(protected=True), found)) == [["10", "約20日", "約30日", "約40日"]]
    assert cells(outcomes_tables.spells_part(Seen(protected=False), found)) == [["12", "19.5日", "28日", "37.5日"]]
