"""The sentences of the staff's screens (config/staff/*.yaml), Japanese only; a key is file.name."""

import html
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

import i18n

FOLDER = Path(__file__).resolve().parents[2] / "config" / "staff"


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, str]:
    """{file.name: text} of all files; ValueError names the file where one is not a flat list of texts."""
    found: dict[str, str] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        raw = yaml.safe_load(file.read_text("utf-8"))
        if not isinstance(raw, dict) or not all(isinstance(text, str) for text in raw.values()):
            raise ValueError(f"config/staff/{file.name}: 「名前: 文」の並びが要ります。")
        found |= {f"{file.stem}.{name}": text for name, text in raw.items()}
    return found


def say(key: str, **params: object) -> str:
    """The text with its {parameters} filled; KeyError for a key that no file has."""
    return i18n.filled(catalogue()[key], **params)


def shown(key: str, **params: object) -> str:
    """The same as html, parameters escaped."""
    return html.escape(say(key, **params))
