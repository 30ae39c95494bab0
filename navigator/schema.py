"""A closed schema for the YAML of config/: every problem names file, key, what was found, what is allowed."""

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MOST_NAMED = 40
Rule = Callable[[Any, "Place"], Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one file, in words for the person who edits it; `path` leads to it in what was read."""

    file: str
    key: str
    message: str
    path: Path = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}" if self.key else f"{self.file}: {self.message}"


class ContentError(Exception):
    """All the faults found at once; `problems` lists them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def told(self) -> str:
        """How many there are, and each in a line, for whoever starts the program."""
        return f"config/ に{len(self.problems)}件の誤りがあります。\n{self}"


@dataclass(slots=True)
class Place:
    """Where in which file we are, and the list the faults go to."""

    file: str
    problems: list[Problem]
    key: str = ""
    path: Path = ()

    def at(self, key: str | int) -> "Place":
        """The place one step deeper."""
        step = f"[{key}]" if isinstance(key, int) else f".{key}" if self.key else key
        return Place(self.file, self.problems, f"{self.key}{step}", (*self.path, key))

    def fault(self, message: str) -> None:
        """Note a fault here."""
        self.problems.append(Problem(self.file, self.key, message, self.path))


class Known(dict[str, Any]):
    """A table of which something could not be read: the lost names count as known, all names where lost is None.

    So a fault is told once, where it is, and not again by everything that names it.
    """

    def __init__(self, entries: Mapping[str, Any], lost: Collection[str] | None) -> None:
        super().__init__(entries)
        self._lost = lost

    def __contains__(self, name: object) -> bool:
        return self._lost is None or name in self._lost or super().__contains__(name)


def nearest(found: object, allowed: Collection[str]) -> str:
    """「…」ではありませんか, where an allowed name is close; else nothing."""
    close = difflib.get_close_matches(str(found), sorted(allowed), 1, 0.6)
    return f"「{close[0]}」ではありませんか。" if close else ""


def not_allowed(found: object, allowed: Collection[str]) -> str:
    """The sentence for a value that is not in a closed list."""
    some = sorted(allowed)[:MOST_NAMED]
    names = ", ".join(some) + (f" …ほか{len(allowed) - MOST_NAMED}" if len(allowed) > MOST_NAMED else "")
    return f"「{found}」は使えません。{nearest(found, allowed)}使えるのは: {names}。"


def text(required: bool = True) -> Rule:
    """A string; empty only where not required. null counts as empty."""

    def rule(value: Any, place: Place) -> str:
        if value is None:
            value = ""
        if not isinstance(value, str):
            place.fault(f"文字列が要りますが「{value}」（{type(value).__name__}）です。引用符で囲んでください。")
            return str(value)
        if required and not value.strip():
            place.fault("空です。文を書いてください。")
        return value

    return rule


def one_of(allowed: Collection[str]) -> Rule:
    """One name of a closed list."""

    def rule(value: Any, place: Place) -> str:
        if not isinstance(value, str) or value not in allowed:
            place.fault(not_allowed(value, allowed))
            return next(iter(allowed), "") if not isinstance(value, str) else value
        return value

    return rule


def list_of(item: Rule, least: int = 0) -> Rule:
    """A list whose every item follows the rule, as a tuple."""

    def rule(value: Any, place: Place) -> tuple[Any, ...]:
        if value is None:
            value = []
        if not isinstance(value, list):
            place.fault(f"一覧（- で始まる行）が要りますが「{value}」です。")
            return ()
        if len(value) < least:
            place.fault(f"少なくとも{least}つ要ります。")
        return tuple(item(entry, place.at(number)) for number, entry in enumerate(value))

    return rule


def flag(value: Any, place: Place) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        place.fault(f"true か false が要りますが「{value}」です。")
    return bool(value)


def number(value: Any, place: Place) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        place.fault(f"整数が要りますが「{value}」です。")
        return 0
    return value


def optional(inner: Rule) -> Rule:
    """null, or what the rule says."""
    return lambda value, place: None if value is None else inner(value, place)


def day(value: Any, place: Place) -> date:
    """A date written 2027-05-31."""
    if not isinstance(value, date):
        place.fault(f"日付（例 2027-05-31、引用符なし）が要りますが「{value}」です。")
        return date.max
    return value


def partial_date(value: Any, place: Place) -> str:
    """A date of year, month or day precision, or '' where the source has none."""
    written: str = text(required=False)(value, place)
    parts = written.split("-")
    try:
        if written:
            date(int(parts[0]), *[int(part) for part in [*parts[1:], "1", "1"][:2]])
    except ValueError:
        parts = []
    if written and (not 1 <= len(parts) <= 3 or len(parts[0]) != 4):
        place.fault(
            f"「{written}」は日付として読めません。2024、2024-11、2024-11-30 のどれかの形で、引用符で囲んで書きます。"
        )
        return ""
    return written


def mapping(required: Mapping[str, Rule], other: Mapping[str, Rule] | None = None) -> Rule:
    """A mapping with exactly these keys; the `other` ones may be left out (their rule then sees None)."""
    optional_keys = other or {}
    allowed = {**required, **optional_keys}

    def rule(value: Any, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            place.fault(f"「名前: 値」の並びが要りますが「{value}」です。")
            value = {}
        for key in value:
            if key not in allowed:
                place.at(str(key)).fault("知らない項目です。" + not_allowed(key, allowed))
        for key in required:
            if key not in value:
                place.at(key).fault("この項目がありません。")
        return {key: allowed[key](value[key], place.at(key)) for key in allowed if key in value}

    return rule


def table(item: Rule) -> Rule:
    """A mapping of free keys to values that follow the rule."""

    def rule(value: Any, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            place.fault(f"「名前: 値」の並びが要りますが「{value}」です。")
            return {}
        for key in value:
            if not isinstance(key, str):
                place.at(str(key)).fault(f"名前「{key}」は引用符で囲んでください。")
        return {str(key): item(entry, place.at(str(key))) for key, entry in value.items()}

    return rule
