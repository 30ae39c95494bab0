"""The figures of a report: each with its value as said, as number, and where it is from; none stands there without."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from data import codes
from data.queries.series import Cell, Source

NONE, DERIVED = "データなし", "計算"
# The months of a year in which the meaning changed are there; it is their sum that there is not.
NO_SUM = "計なし"
# How a cell that counts nothing is shown, and how it is called.
MARKS = {"not_open": "・", "not_reported": "…", "not_applicable": "－", "suppressed": "X", "no_data": NONE}
PROVISIONAL = "速報"


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: what it is, how it is said (4,081件), its number (None: a state), and where it is from.

    `group` names the row of the provenance table it stands in together with its like.
    """

    name: str
    said: str
    number: float | None
    document: str
    place: str
    version: str
    formula: str
    status: str
    group: str = ""

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True, slots=True)
class Origin:
    """One row of the provenance table: figures that share their source, in one line."""

    name: str
    said: str
    document: str
    place: str
    version: str
    formula: str
    status: str


class Ledger:
    """Makes the figures of a report and keeps every one of them."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def add(self, fact: Fact) -> Fact:
        """The figure, noted once."""
        if fact not in self.facts:
            self.facts.append(fact)
        return fact

    def told(
        self,
        name: str,
        value: int | None,
        scale: int,
        unit: str,
        source: Source | None,
        status: str,
        group: str = "",
        hidden: str = "",
    ) -> Fact:
        """A figure as a source has it, or a state where it has none; `hidden` is the word for one that is not told."""
        shown = plain(value, scale, unit) if value is not None else hidden or MARKS.get(status, NONE)
        return self.add(
            Fact(
                name, shown, None if value is None else value / scale, source.title if source else "",
                source.place if source else "", version(source), _how(source) if value is not None else "",
                label(status), group,
            )
        )  # fmt: skip

    def month(self, name: str, cell: Cell, unit: str, group: str) -> Fact:
        """A month; what is not closed yet says so beside its number."""
        made = self.told(name, cell.value, 1, unit, cell.source, cell.status, group, cell.hidden)
        return self.mark(made) if cell.status == "provisional" else made

    def mark(self, fact: Fact) -> Fact:
        """The figure with 速報 beside it."""
        marked = replace(fact, said=f"{fact.said}（{PROVISIONAL}）")
        self.facts[self.facts.index(fact)] = marked
        return marked

    def worked(self, name: str, said: str, number: float, formula: str, status: str = "final", group: str = "") -> Fact:
        """A figure that was worked out of others; `formula` says how."""
        return self.add(Fact(name, said, number, DERIVED, "", "", formula, label(status), group))


def plain(value: int, scale: int, unit: str) -> str:
    """4081, 1, 件 → 4,081件; 909, 10, % → 90.9%; nothing at all is 0%."""
    if not value:
        return f"0{unit}"
    return f"{value:,}{unit}" if scale == 1 else f"{value / scale:,.1f}{unit}"


def signed(value: int, scale: int, unit: str) -> str:
    """1283, 1, 件 → +1,283件; −61, 10, ポイント → −6.1ポイント; 0 → ±0."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + plain(abs(value), scale, unit)


def label(status: str) -> str:
    """How a status is called."""
    return NONE if status == "no_data" else codes.label("status", status)


def _how(source: Source | None) -> str:
    """As a document has it; of the records, by which rule they were counted."""
    return source.definition if source and source.definition and source.version is None else "そのまま"


def version(source: Source | None) -> str:
    """第1版, or nothing where the source has no definition."""
    return f"第{source.version}版" if source and source.version else ""


def origins(facts: Iterable[Fact]) -> tuple[Origin, ...]:
    """The rows of the provenance table, figures of one group laid together in the order they came."""
    grouped: dict[tuple[str, str], list[Fact]] = {}
    for number, fact in enumerate(facts):
        key = (fact.group, fact.document) if fact.group else ("", str(number))
        grouped.setdefault(key, []).append(fact)
    return tuple(_row(key[0], those) for key, those in grouped.items())


def _row(group: str, those: list[Fact]) -> Origin:
    first = those[0]
    if len(those) == 1:
        return Origin(first.name, first.said, first.document, first.place, first.version, first.formula, first.status)
    # 「…の行、4月」「…の行、5月」 share what stands before the last comma.
    places = list(dict.fromkeys(one.place for one in those))
    heads = {place.rpartition("、")[0] for place in places}
    place = places[0] if len(places) == 1 else heads.pop() if len(heads) == 1 else "、".join(places)
    return Origin(
        group or first.name, "、".join(f"{one.name.removeprefix(group).strip()} {one.said}".strip() for one in those),
        first.document, place, _joined(one.version for one in those), _joined(one.formula for one in those),
        _joined(one.status for one in those),
    )  # fmt: skip


def _joined(words: Iterable[str]) -> str:
    return "・".join(dict.fromkeys(word for word in words if word))
