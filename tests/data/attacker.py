"""An attacker who knows the rule and solves for the small numbers behind a set of published ones (scipy's HiGHS)."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

Interval = tuple[float, float]
SMALL: Interval = (1, 9)


@dataclass
class Attacker:
    """What is published: numbers with the least and the most they may be, and sums: {name: factor} between two limits."""

    known: dict[Hashable, Interval] = field(default_factory=dict)
    sums: list[tuple[Mapping[Hashable, int], Interval]] = field(default_factory=list)

    def learn(self, name: Hashable, interval: Interval) -> None:
        """One more published number; of one seen twice both are used."""
        low, high = self.known.get(name, (0, inf))
        self.known[name] = (max(low, interval[0]), min(high, interval[1]))

    def adds_up(self, parts: Iterable[Hashable], whole: Hashable, *, several: bool = False) -> None:
        """The parts are the whole; with `several` at least the whole, and none of them more than it."""
        names = list(parts)
        self.sums.append(({**dict.fromkeys(names, 1), whole: -1}, (0, inf if several else 0)))
        if several:
            self.sums += [({whole: 1, name: -1}, (0, inf)) for name in names]

    def solve(self, wanted: Iterable[Hashable], *, whole_numbers: bool = True) -> dict[Hashable, tuple[int, int]]:
        """{name: (least, most)} that fits everything published."""
        place = {name: number for number, name in enumerate(self.known)}
        entries = [
            (line, place[name], factor) for line, (one, _) in enumerate(self.sums) for name, factor in one.items()
        ]
        lines, columns, factors = zip(*entries, strict=True)
        matrix = csr_array((factors, (lines, columns)), shape=(len(self.sums), len(place)))
        low, high = (np.array([limits[side] for _, limits in self.sums], dtype=float) for side in (0, 1))
        bounds = np.array(list(self.known.values()), dtype=float)
        found = {}
        for name in wanted:
            ends = []
            for sign in (1, -1):
                aim = np.zeros(len(place))
                aim[place[name]] = sign
                ends.append(sign * _least(aim, matrix, low, high, bounds, whole_numbers=whole_numbers))
            found[name] = (ceil(ends[0] - 1e-6), floor(ends[1] + 1e-6))
        return found


def _least(aim, matrix, low, high, bounds, *, whole_numbers: bool) -> float:
    if whole_numbers:
        made = milp(
            aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(bounds[:, 0], bounds[:, 1]),
            constraints=LinearConstraint(matrix, low, high),
        )
    else:
        even, below, above = low == high, np.isfinite(low) & (low != high), np.isfinite(high) & (low != high)
        from scipy.sparse import vstack

        made = linprog(
            aim,
            A_ub=vstack([matrix[above], -matrix[below]]) if (above | below).any() else None,
            b_ub=np.concatenate([high[above], -low[below]]) if (above | below).any() else None,
            A_eq=matrix[even] if even.any() else None,
            b_eq=low[even] if even.any() else None,
            bounds=bounds,
            method="highs",
        )
    assert made.status == 0, made.message
    return made.fun


@dataclass
class Score:
    """How many small numbers were attacked, how many of them are known exactly, and how many more closely than 1–9."""

    small: int = 0
    exact: int = 0
    narrower: int = 0

    def add(self, found: Mapping[Hashable, tuple[int, int]]) -> None:
        """Counts what was found; of withheld numbers, too."""
        for low, high in found.values():
            self.small += 1
            self.exact += low == high
            self.narrower += high - low < SMALL[1] - SMALL[0]
