"""Where a number is from, ready to be said: document, place, how it was worked out, what it means, who wrote it and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from data import calendar
from data.models import Account, Desk, FactMonth, ImportBatch, Target
from data.queries import look
from data.queries.figures import Figure
from data.queries.series import PUBLISHED, Cell, Source


@dataclass(frozen=True, slots=True)
class Origin:
    """One source of one number. `what` names the number, `months` the months (202304) it covers, () for others.

    `formula` says how it was worked out, '' where it is taken as printed. `recorded_by` is '' for the figures that come
    with the application, `recorded_at` None for what is counted anew at each look. `batch` is the file of an import.
    """

    what: str
    document: str
    place: str
    months: tuple[int, ...] = ()
    formula: str = ""
    definition: str = ""
    version: int | None = None
    recorded_at: datetime | None = None
    recorded_by: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a row down, when, and with which file."""

    at: datetime | None
    by: str
    batch: str


# What an origin is of: its names on the screen stand in config/staff/where_from.yaml.
PRINTED, MONTHS, OCCASION, TARGET = "printed", "months", "occasion", "target"


def of_figure(session: Session, desk: Desk, figure: Figure) -> list[Origin]:
    """Everything that one indicator of a fiscal year stands on: printed total, months, occasions, target."""
    written = _written(session, desk, figure.indicator, figure.fiscal_year)
    found = []
    if figure.printed_source is not None:
        found.append(_one(PRINTED, figure.printed_source, written.get((0, ""))))
    found += of_cells(session, desk, figure.indicator, figure.cells, written)
    for part in figure.occasions:
        if part.source is not None:
            made = _one(OCCASION, part.source, written.get((part.month, part.name)))
            found.append(replace(made, formula=part.name, months=(part.month,)))
    found += _target(session, desk, figure)
    return found


def of_cells(
    session: Session,
    desk: Desk,
    indicator: str,
    cells: Sequence[Cell],
    written: dict[tuple[int, str], Written] | None = None,
) -> list[Origin]:
    """The sources of some months, neighbours of the same source as one."""
    if written is None:
        written = {}
        for year in sorted({calendar.fiscal_year(cell.month) for cell in cells}):
            written |= _written(session, desk, indicator, year)
    singles = [
        replace(_one(MONTHS, cell.source, _of(cell, written)), place=_row(cell), months=(cell.month,))
        for cell in cells
        if cell.source is not None
    ]
    return [_together(list(some)) for _, some in groupby(singles, key=lambda one: replace(one, months=()))]


def _of(cell: Cell, written: dict[tuple[int, str], Written]) -> Written | None:
    return written.get((cell.month, "")) if cell.origin == PUBLISHED else None


def _row(cell: Cell) -> str:
    """The row a month stands in, without the month itself: so that a row of twelve is one source."""
    return cell.source.place.removesuffix(f"、{cell.month % 100}月") if cell.source else ""


def _together(some: list[Origin]) -> Origin:
    return replace(some[0], months=tuple(month for one in some for month in one.months))


def _one(what: str, source: Source, written: Written | None) -> Origin:
    found = written or Written(None, "", "")
    return Origin(
        what, source.title, source.place, definition=source.definition, version=source.version,
        recorded_at=found.at, recorded_by=found.by, batch=found.batch,
    )  # fmt: skip


@look.kept
def _written(session: Session, desk: Desk, indicator: str, year: int) -> dict[tuple[int, str], Written]:
    """{(month, occasion): who wrote the figure down} of a fiscal year."""
    rows = session.execute(_facts(desk, indicator, year)).all()
    return {(row[0], row[1]): Written(row[2], row[3] or "", row[4] or "") for row in rows}


def _facts(desk: Desk, indicator: str, year: int) -> Select[int, str, datetime, str, str]:
    return (
        select(FactMonth.month, FactMonth.occasion, FactMonth.recorded_at, Account.display_name, ImportBatch.file_name)
        .outerjoin(Account, Account.id == FactMonth.recorded_by)
        .outerjoin(ImportBatch, ImportBatch.id == FactMonth.import_batch_id)
        .where(
            FactMonth.desk_id == desk.id,
            FactMonth.indicator_id == indicator,
            FactMonth.fiscal_year == year,
            FactMonth.dimension == "",
        )
    )


def _target(session: Session, desk: Desk, figure: Figure) -> Iterable[Origin]:
    if figure.target is None:
        return
    row = session.execute(
        select(Target.set_at, Account.display_name)
        .outerjoin(Account, Account.id == Target.set_by)
        .where(
            Target.desk_id == desk.id,
            Target.indicator_id == figure.indicator,
            Target.fiscal_year == figure.fiscal_year,
            Target.replaced_at.is_(None),
        )
    ).first()
    source = figure.target.source or Source("", "")
    at, by = (row[0], row[1] or "") if row else (None, "")
    yield Origin(TARGET, source.title, source.place, recorded_at=at, recorded_by=by)
