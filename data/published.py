"""Reads config/records/published.yaml: the published figures, each with its source; a closed schema, faults with their place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from data import calendar, checked, codes
from data.checked import FaultError
from data.models.published import STATUSES

FILE = Path(__file__).resolve().parents[1] / "config" / "records" / "published.yaml"
COUNTED = {"final", "provisional"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a month, an occasion or a year (month 0); `value` is None exactly where the status counts nothing."""

    indicator: str
    desk: str
    fiscal_year: int
    month: int
    occasion: str
    value: int | None
    status: str
    note: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Published:
    """The whole file, references checked; months as ints (202304), days as dates."""

    documents: Mapping[str, dict[str, Any]]
    organisations: tuple[str, ...]
    desks: Mapping[str, dict[str, Any]]
    indicators: Mapping[str, dict[str, Any]]
    figures: tuple[Figure, ...]
    trainings: tuple[dict[str, Any], ...] = field(default=())
    targets: tuple[dict[str, Any], ...] = field(default=())


def read(file: Path = FILE) -> Published:
    """The figures of a file; FaultError names the entry, the key and what is allowed."""
    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise FaultError(f"{file.name}: YAML として読めません（{getattr(error, 'problem_mark', '')}）。") from error
    keys = ("documents", "organisations", "desks", "indicators", "facts", "trainings", "targets")
    top = checked.table(raw, file.name, keys)
    documents = checked.named(top["documents"], "documents", "id", ("id", "title", "issuer", "published", "note"))
    organisations = tuple(checked.texts(top["organisations"], "organisations"))
    desks = checked.named(top["desks"], "desks", "id", ("id", "name", "organisation", "opened", "opened_note"))
    for key, desk in desks.items():
        checked.one_of(desk["organisation"], organisations, f"desks「{key}」の organisation")
        desk["opened"] = checked.month(desk["opened"], f"desks「{key}」の opened")
    known = _Known(desks, documents)
    indicators = {one["id"]: one for one in map(known.indicator, checked.listed(top["indicators"], "indicators"))}
    known.indicators = indicators
    figures = tuple(one for at, entry in checked.numbered(top["facts"], "facts") for one in known.figures(entry, at))
    checked.once([(one.indicator, one.desk, one.fiscal_year, one.month, one.occasion) for one in figures], "facts")
    trainings = tuple(known.training(entry, at) for at, entry in checked.numbered(top["trainings"], "trainings"))
    checked.once([(one["desk"], one["fiscal_year"], one["number"]) for one in trainings], "trainings")
    targets = tuple(known.target(entry, at) for at, entry in checked.numbered(top["targets"], "targets"))
    checked.once([(one["indicator"], one["desk"], one["fiscal_year"], one["kind"]) for one in targets], "targets")
    return Published(documents, organisations, desks, indicators, figures, trainings, targets)


