"""Tables of trainings (回, 実施日, テーマ, 参加) and of their surveys (five steps, in percent or in persons)."""

import re
from dataclasses import replace
from typing import Any

from data import calendar
from data.importing import dates
from data.importing.cells import Number, number, plain, shown, word
from data.importing.grid import Grid, letters, named
from data.importing.result import Preview, Same
from data.importing.stored import Known, may_replace
from data.importing.sums import total_check
from data.importing.words import label_of, words

_NUMBER = re.compile(r"第?(\d{1,2})(?:回目?|$).*")
_LONGEST = {"theme": 200, "form": 100}
_LABELS = {
    "very_good": "大変よかった",
    "good": "よかった",
    "neither": "どちらでもない",
    "rather_bad": "やや不満",
    "bad": "不満",
}
Columns = dict[int, str]


def head(grid: Grid) -> tuple[str, int, Columns, Grid] | None:
    """(training or survey, header row, {column: field}, the grid that way round); None where it is neither."""
    for turned in (grid, grid.over()):
        for row in range(1, min(turned.height, 40) + 1):
            steps = _columns(turned, row, words().survey)
            if len(steps) >= 3:
                return "survey", row, steps, turned
    for row in range(1, min(grid.height, 40) + 1):
        columns = _columns(grid, row, words().training)
        names = set(columns.values())
        if {"number", "held_on"} & names and {"theme", "attendance", "sign_ups"} & names and len(names) >= 3:
            return "training", row, columns, grid
    return None


def _columns(grid: Grid, row: int, table: Any) -> Columns:
    found: Columns = {}
    for column, cell in enumerate(grid.row(row), 1):
        name = table.get(word(cell)) or table.get(re.sub(r"\([^()]*\)$", "", word(cell)))
        if name and name not in found.values():
            found[column] = name
    return found


def read(grid: Grid, sheet: str, preview: Preview, known: Known, captions: list[str]) -> None:
    """Takes the trainings or the survey of a sheet."""
    found = head(grid)
    if found is None:
        return
    kind, row, columns, turned = found
    preview.kind = kind
    preview.sheets.append(sheet or preview.file_name)
    preview.header_rows[sheet or preview.file_name] = [row] if turned is grid else []
    years = {one for text in (sheet, *captions) for one in dates.years_in(text) if one[0] == "fiscal"}
    stated = next(iter(years))[1] if len(years) == 1 else None
    for column, name in columns.items():
        label = _LABELS[name] if kind == "survey" else label_of("training", name)
        preview.say(shown(turned.get(row, column)), label)
    for line in range(row + 1, turned.height + 1):
        if any(turned.get(line, column) != "" for column in columns):
            (_survey if kind == "survey" else _training)(turned, line, columns, preview, known, sheet, stated)


def _training(
    grid: Grid, row: int, columns: Columns, preview: Preview, known: Known, sheet: str, stated: int | None
) -> None:
    values: dict[str, Any] = {}
    for column, name in columns.items():
        cell = grid.get(row, column)
        try:
            values[name] = _field(name, cell)
        except ValueError as fault:
            preview.reject(row, letters(column), shown(cell), str(fault))
            return
    first = next((word(grid.get(row, c)) for c in range(1, grid.width + 1) if grid.get(row, c) != ""), "")
    if first in words().totals:
        _total(grid, row, columns, preview)
        return
    held = values.get("held_on")
    if held and held > known.today and values.get("attendance") is not None:
        preview.reject(row, "", held.isoformat(), "まだ来ていない日です")
        return
    year = calendar.fiscal_year(calendar.month_of(held)) if held else stated
    count = values.pop("number", None)
    if count is None:
        preview.reject(row, "", "", "第何回かが読めません")
        return
    year = year or _ask_year(preview)
    if year is None:
        return
    values = {k: v.isoformat() if k == "held_on" and v else v for k, v in values.items()}
    values = {k: ("" if v is None and k in _LONGEST else v) for k, v in values.items()}
    known.coming.add((year, count))
    before = known.trainings.get((year, count))
    was = None
    if before:
        was = {
            k: (o.isoformat() if (o := getattr(before, k)) and k == "held_on" else getattr(before, k)) for k in values
        }
    _take(
        preview,
        sheet,
        row,
        "training_session",
        {"desk_id": known.desk.id, "fiscal_year": year, "number": count},
        values,
        was,
    )


def _total(grid: Grid, row: int, columns: Columns, preview: Preview) -> None:
    for column in (c for c, name in columns.items() if name in ("attendance", "sign_ups")):
        stated = number(grid.get(row, column)).value
        parts = [number(grid.get(r, column)).value for r in range(1, row)]
        computed = sum(one for one in parts if one is not None)
        if stated is not None:
            preview.checks.append(total_check(stated, computed, "各回の合計", f"{letters(column)}{row}"))


