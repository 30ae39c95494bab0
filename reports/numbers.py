"""The numbers in a text that somebody wrote, and those among them that are none of the figures of the report."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# 4,081件, 30%, 1万2千人, 三百人; a Chinese numeral counts only with a unit behind it (一人ひとり, 三者 are words).
_NUMBER = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?(?:[十百千万億]\d*)*)\s*(?P<unit>件|人|名|%|パーセント|ポイント|割|倍)?"
    r"|(?P<words>[一二三四五六七八九十百千万億〇]{2,}|[一二三四五六七八九](?=割|パーセント))(?P<behind>件|人|名|%|パーセント|ポイント|割|倍)"
)
# Days, ages and the like count nothing: 令和5年度, 9月15日, 10代, 2回目, 第3回, 24時間.
_UNCOUNTED = re.compile(r"\s*(?:年度|年|か?月|か月|ヶ月|日|代|歳|回|時|分|週|つ|項|条|号|版|次|階)")
_BEFORE = ("第", "令和", "平成", "図", "表", "LINE", "R", "H")
_SAME = {"名": "人", "パーセント": "%"}
_DIGITS = {letter: value for value, letter in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8}


class Number(NamedTuple):
    """A number: how it is written, its value, its unit ('' where none stands there)."""

    said: str
    value: float
    unit: str


def of(text: str) -> Iterator[Number]:
    """The numbers that count something, in their order; full-width ones as the others."""
    plain = unicodedata.normalize("NFKC", text)
    for found in _NUMBER.finditer(plain):
        unit = found["unit"] or found["behind"] or ""
        if not unit and (_UNCOUNTED.match(plain, found.end()) or plain[: found.start()].endswith(_BEFORE)):
            continue
        if plain[: found.start()].endswith(_BEFORE[:3]):
            continue
        yield Number(found[0].strip(), _value(found["number"] or found["words"]), _SAME.get(unit, unit))


def unknown(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """The numbers of a text, as they are written, that stand in none of the `known` texts; with a unit, in that unit."""
    those = [number for one in known for number in of(one)]
    values = {round(one.value, 4) for one in those}
    pairs = {(round(one.value, 4), one.unit) for one in those}
    return tuple(
        dict.fromkeys(
            one.said
            for one in of(text)
            if ((round(one.value, 4), one.unit) not in pairs if one.unit else round(one.value, 4) not in values)
        )
    )


def _value(text: str) -> float:
    """4,081 → 4081; 1万2千 → 12000; 三百二十 → 320; 四〇八一 → 4081."""
    if re.fullmatch(r"[\d,.]+", text):
        return float(text.replace(",", ""))
    if all(letter in _DIGITS for letter in text):
        return float("".join(str(_DIGITS[letter]) for letter in text))
    whole, below, last = 0.0, 0.0, None
    for piece in re.findall(r"[\d,]+(?:\.\d+)?|.", text):
        if piece in _TENS:
            below, last = below + (1 if last is None else last) * _TENS[piece], None
        elif piece in _MYRIADS:
            whole, below, last = whole + (below + (last or 0) or 1) * _MYRIADS[piece], 0.0, None
        else:
            last = float(_DIGITS[piece]) if piece in _DIGITS else float(piece.replace(",", ""))
    return whole + below + (last or 0)
