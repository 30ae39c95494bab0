"""Cohorts by month of first contact: how far each had come after 0, 1, 2 … months."""

import pandas as pd
from altair import layer

from charts import cells, theme
from charts.theme import Chart, Texts

HEAD, ROW = 24, 30


def cohorts(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """A line a cohort from rows [cohort, months since, share in % or None, n, said (optional)]; None without a row.

    A month that has not come yet has no row and stays empty; a share of None is a state and has its words.
    """
    if rows.empty:
        return None
    letters = theme.size(width) - 1
    names = rows.drop_duplicates("cohort")
    labels = [f"{one.cohort} n={one.n}" for one in names.itertuples()]
    side = min(max(theme.text_width(label, letters) for label in labels) + 10, width * 0.45)
    months = sorted({int(month) for month in rows["months"]})
    wide = min((width - side - 10) / len(months), 70)
    line = {name: at for at, name in enumerate(names["cohort"])}
    made = []
    for row in rows.assign(said=rows.get("said")).itertuples():
        x, y = side + months.index(int(row.months)) * wide, HEAD + line[row.cohort] * ROW
        is_none = pd.isna(row.share)
        words = row.said if isinstance(row.said, str) else ("…" if is_none else f"{row.share:.0f}%")
        short = cells.fitting(words, None if is_none else row.share, wide, letters)
        made.append({"x": x, "x2": x + wide, "y": y, "y2": y + ROW, "value": row.share, "said": short})
    grid = pd.DataFrame(made).astype({"value": "float"})
    every = max(1, round(theme.text_width("00か月", letters) / wide + 0.4))
    tops = [
        {"x": side + (at + 0.5) * wide, "y": HEAD / 2, "name": f"{month}か月"}
        for at, month in enumerate(months)
        if at % every == 0
    ]
    sides = [{"x": side - 6, "y": HEAD + (at + 0.5) * ROW, "name": label} for at, label in enumerate(labels)]
    layers = [
        *cells.squares(grid, 100, letters),
        cells.heads(pd.DataFrame(tops), letters, "center"),
        cells.heads(pd.DataFrame(sides), letters, "right"),
    ]
    size = {"width": side + wide * len(months), "height": HEAD + ROW * len(labels)}
    return theme.finished(layer(*layers, **size), texts)
