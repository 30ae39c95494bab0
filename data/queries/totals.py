"""Counts of the filtered records by one or two dimensions, protected before anything leaves (ADR 0023)."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from data import calendar, disclosure
from data.disclosure import Cell, Protected
from data.models import Consultation, ConsultationIssue, Desk
from data.queries import columns, filters, leaving, search
from data.queries.filters import BLANK, Filters
from data.sheets import Row, Sheet

Counter = Callable[[tuple[str, ...]], dict[tuple[str, ...], int]]
DIMENSIONS = {"month": "月"} | {name: filters.LABELS[name] for name in filters.CODED}
RULE = (
    "1〜9件は「10未満」、0件はそのまま、ほかの数と計は、それぞれ5の倍数に切り下げました。足しても計と同じになりません。",
    "「秘匿」は、まわりの数から小さい数がわかってしまうところです。計が10未満のときも、内わけは出しません。",
    "割合は、切り下げた数から求めました。件数は延べで、人数ではありません。",
)
TOWNS = "人の少ない町と村は、1〜19件を「20未満」にしました。"
UNTIL = "{month}までの相談を数えました。次の月の{day}日をすぎるか、月を締めるまで、その月は入りません。"
SPLIT = {"age_band": "10代以下と20代"}
SEVERAL = "課題は一件にいくつもあるので、足すと計より大きくなります。"


def unfit(chosen: Filters) -> list[str]:
    """Why these filters cannot be counted for the outside: they would point at one woman, or differ by a few days."""
    names = ("case_code", "word", "person", "batch", "weekday", "hour")
    narrow = {name: getattr(chosen, name) for name in names}
    found = [
        f"「{filters.LABELS[name]}」でしぼった集計は書き出せません。その条件を外してください。"
        for name, value in narrow.items()
        if value not in ("", None)
    ]
    found += [
        f"「{filters.LABELS[name]}」は、{word}をいっしょに選んでください。べつべつには書き出せません。"
        for name, word in SPLIT.items()
        if disclosure.split(name, getattr(chosen, name))
    ]
    since, until = chosen.since, chosen.until
    if (since and since.day != 1) or (until and until.day != monthrange(until.year, until.month)[1]):
        found.append("集計は月の単位です。受付日を、月のはじめから月の終わりまでにしてください。")
    return found


def protected(session: Session, chosen: Filters, dimensions: tuple[str, ...], last: int) -> Protected:
    """The table of counts by one or two dimensions until the month `last`; ValueError for filters that do not fit."""
    faults = unfit(chosen)
    if faults or not 1 <= len(dimensions) <= 2 or set(dimensions) - set(DIMENSIONS):
        raise ValueError(" ".join(faults) or "一つか二つの項目を選んでください。")
    counted, total = _counter(session, chosen, last)
    by = [counted((name,)) for name in dimensions]
    names = [_values(name, {key[0] for key in counts}) for name, counts in zip(dimensions, by, strict=True)]
    cells = counted(dimensions) if len(dimensions) == 2 else {}
    return disclosure.table(
        names[0],
        names[1] if len(names) == 2 else (),
        {(key[0], key[1]): count for key, count in cells.items()},
        {key[0]: count for key, count in by[0].items()},
        {key[0]: count for key, count in by[1].items()} if len(by) == 2 else {},
        total,
        several=(dimensions[0] == "issue", "issue" in dimensions[1:]),
        floor=disclosure.floor_of(chosen.municipality),
    )


def sheet(
    session: Session, chosen: Filters, dimensions: tuple[str, ...], today: date, above: tuple[str, ...] = ()
) -> Sheet:
    """The protected table as it leaves: `above`, the filters and the rule first."""
    last = leaving.last_month(session, today)
    found = protected(session, chosen, dimensions, last)
    several = (SEVERAL,) if "issue" in dimensions else ()
    towns = (TOWNS,) if "municipality" in dimensions or chosen.municipality else ()
    until = UNTIL.format(month=calendar.spoken_month(last), day=leaving.SETTLED_AFTER_DAY)
    head = (DIMENSIONS[dimensions[0]], *_heads(found, dimensions))
    lines = (*above, f"集計した記録: {filters.describe(chosen)}", *RULE, *towns, *several, until)
    return Sheet(lines, head, _lines(found, dimensions), len(found.rows) + 1)


def _heads(found: Protected, dimensions: tuple[str, ...]) -> Iterator[str]:
    if len(dimensions) == 1:
        yield from ("件数（延べ）", "割合")
    else:
        yield from (word(dimensions[1], column) for column in found.columns)
        yield "計"


def _lines(found: Protected, dimensions: tuple[str, ...]) -> Iterator[Row]:
    for row in found.rows:
        total = found.row_totals[row]
        between = [_seen(found.cells[row, column]) for column in found.columns]
        after = [_seen(total)] if found.columns else [_seen(total), disclosure.share(total, found.total)]
        yield [word(dimensions[0], row), *between, *after]
    yield ["計", *(_seen(found.column_totals[column]) for column in found.columns), _seen(found.total)]


def _seen(cell: Cell) -> str | int:
    return str(cell) if cell.value is None else cell.value


def _counter(session: Session, chosen: Filters, last: int) -> tuple[Counter, int]:
    """(what counts by dimensions, how many records there are in all): from the columns of months where they hold the
    filters, else from the rows."""
    desks = session.scalars(select(Desk.id)).all()
    if len(desks) == 1 and not columns.unfit(chosen):
        held = columns.read(session, desks[0], last=last)
        return lambda by: _merged(by, held.count(chosen, by).cells.items()), held.total(chosen)
    where = search.conditions(session, chosen) & (Consultation.month <= last)
    whole = session.scalars(select(func.count()).select_from(Consultation).where(where)).one()
    return lambda by: _merged(by, _counts(session, where, by)), whole


def _merged(dimensions: tuple[str, ...], counts: Iterable[tuple[tuple[Any, ...], int]]) -> dict[tuple[str, ...], int]:
    """{values: count}, small bands laid together."""
    made: dict[tuple[str, ...], int] = {}
    for values, count in counts:
        key = tuple(
            disclosure.merged_value(name, BLANK if value is None else str(value))
            for name, value in zip(dimensions, values, strict=True)
        )
        made[key] = made.get(key, 0) + count
    return made


def _counts(
    session: Session, where: ColumnElement[bool], dimensions: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], int]]:
    """(values, count); a record counts once in each of its issues."""
    named: list[Any] = [
        ConsultationIssue.issue if name == "issue" else getattr(Consultation, name) for name in dimensions
    ]
    asked = select(*named, func.count()).select_from(Consultation).where(where).group_by(*named)
    if "issue" in dimensions:
        asked = asked.join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
    for row in session.execute(asked):
        yield tuple(row[:-1]), row[-1]


def _values(name: str, there: set[str]) -> tuple[str, ...]:
    """The values of a dimension in their order: all of a list, also those that nobody has; months from first to last."""
    if name == "month":
        return tuple(_months(there))
    listed = dict.fromkeys(disclosure.merged_value(name, value) for value in filters.choices(name))
    return (*(value for value in listed if value != BLANK or BLANK in there), *sorted(there - set(listed)))


def _months(there: set[str]) -> Iterator[str]:
    if there:
        day, last = date(int(min(there)[:4]), int(min(there)[4:]), 1), max(there)
        while f"{day:%Y%m}" <= last:
            yield f"{day:%Y%m}"
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def word(name: str, value: str) -> str:
    """How a value of a dimension is called."""
    if name == "month":
        return f"{value[:4]}-{value[4:]}"
    return disclosure.MERGED_LABELS.get(value) or filters.label(name, value)
