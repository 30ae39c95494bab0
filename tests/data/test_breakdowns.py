"""A protected list beside a true total of the same records leaves only where the total tells none of its small counts."""

import pytest

from data import disclosure
from data.queries import breakdowns


@pytest.mark.parametrize(
    ("counts", "safe"),
    [
        # 20–24 and 1–9 are 23: the hidden one is 1, 2 or 3.
        ({"a": 20, "b": 3}, False),
        ({"a": 20, "b": 9}, True),
        ({"a": 9, "b": 9}, False),
        ({"a": 5, "b": 9}, True),
        ({"a": 20, "b": 30}, True),
        ({"a": 3}, False),
    ],
)
def test_a_list_beside_a_true_total_keeps_four_values_for_each_small_count(counts, safe):
    total = sum(counts.values())
    assert breakdowns.is_safe_beside(disclosure.listed(counts, counts, total), total) == safe
