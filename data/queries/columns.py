"""Counts of consultations from the columns of their months: quick at a million records and never older than the records.

A kept month counts only while its stamp is the month's own in the same look at the database; any other month is read from
its rows (ADR 0026).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, Integer, cast, extract, select
from sqlalchemy.orm import Session

from data import coded
from data.coded import FIELDS, Coded, Numbers
from data.counting import Rule
from data.models import Consultation, ConsultationIssue, MonthColumns
from data.queries import filters, look, stamps
from data.queries.filters import Filters

MONTH, ISSUE = "month", "issue"
DIMENSIONS = (MONTH, ISSUE, *FIELDS)
# Filters that the columns hold, and those that only single records can answer.
HELD = ("channel", "age_band", "municipality", "contact_result", "referral_source", "new_or_repeat", "urgency")
NOT_HELD = ("weekday", "hour", "case", "case_code", "callback", "person", "batch", "word")
# So many different questions a month keeps the answers of.
MOST_ANSWERS = 64
AT_ONCE = 100
WHOLE = (1, 31)
Mask = NDArray[np.bool_]
Part = tuple[tuple[str, ...], Numbers]
Kept = dict[tuple[int, int], tuple[int, Coded]]

_remembered: WeakKeyDictionary[Engine, Kept] = WeakKeyDictionary()
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Counts:
    """{values in the order of `by`: count}; `total` records in all, `answered` those that have the issue asked about."""

    by: tuple[str, ...]
    cells: Mapping[tuple[str, ...], int]
    total: int
    answered: int

    def of(self, *values: str) -> int:
        """The count of a cell; 0 where no record is in it."""
        return self.cells.get(values, 0)


@dataclass(frozen=True, slots=True)
class Columns:
    """The months of a desk, oldest first; `anew` {month: stamp} are those that were read from rows now."""

    desk_id: int
    months: Mapping[int, Coded]
    anew: Mapping[int, int] = field(default_factory=dict)

    def count(self, chosen: Filters, by: Sequence[str], rule: Rule | None = None) -> Counts:
        """The records that fit, by one or two dimensions; `rule` says which results and channels count at all.

        A record counts once in each of its issues. ValueError for filters or dimensions that columns do not hold.
        """
        if unfit(chosen) or not 1 <= len(by) <= 2 or set(by) - set(DIMENSIONS) or len(set(by)) < len(by):
            raise ValueError(" ".join(unfit(chosen)) or "一つか二つの、ちがう項目を選んでください。")
        tally = _Tally(tuple(by))
        for month, one in self.months.items():
            if one.rows and _overlaps(month, chosen):
                tally.add(_answer(month, one, tuple(by), chosen, rule))
        return tally.counts()

    def total(self, chosen: Filters, rule: Rule | None = None) -> int:
        """How many records fit."""
        return self.count(chosen, (MONTH,), rule).total


def unfit(chosen: Filters) -> list[str]:
    """A sentence for each filter that counts of many records do not know."""
    return [
        f"「{filters.LABELS[name]}」ではまとめて数えられません。一件ずつは「さがす」で見られます。"
        for name in NOT_HELD
        if getattr(chosen, name) not in ("", None)
    ]


def read(session: Session, desk_id: int, first: int = 0, last: int = 999912) -> Columns:
    """The months from `first` to `last` as they are in this look at the database."""
    now = stamps.of_desk(session, desk_id, first, last)
    if not look.reads_only(session):
        # In a transaction that writes, one stamp may stand for several contents: nothing is remembered or believed.
        return Columns(desk_id, {month: _from_rows(session, desk_id, month) for month in now}, {})
    kept = _memory(session)
    missing = [month for month, stamp in now.items() if kept.get((desk_id, month), (None,))[0] != stamp]
    found = _kept(session, desk_id, {month: now[month] for month in missing})
    anew = {month: now[month] for month in missing if month not in found}
    found |= {month: _from_rows(session, desk_id, month) for month in anew}
    kept.update({(desk_id, month): (now[month], one) for month, one in found.items()})
    # What another thread has just put a newer month in place of is still ours to use: the month of our own look.
    months = {month: found[month] if month in found else kept[desk_id, month][1] for month in now}
    return Columns(desk_id, months, anew)


def _memory(session: Session) -> Kept:
    with _one_at_a_time:
        return _remembered.setdefault(session.get_bind().engine, {})


def forget() -> None:
    """Lets go of every month in memory."""
    with _one_at_a_time:
        _remembered.clear()


def _kept(session: Session, desk_id: int, true: Mapping[int, int]) -> dict[int, Coded]:
    """The months whose kept columns are true; what cannot be read is as if it were not there."""
    made: dict[int, Coded] = {}
    months = list(true)
    for start in range(0, len(months), AT_ONCE):
        rows = session.execute(
            select(MonthColumns.month, MonthColumns.stamp, MonthColumns.content).where(
                MonthColumns.desk_id == desk_id, MonthColumns.month.in_(months[start : start + AT_ONCE])
            )
        )
        for month, stamp, content in rows:
            if stamp == true[month]:
                try:
                    made[month] = coded.unpack(content)
                except coded.UnreadableError:
                    continue
    return made


def _from_rows(session: Session, desk_id: int, month: int) -> Coded:
    there = (Consultation.desk_id == desk_id, Consultation.month == month, Consultation.removed_at.is_(None))
    day = cast(extract("day", Consultation.received_on), Integer)
    fields = [day if name == "day" else getattr(Consultation, name) for name in FIELDS[:-1]]
    rows = [tuple(row) for row in session.execute(select(Consultation.id, *fields).where(*there))]
    named = (
        select(ConsultationIssue.consultation_id, ConsultationIssue.issue, ConsultationIssue.is_primary)
        .join(Consultation, Consultation.id == ConsultationIssue.consultation_id)
        .where(*there)
    )
    return coded.encode(rows, (tuple(row) for row in session.execute(named)))  # type: ignore[misc]


def _overlaps(month: int, chosen: Filters) -> bool:
    since, until = chosen.since, chosen.until
    return not ((since and month < _month(since)) or (until and month > _month(until)))


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _mask(month: int, one: Coded, chosen: Filters, rule: Rule | None) -> Mask | None:
    """Which records of the month fit; None: all of them."""
    wanted: list[tuple[str, Sequence[str]]] = [(name, getattr(chosen, name)) for name in HELD]
    if rule:
        wanted += [("contact_result", rule.contact_result), ("channel", rule.channel)]
    mask: Mask | None = None
    for name, values in wanted:
        if values:
            column = one.columns[name]
            mask = _both(mask, _among(column.words, values)[column.codes])
    first, last = _days(month, chosen)
    if (first, last) != WHOLE:
        column = one.columns["day"]
        fits = np.array([first <= int(word) <= last for word in column.words], dtype=np.bool_)
        mask = _both(mask, fits[column.codes])
    if chosen.issue:
        has = np.zeros(one.rows, dtype=np.bool_)
        if one.issue.words:
            has[one.owner[_among(one.issue.words, chosen.issue)[one.issue.codes]]] = True
        mask = _both(mask, has)
    return mask


def _days(month: int, chosen: Filters) -> tuple[int, int]:
    """The first and the last day of a month that are asked for."""
    first = chosen.since.day if chosen.since and _month(chosen.since) == month else WHOLE[0]
    last = chosen.until.day if chosen.until and _month(chosen.until) == month else WHOLE[1]
    return first, last


def _among(words: Sequence[str], wanted: Sequence[str]) -> Mask:
    return np.array([word in wanted for word in words], dtype=np.bool_)


def _both(mask: Mask | None, other: Mask) -> Mask:
    return other if mask is None else mask & other


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one month says: how many records fit, how many of them have the issue, and the table over these words."""

    total: int
    answered: int
    words: tuple[tuple[str, ...], ...] = ()
    table: NDArray[np.int64] | None = None


