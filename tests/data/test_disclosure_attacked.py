"""Nobody who knows the rule gets a hidden number back by solving for it: random tables, months, filters, snapshots."""

import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from data import disclosure
from data.disclosure import possible
from data.inference import ANYTHING
from tests.data.attacker import SMALL, Attacker, Interval, Score

Counts = Mapping[tuple[str, str], int]
Shown = dict[tuple[str, str], Interval]
MONTHS = [202304 + place for place in range(9)] + [202401, 202402, 202403]


@dataclass(frozen=True)
class Table:
    """True counts by row and column; a record may stand in several columns, `totals` are those of the records."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Counts
    totals: Counts
    several: bool = False


def count(draw: random.Random, style: str) -> int:
    """A count as a desk has it: none, a few, just at the edges of the rule, sometimes many."""
    if style == "edges":
        return draw.choice((0, 0, 1, 1, 1, 2, 3, 8, 9, 9, 10, 12, 13, 14, 15, 19))
    if style == "few":
        return int(min(40, draw.expovariate(0.25)))
    return draw.choice((0, draw.randrange(1, 10), draw.randrange(1, 10), draw.randrange(10, 60), draw.randrange(400)))


def made(rows: Sequence[str], columns: Sequence[str], cells: Counts) -> Table:
    """The table with the sums of its cells."""
    totals = {(row, ""): sum(cells[row, column] for column in columns) for row in rows}
    totals |= {("", column): sum(cells[row, column] for row in rows) for column in columns}
    totals["", ""] = sum(cells.values())
    return Table(tuple(rows), tuple(columns), cells, totals)


def drawn(draw: random.Random, rows: int = 0, columns: int = 0) -> Table:
    """A random table of single answers."""
    style = draw.choice(("edges", "few", "mixed"))
    names = [f"r{number}" for number in range(rows or draw.randrange(2, 8))]
    heads = [f"c{number}" for number in range(columns or draw.randrange(2, 7))]
    return made(names, heads, {(row, head): count(draw, style) for row in names for head in heads})


def several(draw: random.Random) -> Table:
    """A random table of months and issues, one to three issues a record."""
    rows, columns = ("r0", "r1", "r2"), tuple(f"c{number}" for number in range(draw.randrange(3, 6)))
    cells = {(row, column): 0 for row in rows for column in columns}
    totals = dict.fromkeys([("", ""), *((row, "") for row in rows), *(("", column) for column in columns)], 0)
    for row in rows:
        for _ in range(draw.choice((4, 9, 14, 25))):
            totals[row, ""] += 1
            totals["", ""] += 1
            for column in draw.sample(columns, draw.choice((1, 1, 2, 3))):
                cells[row, column] += 1
                totals["", column] += 1
    return Table(rows, columns, cells, totals, several=True)


def protected(table: Table) -> Shown:
    """What an export shows, as the least and the most each number may be."""
    rows, columns = table.rows, table.columns
    seen = disclosure.table(
        rows,
        columns,
        table.cells,
        {row: table.totals[row, ""] for row in rows},
        {column: table.totals["", column] for column in columns},
        table.totals["", ""],
        several=(False, table.several),
    )
    found = {key: possible(cell) for key, cell in seen.cells.items()}
    found |= {(row, ""): possible(cell) for row, cell in seen.row_totals.items()}
    found |= {("", column): possible(cell) for column, cell in seen.column_totals.items()}
    return {**found, ("", ""): possible(seen.total)}


def naive(table: Table) -> Shown:
    """Only the small cells hidden, all else as it is: the protection that is none."""
    hidden = {key: SMALL if 1 <= number <= 9 else (number, number) for key, number in table.cells.items()}
    return {**hidden, **{key: (number, number) for key, number in table.totals.items()}}


Show = Callable[[Table], Shown]
Attacked = tuple[Attacker, list[Hashable]]


def learned(attacker: Attacker, shown: Shown, table: Table, name: str = "t") -> list[Hashable]:
    """The attacker reads a table called `name`; gives the names of its small cells."""
    for key, interval in shown.items():
        attacker.learn((name, *key), interval)
    for row in table.rows:
        parts = [(name, row, column) for column in table.columns]
        attacker.adds_up(parts, (name, row, ""), several=table.several)
    for column in table.columns:
        attacker.adds_up([(name, row, column) for row in table.rows], (name, "", column))
    attacker.adds_up([(name, row, "") for row in table.rows], (name, "", ""))
    attacker.adds_up([(name, "", column) for column in table.columns], (name, "", ""), several=table.several)
    return [(name, *key) for key, number in table.cells.items() if 1 <= number <= 9]


def one_table(draw: random.Random, show: Show) -> Attacked:
    table = drawn(draw)
    attacker = Attacker()
    return attacker, learned(attacker, show(table), table)


def one_list(draw: random.Random, show: Show) -> Attacked:
    table = drawn(draw, rows=1)
    attacker = Attacker()
    return attacker, learned(attacker, show(table), table)


def several_answers(draw: random.Random, show: Show) -> Attacked:
    table = several(draw)
    attacker = Attacker()
    return attacker, learned(attacker, show(table), table)


def both_shapes(draw: random.Random, show: Show) -> Attacked:
    """The table, the same on its side, and each of its rows as the list of a filter."""
    table = drawn(draw)
    attacker = Attacker()
    small = learned(attacker, show(table), table)
    turned = made(table.columns, table.rows, {(b, a): number for (a, b), number in table.cells.items()})
    for (first, second), interval in show(turned).items():
        attacker.learn(("t", second, first), interval)
    for row in table.rows:
        filtered = made((row,), table.columns, {(row, one): table.cells[row, one] for one in table.columns})
        for (_, column), interval in show(filtered).items():
            attacker.learn(("t", row, column), interval)
    return attacker, small


def filter_and_rest(draw: random.Random, show: Show) -> Attacked:
    """The tables of a filter, of everything but the filter, and of all."""
    inside = drawn(draw, 3, 4)
    outside = made(inside.rows, inside.columns, {key: count(draw, "few") for key in inside.cells})
    total = made(inside.rows, inside.columns, {key: n + outside.cells[key] for key, n in inside.cells.items()})
    attacker, small = Attacker(), []
    for name, table in (("in", inside), ("out", outside), ("all", total)):
        small += learned(attacker, show(table), table, name)
    for key in (*total.cells, *total.totals):
        attacker.adds_up([("in", *key), ("out", *key)], ("all", *key))
    return attacker, small


def grown(draw: random.Random, show: Show, steps: Sequence[int]) -> Attacked:
    """A table that only grows; nobody publishes by how much."""
    table, name = drawn(draw, 3, 4), "0"
    attacker = Attacker()
    small = learned(attacker, show(table), table, name)
    for number, most in enumerate(steps, 1):
        more = {key: n + draw.choice((0, 0, draw.randrange(most))) for key, n in table.cells.items()}
        table = made(table.rows, table.columns, more)
        small += learned(attacker, show(table), table, str(number))
        for key in (*table.cells, *table.totals):
            attacker.learn(("more", number, *key), (0, float("inf")))
            attacker.adds_up([(name, *key), ("more", number, *key)], (str(number), *key))
        name = str(number)
    return attacker, small


def two_filters(draw: random.Random, show: Show) -> Attacked:
    """The tables of a filter A, of B, of A and B together, and of all; nobody publishes what is in A alone."""
    parts = {name: drawn(draw, 2, 3) for name in ("both", "a_only", "b_only", "neither")}
    attacker, small = Attacker(), []
    unions = {
        "a": ("both", "a_only"),
        "b": ("both", "b_only"),
        "all": tuple(parts),
        "both": ("both",),
    }
    for name, those in unions.items():
        one = parts["both"]
        cells = {key: sum(parts[part].cells[key] for part in those) for key in one.cells}
        table = made(one.rows, one.columns, cells)
        small += learned(attacker, show(table), table, name)
    for key in (*parts["both"].cells, *parts["both"].totals):
        for name in ("a_only", "b_only", "neither"):
            attacker.learn((name, *key), (0, float("inf")))
        for name, those in unions.items():
            if len(those) > 1:
                attacker.adds_up([(part, *key) for part in those], (name, *key))
    return attacker, small


def periods(draw: random.Random, show: Show) -> Attacked:
    """A year of twelve months, the same moved by one and by two, its halves: what lies between two of them is attacked."""
    months = drawn(draw, 14, 3)
    spans = ((0, 12), (1, 13), (2, 14), (0, 6), (6, 12), (1, 12), (0, 14))
    attacker = Attacker()
    for first, end in spans:
        own = months.rows[first:end]
        counts = {("p", head): sum(months.cells[row, head] for row in own) for head in months.columns}
        table = made(("p",), months.columns, counts)
        learned(attacker, show(table), table, f"{first}-{end}")
        for head in months.columns:
            parts = [("month", row, head) for row in own]
            for part in parts:
                attacker.learn(part, (0, float("inf")))
            attacker.adds_up(parts, (f"{first}-{end}", "p", head))
    return attacker, [("month", *key) for key, number in months.cells.items() if 1 <= number <= 9]


def towns(draw: random.Random, show: Show) -> Attacked:
    """Municipalities by age, towns among them, and each town by itself as the list of a filter."""
    codes = ("141003", "142018", "143014", "144029")
    ages = ("a", "b", "c")
    cells = {(code, age): count(draw, "few" if code[2] != "1" else "mixed") for code in codes for age in ages}
    table = made(codes, ages, cells)
    attacker = Attacker()
    small = learned(attacker, show(table), table)
    for code in codes[2:]:
        filtered = made((code,), ages, {(code, age): cells[code, age] for age in ages})
        for (_, age), interval in show(filtered).items():
            attacker.learn(("t", code, age), interval)
    return attacker, small


def nested_filters(draw: random.Random, show: Show) -> Attacked:
    return grown(draw, show, (12, 30))


def snapshots(draw: random.Random, show: Show) -> Attacked:
    return grown(draw, show, (2, 2, 3))


def merged_and_not(draw: random.Random, show: Show) -> Attacked:
    """The list with the young laid together, and one made before that with the bands by themselves."""
    apart = drawn(draw, 1, 5)
    row = apart.rows[0]
    young = apart.cells[row, "c0"] + apart.cells[row, "c1"]
    rest = {(row, one): apart.cells[row, one] for one in apart.columns[2:]}
    together = made((row,), ("young", *apart.columns[2:]), {(row, "young"): young, **rest})
    attacker = Attacker()
    small = learned(attacker, show(apart), apart)
    for key, interval in show(together).items():
        attacker.learn(("t", *key), interval)
    attacker.adds_up([("t", row, "c0"), ("t", row, "c1")], ("t", row, "young"))
    return attacker, small


# How many of each are attacked: those of several tables take longer to solve.
CASES = {
    one_table: 30,
    one_list: 60,
    several_answers: 30,
    both_shapes: 15,
    filter_and_rest: 6,
    two_filters: 9,
    periods: 8,
    towns: 12,
    nested_filters: 5,
    snapshots: 5,
    merged_and_not: 60,
}


def score(case, show: Show, number: int) -> Score:
    draw, found = random.Random(case.__name__), Score()
    for _ in range(number):
        attacker, small = case(draw, show)
        if small:
            found.add(attacker.solve(small))
    return found


@pytest.mark.parametrize("case", CASES)
def test_no_hidden_number_is_known(case):
    found = score(case, protected, CASES[case])
    assert found.small > 40
    assert found.exact == 0


@pytest.mark.parametrize("case", CASES)
def test_the_same_attacker_breaks_a_table_where_only_the_small_cells_are_hidden(case):
    found = score(case, naive, 8)
    assert found.exact > 0


@pytest.mark.parametrize(("column", "known"), [((9, 9, 19, 19), False), ((9, 9, 19, 19, 19), True)])
def test_five_numbers_at_their_edge_spread_over_six_files_are_the_limit(column, known):
    """What one table would withhold stands in the files of five filters: the limit that the decision tells of."""
    rows = [f"r{number}" for number in range(len(column))]
    table = made(
        rows,
        ("c0", "c1"),
        {(r, c): n if c == "c0" else 40 for r, n in zip(rows, column, strict=True) for c in ("c0", "c1")},
    )
    attacker = Attacker()
    for row in rows:
        one = made((row,), table.columns, {(row, column): table.cells[row, column] for column in table.columns})
        for (_, name), interval in protected(one).items():
            attacker.learn((row, name), interval)
    attacker.learn("c0", possible(disclosure.protect(table.totals["", "c0"])))
    attacker.adds_up([(row, "c0") for row in rows], "c0")
    least, most = attacker.solve([("r0", "c0")])["r0", "c0"]
    assert (least == most == 9) if known else (least < most)
    withheld = [interval for key, interval in protected(table).items() if interval == ANYTHING]
    assert bool(withheld) or not known


def meant(cell: disclosure.Cell | None) -> Interval:
    """What a month says: none of these is without data."""
    assert cell is not None
    return possible(cell)


def months(draw: random.Random, *, true_sums: bool) -> Attacked:
    """A year of months, what they come to by then and in all."""
    mean = draw.choice((1.5, 5, 9, 25, 80))
    counts = {month: int(draw.expovariate(1 / mean)) for month in MONTHS}
    run = disclosure.series(counts, cumulative=True)
    attacker, so_far, names = Attacker(), 0, list[Hashable]()
    for month, number in counts.items():
        so_far += number
        names.append(month)
        attacker.learn(month, possible(disclosure.protect(number)) if true_sums else meant(run.months[month]))
        attacker.learn(("by", month), (so_far, so_far) if true_sums else meant(run.cumulative[month]))
        attacker.adds_up(names, ("by", month))
    attacker.learn("year", (so_far, so_far) if true_sums else meant(run.total))
    attacker.adds_up(names, "year")
    return attacker, [month for month, number in counts.items() if 1 <= number <= 9]


@pytest.mark.parametrize(("true_sums", "number"), [(False, 30), (True, 10)])
def test_months_are_not_known_from_what_they_come_to_unless_that_is_true(true_sums, number):
    draw, found = random.Random(7), Score()
    for _ in range(number):
        attacker, small = months(draw, true_sums=true_sums)
        if small:
            found.add(attacker.solve(small))
    assert found.small > 30
    assert (found.exact == found.small) if true_sums else (found.exact == 0)
