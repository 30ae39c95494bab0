"""What a part of the bench brings back: figures as tables, and each aim beside what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """A limit and what was found, in the same unit; smaller is better."""

    what: str
    found: float
    limit: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether it was reached."""
        return self.found <= self.limit

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The aim as a row of a table."""
        return (self.what, f"{self.found:,.2f} {self.unit}", f"≤ {self.limit:g} {self.unit}", "○" if self.met else "×")


@dataclass(frozen=True, slots=True)
class Section:
    """One part's chapter of docs/bench.md; `lines` are Markdown."""

    part: str
    title: str
    lines: tuple[str, ...]
    aims: tuple[Aim, ...]


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which a share (0–1) of the values lies, between neighbours in proportion; nan for none."""
    ranked = sorted(values)
    if not ranked:
        return float("nan")
    place = (len(ranked) - 1) * share
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> tuple[str, ...]:
    """A Markdown table; every column but the first is right-aligned."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return tuple(f"| {' | '.join(map(str, row))} |" for row in (head, marks, *rows))


def aim_table(aims: Sequence[Aim]) -> tuple[str, ...]:
    """The aims as a table, empty where there are none."""
    return ("", *table(("目標", "結果", "上限", ""), (aim.row for aim in aims))) if aims else ()
