"""`python -m data figures`: every indicator of a fiscal year, its target and where each number is from, as text or JSON."""

import argparse
import json
from datetime import datetime
from typing import Any

from data import calendar, codes
from data.checked import FaultError
from data.database import Database
from data.queries import figures, series
from data.queries.figures import Figure, Goal, Occasion
from data.queries.series import Cell, Source

NONE = "データなし"
FIRST, LAST = 1989, 2100
STATES = {
    figures.REACHED: "目標に届いた",
    figures.UNDER: "目標に届かなかった",
    figures.UNSURE: "目標に届いたか、丸めた数ではわからない",
    figures.ON_THE_WAY: "途中",
    figures.NO_ACTUAL: "目標のみ・実績データなし",
    figures.NO_TARGET: "目標の記載なし",
    figures.BROKEN: "年度の途中で数え方が変わったので、一年の数にはまとめない",
    figures.ZERO: "目標が0なので、割合と達成は出さない",
}


def run(database: Database, arguments: argparse.Namespace, now: datetime) -> int:
    """Prints them; a year of which nothing is known is said so, and every value is null."""
    year, today = arguments.fiscal_year, calendar.today(now)
    if not FIRST <= year <= LAST:
        raise FaultError(f"--fiscal-year は {FIRST} から {LAST} までの西暦で書いてください（いま「{year}」）。")
    with database.read() as session:
        desk = series.desk(session)
        found = figures.of_year(session, desk, year, today) if desk else []
        known = figures.years(session, desk, today) if desk else []
        name = desk.name if desk else None
    if arguments.format == "json":
        told = {
            "fiscal_year": year,
            "label": calendar.wareki(year),
            "desk": name,
            "has_data": year in known,
            "indicators": [as_json(one) for one in found],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(year, known, found)))
    return 0


def as_json(one: Figure) -> dict[str, Any]:
    """A figure in plain units: 90.9, not 909 tenths; null with a status where there is no value."""
    return {
        "id": one.indicator,
        "label": codes.label("indicator", one.indicator),
        "unit": one.unit,
        "counting": one.counting,
        "status": one.status,
        "value": _plain(one.value, one.scale),
        "sum_of_parts": _plain(one.added, one.scale),
        "printed_total": _plain(one.printed, one.scale),
        "agrees": one.agrees,
        "state": one.state,
        "target": _target(one.target, one.scale),
        "ratio_percent": _plain(one.ratio, 10),
        "difference": _difference(one),
        "passed_in": _iso(one.passed_in),
        "mean_weighted_by_participants": _plain(one.weighted, one.scale),
        "mean_of_occasions": _plain(one.simple, one.scale),
        "months": [_month(cell, one.scale) for cell in one.cells],
        "occasions": [_occasion(part, one) for part in one.occasions],
        "definitions": [
            {
                "version": meant.version,
                "valid_from": _iso(meant.valid_from),
                "breaks_series": meant.breaks_series,
                "text": meant.text,
            }
            for meant in one.series.definitions
        ],
        "source": _source(one.printed_source)
        or next((_source(cell.source) for cell in one.cells if cell.source), None),
    }


def _plain(value: int | None, scale: int) -> int | float | None:
    return None if value is None else value if scale == 1 else value / scale


def _iso(month: int | None) -> str | None:
    return f"{month // 100}-{month % 100:02}" if month else None


def _source(found: Source | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"document": found.title, "place": found.place, "definition": found.definition, "version": found.version}


def _target(goal: Goal | None, scale: int) -> dict[str, Any] | None:
    if goal is None:
        return None
    return {
        "value": _plain(goal.value, scale),
        "kind": goal.kind,
        "year_stated": goal.year_stated,
        "source": _source(goal.source),
    }


def _difference(one: Figure) -> int | float | None:
    return _plain(one.value - one.target.value, one.scale) if one.value is not None and one.target else None


def _month(cell: Cell, scale: int) -> dict[str, Any]:
    return {
        "month": _iso(cell.month),
        "value": _plain(cell.value, scale),
        "status": cell.status,
        "origin": cell.origin or None,
        "note": cell.note,
        "source": _source(cell.source),
    }


def _occasion(part: Occasion, one: Figure) -> dict[str, Any]:
    beside = part.value - one.target.value if part.value is not None and one.target and one.unit == "%" else None
    return {
        "occasion": part.name,
        "month": _iso(part.month),
        "value": _plain(part.value, one.scale),
        "status": part.status,
        "participants": part.weight,
        "points_from_target": _plain(beside, one.scale),
        "note": part.note,
        "source": _source(part.source),
    }


def _lines(year: int, known: list[int], found: list[Figure]) -> list[str]:
    if year not in known:
        return [f"{calendar.wareki(year)}のデータはありません（データなし）。"]
    made = [f"{calendar.wareki(year)}"]
    for one in found:
        goal = f" / 目標 {_said(one.target.value, one)}" if one.target else ""
        stated = "" if one.target is None or one.target.year_stated else "（年度の記載なし。この年度とみなす）"
        ratio = f" = {one.ratio / 10:.1f}%" if one.ratio is not None else ""
        value = _said(one.value, one) if one.value is not None else "研修ごと" if one.occasions else NONE
        if one.status == figures.BROKEN:
            value = "一年の計なし"
        name = codes.label("indicator", one.indicator)
        made.append(f"・{name}: {value}{goal}{stated}{ratio}（{STATES[one.state]}）")
        for part in one.occasions:
            made.append(f"  {part.name} {_of_occasion(part, one)}")
        made += [f"  {meant}" for meant in _changed(one)]
    return made


def _of_occasion(part: Occasion, one: Figure) -> str:
    """The value of a training; what has none says why where that is known."""
    if part.value is not None:
        return _said(part.value, one)
    state = codes.label("status", part.status) if part.status in codes.lists()["status"] else NONE
    return f"{state}（{part.note}）" if part.note else state


def _changed(one: Figure) -> list[str]:
    """From which month of the year on it means something else, and what."""
    months = {cell.month for cell in one.cells}
    return [
        f"{calendar.spoken_month(meant.valid_from)}から：{meant.text}"
        for meant in one.series.definitions
        if one.status == figures.BROKEN and meant.breaks_series and meant.valid_from in months
    ]


def _said(value: int, one: Figure) -> str:
    return f"{value:,}{one.unit}" if one.scale == 1 else f"{value / one.scale:.1f}{one.unit}"
