"""The municipalities and wards that records may name: six-digit codes with their check digit (config/municipalities.yaml)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "config" / "municipalities.yaml"
WEIGHTS = (6, 5, 4, 3, 2)


@lru_cache(maxsize=1)
def labels() -> Mapping[str, str]:
    """{code of six digits: name} in the order of the file; ValueError where a code is wrong or stands twice."""
    return read(FILE)


def read(file: Path) -> dict[str, str]:
    """The codes of a file; ValueError names the place whose code is wrong."""
    made: dict[str, str] = {}
    for entry in yaml.safe_load(file.read_text("utf-8")):
        code, name = entry.get("code"), entry.get("ja")
        if not isinstance(code, str) or not is_code(code):
            raise ValueError(f"{file.name}: 「{name}」の code「{code}」は、検査数字の合う6桁の文字ではありません。")
        if code in made:
            raise ValueError(f"{file.name}: code「{code}」が「{made[code]}」と「{name}」にあります。")
        made[code] = name
    return made


def is_code(text: str) -> bool:
    """Whether the text is six digits whose last one fits: 11 minus (the weighted sum modulo 11), its last digit (総務省)."""
    if len(text) != 6 or not (text.isascii() and text.isdigit()):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(text[:5], WEIGHTS, strict=True)) % 11
    return text[5] == str(11 - rest)[-1]


@lru_cache(maxsize=1)
def towns() -> frozenset[str]:
    """The codes of the towns and villages: what the official name ends with says so (町・村)."""
    return frozenset(code for code, name in labels().items() if name.endswith(("町", "村")))
