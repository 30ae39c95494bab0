"""The tables of the outcomes page by themselves: a table an officer sees is protected as a whole, not number by number."""

import re

from data.queries.outcomes import Accompaniments, Destination
from ui.staff import outcomes_tables
from ui.staff.outcomes_tables import Seen

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
