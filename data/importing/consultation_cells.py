"""What a cell of a list of consultations becomes in a record, field by field; what cannot be taken is told with its reason."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from data import calendar, case_codes, municipalities
from data.importing import dates
from data.importing.cells import MARKS, number, plain, shown, strange, word
from data.importing.reading import Cell
from data.importing.stored import Known
from data.importing.stored import said as said_month
from data.importing.words import code_words, label_of
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


class CellError(ValueError):
    """A cell that cannot be taken; the message is the reason."""


def value(name: str, cell: Cell, known: Known) -> Any:
    """What a cell becomes in a record; CellError or DateError where it cannot be taken."""
    if isinstance(cell, str) and strange(cell):
        raise CellError("文字ではないもの（NULなど）が入っています")
    if name in DAYS:
        return _day(name, cell, known)
    if name in LISTS:
        return _code(name, cell)
    if name in MANY:
        return _many(MANY[name], cell)
    return {"hour": _hour, "minutes": _minutes, "case_code": _case_code, "note": _note}[name](cell)


def _day(name: str, cell: Cell, known: Known) -> str | None:
    found = dates.day(cell)
    if found is None:
        if name == "received_on":
            raise CellError("受付の日が空です")
        return None
    if name == "received_on":
        if found > known.today:
            raise CellError("まだ来ていない日です")
        if calendar.month_of(found) in known.closed:
            raise CellError(f"{said_month(calendar.month_of(found))}は締めてあります。先に統括が締めを開きます")
    if found < OLDEST:
        raise CellError("古すぎる日付です（2000年より前）")
    return found.isoformat()


def _code(name: str, cell: Cell) -> str | None:
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