def _answer(month: int, one: Coded, by: tuple[str, ...], chosen: Filters, rule: Rule | None) -> _Answer:
    """The answer of a month, counted once: a month with another stamp is another one (ADR 0026)."""
    held = tuple(getattr(chosen, name) for name in HELD)
    ruled = (rule.contact_result, rule.channel) if rule else ()
    question = (by, held, chosen.issue, _days(month, chosen), ruled)
    known: _Answer | None = one.counted.get(question)
    if known is None:
        known = _counted(month, one, by, _mask(month, one, chosen, rule))
        if len(one.counted) >= MOST_ANSWERS:
            one.counted.clear()
        one.counted[question] = known
    return known


def _counted(month: int, one: Coded, by: tuple[str, ...], mask: Mask | None) -> _Answer:
    """Counts the records of a month that `mask` leaves."""
    total = one.rows if mask is None else int(np.count_nonzero(mask))
    if not total:
        return _Answer(0, 0)
    answered = total
    if ISSUE in by:
        pairs = np.ones(len(one.owner), dtype=np.bool_) if mask is None else mask[one.owner]
        owner = one.owner[pairs]
        seen = np.zeros(one.rows, dtype=np.bool_)
        seen[owner] = True
        answered = int(np.count_nonzero(seen))
        parts = [
            (one.issue.words, one.issue.codes[pairs]) if name == ISSUE else _part(month, one, name, owner)
            for name in by
        ]
    else:
        parts = [_part(month, one, name, mask) for name in by]
    if not len(parts[0][1]):
        return _Answer(total, answered)
    shape = tuple(len(words) for words, _ in parts)
    places = parts[0][1].astype(np.intp)
    for words, codes in parts[1:]:
        places = places * len(words) + codes
    table = np.bincount(places, minlength=int(np.prod(shape))).reshape(shape)
    return _Answer(total, answered, tuple(words for words, _ in parts), table)


