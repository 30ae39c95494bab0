"""The parts of a chart as Vega-Lite writes them: plain dicts with their rows inside.

Altair's own objects copy and check every layer several times, 200 ms of a processor for one drawing (ADR 0027); the tests
let altair check every chart against the schema instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

Spec = dict[str, Any]
Row = dict[str, Any]


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows as plain values: a whole number stays one, what is missing is None."""
    names = list(frame.columns)
    columns = [[_plain(value) for value in frame[name].tolist()] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def layer(mark: str, rows: Iterable[Mapping[str, Any]], encoding: Spec, **looks: Any) -> Spec:
    """One layer. Of the rows only what it draws is sent, so that nothing travels that cannot be seen.

    To those who hear it the chart is one picture with its description: the names and pixels of each mark would be noise.
    """
    used = [one["field"] for one in encoding.values() if "field" in one]
    values = [{name: row[name] for name in used if row.get(name) is not None} for row in rows]
    return {"data": {"values": values}, "mark": {"type": mark, "aria": False, **looks}, "encoding": encoding}


def number(name: str, scale: Spec | None = None, axis: Spec | None = None) -> Spec:
    """A place along an axis; without a scale it is pixels."""
    return {"field": name, "type": "quantitative", "scale": scale, "axis": axis}


def word(name: str, **more: Any) -> Spec:
    """A text or a group."""
    return {"field": name, "type": "nominal", **more}


def figure(name: str, form: str) -> Spec:
    """A number as text in a form of d3-format."""
    return {"field": name, "type": "quantitative", "format": form}


def end(name: str) -> Spec:
    """The other end of a bar, on the scale of the first."""
    return {"field": name}


def value(given: Any) -> Spec:
    """The same for every row: pixels, or a text."""
    return {"value": given}


def box(x: str = "x", x2: str = "x2", y: str = "y", y2: str = "y2") -> Spec:
    """A rectangle in pixels."""
    return {"x": number(x), "x2": end(x2), "y": number(y), "y2": end(y2)}


def pressed(mark: str, rows: Sequence[Row], encoding: Spec, **looks: Any) -> list[Spec]:
    """The layer of marks, and one more of those that a press opens an address of: the rows with an `href`."""
    still, led = [row for row in rows if not row.get("href")], [row for row in rows if row.get("href")]
    layers = [layer(mark, still, encoding, **looks)] if still else []
    return layers + ([layer(mark, led, encoding | {"href": word("href")}, cursor="pointer", **looks)] if led else [])
