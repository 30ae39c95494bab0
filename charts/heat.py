"""When people come: weekday by hour, on a telephone hours downwards, so that every cell has room for its number."""

import pandas as pd
from altair import layer

from charts import cells, theme
from charts.theme import Chart, Texts

SIDE, HEAD, ROW_WIDE, ROW_NARROW = 34, 22, 30, 26


def heat(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """Cells from rows [weekday (月 …, in order), hour, value or None, said]; None without a row.

    A pair that has no row is left open with the words for no data: it was not counted as 0.
    """
    if rows.empty:
        return None
    narrow = theme.is_narrow(width)
    letters = theme.size(width) - 1
    days, hours = list(dict.fromkeys(rows["weekday"])), range(int(rows["hour"].min()), int(rows["hour"].max()) + 1)
    across, down = ([*days], [*hours]) if narrow else ([*hours], [*days])
    wide = min((width - SIDE - 10) / len(across), 84)
    high = ROW_NARROW if narrow else ROW_WIDE
    known = {(row.weekday, int(row.hour)): (row.value, str(row.said)) for row in rows.itertuples()}
    made = []
    for at, left in enumerate(across):
        for line, top in enumerate(down):
            value, said = known.get((left, top) if narrow else (top, left), (None, "－"))
            made.append(
                {
                    "x": SIDE + at * wide,
                    "x2": SIDE + (at + 1) * wide,
                    "y": HEAD + line * high,
                    "y2": HEAD + (line + 1) * high,
                    "value": value,
                    "said": cells.fitting(said, value, wide, letters),
                }
            )
    grid = pd.DataFrame(made).astype({"value": "float"})
    highest = float(rows["value"].dropna().max()) if rows["value"].notna().any() else 1.0
    tops = [{"x": SIDE + (at + 0.5) * wide, "y": HEAD / 2, "name": _name(one)} for at, one in enumerate(across)]
    sides = [{"x": SIDE - 6, "y": HEAD + (line + 0.5) * high, "name": _name(one)} for line, one in enumerate(down)]
    layers = [
        *cells.squares(grid, highest, letters),
        cells.heads(pd.DataFrame(tops), letters, "center"),
        cells.heads(pd.DataFrame(sides), letters, "right"),
    ]
    size = {"width": SIDE + wide * len(across), "height": HEAD + high * len(down)}
    return theme.finished(layer(*layers, **size), texts)


def _name(one: object) -> str:
    return f"{one}時" if isinstance(one, int) else str(one)
