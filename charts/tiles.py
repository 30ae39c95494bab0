"""The 33 municipalities as a grid of equal squares, neighbours roughly side by side (config/records/tiles.yaml)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pandas as pd
import yaml

from charts import cells, spec, theme
from charts.spec import Row
from charts.theme import Chart, Texts

FILE = Path(__file__).resolve().parents[1] / "config" / "records" / "tiles.yaml"
GAP, HIGH_WIDE, HIGH_NARROW = 2, 54, 44


@lru_cache(maxsize=1)
def grid() -> Mapping[str, tuple[int, int]]:
    """{six-digit code: (column, row)}; ValueError where two would stand on one place."""
    return read(FILE)


def read(file: Path) -> dict[str, tuple[int, int]]:
    """The places of a file: a list of rows, each a list of codes with null where nothing stands."""
    lines = yaml.safe_load(file.read_text("utf-8"))
    found = [(code, (x, y)) for y, line in enumerate(lines) for x, code in enumerate(line) if code]
    twice = {code for code, _ in found if [one for one, _ in found].count(code) > 1}
    if twice or not all(isinstance(code, str) and len(code) == 6 for code, _ in found):
        raise ValueError(f"{file.name}: 6桁の code を、一度ずつ書いてください。{'、'.join(sorted(map(str, twice)))}")
    return dict(found)


def tiles(rows: pd.DataFrame, texts: Texts, *, width: int = theme.WIDE) -> Chart | None:
    """A square a municipality from rows [code, name, value or None, said, href (optional)]; None where no code has a place.

    A municipality of the grid without a row is not drawn; codes without a place (wards, 県外) stand in the table only.
    """
    placed = [row for row in spec.rows_of(rows) if row["code"] in grid()]
    if not placed:
        return None
    letters = theme.size(width) - 1
    wide = (width - 10) / (max(x for x, _ in grid().values()) + 1)
    high = HIGH_NARROW if theme.is_narrow(width) else HIGH_WIDE
    squares = [_square(row, wide, high, letters) for row in placed]
    highest = float(max(row["value"] or 0 for row in placed)) or 1.0
    layers = [
        *cells.squares(squares, highest, letters),
        *cells.words(squares, highest, "name", letters, -letters * 0.65),
        *cells.words(squares, highest, "number", letters - 1, letters * 0.75),
    ]
    rows_high = max(y for _, y in grid().values()) + 1
    return theme.finished(theme.layered(layers, width - 10, rows_high * high), texts)


def _square(row: Row, wide: float, high: float, letters: int) -> Row:
    x, y = grid()[row["code"]]
    place = {"x": x * wide, "x2": (x + 1) * wide - GAP, "y": y * high, "y2": (y + 1) * high - GAP}
    number = cells.fitting(str(row["said"]), row["value"], wide + 2, letters - 1)
    return row | place | {"name": _short(str(row["name"])), "number": number, "said": ""}


def _short(name: str) -> str:
    """The name without 市, 町, 村: three letters at most, so that it stands in a square of a telephone."""
    return name[:-1] if len(name) > 2 and name[-1] in "市町村" else name
