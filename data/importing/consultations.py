"""Rows of consultations, read one by one: every row becomes a record, or is told with the cell and the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import codes
from data.importing import consultation_cells, dates
from data.importing.cells import number, shown, word
from data.importing.consultation_cells import MANY, REQUIRED, CellError
from data.importing.consultation_head import Head
from data.importing.grid import letters
from data.importing.reading import Cell, Sheet
from data.importing.result import Preview, Same, Spool
from data.importing.stored import Known
from data.importing.sums import total_check
from data.importing.words import label_of, words
from data.models import Consultation

Rows = Iterable[tuple[int, list[Cell]]]


def read(sheet: Sheet, rows: Rows, header: Head, preview: Preview, known: Known, seen: Counter[int]) -> None:
    """Takes the rows below the header, one after the other; nothing but counts stays in memory."""
    preview.kind = "consultations"
    preview.sheets.append(sheet.name or preview.file_name)
    preview.header_rows[sheet.name or preview.file_name] = header.rows
    for column, name in header.fields.items():
        title = f"{letters(column + 1)}列"
        preview.say(title, label_of("fields", name))
    for title, as_ in header.ignored:
        preview.say(title, as_)
    missing = {
        name: preview.ask(
            name,
            f"「{label}」の列がありません。この表の相談は、どれですか。",
            [(code.id, code.label) for code in codes.lists()[name].values()],
        )
        for name, label in REQUIRED.items()
        if name not in header.fields.values()
    }
    reader = Reader(sheet.name, header, preview, known, seen, {k: v for k, v in missing.items() if v})
    for row, cells in rows:
        if row > header.rows[-1] and any(cell != "" for cell in cells):
            reader.take(row, cells, sheet.encoding != "")
    if reader.stated is not None:
        row, stated = reader.stated
        preview.checks.append(total_check(stated, reader.count, "相談の行数", f"{row}行目"))


class Reader:
    """Turns rows into records; knows what was seen before."""

    def __init__(
        self, sheet: str, header: Head, preview: Preview, known: Known, seen: Counter[int], given: dict[str, str]
    ) -> None:
        self.sheet, self.header, self.preview, self.known, self.seen = sheet, header, preview, known, seen
        self.given = given
        self.count = 0
        self.stated: tuple[int, float] | None = None
        self._cache: dict[tuple[str, Cell], Any] = {}

    def take(self, row: int, cells: list[Cell], ragged: bool) -> None:
        """One row: accepted, rejected, or told as standing twice."""
        start = next(place for place, cell in enumerate(cells) if cell != "")
        if word(cells[start]) in words().totals:
            stated = next((found for cell in cells[start + 1 :] if (found := number(cell).value) is not None), None)
            self.stated = self.stated if stated is None else (row, stated)
            return
        self.count += 1
        if ragged and self._is_ragged(row, cells):
            return
        content: dict[str, Any] = dict(self.given)
        is_whole = True
        for column, name in self.header.fields.items():
            cell = cells[column] if column < len(cells) else ""
            try:
                content[name] = self._value(name, cell)
            except (CellError, dates.DateError) as fault:
                is_whole = False
                text = "（中身は出しません）" if name == "note" else shown(cell)
                self.preview.reject(row, letters(column + 1), text, str(fault))
        if is_whole:
            self._add(row, content)

    def _is_ragged(self, row: int, cells: list[Cell]) -> bool:
        width = len(cells)
        while width > self.header.width and cells[width - 1] == "":
            width -= 1
        if width != self.header.width:
            why = f"列の数が見出しとちがいます（見出し {self.header.width}列、この行 {width}列）。ずらして読むことはしません"
            self.preview.reject(row, "", "", why)
        return width != self.header.width

    def _add(self, row: int, content: dict[str, Any]) -> None:
        mark = fingerprint(content)
        self.seen[mark] += 1
        if self.seen[mark] > 1:
            self.preview.duplicates.add(
                Same(row, "", str(content["received_on"]), "このファイルの中に、同じ行があります")
            )
            answer = self.preview.ask(
                "same_rows",
                "まったく同じ行があります。別々の相談ですか。",
                [("keep", "別々の相談（どちらも取り込む）"), ("drop", "同じ行が二度ある（一つだけ取り込む）")],
            )
            if answer == "drop":
                return
        self.preview.rows.add(self.sheet, row, content)

    def _value(self, name: str, cell: Cell) -> Any:
        """What a cell becomes in the record; the same cell is worked out once."""
        place = (name, cell)
        if place not in self._cache:
            if name in ("note", "case_code") or len(self._cache) > 20_000:
                return consultation_cells.value(name, cell, self.known)
            self._cache[place] = consultation_cells.value(name, cell, self.known)
        return self._cache[place]


def fingerprint(content: dict[str, Any]) -> int:
    """A number that the same record always has in this process."""
    order = [name for name in words().fields.values() if name in content]
    known = dict.fromkeys(order)
    return hash(tuple((name, _flat(content[name])) for name in sorted(known)))


def _flat(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def leave_out_stored(session: Session, preview: Preview, desk_id: int) -> None:
    """Rows that are records already: told, and taken or left out as the answer says."""
    days = [content["received_on"] for _, _, content in preview.rows.rows()]
    if not days:
        return
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    within = (Consultation.desk_id == desk_id, Consultation.received_on.between(first, last))
    if not session.scalar(select(func.count()).select_from(Consultation).where(*within)):
        return
    names = sorted({name for _, _, content in preview.rows.rows() for name in content})
    stored = Counter(_stored_marks(session, within, names))
    kept, answer = Spool(), preview.answers.get("stored_rows")
    for sheet, row, content in preview.rows.rows():
        mark = fingerprint({name: content.get(name) for name in names if name not in MANY and name != "note"})
        if stored[mark]:
            stored[mark] -= 1
            preview.duplicates.add(Same(row, "", content["received_on"], "同じ内容の記録がもうあります"))
            if answer == "skip":
                continue
        kept.add(sheet, row, content)
    if sum(1 for one in preview.duplicates if "もうあります" in one.stored):
        preview.ask(
            "stored_rows",
            "同じ日、同じ内容の記録がもうあります。どうしますか。",
            [("skip", "もうある行は取り込まない"), ("add", "別の相談として、取り込む")],
        )
    preview.rows = kept


def _stored_marks(session: Session, within: tuple[Any, ...], names: list[str]) -> Iterator[int]:
    columns = [name for name in names if name not in MANY and name != "note"]
    rows = session.execute(
        select(*(getattr(Consultation, name) for name in columns))
        .where(*within, Consultation.removed_at.is_(None))
        .execution_options(yield_per=2_000)
    )
    for row in rows:
        values = (one.isoformat() if isinstance(one, date) else one for one in row)
        yield fingerprint(dict(zip(columns, values, strict=True)))


def issues_of(content: dict[str, Any]) -> list[tuple[str, bool]]:
    """The issues of a record, each with whether it is the primary one."""
    primary = content.get("primary_issue") or []
    others = [one for one in (content.get("issues") or []) if one not in primary]
    return [(one, place == 0) for place, one in enumerate(primary)] + [(one, False) for one in others]
