"""An attacker who knows the rule and solves for the small numbers behind a set of published ones (scipy's HiGHS)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

Interval = tuple[float, float]
SMALL: Interval = (1, 9)
CLOSE = 2
UNBOUNDED = 10**9


@dataclass
class Attacker:
    """What is published: numbers with the least and the most they may be, and sums: {name: factor} between two limits."""

    known: dict[Any, Interval] = field(default_factory=dict)
    sums: list[tuple[Mapping[Any, int], Interval]] = field(default_factory=list)

    def learn(self, name: Any, interval: Interval) -> None:
        """One more published number; of one seen twice both are used."""
        low, high = self.known.get(name, (0, inf))
        self.known[name] = (max(low, interval[0]), min(high, interval[1]))

    def adds_up(self, parts: Iterable[Any], whole: Any, *, several: bool = False) -> None:
        """The parts are the whole; with `several` at least the whole, and none of them more than it."""
        names = list(parts)
        self.sums.append(({**dict.fromkeys(names, 1), whole: -1}, (0, inf if several else 0)))
        if several:
            self.sums += [({whole: 1, name: -1}, (0, inf)) for name in names]

    def solve(self, wanted: Iterable[Any]) -> dict[Any, tuple[int, int]]:
        """{name: (least, most)} that fits everything published: linear, and in whole numbers where that leaves little."""
        problem, found = _Problem(self), {}
        for name in wanted:
            low, high = problem.ends(name, whole_numbers=False)
            found[name] = problem.ends(name, whole_numbers=True) if low < high <= low + CLOSE else (low, high)
        return found


class _Problem:
    """The published numbers as a matrix of sums with limits."""

    def __init__(self, attacker: Attacker) -> None:
        self.place = {name: number for number, name in enumerate(attacker.known)}
        entries = [
            (line, self.place[name], factor)
            for line, (one, _) in enumerate(attacker.sums)
            for name, factor in one.items()
        ]
        lines, columns, factors = zip(*entries, strict=True)
        self.matrix = csr_array((factors, (lines, columns)), shape=(len(attacker.sums), len(self.place)))
        limits = np.array([limits for _, limits in attacker.sums], dtype=float)
        self.low, self.high = limits[:, 0], limits[:, 1]
        self.bounds = np.array(list(attacker.known.values()), dtype=float)
        # For the linear solver each sum twice: at most its upper limit, and at least its lower one.
        twice, both = vstack([self.matrix, -self.matrix], format="csr"), np.concatenate([self.high, -self.low])
        self.twice, self.both = twice[np.isfinite(both)], both[np.isfinite(both)]

    def ends(self, name: Any, *, whole_numbers: bool) -> tuple[int, int]:
        """The least and the most of one number."""
        aim = np.zeros(len(self.place))
        aim[self.place[name]] = 1
        least, most = self._least(aim, whole_numbers=whole_numbers), -self._least(-aim, whole_numbers=whole_numbers)
        return int(np.ceil(least - 1e-6)), int(np.floor(min(most, UNBOUNDED) + 1e-6))

    def _least(self, aim: np.ndarray, *, whole_numbers: bool) -> float:
        if whole_numbers:
            sums = LinearConstraint(self.matrix, self.low, self.high)
            made = milp(aim, integrality=np.ones(len(aim)), bounds=Bounds(*self.bounds.T), constraints=sums)
        else:
            made = linprog(aim, A_ub=self.twice, b_ub=self.both, bounds=self.bounds)
        if made.status == 3:
            return -inf
        assert made.status == 0, made.message
        return made.fun


@dataclass
class Score:
    """How many small numbers were attacked, how many of them are known exactly, and how many more closely than 1–9."""

    small: int = 0
    exact: int = 0
    narrower: int = 0

    def add(self, found: Mapping[Any, tuple[int, int]]) -> None:
        """Counts what was found; of withheld numbers, too, which may be anything."""
        for low, high in found.values():
            self.small += 1
            self.exact += low == high and SMALL[0] <= low <= SMALL[1]
            self.narrower += high - low < SMALL[1] - SMALL[0]
