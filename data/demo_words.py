"""Reads config/records/demo.yaml: the words and numbers of the made-up database; a closed schema, faults with their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from data import checked, codes
from data.checked import FaultError

FILE = Path(__file__).resolve().parents[1] / "config" / "records" / "demo.yaml"
HOW = ("form", "answers", "shares")
# What every text must say of itself wherever it is read.
MARK = "架空"
LONGEST = 120
TEXTS = ("lead", "target_reason", "target_revised", "target_place", "definition", "reopened")


@dataclass(frozen=True, slots=True)
class Survey:
    """The answers of one training, best step first: how they came (form, answers, shares) and how many of each step."""

    how: str
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: `percent` of what the records count, or `value` as it stands; `back` 0 is this fiscal year, -1 the next.

    `revised` is what it was (percent or value) before somebody set it anew; None where nobody did.
    """

    indicator: str
    back: int
    percent: int | None
    value: int | None
    revised: int | None
    stated: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The whole file."""

    themes: tuple[str, ...]
    forms: tuple[str, ...]
    attendance: tuple[int, ...]
    surveys: tuple[Survey, ...]
    latest_survey: Survey
    targets: tuple[Aim, ...]
    annotations: Mapping[str, str]
    texts: Mapping[str, str]


def read(file: Path = FILE) -> Words:
    """The words of a file; FaultError names the entry and what may stand there."""
    keys = ("forms", "themes", "attendance", "surveys", "latest_survey", "targets", "annotations", *TEXTS)
    top = checked.table(yaml.safe_load(file.read_text("utf-8")), file.name, keys)
    kinds = tuple(codes.lists()["annotation_kind"])
    notes = checked.table(top["annotations"], "annotations", kinds)
    return Words(
        tuple(_marked(one, at) for at, one in checked.numbered(top["themes"], "themes")),
        tuple(checked.texts(top["forms"], "forms")),
        tuple(checked.number(one, at, 1) for at, one in checked.numbered(top["attendance"], "attendance")),
        tuple(_survey(one, at) for at, one in checked.numbered(top["surveys"], "surveys")),
        Survey("form", _steps(top["latest_survey"], "latest_survey")),
        tuple(_aim(one, at) for at, one in checked.numbered(top["targets"], "targets")),
        {kind: _marked(notes[kind], f"annotations の {kind}") for kind in kinds},
        {name: _marked(top[name], name) for name in TEXTS},
    )


def _marked(value: Any, at: str) -> str:
    text = checked.text(value, at, LONGEST)
    if MARK not in text:
        raise FaultError(f"{at}: 作りものとわかるように「{MARK}」を入れてください（いま「{text}」）。")
    return text


def _survey(raw: Any, at: str) -> Survey:
    made = checked.table(raw, at, (), HOW)
    if len(made) != 1:
        raise FaultError(f"{at}: {'・'.join(HOW)} のどれか一つを書いてください。")
    how = next(iter(made))
    return Survey(how, _steps(made[how], at))


def _steps(raw: Any, at: str) -> tuple[int, ...]:
    found = tuple(checked.number(one, at) for one in checked.listed(raw, at))
    if len(found) != len(codes.lists()["survey_step"]):
        raise FaultError(f"{at}: 五つの段階の数を書いてください（いま{len(found)}つ）。")
    return found


def _aim(raw: Any, at: str) -> Aim:
    made = checked.table(raw, at, ("indicator", "back"), ("percent", "value", "revised", "unstated"))
    checked.one_of(made["indicator"], codes.lists()["indicator"], f"{at}の indicator")
    if ("percent" in made) == ("value" in made):
        raise FaultError(f"{at}: percent か value の、どちらか一方が要ります。")
    for name in ("percent", "value", "revised"):
        if name in made:
            checked.number(made[name], f"{at}の {name}", 1)
    checked.number(made["back"], f"{at}の back", -1)
    return Aim(
        made["indicator"], made["back"], made.get("percent"), made.get("value"), made.get("revised"),
        not checked.one_of(made.get("unstated", False), (True, False), f"{at}の unstated"),
    )  # fmt: skip
