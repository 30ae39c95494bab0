"""When people come: weekday by hour, on a telephone hours downwards, so that every cell has room for its number."""

from typing import Any

import pandas as pd

from charts import cells, spec, theme
from charts.spec import Row
from charts.theme import Chart, Texts

SIDE, HEAD, ROW_WIDE, ROW_NARROW = 34, 22, 30, 26
NOT_COUNTED: Row = {"value": None, "said": "－"}


def heat(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """Cells from rows [weekday (月 …, in order), hour, value or None, said, href (optional)]; None without a row.

    A pair that has no row is left open with the words for no data: it was not counted as 0.
    """
    if rows.empty:
        return None
    narrow = theme.is_narrow(width)
    letters = theme.size(width) - 1
    given = spec.rows_of(rows)
    known = {(row["weekday"], int(row["hour"])): row for row in given}
    days, hours = list(dict.fromkeys(day for day, _ in known)), sorted({hour for _, hour in known})
    hours = list(range(hours[0], hours[-1] + 1))
    across: list[Any] = days if narrow else hours
    down: list[Any] = hours if narrow else days
    wide, high = min((width - SIDE - 10) / len(across), 84), ROW_NARROW if narrow else ROW_WIDE
    made = []
    for at, left in enumerate(across):
        for line, top in enumerate(down):
            row = known.get((left, top) if narrow else (top, left), NOT_COUNTED)
            x, y = SIDE + at * wide, HEAD + line * high
            said = cells.fitting(str(row["said"]), row["value"], wide, letters)
            made.append(row | {"x": x, "x2": x + wide, "y": y, "y2": y + high, "said": said})
    highest = float(max((row["value"] or 0 for row in given), default=0)) or 1.0
    tops = [{"x": SIDE + (at + 0.5) * wide, "y": HEAD / 2, "name": _name(one)} for at, one in enumerate(across)]
    sides = [{"x": SIDE - 6, "y": HEAD + (line + 0.5) * high, "name": _name(one)} for line, one in enumerate(down)]
    layers = [
        *cells.squares(made, highest, letters),
        cells.heads(tops, letters, "center"),
        cells.heads(sides, letters, "right"),
    ]
    return theme.finished(theme.layered(layers, SIDE + wide * len(across), HEAD + high * len(down)), texts)


def _name(one: object) -> str:
    return f"{one}時" if isinstance(one, int) else str(one)