class _Tally:
    """Adds up the months; each dimension's words get numbers in the order in which they come."""

    def __init__(self, by: tuple[str, ...]) -> None:
        self.by = by
        self._words: tuple[dict[str, int], ...] = tuple({} for _ in by)
        self._sums = np.zeros((1,) * len(by), dtype=np.int64)
        self._total = self._answered = 0

    def add(self, found: "_Answer") -> None:
        """Adds what was counted of a month."""
        self._total += found.total
        self._answered += found.answered
        if found.table is None:
            return
        numbers = [
            np.array([known.setdefault(word, len(known)) for word in words], dtype=np.intp)
            for known, words in zip(self._words, found.words, strict=True)
        ]
        grown = tuple(max(have, len(known)) for have, known in zip(self._sums.shape, self._words, strict=True))
        if grown != self._sums.shape:
            wider = np.zeros(grown, dtype=np.int64)
            wider[tuple(slice(size) for size in self._sums.shape)] = self._sums
            self._sums = wider
        self._sums[np.ix_(*numbers)] += found.table

    def counts(self) -> Counts:
        """What was counted; cells without any record are left out."""
        words = [list(known) for known in self._words]
        places, values = np.argwhere(self._sums).tolist(), self._sums[np.nonzero(self._sums)].tolist()
        cells = {
            tuple(named[at] for named, at in zip(words, place, strict=True)): value
            for place, value in zip(places, values, strict=True)
        }
        return Counts(self.by, cells, self._total, self._answered)


def _part(month: int, one: Coded, name: str, chosen: Any) -> Part:
    """The words and codes of a dimension for the records chosen (a mask, their places, or None: all)."""
    if name == MONTH:
        everything = np.zeros(one.rows, dtype=np.uint8)
        return (str(month),), everything if chosen is None else everything[chosen]
    column = one.columns[name]
    return column.words, column.codes if chosen is None else column.codes[chosen]
