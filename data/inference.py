"""What anybody who knows the rule can work out by adding and subtracting, and what must be withheld against it.

Nothing here knows the true numbers: only the least and the most each may be, by what is shown. Bounds are carried along
every line of a table until nothing narrows any more; the tests hold a linear-programming attacker against it (ADR 0023).
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

Interval = tuple[float, float]
ANYTHING: Interval = (0, inf)
_PASSES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """Parts and their whole; with `several` a record may stand in more than one part, so the parts may be more."""

    parts: tuple[Hashable, ...]
    whole: Hashable
    several: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """What of a number is not to be known: that it is one of fewer than `least_left` values between 1 and `most`."""

    most: int
    least_left: int


def narrowed(known: Mapping[Hashable, Interval], lines: Iterable[Line]) -> dict[Hashable, Interval]:
    """{key: (least, most)} after everything on the lines has been used; a line that cannot be true says nothing."""
    found, used = dict(known), tuple(line for line in lines if line.parts)
    for _ in range(_PASSES):
        before = dict(found)
        for line in used:
            _follow(found, line)
        if found == before:
            break
    return found


def undivided(
    known: Mapping[Hashable, Interval], lines: Iterable[Line], limits: Mapping[Hashable, Limit]
) -> set[Hashable]:
    """The parts of every whole that is small itself: a zero beside the one hidden part would say what they all are."""
    return {
        part
        for line in lines
        if known[line.whole] == (1, limits[line.whole].most) and len(line.parts) > 1
        for part in line.parts
    }


def too_close(
    known: Mapping[Hashable, Interval], lines: Sequence[Line], limits: Mapping[Hashable, Limit]
) -> set[Hashable]:
    """What must be withheld, line by line, so that everything small keeps as many values as its limit says.

    It follows from what would be shown and not from the counts, so that withholding tells as little as can be.
    """
    made, withheld = dict(known), set[Hashable]()
    while close := set(_close(narrowed(made, lines), limits)):
        more = {part for line in lines if not close.isdisjoint((*line.parts, line.whole)) for part in line.parts}
        if more <= withheld:
            break
        withheld |= more
        made |= dict.fromkeys(more, ANYTHING)
    return withheld


def _close(found: Mapping[Hashable, Interval], limits: Mapping[Hashable, Limit]) -> Iterator[Hashable]:
    for key, (low, high) in found.items():
        if low >= 1 and high <= limits[key].most and high - low + 1 < limits[key].least_left:
            yield key


def _follow(found: dict[Hashable, Interval], line: Line) -> None:
    parts = [found[part] for part in line.parts]
    least, most = sum(low for low, _ in parts), sum(high for _, high in parts)
    low, high = found[line.whole]
    rests = _rests([high for _, high in parts])
    if line.several:
        # A part is never more than the whole. The parts come to it only where every record stands in one of them.
        whole = (max(low, *(first for first, _ in parts)), min(high, most) if most >= low else high)
        made = [
            (max(one[0], whole[0] - rest if most >= low else 0), min(one[1], whole[1]))
            for one, rest in zip(parts, rests, strict=True)
        ]
    else:
        whole = (max(low, least), min(high, most))
        made = [
            (max(one[0], whole[0] - rest), min(one[1], whole[1] - (least - one[0])))
            for one, rest in zip(parts, rests, strict=True)
        ]
    if whole[0] <= whole[1] and all(low <= high for low, high in made):
        found[line.whole] = whole
        found.update(zip(line.parts, made, strict=True))


def _rests(most: Sequence[float]) -> list[float]:
    """For each part, what all the others come to at most."""
    bounded, unbounded = sum(one for one in most if one < inf), sum(one == inf for one in most)
    return [inf if unbounded > (one == inf) else bounded - (0 if one == inf else one) for one in most]
