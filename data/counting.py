"""Reads config/records/counting.yaml: what of the records an indicator counts, and how that is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from data import checked, codes
from data.checked import FaultError

FILE = Path(__file__).resolve().parents[1] / "config" / "records" / "counting.yaml"
# Which list of codes.yaml a key takes its values from.
LISTS = {
    "contact_result": "contact_result",
    "channel": "channel",
    "activity_kind": "activity_kind",
    "activity_result_not": "activity_result",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is counted: consultations of these results and channels, or activities; empty is any. `text` says it."""

    counting: str
    text: str
    contact_result: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    activity_kind: tuple[str, ...] = ()
    activity_result_not: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """{indicator: Rule}; FaultError where the file has a fault."""
    return read(FILE)


def read(file: Path) -> dict[str, Rule]:
    """The rules of a file; FaultError names the entry and what may stand there."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict):
        raise FaultError(f"{file.name}: 「指標の名前: 数え方」の並びが要ります。")
    return {_indicator(name): _rule(str(name), entry) for name, entry in raw.items()}


def _indicator(name: object) -> str:
    return str(checked.one_of(name, codes.lists()["indicator"], "counting.yaml の指標"))


def _rule(name: str, entry: object) -> Rule:
    at = f"counting.yaml「{name}」"
    made = checked.table(entry, at, ("counting", "text"), tuple(LISTS))
    checked.one_of(made["counting"], codes.lists()["counting"], f"{at}の counting")
    checked.text(made["text"], f"{at}の text", 300)
    for key in LISTS:
        values = checked.listed(made.get(key, []), f"{at}の {key}")
        made[key] = tuple(checked.one_of(one, codes.lists()[LISTS[key]], f"{at}の {key}") for one in values)
    if bool(made["contact_result"]) == bool(made["activity_kind"]):
        raise FaultError(f"{at}: contact_result か activity_kind の、どちらか一方が要ります。")
    return Rule(**made)
