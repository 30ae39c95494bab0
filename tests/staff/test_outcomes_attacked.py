"""The tables of the outcomes page, read as the officer gets them and solved for: no small number comes back."""

import random
import re
from collections.abc import Callable, Hashable
from html import unescape
from typing import Any

import pytest

from data import codes, disclosure
from data.disclosure import Cell, possible
from data.queries.outcomes import Accompaniments, Destination, HandOvers, Plans
from tests.data.attacker import SMALL, Attacker, Interval, Score
from ui.staff import outcomes_tables as tables
from ui.staff.outcomes_tables import Seen

Meaning = Callable[[Cell], Interval]
PLACES = ("home", "police", "school")
DONE = ("done", "partly", "not_held")
ANSWERS = tuple(codes.labels("hand_over"))
ISSUES = ("debt", "housing")


def count(draw: random.Random) -> int:
    return draw.choice((0, 1, 1, 2, 5, 9, 9, 10, 12, 14, 19, 33))


def read(text: str) -> Cell:
    word = text.partition("（")[0].replace(",", "")
    if word == disclosure.WITHHELD:
        return disclosure.WITHHELD_CELL
    return Cell(None) if word == disclosure.HIDDEN_WORD else Cell(int(word))


def rows(html: str) -> list[list[list[str]]]:
    """The tables of a part: their rows, the name of the row first."""
    found = []
    for table in re.findall(r"<tbody>(.*?)</tbody>", html):
        lines = re.findall(r"<tr>(.*?)</tr>", table)
        found.append([[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)] for line in lines])
    return found


def learn_table(attacker: Attacker, html_rows: list[list[str]], name: str, meant: Meaning) -> list[Hashable]:
    """A table whose first column is the total of the row; the sums of the columns stand in no table."""
    columns = range(2, len(html_rows[0]))
    for place, row in enumerate(html_rows):
        for column in range(1, len(row)):
            attacker.learn((name, place, column), meant(read(row[column])))
        attacker.adds_up([(name, place, column) for column in columns], (name, place, 1))
    return [(name, place, column) for place in range(len(html_rows)) for column in columns]


def went(draw: random.Random, seen: Seen, meant: Meaning) -> tuple[Attacker, list[Hashable], dict[Any, int]]:
    """Where to and how it went, and the sentence above: all of them, and those that were done."""
    results = {place: {one: count(draw) for one in DONE} for place in PLACES}
    places = {
        place: Destination(sum(results[place].values()), results[place], {one: (count(draw), 0) for one in ISSUES})
        for place in PLACES
    }
    total = sum(one.total for one in places.values())
    if not total:
        return Attacker(), [], {}
    html = tables.went(seen, Accompaniments(total, total, places))
    attacker = Attacker()
    names = learn_table(attacker, rows(html)[0], "went", meant)
    attacker.learn("all", meant(read(seen.number(total))))
    done = sum(one.results["done"] for one in places.values())
    attacker.learn("done", meant(read(seen.number(done))))
    listed = rows(html)[0]
    attacker.adds_up([("went", place, 1) for place in range(len(listed))], "all")
    head = [one for one in codes.labels("activity_result") if one in DONE]
    attacker.adds_up([("went", place, 2 + head.index("done")) for place in range(len(listed))], "done")
    order = [one for one in codes.labels("destination") if one in PLACES]
    true: dict[Any, int] = {
        ("went", place, 2 + column): places[code].results[one]
        for place, code in enumerate(order)
        for column, one in enumerate(head)
    }
    return attacker, names, true


def over(draw: random.Random, seen: Seen, meant: Meaning) -> tuple[Attacker, list[Hashable], dict[Any, int]]:
    """Hand-overs by place and answer, and the sentence with the sums of both."""
    answers = {place: {one: count(draw) for one in ANSWERS} for place in PLACES}
    found = {place: HandOvers(sum(answers[place].values()), answers[place]) for place in PLACES}
    attacker = Attacker()
    listed = rows(tables.hand_overs(seen, found))[0]
    names = learn_table(attacker, listed, "over", meant)
    attacker.learn("all", meant(read(seen.number(sum(one.made for one in found.values())))))
    attacker.adds_up([("over", place, 1) for place in range(len(listed))], "all")
    for column, one in enumerate(ANSWERS):
        attacker.learn(one, meant(read(seen.number(sum(answers[place][one] for place in PLACES)))))
        attacker.adds_up([("over", place, 2 + column) for place in range(len(listed))], one)
    order = [one for one in codes.labels("destination") if one in PLACES]
    true: dict[Any, int] = {
        ("over", place, 2 + column): answers[code][one]
        for place, code in enumerate(order)
        for column, one in enumerate(ANSWERS)
    }
    return attacker, names, true


def plans(draw: random.Random, seen: Seen, meant: Meaning) -> tuple[Attacker, list[Hashable], dict[Any, int]]:
    """The reasons of the plans that were closed, which come to how many were."""
    listed = codes.labels("close_reason")
    reasons = {one: draw.choice((0, 1, 1, 1, 2, 9, 10)) for one in listed}
    closed = sum(reasons.values())
    html = tables.plans(seen, Plans(40, 3, 3, closed, reasons, 12, 2, {"met": 12}))
    told = {row[0]: row[1] for row in rows(html)[1]}
    attacker = Attacker()
    for one, label in listed.items():
        attacker.learn(one, meant(read(told[label])))
    attacker.learn("closed", meant(read(seen.number(closed))))
    attacker.adds_up(listed, "closed")
    return attacker, list(listed), dict(reasons)


CASES = {went: 12, over: 12, plans: 60}


def score(case, seen: Seen, meant: Meaning, number: int) -> Score:
    draw, found = random.Random(case.__name__), Score()
    for _ in range(number):
        attacker, names, true = case(draw, seen, meant)
        small = [one for one in names if 1 <= true[one] <= 9]
        if small:
            found.add(attacker.solve(small))
    return found


@pytest.mark.parametrize("case", CASES)
def test_the_officers_tables_give_no_small_number_away(case):
    found = score(case, Seen(protected=True), possible, CASES[case])
    assert found.small > 40
    assert found.exact == 0


@pytest.mark.parametrize("case", CASES)
def test_the_same_attacker_finds_them_where_only_the_small_ones_are_hidden(case, monkeypatch):
    monkeypatch.setattr(disclosure, "protect", lambda n, floor=10: Cell(None if 1 <= n < floor else n))
    monkeypatch.setattr(disclosure, "_safe", lambda seen, floors, lines, small: dict(seen))

    def plain(cell: Cell) -> Interval:
        return SMALL if cell.value is None else (cell.value, cell.value)

    assert score(case, Seen(protected=True), plain, 10).exact > 0
