"""What a yearly report consists of, before it becomes a file: the same for Word, Excel, PDF, slides and the screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count

from reports.facts import Fact, Origin

Value = str | Fact
Row = tuple[Value, ...]
LONGEST_HEAD = 24


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `weights` are the widths of its columns beside each other, `label` what it is called (表1)."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    label: str = ""

    @property
    def called(self) -> str:
        """表1　相談受付件数の推移（件）."""
        return f"{self.label}　{self.title}".strip()

    def widths(self, whole: float) -> list[float]:
        """How wide each column is, of the whole."""
        weights = self.weights or (1,) * len(self.head)
        return [whole * weight / sum(weights) for weight in weights]

    def is_of_numbers(self, column: int) -> bool:
        """Whether figures stand in that column: then it is set to the right."""
        return any(isinstance(row[column], Fact) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart before it is drawn: which kind, its rows, and the words of its caption; `alt` says its message with numbers."""

    kind: str
    title: str
    alt: str
    source: str
    rows: tuple[Mapping[str, object], ...]
    label: str = ""

    @property
    def caption(self) -> str:
        """図1　 and the message: what stands under the picture, whose title is inside."""
        return f"{self.label}　{self.alt}".strip()


Part = Table | Chart


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a heading gets from the data; `figures` are those it depends on."""

    lines: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    figures: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One heading. `generated` is what the data say, `lines` what stands there; `mark` changes when its figures do.

    `by` is who wrote it ('' where it follows the data), `version` of what she wrote last, `stale`: figures changed since,
    `own`: numbers in her words that are none of the figures of the year.
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
    own: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return tuple(one for one in self.parts if isinstance(one, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Its charts."""
        return tuple(one for one in self.parts if isinstance(one, Chart))


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
        """The table of provenance, like figures in one row, each document by a short name."""
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


def numbered(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with their charts and tables called 図1, 表1 and so on through the whole report."""
    charts, tables = count(1), count(1)
    return tuple(
        replace(
            one,
            parts=tuple(
                replace(part, label=f"図{next(charts)}" if isinstance(part, Chart) else f"表{next(tables)}")
                for part in one.parts
            ),
        )
        for one in sections
    )


def is_head(line: str) -> bool:
    """Whether a line of text is a small heading: ①相談支援事業."""
    return bool(line) and "①" <= line[0] <= "⑳" and len(line) <= LONGEST_HEAD and not line.endswith("。")


def item(line: str) -> str | None:
    """What stands behind the point of a list; None where the line is none."""
    return line[1:].strip() if line.startswith("・") else None
