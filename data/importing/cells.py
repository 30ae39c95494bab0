"""Single cells: digits and width made plain, numbers with △ and units, the marks that stand for a missing figure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time

from data.importing.reading import Cell

# Full-width ASCII and the wide space only. NFKC would make 110 of ①10.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_HALF_KANA = re.compile(r"[\uff61-\uff9f]+")
_NUMBER = re.compile(r"([△▲-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(件|人|名|回|点|%|パーセント|分)?")
MARKS = {
    "・": "not_open",
    "･": "not_open",
    "…": "not_reported",
    "...": "not_reported",
    "‥": "not_reported",
    "-": "not_applicable",
    "―": "not_applicable",
    "—": "not_applicable",
    "–": "not_applicable",
    "ー": "not_applicable",
    "X": "suppressed",
    "x": "suppressed",
    "χ": "suppressed",
}


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell for a number says: a value, or a state, or neither where it is blank; `why` where it is no number."""

    value: float | None = None
    state: str = ""
    why: str = ""
    percent: bool = False


def plain(text: str) -> str:
    """The text with digits, letters and signs of one width, half-width kana made whole, ends trimmed."""
    return _HALF_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana[0]), text).translate(_WIDTH).strip()


def word(cell: Cell) -> str:
    """A cell as a word to look up: plain, without blanks and line breaks inside."""
    return re.sub(r"\s+", "", plain(shown(cell))).replace("〜", "~").replace("歳代", "代")


def shown(cell: Cell) -> str:
    """A cell as people see it, at most 60 characters."""
    text = cell.isoformat() if isinstance(cell, date | time) else str(cell)
    return text if len(text) <= 60 else f"{text[:59]}…"


def strange(text: str) -> bool:
    """Whether the text holds control characters (NUL and the like)."""
    return any(unicodedata.category(one) == "Cc" and one not in "\t\r\n" for one in text)


def number(cell: Cell) -> Number:
    """The number of a cell; △ and ▲ are minus here and nowhere else."""
    if isinstance(cell, bool):
        return Number(why="数ではなく、はい・いいえの値です")
    if isinstance(cell, int | float):
        return Number(value=cell)
    if isinstance(cell, date | time):
        return Number(why="日付か時刻になっています。セルの書式を「標準」にして、数を入れ直してください")
    text = re.sub(r"\s+", "", plain(cell))
    if not text:
        return Number()
    if text in MARKS:
        return Number(state=MARKS[text])
    found = _NUMBER.fullmatch(text)
    if not found:
        return Number(why="数として読めません")
    sign, whole, part, unit = found.groups()
    value = float(whole.replace(",", "") + (part or "")) * (-1 if sign else 1)
    return Number(value=value, percent=unit in ("%", "パーセント"))
