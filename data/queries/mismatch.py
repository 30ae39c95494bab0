"""Two figures of one thing that differ: both as they are written, the difference, and what is known of the reason."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

# Two figures that differ; and what is no difference but must be known when the figures are read.
TOTAL, SURVEY, USEFULNESS, ATTENDANCE, SOURCES, SINCE_CLOSE = (
    "total", "survey", "usefulness", "attendance", "sources", "since_close",
)  # fmt: skip
READING, NO_YEAR, OPENED, IMPORT, NOT_PRINTED = "reading", "no_year", "opened", "import", "not_printed"
NOTES = frozenset({READING, NO_YEAR, OPENED, IMPORT, NOT_PRINTED})
NOT_EXPLAINED = "原資料に説明なし"
UNEXPLAINED = f"差（{NOT_EXPLAINED}）"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the figures: what it is, as it is said, and the document and place it stands in.

    `value` is the figure in units of 1/scale of the mismatch, None where it is a state.
    """

    what: str
    said: str
    where: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One mismatch, or one thing to know: what it is about, its figures, the difference in words, the reason as far as known."""

    kind: str
    about: str
    months: tuple[int, ...]
    sides: tuple[Side, ...]
    difference: str
    why: str
    unit: str = ""
    scale: int = 1

    @property
    def reason(self) -> str:
        """The reason for a sentence that says itself that there is a difference."""
        return NOT_EXPLAINED if self.why == UNEXPLAINED else self.why

    @property
    def is_note(self) -> bool:
        """Whether no two figures differ, but something must be known."""
        return self.kind in NOTES


@dataclass(frozen=True, slots=True)
class Result:
    """All mismatches and notes, and how many pairs of figures were laid side by side by kind."""

    found: tuple[Mismatch, ...]
    compared: Mapping[str, int]

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Where two figures differ."""
        return tuple(one for one in self.found if not one.is_note)

    @property
    def notes(self) -> tuple[Mismatch, ...]:
        """What must be known."""
        return tuple(one for one in self.found if one.is_note)


class Book:
    """Collects what was compared and what was found."""

    def __init__(self) -> None:
        self.found: list[Mismatch] = []
        self.compared: dict[str, int] = defaultdict(int)

    def pair(self, agrees: bool, one: Mismatch) -> None:
        """Notes that two figures were laid side by side, and keeps them where they differ."""
        self.compared[one.kind] += 1
        if not agrees:
            self.found.append(one)


def said(value: int, unit: str, scale: int) -> str:
    """A figure as people say it: 4,081件, 90.9%."""
    return f"{value:,}{unit}" if scale == 1 else f"{value / scale:,.1f}{unit}"


def percent(tenths: int) -> str:
    """Tenths of a percent: 940 → 94.0%; nothing at all is 0%, as it is printed."""
    return f"{tenths / 10:.1f}%" if tenths else "0%"


def signed(value: int, scale: int) -> str:
    """A difference with its sign: +1, −6.0, ±0."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{abs(value):,}" if scale == 1 else f"{sign}{abs(value) / scale:,.1f}"
