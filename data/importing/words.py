"""The words of spreadsheets (config/records/import.yaml and the labels of codes.yaml), looked up by their plain form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from data import codes, municipalities
from data.importing.cells import word

FILE = Path(__file__).resolve().parents[2] / "config" / "records" / "import.yaml"
Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """{plain word: id} of each kind; the sets hold plain words."""

    fields: Table
    indicators: Table
    dimensions: Table
    training: Table
    survey: Table
    private: frozenset[str]
    counts: frozenset[str]
    totals: frozenset[str]
    months: frozenset[str]
    unused: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of the file; ValueError where one stands twice or belongs to nothing of codes.yaml."""
    raw = _file()
    tables: dict[str, Any] = {
        name: _turned(name, raw[name]) for name in ("fields", "indicators", "dimensions", "training", "survey")
    }
    for name, among in (("indicators", codes.lists()["indicator"]), ("dimensions", [*codes.lists(), "municipality"])):
        if strange := set(raw[name]) - set(among):
            raise ValueError(f"import.yaml: {name}: 「{min(strange)}」は codes.yaml にありません。")
    tables["indicators"] = {**code_words("indicator"), **tables["indicators"]}
    sets: dict[str, Any] = {
        name: frozenset(map(word, raw[name])) for name in ("private", "counts", "totals", "months", "unused")
    }
    return Words(**tables, **sets)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


@lru_cache(maxsize=32)
def code_words(name: str) -> Table:
    """{plain word: id} of a code list, labels and others (of municipalities: names); empty where there is no such list."""
    if name == "municipality":
        return {word(text): code for code, text in municipalities.labels().items()}
    found: dict[str, str] = {}
    for code in codes.lists().get(name, {}).values():
        for text in (code.label, *code.others):
            found.setdefault(word(text), code.id)
    return found


def label_of(name: str, value: str) -> str:
    """The Japanese word of a field, an indicator or a dimension: the first of its line in the file."""
    if name == "indicators":
        return codes.label("indicator", value)
    return str(_file().get(name, {}).get(value, [value])[0])


def _turned(name: str, raw: dict[str, list[Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, line in raw.items():
        for text in map(word, map(str, line)):
            if found.setdefault(text, value) != value:
                raise ValueError(f"import.yaml: {name}: 「{text}」が二度あります。")
    return found