class _Known:
    """Reads the entries that name desks, documents and indicators."""

    def __init__(self, desks: Mapping[str, Any], documents: Mapping[str, Any]) -> None:
        self.desks, self.documents = desks, documents
        self.indicators: Mapping[str, dict[str, Any]] = {}

    def indicator(self, entry: object) -> dict[str, Any]:
        made = checked.table(
            entry, "indicators", ("id", "unit", "scale", "counting", "direction", "aggregation", "definitions")
        )
        at = f"indicators「{made['id']}」"
        checked.one_of(made["id"], codes.lists()["indicator"], f"{at}の id（codes.yaml の indicator）")
        checked.one_of(made["counting"], codes.lists()["counting"], f"{at}の counting")
        checked.one_of(made["direction"], ("up", "down"), f"{at}の direction")
        checked.one_of(made["aggregation"], ("sum", "none"), f"{at}の aggregation")
        checked.number(made["scale"], f"{at}の scale", least=1)
        checked.text(made["unit"], f"{at}の unit", 8)
        made["definitions"] = [
            checked.table(one, f"{at}の definitions", ("from", "breaks_series", "source", "text"))
            for one in checked.listed(made["definitions"], f"{at}の definitions")
        ]
        for one in made["definitions"]:
            one["from"] = checked.month(one["from"], f"{at}の from")
            checked.one_of(one["breaks_series"], (True, False), f"{at}の breaks_series")
            checked.one_of(one["source"], self.documents, f"{at}の source")
        checked.once([one["from"] for one in made["definitions"]], f"{at}の definitions")
        return made

    def placed(self, made: dict[str, Any], at: str) -> None:
        checked.one_of(made["desk"], self.desks, f"{at}の desk")
        checked.one_of(made["source"], self.documents, f"{at}の source")
        checked.text(made["place"], f"{at}の place", checked.LONGEST["place"])
        checked.number(made["fiscal_year"], f"{at}の fiscal_year", least=1989)

    def figures(self, entry: object, at: str) -> list[Figure]:
        head = ("indicator", "desk", "fiscal_year", "source", "place")
        made = checked.table(entry, at, head, ("months", "notes", "total", "occasions"))
        self.placed(made, at)
        checked.one_of(made["indicator"], self.indicators, f"{at}の indicator")
        if not {"months", "total", "occasions"} & set(made):
            raise FaultError(f"{at}: months・total・occasions のどれかが要ります。")
        found = _months(made, at)
        if "total" in made:
            found.append((0, "", made["total"], "", made["place"]))
        for one in checked.listed(made.get("occasions", []), f"{at}の occasions"):
            row = checked.table(one, f"{at}の occasions", ("occasion", "month", "value"), ("note",))
            month = _in_year(checked.month(row["month"], f"{at}の month"), made["fiscal_year"], at)
            checked.text(row["occasion"], f"{at}の occasion", 32)
            found.append((month, row["occasion"], row["value"], row.get("note", ""), made["place"]))
        return [
            Figure(made["indicator"], made["desk"], made["fiscal_year"], month, occasion, *_counted(value, at), note,
                   made["source"], place)
            for month, occasion, value, note, place in found
        ]  # fmt: skip

    def training(self, entry: object, at: str) -> dict[str, Any]:
        keys = ("number", "desk", "fiscal_year", "source", "place", "held_on", "theme", "form", "attendance")
        made = checked.table(entry, at, (*keys, "survey_place", "survey"))
        self.placed(made, at)
        for key in ("theme", "form"):
            checked.text(made[key], f"{at}の {key}", checked.LONGEST[key])
        for key in ("number", "attendance"):
            checked.number(made[key], f"{at}の {key}")
        if type(made["held_on"]) is not date:
            raise FaultError(f"{at}の held_on: 日付は 2023-09-15 のように書いてください。")
        _in_year(calendar.month_of(made["held_on"]), made["fiscal_year"], at)
        checked.text(made["survey_place"], f"{at}の survey_place", checked.LONGEST["place"])
        made["survey"] = checked.table(made["survey"], f"{at}の survey", tuple(codes.lists()["survey_step"]))
        for step, tenths in made["survey"].items():
            if checked.number(tenths, f"{at}の survey の {step}") > 1000:
                raise FaultError(f"{at}の survey の {step}: 10分の1%なので、1000まで。")
        return made

    def target(self, entry: object, at: str) -> dict[str, Any]:
        keys = ("indicator", "desk", "fiscal_year", "year_stated", "kind", "value", "source", "place")
        made = checked.table(entry, at, keys)
        self.placed(made, at)
        checked.one_of(made["indicator"], self.indicators, f"{at}の indicator")
        checked.one_of(made["year_stated"], (True, False), f"{at}の year_stated")
        checked.one_of(made["kind"], ("total", "share"), f"{at}の kind")
        checked.number(made["value"], f"{at}の value")
        return made


def _months(made: dict[str, Any], at: str) -> list[tuple[int, str, object, str, str]]:
    """The row of twelve months as (month, '', value, note, place)."""
    notes = {checked.month(key, f"{at}の notes"): text for key, text in (made.get("notes") or {}).items()}
    if "months" not in made:
        return []
    values = checked.listed(made["months"], f"{at}の months")
    if len(values) != 12:
        raise FaultError(f"{at}の months: 4月から翌年3月までの12個を書いてください（いま{len(values)}個）。")
    months = calendar.months_of(made["fiscal_year"])
    if set(notes) - set(months):
        raise FaultError(f"{at}の notes: {min(set(notes) - set(months))} はその年度の月ではありません。")
    return [
        (month, "", value, notes.get(month, ""), f"{made['place']}、{month % 100}月")
        for month, value in zip(months, values, strict=True)
    ]


def _counted(value: object, at: str) -> tuple[int | None, str]:
    """(value, status): a number is final, a word is the status of what was not counted."""
    if isinstance(value, str):
        return None, checked.one_of(value, [one for one in STATUSES if one not in COUNTED], f"{at}の値")
    return checked.number(value, f"{at}の値"), "final"


def _in_year(month: int, year: int, at: str) -> int:
    if calendar.fiscal_year(month) != year:
        raise FaultError(f"{at}: {month} は {year} 年度（4月から翌年3月）の外です。")
    return month
