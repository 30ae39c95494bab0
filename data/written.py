"""What people write into a field: days, whole numbers, lines of text; a wrong one is said in a Japanese sentence."""

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

EMPTY = (None, "")
_DAY = re.compile(
    r"(?:(?P<era>令和|平成|[RrHh])?\s*(?P<year>\d{1,4}|元)\s*(?:年度?|[./-])\s*)?(?P<month>\d{1,2})\s*(?:月|[./-])\s*(?P<day>\d{1,2})\s*日?"
)
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
# A way to reach somebody: no note of a record may hold one.
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?81|0)(?:[-() .・]{0,2}\d){8,10}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_NEAR = {"今日": 0, "きょう": 0, "昨日": -1, "きのう": -1, "明日": 1, "あした": 1}


class Fault(NamedTuple):
    """What is wrong with one field: its name, and a sentence that says what, where, and what to do."""

    field: str
    sentence: str


def half(text: str) -> str:
    """The text with full-width digits, letters and marks as half-width ones; circled digits and the like stay."""
    return "".join(unicodedata.normalize("NFKC", c) if unicodedata.east_asian_width(c) == "F" else c for c in text)


def shown(value: object) -> str:
    """A wrong value as a sentence may quote it: short, nothing that cannot be seen."""
    text = "".join(c if c.isprintable() else "�" for c in str(value))
    return text if len(text) <= 20 else f"{text[:20]}…"


def unprintable(text: str, lines: bool = False) -> bool:
    """Whether something in it cannot be seen or kept: NUL, control characters, half a character."""
    allowed = "\n\r\t" if lines else ""
    return any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and c not in allowed for c in text)


def day(value: object, name: str, today: date) -> date | None:
    """A day as people write it (11/27, 2026-11-27, R8.11.27, 20261127, きょう), None where nothing stands.

    Without a year it is this year's. ValueError with a sentence about the field of that name.
    """
    if value in EMPTY or isinstance(value, date):
        return value or None  # type: ignore[return-value]
    text = half(str(value)).strip()
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    found = _DIGITS.fullmatch(text) or _DAY.fullmatch(text)
    if not found:
        raise ValueError(
            f"{name}の「{shown(value)}」を日付として読めません。11/27 や 2026-11-27 のように書いてください。"
        )
    parts = found.groupdict()
    year, month, number = _year(parts, today), int(parts["month"]), int(parts["day"])
    if not 1 <= month <= 12:
        raise ValueError(f"{name}が{month}月になっています。月は1から12で書いてください。")
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError(f"{name}の{year}年{month}月に{number}日はありません。日を確かめてください。") from None


def _year(parts: dict[str, str | None], today: date) -> int:
    year = parts["year"]
    if year is None:
        return today.year
    number = 1 if year == "元" else int(year)
    era = parts.get("era")
    if era:
        return number + _ERAS[era.lower()]
    return number


def whole(value: object, name: str, most: int, unit: str) -> int | None:
    """A whole number from 0 to `most`, None where nothing stands; ValueError with a sentence."""
    if value in EMPTY:
        return None
    text = half(str(value)).strip().removesuffix(unit)
    if not re.fullmatch(r"[-−△▲]?\d{1,9}", text) or not text.isascii():
        if re.match(r"[-−△▲]", text):
            raise ValueError(f"{name}の「{shown(value)}」が0より小さくなっています。0以上の数で書いてください。")
        raise ValueError(f"{name}の「{shown(value)}」を数として読めません。数字だけで書いてください。")
    number = int(text)
    if number < 0:
        raise ValueError(f"{name}の「{shown(value)}」が0より小さくなっています。0以上の数で書いてください。")
    if number > most:
        raise ValueError(f"{name}の{number}{unit}は多すぎます。{most}{unit}までで書いてください。")
    return number


def text(value: object, name: str, longest: int, lines: bool = False) -> str | None:
    """A text without blanks around it, None where nothing stands; ValueError for one that is too long or not to be seen."""
    if value in EMPTY:
        return None
    written = str(value).strip().replace("\r\n", "\n").replace("\r", "\n")
    if unprintable(written, lines):
        raise ValueError(f"{name}に、目に見えない文字が入っています。消して、打ち直してください。")
    if len(written) > longest:
        raise ValueError(f"{name}が{len(written)}字あります。{longest}字までに短くしてください。")
    return written or None


def tells_who(note: str) -> str:
    """What in a note looks like a way to reach somebody, in a word for a sentence; '' where nothing does."""
    plain = unicodedata.normalize("NFKC", note).translate(_DASHES)
    if _MAIL.search(plain):
        return "メールアドレス"
    return "電話番号" if _TELEPHONE.search(plain) else ""


def of_nobody(text: str, name: str) -> str:
    """The text; ValueError with a sentence where it holds a way to reach somebody."""
    found = tells_who(text)
    if found:
        raise ValueError(f"{name}に{found}のようなものがあります。だれかがわかるものは残せません。消してください。")
    return text
