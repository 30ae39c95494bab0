"""The consultations of one month as columns of small numbers: made from rows, packed for keeping, read back without pickle."""

import json
import zlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What is called so where nothing was written down.
BLANK = "blank"
FIELDS = (
    "channel", "age_band", "municipality", "contact_result", "referral_source", "new_or_repeat", "urgency", "weekday",
    "hour", "day", "primary_issue",
)  # fmt: skip
# Another form of what is packed gets another number: what was kept in the older one is made anew.
FORM = 1
# The kinds of numbers that a column may have; nothing else is read.
KINDS = {"|u1": "u1", "<u2": "<u2", "<u4": "<u4"}
Numbers = NDArray[np.unsignedinteger[Any]]


class UnreadableError(ValueError):
    """What was kept cannot be read; the rows can."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of all records: `words[codes[i]]` is what stands in record i."""

    words: tuple[str, ...]
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Coded:
    """A month's records: a column each field, and the issues as pairs, record `owner[j]` has the issue of `issue[j]`."""

    rows: int
    columns: dict[str, Column]
    issue: Column
    owner: Numbers
    # What was counted of these records so far, by the question; the records never change, so neither do the answers.
    counted: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)


def encode(rows: Sequence[tuple[Any, ...]], issues: Iterable[tuple[int, str, bool]]) -> Coded:
    """From rows of (id, *FIELDS without primary_issue) and (id of the record, issue, whether it is the primary one)."""
    place = {row[0]: at for at, row in enumerate(rows)}
    named = [(place[number], issue, primary) for number, issue, primary in issues if number in place]
    columns = {name: _column([row[at] for row in rows]) for at, name in enumerate(FIELDS[:-1], start=1)}
    primaries: list[str | None] = [None] * len(rows)
    for at, issue, primary in named:
        if primary:
            primaries[at] = issue
    columns["primary_issue"] = _column(primaries)
    owner = np.array([at for at, _, _ in named], dtype=np.min_scalar_type(max(len(rows), 1)))
    return Coded(len(rows), columns, _column([issue for _, issue, _ in named]), owner)


def _column(values: Sequence[Any]) -> Column:
    known = {value: code for code, value in enumerate(dict.fromkeys(values))}
    codes = np.array([known[value] for value in values], dtype=np.min_scalar_type(max(len(known), 1)))
    return Column(tuple(BLANK if value is None else str(value) for value in known), codes)


def pack(coded: Coded) -> bytes:
    """The month as bytes for the database: a head in JSON, then the numbers of one column after another, compressed.

    One block and not numpy's own archive: of that, opening twelve arrays for each of 240 months took most of a first look.
    """
    columns = {**coded.columns, "issue": coded.issue}
    arrays = [*((name, column.codes) for name, column in columns.items()), ("owner", coded.owner)]
    head = {
        "form": FORM,
        "rows": coded.rows,
        "words": {name: column.words for name, column in columns.items()},
        "arrays": [[name, numbers.dtype.str, len(numbers)] for name, numbers in arrays],
    }
    return zlib.compress(b"\n".join([json.dumps(head).encode(), b"".join(numbers.tobytes() for _, numbers in arrays)]))


def unpack(content: bytes) -> Coded:
    """The month again; UnreadableError where the bytes are not what `pack` of this form made."""
    try:
        first, _, body = zlib.decompress(content).partition(b"\n")
        head = json.loads(first)
        if head["form"] != FORM:
            raise UnreadableError("another form")
        arrays, place = {}, 0
        for name, kind, length in head["arrays"]:
            arrays[name] = np.frombuffer(body, np.dtype(KINDS[kind]), length, place)
            place += arrays[name].nbytes
        columns = {name: Column(tuple(head["words"][name]), arrays[name]) for name in (*FIELDS, "issue")}
        made = Coded(int(head["rows"]), columns, columns.pop("issue"), arrays["owner"])
    except (KeyError, ValueError, TypeError, zlib.error) as error:
        raise UnreadableError(str(error)) from error
    if not _fits(made):
        raise UnreadableError("columns of different lengths")
    return made


def _fits(made: Coded) -> bool:
    whole = all(
        len(column.codes) == made.rows and (made.rows == 0 or int(column.codes.max()) < len(column.words))
        for column in made.columns.values()
    )
    pairs = len(made.owner) == len(made.issue.codes)
    return whole and pairs and (len(made.owner) == 0 or int(made.owner.max()) < made.rows)
