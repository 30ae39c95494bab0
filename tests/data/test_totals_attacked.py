"""All the totals the application offers, taken as files and laid together: nobody gets a hidden number back from them."""

import csv
import io
import random
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, permutations
from typing import Any

import pytest
from openpyxl import load_workbook

from data import disclosure
from data.commands import exports
from data.commands.exports import Export
from data.disclosure import HIDDEN_WORD, TOWN_FLOOR, TOWN_WORD, WITHHELD, Cell, possible
from data.queries import filters, totals
from data.queries.filters import Filters
from tests.data.attacker import SMALL, Attacker, Score
from tests.data.records import LEAD, record, start

ROLES = {"totals": ("lead",)}
NAMES = tuple(totals.DIMENSIONS)
LABELS = {label: name for name, label in totals.DIMENSIONS.items()}
# The first ones are the usual ones.
VALUES = {
    "channel": ("phone", "line", "mail", "meeting", "visit"),
    "age_band": ("30s", "40s", "20s", "50s", "10s", None),
    "municipality": ("141003", "141305", "142018", "142034", "142042", "142051"),
    "contact_result": ("consulted", "informed", "silent", "callback"),
    "referral_source": ("web", "sns", "leaflet", "press", None),
    "new_or_repeat": ("new", "repeat", None),
    "urgency": ("none", "week", "today", None),
}
ATTACKED = 100


@pytest.fixture
def filled(database, now):
    """160 records of four months, most combinations of them rare, each with one to three issues."""
    draw = random.Random(23)
    with database.write() as session:
        start(session, now)
        for number in range(1, 161):
            issues = draw.sample(("housing", "debt", "medical", "health"), draw.choice((1, 1, 2, 3)))
            columns = {
                name: values[min(int(draw.expovariate(0.6)), len(values) - 1)] for name, values in VALUES.items()
            }
            record(session, now, number, date(2026, draw.choice((4, 5, 5, 6, 7)), 9), *issues, **columns)
    return database


def taken(database, now, wanted: Export) -> bytes:
    with database.write() as session:
        token = exports.prepare(session, LEAD, now, wanted, ROLES)
    return b"".join(exports.hand_out(database, LEAD, token, now, ROLES).body)