def _field(name: str, cell: Any) -> Any:
    if name == "held_on":
        return dates.day(cell)
    if name == "number":
        found = _NUMBER.fullmatch(word(cell))
        return int(found[1]) if found else None
    if name in _LONGEST:
        text = plain(shown(cell)) if len(str(cell)) <= 60 else plain(str(cell))
        if len(text) > _LONGEST[name]:
            raise ValueError(f"長すぎます（{len(text):,}字。{_LONGEST[name]}字まで）")
        return text
    return _count(number(cell))


def _count(found: Number) -> int | None:
    if found.why:
        raise ValueError(found.why)
    if found.value is None:
        return None
    if found.value < 0:
        raise ValueError("人数がマイナスです")
    if found.value != int(found.value):
        raise ValueError("人数に小数があります")
    return int(found.value)


def _survey(
    grid: Grid, row: int, columns: Columns, preview: Preview, known: Known, sheet: str, stated: int | None
) -> None:
    first = min(columns)
    labels = [word(grid.get(row, column)) for column in range(1, first)]
    if any(label in words().totals | words().unused for label in labels):
        return
    numbers = [found for label in labels if (found := _NUMBER.fullmatch(label))]
    place, letter = grid.place(row, first)
    if not numbers:
        preview.reject(place, letter, "・".join(labels), "第何回の研修かが読めません")
        return
    count = int(numbers[0][1])
    shares = _shares(grid, row, columns, preview, count)
    year = stated or _only_year(known, count) or _ask_year(preview)
    if shares is None or year is None:
        return
    if (year, count) not in known.trainings and (year, count) not in known.coming:
        why = f"{calendar.wareki(year)}の第{count}回の研修が、まだ記録にありません。先に研修の表を取り込んでください"
        preview.reject(place, letter, labels[0], why)
        return
    for step, (share, persons) in shares.items():
        training = known.trainings.get((year, count))
        before = known.surveys.get((training.id, step)) if training else None
        was = {"share_tenths": before.share_tenths, "answers": before.answers} if before else None
        key = {"desk_id": known.desk.id, "fiscal_year": year, "number": count, "step": step}
        _take(preview, sheet, place, "survey_result", key, {"share_tenths": share, "answers": persons}, was)


def _only_year(known: Known, count: int) -> int | None:
    years = {year for year, number_of in known.trainings if number_of == count}
    return next(iter(years)) if len(years) == 1 and len(known.trainings) <= 4 else None


def _shares(
    grid: Grid, row: int, columns: Columns, preview: Preview, count: int
) -> dict[str, tuple[int | None, int | None]] | None:
    """{step: (tenths of a percent, persons)}; None where a cell is no number or the unit must be asked."""
    found: dict[str, Number] = {}
    for column, name in columns.items():
        one = number(grid.get(row, column))
        if one.why or (one.value is not None and one.value < 0):
            place, letter = grid.place(row, column)
            preview.reject(place, letter, shown(grid.get(row, column)), one.why or "数がマイナスです")
            return None
        if one.value is not None:
            found[name] = one
    whole = sum(one.value or 0 for one in found.values())
    if (
        found
        and whole <= 1.02
        and all((one.value or 0) <= 1 for one in found.values())
        and not any(o.percent for o in found.values())
    ):
        found = {name: replace(one, value=(one.value or 0) * 100, percent=True) for name, one in found.items()}
        whole *= 100
    is_share = any(one.percent or (one.value or 0) % 1 for one in found.values())
    unit = (
        "share"
        if is_share
        else preview.ask(
            "survey_unit",
            "アンケートの数は、割合ですか、人数ですか。",
            [("share", "割合（％）"), ("answers", "回答した人数")],
        )
    )
    if unit is None:
        return None
    if unit == "answers":
        return {name: (None, int(one.value or 0)) for name, one in found.items()}
    if abs(whole - 100) > 0.3:
        preview.ask(
            f"survey_sum.{count}",
            f"{count}回目の割合をたすと {whole:.1f}％ で、100％になりません。原本どおりですか。",
            [("keep", "原本どおり（このまま取り込む）")],
        )
    return {name: (round((one.value or 0) * 10), None) for name, one in found.items()}


def _ask_year(preview: Preview) -> int | None:
    years = range(preview.fiscal_year, preview.fiscal_year - 8, -1)
    answer = preview.ask("year", "何年度の研修ですか。", [(str(one), calendar.wareki(one)) for one in years])
    return int(answer) if answer else None


def _take(
    preview: Preview,
    sheet: str,
    row: int,
    table: str,
    key: dict[str, Any],
    values: dict[str, Any],
    was: dict[str, Any] | None,
) -> None:
    name = f"{key['number']}回目" + (f" {_LABELS[key['step']]}" if "step" in key else "")
    if was == values:
        preview.duplicates.add(Same(row, "", name, "同じ内容が記録にあります"))
        return
    if was is not None:
        differing = [f"{one}" for key_, one in was.items() if values[key_] != one]
        preview.conflicts.add(Same(row, "", name, "・".join(differing)))
        if may_replace(preview) != "replace":
            return
    content = {
        "table": table,
        "key": key,
        "values": values | {"source_place": named(sheet, f"{row}行目")},
        "expected": was,
    }
    preview.rows.add(sheet, row, content)
