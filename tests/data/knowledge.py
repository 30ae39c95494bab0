"""What an attacker knows who lays many files together: each number by the records it counts, and all that adds up."""

from collections.abc import Callable, Iterable, Mapping
from math import inf

from data import disclosure, inference
from data.disclosure import Cell
from data.inference import Line
from tests.data.attacker import Attacker, Interval

# A number is named by the records it counts: {item: values}; an item that is not there may have any.
Name = frozenset[tuple[str, frozenset[str]]]
Meaning = Callable[[Cell], Interval]
TOTAL: Name = frozenset()


def name(**items: Iterable[str]) -> Name:
    """The records that have one of these values in each of the items."""
    return frozenset((item, frozenset(values)) for item, values in items.items())


class Knowledge:
    """Numbers read from files, and the items with the values that the records have (a record has one, or `several`)."""

    def __init__(self, items: Mapping[str, frozenset[str]], several: frozenset[str] = frozenset()) -> None:
        self.items, self.several = items, several
        self.attacker = Attacker()

    def learn(self, of: Mapping[str, Iterable[str]], seen: Interval) -> None:
        """One number; items that have every value say nothing."""
        there = {item: frozenset(values) & self.items[item] for item, values in of.items()}
        if all(there.values()):
            self.attacker.learn(name(**{i: v for i, v in there.items() if v != self.items[i]}), seen)
        else:
            assert seen[0] == 0, f"records that nobody has are counted: {of}"

    def lines(self) -> list[Line]:
        """Everything that adds up: each number by the single values of each item, and by a set and all the others."""
        known, made = self.attacker.known, dict[tuple[frozenset[Name], Name], Line]()
        for whole in list(known):
            for item, values in self.items.items():
                own = dict(whole).get(item, values)
                rest = frozenset(one for one in whole if one[0] != item)
                if len(own) < 2:
                    continue
                splits = [[rest | {(item, frozenset({one}))} for one in sorted(own)]]
                splits += [
                    [rest | {(item, part)}, rest | {(item, own - part)}]
                    for part in {part for one in known for at, part in one if at == item}
                    if item not in self.several and part < own and rest | {(item, part)} in known
                ]
                for parts in splits:
                    # Of parts that nobody published it is known that they are not below 0; of mostly such ones nothing comes.
                    if 2 * sum(part in known for part in parts) >= len(parts):
                        made[frozenset(parts), whole] = Line(tuple(parts), whole, item in self.several)
        return list(made.values())

    def exposed(self, number: int) -> dict[Name, tuple[int, int]]:
        """{small number: (least, most)} by linear programming, of those that plain adding and subtracting comes closest to."""
        lines = self.lines()
        for line in lines:
            for part in line.parts:
                self.attacker.learn(part, (0, inf))
            self.attacker.adds_up(line.parts, line.whole, several=line.several)
        known = self.attacker.known
        narrow = inference.narrowed(known, lines)
        hidden = [
            one
            for one, (low, high) in known.items()
            if low < high and not low >= 10 and narrow[one][0] < self.floor(one)
        ]
        first = sorted(hidden, key=lambda one: (narrow[one][1] - narrow[one][0], str(sorted(map(str, one)))))
        return self.attacker.solve(first[:number])

    def floor(self, of: Name) -> int:
        """From where on a number may be shown."""
        return disclosure.TOWN_FLOOR if self.is_town(of) else disclosure.FLOOR

    def is_town(self, of: Name) -> bool:
        """Whether the records are of a single town or village."""
        values = dict(of).get("お住まい", frozenset())
        return len(values) == 1 and next(iter(values)).endswith(("町", "村"))

    def exact(self, found: Mapping[Name, tuple[int, int]]) -> list[Name]:
        """Those that are known exactly, and small."""
        return [one for one, (low, high) in found.items() if low == high and 1 <= low < self.floor(one)]
