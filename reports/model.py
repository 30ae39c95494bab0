"""What a yearly report consists of, before it becomes a file: the same for Word, Excel, PDF, slides and the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from reports.facts import Fact, Origin

Value = str | Fact
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `weights` are the widths of its columns beside each other."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart before it is drawn: which kind, its rows, and the words of its caption; `alt` says its message with numbers."""

    kind: str
    title: str
    alt: str
    source: str
    rows: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One heading. `generated` is what the data say, `lines` what stands there; `mark` changes when its figures do.

    `by` is who wrote it ('' where it follows the data), `version` of what she wrote last, `stale`: figures changed since.
    """

    heading: str
    title: str
    generated: tuple[str, ...]
    lines: tuple[str, ...]
    source: str
    mark: str
    by: str = ""
    version: int | None = None
    stale: bool = False
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The yearly report: six headings in their order, then every figure's origin and every mismatch."""

    year: int
    title: str
    label: str
    made: str
    made_up: str
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    origins: tuple[Origin, ...]
    mismatches: Table
    notes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The same for two reports exactly when all that stands in them is."""
        return sha256(repr(self).encode()).hexdigest()

    @property
    def provenance(self) -> Table:
        """The table of provenance, like figures in one row."""
        documents = list(dict.fromkeys(one.document for one in self.origins if one.place))
        short = {title: f"資料{number}" for number, title in enumerate(documents, 1)}
        rows = tuple(
            (one.name, one.said, short.get(one.document, one.document), one.place, one.version, one.formula, one.status)
            for one in self.origins
        )  # fmt: skip
        head = ("数字", "値", "資料", "どこ", "定義", "求め方", "状態")
        notes = tuple(f"{name}: {title}" for title, name in short.items())
        return Table("どこからの数字か", head, rows, notes, (3, 4, 1, 3.4, 0.9, 2.6, 1))


def mark(*parts: object) -> str:
    """The mark of the figures of a heading."""
    return sha256(repr(parts).encode()).hexdigest()
