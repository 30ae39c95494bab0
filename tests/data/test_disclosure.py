"""Small numbers stay hidden: by the rule, and against an attacker who solves for them with linear programming."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from data import disclosure
from data.disclosure import BASE, FLOOR, Cell, protect, share

COUNTS = st.integers(0, 100_000)


@given(COUNTS)
def test_one_to_nine_is_never_shown_and_the_rest_is_a_multiple_of_five_close_by(count):
    cell = protect(count)
    assert (cell.value is None) == (1 <= count <= 9)
    if count == 0:
        assert cell.value == 0
    elif cell.value is not None:
        assert cell.value % BASE == 0
        assert cell.value >= FLOOR
        assert abs(cell.value - count) <= BASE // 2


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "10未満"), (9, "10未満"), (10, "10"), (12, "10"), (13, "15"), (4081, "4080")]
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


def tables(number: int) -> list[np.ndarray]:
    """Random tables as a desk has them: many small cells, some empty, a few large."""
    draw = random.Random(number)
    made = []
    for _ in range(number):
        shape = (draw.randrange(3, 8), draw.randrange(3, 7))
        cells = [
            draw.choice(
                (0, draw.randrange(1, 10), draw.randrange(1, 10), draw.randrange(10, 60), draw.randrange(60, 400))
            )
            for _ in range(shape[0] * shape[1])
        ]
        made.append(np.array(cells).reshape(shape))
    return made


def published(true: np.ndarray) -> disclosure.Protected:
    """The table as it would leave."""
    rows, columns = [str(one) for one in range(true.shape[0])], [str(one) for one in range(true.shape[1])]
    counts = {(row, column): int(true[int(row), int(column)]) for row in rows for column in columns}
    return disclosure.table(
        rows,
        columns,
        counts,
        {row: int(true[int(row)].sum()) for row in rows},
        {column: int(true[:, int(column)].sum()) for column in columns},
        int(true.sum()),
    )


def possible(cell: Cell) -> tuple[int, int]:
    """What a cell may have been, as everybody who knows the rule can say."""
    if cell.value is None:
        return 1, FLOOR - 1
    return (0, 0) if cell.value == 0 else (max(FLOOR, cell.value - BASE // 2), cell.value + BASE // 2)


def recovered(bounds, sums) -> int:
    """How many hidden cells the attacker pins down: the least and the greatest value that fit everything published."""
    size, found = len(bounds), 0
    matrix, limits = [], []
    for cells, (low, high) in sums:
        line = np.zeros(size)
        line[cells] = 1
        matrix += [line, -line]
        limits += [high, -low]
    for place in [place for place, bound in enumerate(bounds) if bound == (1, FLOOR - 1)]:
        aim = np.zeros(size)
        aim[place] = 1
        least = linprog(aim, A_ub=np.array(matrix), b_ub=limits, bounds=bounds, method="highs")
        most = linprog(-aim, A_ub=np.array(matrix), b_ub=limits, bounds=bounds, method="highs")
        found += math.ceil(least.fun - 1e-6) == math.floor(-most.fun + 1e-6)
    return found


def attack(true: np.ndarray, table: disclosure.Protected, *, only_hidden: bool) -> tuple[int, int]:
    """(hidden cells, those recovered exactly); with `only_hidden` everything else is published as it is."""
    rows, columns = true.shape

    def known(cell: Cell, exact: int) -> tuple[int, int]:
        return (exact, exact) if only_hidden and cell.value is not None else possible(cell)

    bounds = [known(table.cells[str(r), str(c)], int(true[r, c])) for r in range(rows) for c in range(columns)]
    sums = [
        ([r * columns + c for c in range(columns)], known(table.row_totals[str(r)], int(true[r].sum())))
        for r in range(rows)
    ]
    sums += [
        ([r * columns + c for r in range(rows)], known(table.column_totals[str(c)], int(true[:, c].sum())))
        for c in range(columns)
    ]
    sums.append((list(range(rows * columns)), known(table.total, int(true.sum()))))
    hidden = sum(cell.value is None for cell in table.cells.values())
    return hidden, recovered(bounds, sums)


def test_no_small_cell_of_a_table_is_shown():
    for true in tables(300):
        table = published(true)
        for (row, column), cell in table.cells.items():
            assert cell == protect(int(true[int(row), int(column)]))
            assert (cell.value is None) == (1 <= true[int(row), int(column)] <= 9)


def test_a_linear_programming_attacker_gets_next_to_nothing_back():
    found = [attack(true, published(true), only_hidden=False) for true in tables(40)]
    hidden, exact = (sum(one) for one in zip(*found, strict=True))
    assert hidden > 300
    assert exact <= hidden * 0.005


def test_the_same_attacker_gets_many_back_where_only_the_small_cells_are_hidden():
    found = [attack(true, published(true), only_hidden=True) for true in tables(12)]
    hidden, exact = (sum(one) for one in zip(*found, strict=True))
    assert exact > hidden * 0.1
