"""What a preview found, before anything is stored; as_json is what `python -m data import --format json` prints."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

# A list on a screen and in the answer is this long at most; the number of all is kept.
MOST_LISTED = 200
PACKED_TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Understood:
    """A column (or a sheet, a caption), and what it was taken for, both as people say it."""

    column: str
    as_: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cell or row that cannot be taken; row 0 is the whole sheet."""

    row: int
    column: str
    found: str
    why: str


@dataclass(frozen=True, slots=True)
class Check:
    """A total that the file states beside the one computed from its parts."""

    what: str
    stated: float
    computed: float | None
    ok: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the file does not say, with the answers to choose from ((id, label) …)."""

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Same:
    """A row that stands twice in the file, or is stored already (`stored` says what with)."""

    row: int
    column: str
    found: str
    stored: str


class Listed(list[Any]):
    """A list that keeps its first MOST_LISTED entries and counts them all."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 0

    def add(self, entry: object) -> None:
        """Counts the entry, and keeps it while there is room."""
        self.total += 1
        if len(self) < MOST_LISTED:
            self.append(entry)


class Spool:
    """Accepted rows on their way to the database, packed small and on no disk: 100,000 take a few megabytes."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._open: list[str] = []
        self.count = 0

    def add(self, sheet: str, row: int, content: dict[str, Any]) -> None:
        """Takes one more row."""
        self._open.append(json.dumps([sheet, row, content], ensure_ascii=False))
        self.count += 1
        if len(self._open) >= PACKED_TOGETHER:
            self._packed.append(zlib.compress("\n".join(self._open).encode(), 1))
            self._open = []

    def rows(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """The rows in their order; may be read again."""
        for lines in chain((zlib.decompress(one).decode().split("\n") for one in self._packed), [self._open]):
            for line in lines:
                sheet, row, content = json.loads(line)
                yield sheet, row, content


@dataclass
class Preview:
    """What would be stored, and everything that stands in its way. `refused` is the sentence of a file that is not read."""

    file_name: str = ""
    sha256: str = ""
    kind: str = ""
    refused: str = ""
    sheets: list[str] = field(default_factory=list)
    header_rows: dict[str, list[int]] = field(default_factory=dict)
    understood: list[Understood] = field(default_factory=list)
    rejected: Listed = field(default_factory=Listed)
    checks: list[Check] = field(default_factory=list)
    duplicates: Listed = field(default_factory=Listed)
    conflicts: Listed = field(default_factory=Listed)
    questions: list[Question] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    desk_id: int = 0
    fiscal_year: int = 0
    rows: Spool = field(default_factory=Spool, repr=False)
    limits: dict[str, int] = field(default_factory=dict)

    def reject(self, row: int, column: str, found: str, why: str) -> None:
        """Lists a cell that cannot be taken."""
        self.rejected.add(Rejected(row, column, found, why))

    def say(self, column: str, as_: str) -> None:
        """Says what something was taken for, once."""
        if Understood(column, as_) not in self.understood:
            self.understood.append(Understood(column, as_))

    def ask(self, question: str, text: str, choices: list[tuple[str, str]]) -> str | None:
        """The answer given, if it is one of the choices; otherwise the question is put."""
        given = self.answers.get(question)
        if given in {choice for choice, _ in choices}:
            return given
        if question not in {one.id for one in self.questions}:
            self.questions.append(Question(question, text, tuple(choices)))
        return None

    @property
    def failed(self) -> list[Check]:
        """The totals that do not agree: with one of them nothing is stored."""
        return [check for check in self.checks if not check.ok]

    @property
    def stops(self) -> str:
        """Why it cannot be stored whatever is answered, as one sentence; empty where it can."""
        if self.refused:
            return self.refused
        if self.failed:
            return f"{self.failed[0].what}。ファイルを直してから、もう一度選んでください。"
        if self.questions or self.rows.count:
            return ""
        if self.rejected.total:
            return f"読めない所が{self.rejected.total:,}か所あり、取り込める行がありません。"
        if self.duplicates.total or self.conflicts.total:
            return "どの行も、もう記録にあります。取り込むものはありません。"
        return "取り込める行がありません。"

    @property
    def ready(self) -> bool:
        """Whether it can be stored as it is."""
        return not self.stops and not self.questions

    @property
    def exit_code(self) -> int:
        """0 could be stored as it is, 3 needs an answer, 2 is refused."""
        return 2 if self.stops else 3 if self.questions else 0


def as_json(preview: Preview) -> dict[str, Any]:
    """The preview as plain values, in exactly the keys of the command line's answer."""
    refused = [{"row": 0, "column": "", "found": "", "why": preview.refused}] if preview.refused else []
    return {
        "kind": preview.kind,
        "sheets": preview.sheets,
        "header_rows": preview.header_rows,
        "understood": [{"column": one.column, "as": one.as_} for one in preview.understood],
        "accepted": preview.rows.count,
        "rejected": refused
        + [{"row": one.row, "column": one.column, "found": one.found, "why": one.why} for one in preview.rejected]
        + _more(preview.rejected, "why"),
        "checks": [
            {"what": one.what, "stated": one.stated, "computed": one.computed, "ok": one.ok} for one in preview.checks
        ],
        "duplicates": [_same(one) for one in preview.duplicates] + _more(preview.duplicates, "stored"),
        "conflicts": [_same(one) for one in preview.conflicts] + _more(preview.conflicts, "stored"),
        "questions": [
            {"id": one.id, "text": one.text, "choices": [{"id": key, "label": label} for key, label in one.choices]}
            for one in preview.questions
        ],
    }


def _same(one: Same) -> dict[str, Any]:
    return {"row": one.row, "column": one.column, "found": one.found, "stored": one.stored}


def _more(listed: Listed, where: str) -> list[dict[str, Any]]:
    left = listed.total - len(listed)
    return [{"row": 0, "column": "", "found": "", where: f"ほか {left:,} 件"}] if left else []
