"""Cohorts by month of first contact: how far each had come after 0, 1, 2 … months."""

import pandas as pd

from charts import cells, spec, theme
from charts.spec import Row
from charts.theme import Chart, Texts

HEAD, ROW = 24, 30


def cohorts(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """A line a cohort from rows [cohort, months since, share in % or None, n, said (optional)]; None without a row.

    A month that has not come yet has no row and stays empty; a share of None is a state and has its words. `n` is a
    number or its words.
    """
    if rows.empty:
        return None
    letters = theme.size(width) - 1
    given = spec.rows_of(rows)
    names = {row["cohort"]: row["n"] for row in given}
    labels = [f"{name} n={_said(n)}" for name, n in names.items()]
    side = min(max(theme.text_width(label, letters) for label in labels) + 10, width * 0.45)
    months = sorted({int(row["months"]) for row in given})
    wide = min((width - side - 10) / len(months), 110)
    line = {name: at for at, name in enumerate(names)}
    made = [
        _cell(row, side + months.index(int(row["months"])) * wide, line[row["cohort"]], wide, letters) for row in given
    ]
    every = max(1, round(theme.text_width("00か月", letters) / wide + 0.4))
    tops = [
        {"x": side + (at + 0.5) * wide, "y": HEAD / 2, "name": f"{month}か月"}
        for at, month in enumerate(months)
        if at % every == 0
    ]
    sides = [{"x": side - 6, "y": HEAD + (at + 0.5) * ROW, "name": label} for at, label in enumerate(labels)]
    layers = [
        *cells.squares(made, 100, letters),
        cells.heads(tops, letters, "center"),
        cells.heads(sides, letters, "right"),
    ]
    return theme.finished(theme.layered(layers, side + wide * len(months), HEAD + ROW * len(labels)), texts)


def _said(n: object) -> str:
    return f"{n:,}" if isinstance(n, int) else str(n)


def _cell(row: Row, x: float, line: int, wide: float, letters: int) -> Row:
    share, y = row["share"], HEAD + line * ROW
    words = row.get("said") or ("…" if share is None else f"{share:.0f}%")
    short = cells.fitting(str(words), share, wide, letters)
    return {"x": x, "x2": x + wide, "y": y, "y2": y + ROW, "value": share, "said": short}
