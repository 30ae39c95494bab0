"""An indicator month by month: from the published figures where they stand, from the records after that, never both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, counting
from data.disclosure import Cell as Shown
from data.models import Desk, FactMonth, IndicatorDefinition, MonthClose, SourceDocument
from data.queries import look, recorded

# What a cell is where nobody says anything: shown as データなし, never as 0.
NO_DATA = "no_data"
# What was counted and may not be told.
SUPPRESSED = "suppressed"
PUBLISHED, RECORDS = "published", "records"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure is from: the document and the place in it, or how it was counted from the records."""

    title: str
    place: str
    definition: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One month (202304): `value` in units of 1/scale, None exactly where `status` counts nothing.

    `origin` is published, records or '' (no data). `hidden` is the word for a protected count that is not told.
    """

    month: int
    value: int | None
    status: str
    origin: str = ""
    note: str = ""
    source: Source | None = None
    hidden: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether somebody counted, be it told or hidden."""
        return self.value is not None or self.hidden != ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator means from a month on; `breaks_series`: not comparable with what was before."""

    valid_from: int
    version: int
    text: str
    breaks_series: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The cells of some months in order, with the definitions that hold in them.

    `breaks` are the months from which the line must start anew; `switched` is the first month counted from records
    after a published one (None where both do not meet). `totals` {fiscal year: sum} and `by_then` {month: sum by then} are
    those of protected cells, which are not added up again (data/queries/leaving.py); empty for true ones.
    """

    indicator: str
    cells: tuple[Cell, ...]
    definitions: tuple[Definition, ...]
    breaks: tuple[int, ...]
    switched: int | None
    totals: Mapping[int, Shown | None] = field(default_factory=dict)
    by_then: Mapping[int, Shown | None] = field(default_factory=dict)

    def of_year(self, year: int) -> tuple[Cell, ...]:
        """The cells of a fiscal year."""
        return tuple(cell for cell in self.cells if calendar.fiscal_year(cell.month) == year)

    def total(self, year: int) -> int | None:
        """What the months of a fiscal year come to; None where nothing was counted, where it is hidden, or changed_in."""
        if self.changed_in(year):
            return None
        if year in self.totals:
            seen = self.totals[year]
            return seen.value if seen else None
        values = [cell.value for cell in self.of_year(year) if cell.value is not None]
        return sum(values) if values else None

    def changed_in(self, year: int) -> int | None:
        """The month within a fiscal year from which on it means something else; then its months have no sum."""
        months = [cell.month for cell in self.of_year(year)][1:]
        inside = [one.valid_from for one in self.definitions if one.breaks_series and one.valid_from in months]
        return inside[0] if inside else None

    def hidden_total(self, year: int) -> str:
        """The word for a total that is counted and not told, else ''."""
        seen = None if self.changed_in(year) else self.totals.get(year)
        return str(seen) if seen is not None and seen.value is None else ""

    def sum_by(self, month: int) -> int | None:
        """What the fiscal year came to by the end of a month; None where it is hidden."""
        if self.by_then:
            seen = self.by_then.get(month)
            return seen.value if seen else None
        return sum(cell.value or 0 for cell in self.of_year(calendar.fiscal_year(month)) if cell.month <= month)


@look.kept
def desk(session: Session) -> Desk | None:
    """The desk whose figures these are: the first; None in an empty database."""
    return session.scalars(select(Desk).order_by(Desk.id).limit(1)).one_or_none()


def read(session: Session, of: Desk, indicator: str, years: Iterable[int], today: date) -> Series:
    """The months of these fiscal years, April first; months after `today` are NO_DATA like all that nobody counted."""
    months = tuple(month for year in sorted(set(years)) for month in calendar.months_of(year))
    return look.once(
        session, ("series", of.id, indicator, months, today), lambda: _read(session, of, indicator, months, today)
    )


def _read(session: Session, of: Desk, indicator: str, months: tuple[int, ...], today: date) -> Series:
    definitions = meanings(session, indicator)
    told = _published(session, of.id, indicator, months, definitions)
    kept = _recorded(session, of.id, indicator, months, set(told), today)
    cells = tuple(told.get(month) or kept.get(month) or Cell(month, None, NO_DATA) for month in months)
    switched = _switch(cells)
    breaks = {one.valid_from for one in definitions if one.breaks_series} | ({switched} if switched else set())
    return Series(indicator, cells, definitions, tuple(sorted(breaks & set(months))), switched)


@look.kept
def meanings(session: Session, indicator: str) -> tuple[Definition, ...]:
    """The definitions of an indicator, oldest first."""
    rows = session.scalars(
        select(IndicatorDefinition)
        .where(IndicatorDefinition.indicator_id == indicator)
        .order_by(IndicatorDefinition.valid_from)
    )
    return tuple(Definition(row.valid_from, row.version, row.text, row.breaks_series) for row in rows)


def meaning(definitions: Iterable[Definition], month: int) -> Definition | None:
    """What held in that month."""
    return max((one for one in definitions if one.valid_from <= month), key=lambda one: one.valid_from, default=None)


def closed(session: Session, desk_id: int, months: Iterable[int]) -> set[int]:
    """Those of the months that are closed now."""
    asked = select(MonthClose.month).where(MonthClose.desk_id == desk_id, MonthClose.reopened_at.is_(None))
    return set(months) & look.once(session, ("closed", desk_id), lambda: frozenset(session.scalars(asked)))


def _published(
    session: Session, desk_id: int, indicator: str, months: tuple[int, ...], definitions: tuple[Definition, ...]
) -> dict[int, Cell]:
    rows = session.execute(
        select(FactMonth, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == FactMonth.source_id)
        .where(
            FactMonth.desk_id == desk_id,
            FactMonth.indicator_id == indicator,
            FactMonth.month.in_(months),
            FactMonth.occasion == "",
            FactMonth.dimension == "",
        )
    )
    return {row.month: _told(row, title, definitions) for row, title in rows.all()}


def _told(row: FactMonth, title: str | None, definitions: tuple[Definition, ...]) -> Cell:
    held = meaning(definitions, row.month)
    source = Source(title or "", row.source_place, held.text if held else "", held.version if held else None)
    return Cell(row.month, row.value, row.status, PUBLISHED, row.note, source)


def _recorded(
    session: Session, desk_id: int, indicator: str, months: tuple[int, ...], told: set[int], today: date
) -> dict[int, Cell]:
    """From the first record on until today a month without any is a counted 0; a month is final once it is closed."""
    rule, first = counting.rules().get(indicator), recorded.since(session, desk_id)
    if rule is None or first is None or not months:
        return {}
    own = [month for month in months if first <= month <= calendar.month_of(today) and month not in told]
    if not own:
        return {}
    counts = recorded.by_month(session, desk_id, indicator, (own[0], own[-1]))
    done = closed(session, desk_id, own)
    source = Source("相談室の記録", "相談・活動の記録", rule.text)
    return {
        month: Cell(month, counts.get(month, 0), "final" if month in done else "provisional", RECORDS, source=source)
        for month in own
    }


def _switch(cells: tuple[Cell, ...]) -> int | None:
    origins = [cell.origin for cell in cells]
    if PUBLISHED not in origins or RECORDS not in origins:
        return None
    return cells[origins.index(RECORDS)].month
