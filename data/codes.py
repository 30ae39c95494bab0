"""The code lists of the records (config/records/codes.yaml): ids for the database, Japanese labels for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "config" / "records" / "codes.yaml"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list; `others` are words that spreadsheets use for it, `parent` the class it falls under."""

    id: str
    label: str
    others: tuple[str, ...] = ()
    parent: str = ""
    level: int = 1


class CodeError(ValueError):
    """The file of code lists has a fault; the message says which and where."""


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Mapping[str, Code]]:
    """{list: {id: Code}} in the order of the file; CodeError where an entry is broken."""
    return read(FILE)


def read(file: Path) -> dict[str, dict[str, Code]]:
    """The lists of a file; CodeError names the list and the entry."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict):
        raise CodeError(f"{file.name}: 「一覧の名前: 項目の並び」が要ります。")
    return {name: _list(str(name), entries) for name, entries in raw.items()}


def label(name: str, value: str | None) -> str:
    """The label of a code; one that was taken out of the list says so, None is 未記入."""
    if value is None:
        return "未記入"
    found = lists()[name].get(value)
    return found.label if found else f"いまの一覧にないもの（{value}）"


def labels(name: str) -> dict[str, str]:
    """{id: label} of a list."""
    return {code.id: code.label for code in lists()[name].values()}


def _list(name: str, entries: object) -> dict[str, Code]:
    if not isinstance(entries, list) or not entries:
        raise CodeError(f"codes.yaml: {name}: 項目の並びが要ります。")
    made: dict[str, Code] = {}
    words: set[str] = set()
    for entry in entries:
        code = _code(name, entry)
        if code.id in made or words & {code.label, *code.others}:
            raise CodeError(f"codes.yaml: {name}: 「{code.id}」の id か言葉が二度あります。")
        made[code.id] = code
        words |= {code.label, *code.others}
    missing = {code.parent for code in made.values() if code.parent} - set(made)
    if missing:
        raise CodeError(f"codes.yaml: {name}: parent「{min(missing)}」がありません。")
    return made


def _code(name: str, entry: object) -> Code:
    if not isinstance(entry, dict) or set(entry) - {"id", "ja", "others", "parent", "level"}:
        raise CodeError(f"codes.yaml: {name}: 「{entry}」は id・ja・others・parent・level で書いてください。")
    if not (isinstance(entry.get("id"), str) and isinstance(entry.get("ja"), str)):
        raise CodeError(f"codes.yaml: {name}: 「{entry}」に id と ja（どちらも文字）が要ります。")
    others = tuple(str(word) for word in entry.get("others", ()))
    return Code(entry["id"], entry["ja"], others, str(entry.get("parent", "")), int(entry.get("level", 1)))
