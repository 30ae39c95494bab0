"""Days, months and years as people write them in tables: 令和6年3月15日, R6.3.15, 元年, serial numbers, 年度."""

import re
from datetime import date, datetime, timedelta

from data.importing.cells import plain
from data.importing.reading import Cell

ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_LAST = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31, "令和": 99}
_ERA = r"(?:(明治|大正|昭和|平成|令和|[MTSHR])\s*(元|\d{1,2})|(\d{4}))"
_DAY = re.compile(
    rf"{_ERA}[年./-]\s*(\d{{1,2}})[月./-]\s*(\d{{1,2}})日?(?:\([日月火水木金土](?:・祝)?\))?", re.IGNORECASE
)
_MONTH = re.compile(rf"(?:{_ERA}(年度?|[./-])\s*)?(\d{{1,2}})(月|月分)?", re.IGNORECASE)
_YEAR = re.compile(rf"{_ERA}年?(度)?", re.IGNORECASE)
_YEAR_INSIDE = re.compile(r"(明治|大正|昭和|平成|令和|[MTSHR](?=\d))\s*(元|\d{1,2})年?(度)?|(20\d{2}|19\d{2})年?(度)?")
EXCEL_START = date(1899, 12, 30)
_SERIALS = range(32_874, 73_051)  # 1990 to 2099


class DateError(ValueError):
    """Not a day or month; the message is the reason in Japanese."""


def day(cell: Cell) -> date | None:
    """The day of a cell; None where it is blank, DateError with the reason where it is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = str(int(cell)) if float(cell).is_integer() else str(cell)
    text = plain(cell) if isinstance(cell, str) else str(cell)
    if not text:
        return None
    if text.isdigit() and len(text) == 8:
        return _made(int(text[:4]), int(text[4:6]), int(text[6:]))
    if text.isdigit() and int(text) in _SERIALS:
        return EXCEL_START + timedelta(days=int(text))
    found = _DAY.fullmatch(text)
    if not found:
        raise DateError("日付として読めません（例: 令和6年3月15日、2024-03-15）")
    made = _made(_year(found[1], found[2], found[3]), int(found[4]), int(found[5]))
    if found[1] and _name(found[1]) == "令和" and made < date(2019, 5, 1):
        raise DateError("令和は2019年5月1日からです")
    return made


def _made(year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12:
        raise DateError(f"{month}月という月はありません")
    try:
        return date(year, month, number)
    except ValueError:
        raise DateError(f"{month}月{number}日という日はありません") from None


def _name(era: str) -> str:
    return _LETTERS.get(era.upper(), era)


def _year(era: str | None, count: str | None, western: str | None) -> int:
    if western or not (era and count):
        return int(western or 0)
    name, number = _name(era), 1 if count == "元" else int(count)
    if not 1 <= number <= _LAST[name]:
        raise DateError(f"{name}{number}年という年はありません")
    return ERAS[name] + number - 1


def month(cell: Cell) -> tuple[int | None, int] | None:
    """(calendar year or None, month) where a cell is the label of a month, else None; DateError for 13月.

    令和5年度1月 is given as the calendar year it lies in. A date is a month only on its first day.
    """
    if isinstance(cell, date):
        return (cell.year, cell.month) if cell.day == 1 else None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return (cell // 100, cell % 100) if 199001 <= cell <= 209912 and 1 <= cell % 100 <= 12 else None
    if not isinstance(cell, str):
        return None
    text = re.sub(r"\s+", "", plain(cell))
    if re.fullmatch(r"(19|20)\d{4}", text):
        return (int(text[:4]), int(text[4:])) if 1 <= int(text[4:]) <= 12 else None
    if re.fullmatch(r"\d{4}[-/.]\d{1,2}[-/.]0?1", text):
        text = text.rpartition(text[4])[0]
    found = _MONTH.fullmatch(text)
    if not found or not (found[6] or found[1] or found[3]):
        return None
    number = int(found[5])
    if not 1 <= number <= 12:
        raise DateError(f"{number}月という月はありません")
    if not (found[1] or found[3]):
        return (None, number)
    year = _year(found[1], found[2], found[3])
    return (year + (number < 4) if found[4] == "年度" else year, number)


def year(text: str) -> tuple[str, int] | None:
    """("fiscal" | "calendar", year) where the whole text is a year's label, else None."""
    found = _YEAR.fullmatch(re.sub(r"\s+", "", plain(text)))
    if not found or (found[3] and not re.search(r"年|度", plain(text))):
        return None
    return ("fiscal" if found[4] else "calendar", _year(found[1], found[2], found[3]))


def years_in(text: str) -> set[tuple[str, int]]:
    """The years that a caption names."""
    found = set()
    for one in _YEAR_INSIDE.finditer(plain(text)):
        try:
            found.add(("fiscal" if one[3] or one[5] else "calendar", _year(one[1], one[2], one[4])))
        except DateError:
            continue
    return found
