"""The words of a yearly report: sentences that data fill (config/reports/sentences.yaml), and what a printed report says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

import i18n

FOLDER = Path(__file__).resolve().parents[1] / "config" / "reports"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a printed report says under one heading, word for word, and where."""

    lines: tuple[str, ...]
    document: str
    place: str


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, str]:
    """{name: sentence}; ValueError where the file is no flat list of texts."""
    raw = _read(FOLDER / "sentences.yaml")
    if not all(isinstance(text, str) for text in raw.values()):
        raise ValueError("config/reports/sentences.yaml: 「名前: 文」の並びが要ります。")
    return raw


def say(name: str, **params: object) -> str:
    """The sentence with its {parameters} filled; KeyError for one the file does not have."""
    return i18n.filled(sentences()[name], **params)


def quoted(year: int, documents: tuple[str, ...]) -> dict[str, Quoted]:
    """{heading: what the report of that fiscal year says}; {} where none is brought in, or its document is not known here."""
    found: dict[str, Quoted] = {}
    for file in sorted(FOLDER.glob("report-*.yaml")):
        raw = _read(file)
        if raw.get("fiscal_year") == year and raw.get("document") in documents:
            for heading, one in raw["headings"].items():
                found[heading] = Quoted(tuple(one["lines"]), raw["document"], one["place"])
    return found


def _read(file: Path) -> dict[str, Any]:
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict):
        raise ValueError(f"config/reports/{file.name}: 「名前: 値」の並びが要ります。")
    return raw
