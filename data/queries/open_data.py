"""The monthly counts as open data: published ones as they are, those of the records protected, each with status and source."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import codes
from data.models import Desk, Indicator
from data.queries import figures, leaving, series
from data.queries.figures import Occasion
from data.queries.series import Cell, Source
from data.sheets import Row, Sheet

HEAD = ("指標", "単位", "年度", "月", "回", "値", "状態", "数え方", "資料", "どこ", "定義の版")
RULE = (
    "公表された数字は、資料のままです。相談室の記録から数えた数は、1〜9件を「10未満」とし、ほかを一つずつ5の倍数に切り下げました。わかってしまう数は「秘匿」です。足して使わないでください。",
    f"値のない月は、0件ではありません。状態の欄を見てください。月は、締めてから、または次の月の{leaving.SETTLED_AFTER_DAY}日をすぎてから入れます。",
)
PROTECTED = "記録から（保護済み）"


def sheet(session: Session, today: date, above: tuple[str, ...] = ()) -> Sheet:
    """All of them as one table."""
    rows = tuple(lines(session, today))
    return Sheet((*above, *RULE), HEAD, rows, len(rows))


def lines(session: Session, today: date) -> Iterator[Row]:
    """One row an indicator and month (or training); months to come and months of which nobody says anything are left out."""
    desk = series.desk(session)
    if desk is None:
        return
    years = figures.years(session, desk, today)
    for known in session.scalars(select(Indicator)).all():
        for year in years:
            yield from _of_year(session, desk, known, year, today)


def _of_year(session: Session, desk: Desk, known: Indicator, year: int, today: date) -> Iterator[Row]:
    found = figures.one(session, desk, known.id, year, today, protected=True)
    for cell in found.cells:
        if cell.origin:
            yield _row(known, year, cell.month, "", *_value(known, cell), cell.source)
    for part in found.occasions:
        yield _row(known, year, part.month, part.name, *_told(known, part), part.source)


def _value(known: Indicator, cell: Cell) -> tuple[str, str, str]:
    """(value, status, how it was counted)."""
    status = codes.label("status", cell.status)
    if cell.value is None:
        return cell.hidden, status, PROTECTED if cell.hidden else ""
    if cell.origin == series.RECORDS:
        return str(cell.value), status, PROTECTED
    return _plain(cell.value, known.scale), status, codes.label("counting", known.counting)


def _told(known: Indicator, part: Occasion) -> tuple[str, str, str]:
    value = "" if part.value is None else _plain(part.value, known.scale)
    return value, codes.label("status", part.status), codes.label("counting", known.counting)


def _plain(value: int, scale: int) -> str:
    return str(value) if scale == 1 else f"{value / scale:.1f}"


def _row(
    known: Indicator, year: int, month: int, occasion: str, value: str, status: str, counted: str, source: Source | None
) -> Row:
    return (
        codes.label("indicator", known.id), known.unit, year, f"{month // 100}-{month % 100:02}", occasion,
        int(value) if value.isdecimal() else value, status, counted, source.title if source else "",
        source.place if source else "", source.version if source and source.version else "",
    )  # fmt: skip
