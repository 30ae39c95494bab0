"""Rows of consultations, read one by one: every row becomes a record, or is told with the cell and the reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import calendar, case_codes, codes, municipalities
from data.importing import dates
from data.importing.cells import MARKS, number, plain, shown, strange, word
from data.importing.grid import letters
from data.importing.layout import total_check
from data.importing.reading import Cell, Sheet
from data.importing.result import Preview, Same, Spool
from data.importing.stored import Known
from data.importing.stored import said as said_month
from data.importing.words import code_words, label_of, words
from data.models import Consultation
from data.models.records import LONGEST_NOTE

# Which code list a field takes its values from.
LISTS = {
    name: name
    for name in (
        "channel", "caller_kind", "new_or_repeat", "age_band", "municipality", "referral_source", "contact_result",
        "urgency", "wish", "children", "interpreter", "consent",
    )
}  # fmt: skip
MANY = {"primary_issue": "issue", "issues": "issue", "responses": "response"}
REQUIRED = {"channel": "相談の方法", "contact_result": "結果"}
DAYS = ("received_on", "next_on", "callback_due")
_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)0\d{1,4}[- ]?\d{1,4}[- ]?\d{3,4}(?!\d)")
_APART = re.compile(r"[、,;\n]")
OLDEST = date(2000, 1, 1)
Rows = Iterable[tuple[int, list[Cell]]]


class CellError(ValueError):
    """A cell that cannot be taken; the message is the reason."""


@dataclass
class Head:
    """The header: rows it stands in, {column from 0: field}, and how many columns it has."""

    rows: list[int]
    fields: dict[int, str]
    width: int
    ignored: list[tuple[str, str]] = field(default_factory=list)


def head(first: list[tuple[int, list[Cell]]]) -> Head | None:
    """The header of a list of consultations in the first rows; None where there is none."""
    best: Head | None = None
    for place, (row, cells) in enumerate(first):
        found = _fields(cells)
        names = set(found.values())
        if any(word(cell) in words().counts for cell in cells) or len(names) < 3 or "received_on" not in names:
            continue
        if best is None or len(found) > len(best.fields):
            best = _head(first, place, row, found)
    return best


def _head(first: list[tuple[int, list[Cell]]], place: int, row: int, found: dict[int, str]) -> Head:
    cells, rows, width = first[place][1], [row], len(first[place][1])
    day = next(column for column, name in found.items() if name == "received_on")
    if place + 1 < len(first):
        below_row, below = first[place + 1]
        more = {c: n for c, n in _fields(below).items() if c not in found and n not in found.values()}
        # A second header line fills what the first left open, and holds no day itself.
        if more and (len(below) <= day or below[day] == "" or word(below[day]) == word(cells[day])):
            found, rows, width = found | more, [row, below_row], max(width, len(below))
    private = words().private
    ignored = [
        (shown(cell), "読まない（名前や番号は記録しません）" if word(cell) in private else "使わない")
        for column, cell in enumerate(cells)
        if cell != "" and column not in found
    ]
    return Head(rows, found, width, ignored)


def _fields(cells: list[Cell]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, cell in enumerate(cells):
        text = word(cell)
        name = words().fields.get(text) or words().fields.get(re.sub(r"\((?:複数可|任意)\)$", "", text))
        if name and name not in found.values():
            found[column] = name
    return found


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
                return self._worked(name, cell)
            self._cache[place] = self._worked(name, cell)
        return self._cache[place]

    def _worked(self, name: str, cell: Cell) -> Any:
        if isinstance(cell, str) and strange(cell):
            raise CellError("文字ではないもの（NULなど）が入っています")
        if name in DAYS:
            return self._day(name, cell)
        if name in LISTS:
            return self._code(name, cell)
        if name in MANY:
            return _many(MANY[name], cell)
        return {"hour": _hour, "minutes": _minutes, "case_code": _case_code, "note": _note}[name](cell)

    def _day(self, name: str, cell: Cell) -> str | None:
        found = dates.day(cell)
        if found is None:
            if name == "received_on":
                raise CellError("受付の日が空です")
            return None
        if name == "received_on":
            if found > self.known.today:
                raise CellError("まだ来ていない日です")
            if calendar.month_of(found) in self.known.closed:
                raise CellError(f"{said_month(calendar.month_of(found))}は締めてあります。先に統括が締めを開きます")
        if found < OLDEST:
            raise CellError("古すぎる日付です（2000年より前）")
        return found.isoformat()

    def _code(self, name: str, cell: Cell) -> str | None:
        text = word(cell)
        if not text or text in MARKS:
            if name in REQUIRED:
                raise CellError(f"{REQUIRED[name]}が空です")
            return None
        if name == "municipality" and municipalities.is_code(text):
            return text
        found = code_words(name).get(text)
        if found is None:
            raise CellError(f"「{shown(cell)}」は、{label_of('fields', name)}の選択肢にありません")
        return found


def _many(name: str, cell: Cell) -> list[str]:
    found = [one for part in _APART.split(plain(cell)) for one in _parts(name, part)] if isinstance(cell, str) else []
    if not isinstance(cell, str):
        raise CellError("選択肢の言葉で書いてください")
    return list(dict.fromkeys(found))


def _parts(name: str, text: str) -> Iterator[str]:
    """The codes of a text; labels themselves have ・ in them, so the whole comes first."""
    one = word(text)
    if not one or one in MARKS:
        return
    parts, known = re.split(r"[・/]", one), code_words(name)
    while parts:
        end = next((n for n in range(len(parts), 0, -1) if "・".join(parts[:n]) in known), 0)
        if not end:
            raise CellError(f"「{parts[0]}」は、選択肢にありません")
        yield known["・".join(parts[:end])]
        parts = parts[end:]


def _hour(cell: Cell) -> int | None:
    if isinstance(cell, time | datetime):
        return cell.hour
    text = word(cell)
    if not text or text in MARKS:
        return None
    found = re.fullmatch(
        r"(午前|午後|AM|PM)?(\d{1,2})(?:時台?|:\d{2}(?::\d{2})?|時\d{1,2}分|時半)?(?:[~-].*)?", text, re.I
    )
    if not found:
        raise CellError("時刻として読めません（例: 10時台、10:30）")
    hour = int(found[2]) + (12 if (found[1] or "").upper() in ("午後", "PM") and int(found[2]) < 12 else 0)
    if hour > 23:
        raise CellError(f"{hour}時という時刻はありません")
    return hour


def _minutes(cell: Cell) -> int | None:
    found = number(cell)
    if found.why:
        raise CellError(found.why)
    if found.value is None:
        return None
    if found.value < 0 or found.value > 1440 or found.value != int(found.value):
        raise CellError("分は0から1440までの、小数のない数で書いてください")
    return int(found.value)


def _case_code(cell: Cell) -> str | None:
    text = plain(cell) if isinstance(cell, str) else shown(cell)
    if not text:
        return None
    code = case_codes.spelled(text)
    if code is None or len(code) > 16:
        raise CellError("ケース番号として読めません（例: K-2026-0042）")
    return code


def _note(cell: Cell) -> str | None:
    text = cell.strip() if isinstance(cell, str) else str(cell)
    if len(text) > LONGEST_NOTE:
        raise CellError(f"メモが長すぎます（{len(text):,}字。{LONGEST_NOTE}字まで）")
    if _PERSONAL.search(plain(text)):
        raise CellError("メモに電話番号かメールアドレスのようなものがあります。消してから取り込んでください")
    return text or None


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