def as_csv(database, now, *dimensions: str, asked: Filters | None = None) -> list[list[str]]:
    content = taken(database, now, Export("totals", "csv", asked or Filters(), dimensions)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def numbers(rows: list[list[str]], dimensions: tuple[str, ...]) -> Iterator[tuple[frozenset[tuple[str, str]], Cell]]:
    """What a file says: ({dimension: value}, cell) of its cells and totals."""
    start_at = next(place for place, row in enumerate(rows) if row and row[0] == totals.DIMENSIONS[dimensions[0]])
    for row in rows[start_at + 1 :]:
        first = {(dimensions[0], row[0])} if row[0] != "計" else set()
        # Of one dimension there is a share beside the count.
        for head, text in list(zip(rows[start_at], row, strict=False))[1 : None if len(dimensions) == 2 else 2]:
            second = {(dimensions[1], head)} if len(dimensions) == 2 and head != "計" else set()
            yield frozenset(first | second), read(text)


def read(text: str) -> Cell:
    if text == TOWN_WORD:
        return Cell(None, floor=TOWN_FLOOR)
    if text in (HIDDEN_WORD, WITHHELD):
        return Cell(None, is_withheld=text == WITHHELD)
    return Cell(int(text))


def attacker_of(read_files: Mapping[Any, list[list[str]]], meant=possible) -> Attacker:
    """Everything learned from the files; what is nobody's is left out, so that there is less to solve."""
    attacker = Attacker()
    for dimensions, rows in read_files.items():
        for key, cell in numbers(rows, dimensions):
            attacker.learn(key, meant(cell))
    there = {key for key, interval in attacker.known.items() if interval != (0, 0)}
    attacker.known = {key: attacker.known[key] for key in there}
    values = {name: [one for key in there if len(key) == 1 for one in key if one[0] == name] for name in NAMES}
    for name in NAMES:
        wholes: list[frozenset[Any]] = [frozenset(), *(key for key in there if len(key) == 1)]
        for whole in wholes:
            parts = [whole | {one} for one in values[name] if whole | {one} in there]
            if name not in {one[0] for one in whole} and parts:
                attacker.adds_up(parts, whole, several=name == "issue")
    return attacker


def test_all_totals_of_one_and_two_dimensions_together_give_no_hidden_number_away(filled, now):
    files: dict[tuple[str, ...], list[list[str]]] = {(name,): as_csv(filled, now, name) for name in NAMES}
    files |= {pair: as_csv(filled, now, *pair) for pair in permutations(NAMES, 2)}
    assert len(files) == len(NAMES) ** 2
    attacker = attacker_of(files)
    hidden = sorted((key for key, known in attacker.known.items() if known == SMALL), key=sorted)
    found = Score()
    found.add(attacker.solve(random.Random(1).sample(hidden, ATTACKED)))
    assert found.exact == 0
    assert found.small == ATTACKED


def test_the_same_attacker_breaks_files_with_true_totals(filled, now, monkeypatch):
    monkeypatch.setattr(disclosure, "protect", lambda count, floor=10: Cell(None if 1 <= count <= 9 else count))
    monkeypatch.setattr(disclosure, "_safe", lambda seen, floors, lines, small: dict(seen))
    files = {pair: as_csv(filled, now, *pair) for pair in combinations(("month", "channel", "new_or_repeat"), 2)}
    attacker = attacker_of(files, lambda cell: SMALL if cell.value is None else (cell.value, cell.value))
    found = Score()
    found.add(attacker.solve([key for key, known in attacker.known.items() if known == SMALL]))
    assert found.exact > found.small * 0.1


def test_a_file_says_the_same_as_csv_and_as_xlsx_and_on_its_side(filled, now):
    for first, second in combinations(NAMES, 2):
        plain = as_csv(filled, now, first, second)
        paper = load_workbook(io.BytesIO(taken(filled, now, Export("totals", "xlsx", Filters(), (first, second)))))
        cells = [[str(cell) for cell in row if cell is not None] for row in paper.active.iter_rows(values_only=True)]
        assert [row for row in cells if row] == [row for row in plain if row]
        turned = dict(numbers(as_csv(filled, now, second, first), (second, first)))
        assert dict(numbers(plain, (first, second))) == turned


def test_a_filter_by_one_town_says_what_its_row_says_or_more_and_never_a_small_number(filled, now):
    table = dict(numbers(as_csv(filled, now, "municipality", "age_band"), ("municipality", "age_band")))
    for code, name in (("141003", "横浜市"), ("141305", "川崎市")):
        rows = as_csv(filled, now, "age_band", asked=Filters(municipality=(code,)))
        for key, cell in numbers(rows, ("age_band",)):
            beside = table[key | {("municipality", name)}]
            assert cell.is_withheld or beside.is_withheld or cell == beside


def test_one_town_and_one_age_with_fewer_than_ten_records_has_no_breakdown(filled, now):
    few = Filters(municipality=("142034",), age_band=("40s",))
    found = dict(numbers(as_csv(filled, now, "issue", asked=few), ("issue",)))
    assert str(found.pop(frozenset())) == HIDDEN_WORD
    assert {str(cell) for cell in found.values()} == {WITHHELD}


def test_a_filter_and_all_the_others_give_nothing_away_beside_all(filled, now):
    attacker = Attacker()
    others = tuple(name for name in filters.choices("channel") if name != "phone")
    for name, chosen in {"in": ("phone",), "out": others, "all": ()}.items():
        asked = Filters(channel=chosen)
        for key, cell in numbers(
            as_csv(filled, now, "municipality", "age_band", asked=asked), ("municipality", "age_band")
        ):
            attacker.learn((name, key), possible(cell))
    keys = [key for name, key in attacker.known if name == "all"]
    for key in keys:
        attacker.adds_up([("in", key), ("out", key)], ("all", key))
    found = Score()
    found.add(attacker.solve(name for name, known in attacker.known.items() if known == SMALL))
    assert found.exact == 0
    assert found.small > 10
