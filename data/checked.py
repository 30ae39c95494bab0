"""The checks of a closed YAML schema: each gives the value back or raises FaultError with the place and what may stand there."""

import re
from collections.abc import Collection
from typing import Any

LONGEST = {"place": 180, "title": 200, "name": 100, "theme": 200, "form": 100}
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class FaultError(ValueError):
    """The file has a fault; the message says where and what may stand there."""


def table(raw: object, at: str, needed: tuple[str, ...], allowed: tuple[str, ...] = ()) -> dict[str, Any]:
    """A mapping with exactly the needed keys, perhaps some of the allowed ones."""
    if not isinstance(raw, dict):
        raise FaultError(f"{at}: 「名前: 値」の並びが要ります。")
    for key in needed:
        if key not in raw:
            raise FaultError(f"{at}: {key} がありません。")
    for key in raw:
        if key not in needed and key not in allowed:
            raise FaultError(f"{at}: 「{key}」は書けません。書けるのは {'・'.join((*needed, *allowed))}。")
    return dict(raw)


def named(raw: object, at: str, key: str, keys: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """{key: entry} of a list of mappings of texts."""
    made = [table(entry, place, keys) for place, entry in numbered(raw, at)]
    for entry in made:
        for name, value in entry.items():
            text(value, f"{at}「{entry[key]}」の {name}", LONGEST.get(name, 2000), empty=name in ("published", "note"))
    once([entry[key] for entry in made], at)
    return {entry[key]: entry for entry in made}


def listed(raw: object, at: str) -> list[Any]:
    """A list."""
    if not isinstance(raw, list):
        raise FaultError(f"{at}: 並び（- で始まる行）が要ります。")
    return raw


def numbered(raw: object, at: str) -> list[tuple[str, Any]]:
    """[(place in words, entry)] of a list."""
    return [(f"{at} の{place}番目", entry) for place, entry in enumerate(listed(raw, at), 1)]


def texts(raw: object, at: str) -> list[str]:
    """A list of names."""
    return [text(one, at, LONGEST["name"]) for one in listed(raw, at)]


def text(value: object, at: str, longest: int, empty: bool = False) -> str:
    """A text of at most that many characters."""
    if not isinstance(value, str) or not (value or empty) or len(value) > longest:
        raise FaultError(f"{at}: {longest}字までの文字で書いてください（いま「{value}」）。")
    return value


def number(value: object, at: str, least: int = 0) -> int:
    """A whole number of at least that much."""
    if type(value) is not int or value < least:
        raise FaultError(f"{at}: {least} 以上の整数で書いてください（いま「{value}」）。")
    return value


def month(value: object, at: str) -> int:
    """202304 of 2023-04."""
    if not isinstance(value, str) or not MONTH.fullmatch(value):
        raise FaultError(f"{at}: 月は 2023-04 のように書いてください（いま「{value}」）。")
    return int(value.replace("-", ""))


def one_of(value: Any, allowed: Collection[Any], at: str) -> Any:
    """One of the allowed values."""
    if not isinstance(value, str | int) or value not in allowed:
        raise FaultError(f"{at}: 「{value}」は書けません。書けるのは {'・'.join(map(str, allowed))}。")
    return value


def once(keys: list[Any], at: str) -> None:
    """Nothing; no key stands there twice."""
    for key in keys:
        if keys.count(key) > 1:
            raise FaultError(f"{at}: 同じものが二度あります（{key}）。")
