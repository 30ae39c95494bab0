"""Every indicator of a fiscal year beside its target: value or state, ratio, months, mismatches, where it is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, disclosure
from data.models import Desk, FactMonth, Indicator, SourceDocument, Target, TrainingSession
from data.queries import leaving, look, recorded, series, trainings
from data.queries.series import NO_DATA, RECORDS, SUPPRESSED, Cell, Series, Source

# Where an indicator stands: over or at its target, under it at the end of the year, before the end, a target only, no target.
REACHED, UNDER, ON_THE_WAY, NO_ACTUAL, NO_TARGET = "reached", "under", "on_the_way", "no_actual", "no_target"
# What is shown was rounded down, and the target lies between that and the most it may be.
UNSURE = "unsure"
# A share has no sum: what each occasion says stands beside the target.
BY_OCCASION = "by_occasion"
# Status and state at once: of a year in which the meaning changed there is no total to be laid beside a target.
BROKEN = "definition_changed"
# A target of 0 can be neither reached nor missed.
ZERO = "zero"


Bounds = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Goal:
    """A target; `year_stated` False: the source names no year, the year of the report is taken."""

    value: int
    kind: str
    year_stated: bool
    source: Source | None
    reason: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """A figure of one training (1回目); `weight` is how many took part, None where that is not known."""

    name: str
    month: int
    value: int | None
    status: str
    note: str
    source: Source | None
    weight: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator in a fiscal year. Values, targets and means are in units of 1/scale; `ratio` in tenths of a percent.

    `value` None is a state (`status`), never 0. `printed` is the total a document prints; it may differ from `added`,
    what months or occasions add up to: then both are kept and told. `passed_in` is the month in which the running sum
    came to the target, `passed_with` what it was then. `hidden` is the word for a protected value that is not told.
    """

    indicator: str
    fiscal_year: int
    unit: str
    scale: int
    counting: str
    status: str
    value: int | None
    added: int | None
    printed: int | None
    printed_source: Source | None
    cells: tuple[Cell, ...]
    occasions: tuple[Occasion, ...]
    weighted: int | None
    simple: int | None
    target: Goal | None
    state: str
    ratio: int | None
    passed_in: int | None
    passed_with: int | None
    series: Series
    hidden: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the printed total is what its parts add up to; True where only one of them is there."""
        return None in (self.added, self.printed) or self.added == self.printed

    @property
    def counted_months(self) -> int:
        """How many months have a value."""
        return sum(cell.is_counted for cell in self.cells)


def of_year(session: Session, desk: Desk, year: int, today: date, *, protected: bool = False) -> list[Figure]:
    """All indicators of a fiscal year, in the order they were brought in; `protected` as they may leave."""
    last = leaving.last_month(session, today) if protected else None
    return [_figure(session, desk, one, year, today, last) for one in session.scalars(select(Indicator))]


def one(session: Session, desk: Desk, indicator: str, year: int, today: date, *, protected: bool = False) -> Figure:
    """One indicator of a fiscal year, `protected` as it may leave; KeyError for an unknown one."""
    found = session.get(Indicator, indicator)
    if found is None:
        raise KeyError(indicator)
    return _figure(session, desk, found, year, today, leaving.last_month(session, today) if protected else None)


def years(session: Session, desk: Desk, today: date) -> list[int]:
    """The fiscal years of which anything is known or aimed at, oldest first."""
    known = set(session.scalars(select(FactMonth.fiscal_year).where(FactMonth.desk_id == desk.id).distinct()))
    known |= set(session.scalars(select(Target.fiscal_year).where(Target.desk_id == desk.id).distinct()))
    known |= set(
        session.scalars(select(TrainingSession.fiscal_year).where(TrainingSession.desk_id == desk.id).distinct())
    )
    first = recorded.since(session, desk.id)
    if first:
        known |= set(range(calendar.fiscal_year(first), calendar.fiscal_year(calendar.month_of(today)) + 1))
    return sorted(known)


def per_mille(part: int, whole: int) -> int | None:
    """Tenths of a percent, half up (4,081 of 2,798 is 1,459); None of nothing."""
    return (2000 * part + whole) // (2 * whole) if whole > 0 else None


def _figure(session: Session, desk: Desk, known: Indicator, year: int, today: date, last: int | None) -> Figure:
    """True, or with `last` protected: counts from records until that month."""
    found = series.read(session, desk, known.id, [year], today)
    if last is not None:
        found = leaving.months(found, last)
    occasions = _occasions(session, desk, known, year, protected=last is not None)
    printed, printed_source = _printed(session, desk, known, year)
    goal = target(session, desk, known.id, year)
    hidden = found.hidden_total(year) if known.aggregation == "sum" and printed is None else ""
    added = None if hidden else _added(known, found, occasions, year)
    value = printed if printed is not None else added
    status = _status(known, found, occasions, value)
    if status == BROKEN:
        # Where there is no total, none is hidden.
        value, added, hidden = None, None, ""
    elif hidden:
        status = SUPPRESSED
    complete = printed is not None or (bool(found.cells) and all(cell.is_counted for cell in found.cells))
    over = calendar.month_of(today) > calendar.months_of(year)[-1]
    return Figure(
        known.id, year, known.unit, known.scale, known.counting, status, value, added, printed, printed_source,
        found.cells, occasions, _weighted(occasions), _simple(occasions), goal,
        BROKEN if goal and status == BROKEN
        else _state(
            known, _bounds(found, value, hidden, protected=last is not None and printed is None), occasions, goal,
            is_over=over and (complete or bool(occasions)),
        ),
        per_mille(value, goal.value) if value is not None and goal and known.aggregation == "sum" else None,
        *_passed(found, goal if known.aggregation == "sum" else None),
        found,
        hidden,
    )  # fmt: skip


def _added(known: Indicator, found: Series, occasions: Sequence[Occasion], year: int) -> int | None:
    if known.aggregation != "sum":
        return None
    parts = [found.total(year), *(one.value for one in occasions)]
    told = [value for value in parts if value is not None]
    return sum(told) if told else None


def _status(known: Indicator, found: Series, occasions: Sequence[Occasion], value: int | None) -> str:
    if known.aggregation != "sum":
        return BY_OCCASION if occasions else NO_DATA
    if found.changed_in(calendar.fiscal_year(found.cells[0].month)):
        return BROKEN
    if value is None:
        return NO_DATA
    states = {status for _, status in _parts(found, occasions)}
    return "provisional" if "provisional" in states else "final"


def _parts(found: Series, occasions: Sequence[Occasion]) -> list[tuple[int, str]]:
    """(value, status) of everything that has a value."""
    cells = [(one.value, one.status) for one in found.cells if one.value is not None]
    return cells + [(one.value, one.status) for one in occasions if one.value is not None]


def _bounds(found: Series, value: int | None, hidden: str, *, protected: bool) -> Bounds:
    """(the least, the most) that a year may come to, as far as it is shown; None where there is nothing."""
    counted = any(cell.origin == RECORDS and cell.is_counted for cell in found.cells)
    if hidden:
        told = sum(cell.value or 0 for cell in found.cells if cell.origin != RECORDS)
        return told + 1, told + disclosure.FLOOR - 1
    if value is None:
        return None
    return value, value + (disclosure.BASE - 1 if protected and counted and value else 0)


def _state(known: Indicator, shown: Bounds, occasions: Sequence[Occasion], goal: Goal | None, is_over: bool) -> str:
    if goal is None:
        return NO_TARGET
    if known.aggregation != "sum":
        mean = _weighted(occasions) if _weighted(occasions) is not None else _simple(occasions)
        shown = None if mean is None else (mean, mean)
    if shown is None:
        return NO_ACTUAL
    if goal.value == 0:
        return ZERO
    if shown[0] >= goal.value:
        return REACHED
    if not is_over:
        return ON_THE_WAY
    return UNSURE if shown[1] >= goal.value else UNDER


def _passed(found: Series, goal: Goal | None) -> tuple[int | None, int | None]:
    """(the month in which the running sum came to the target, the sum by then)."""
    for cell in found.cells if goal and goal.value > 0 else ():
        running = found.sum_by(cell.month)
        if goal and running is not None and running >= goal.value:
            return cell.month, running
    return None, None


def _weighted(occasions: Sequence[Occasion]) -> int | None:
    """The mean weighted by participants; None where a weight is not known."""
    known = [(one.value, one.weight) for one in occasions if one.value is not None]
    weights = [weight for _, weight in known if weight is not None]
    if not known or len(weights) < len(known) or not sum(weights):
        return None
    total = sum(value * weight for value, weight in known if weight is not None)
    return (2 * total + sum(weights)) // (2 * sum(weights))


def _simple(occasions: Sequence[Occasion]) -> int | None:
    values = [one.value for one in occasions if one.value is not None]
    return (2 * sum(values) + len(values)) // (2 * len(values)) if values else None


def _occasions(session: Session, desk: Desk, known: Indicator, year: int, *, protected: bool) -> tuple[Occasion, ...]:
    weights = {f"{one.number}回目": one.attendance for one in trainings.of_year(session, desk, year)}
    rows = [one for one in _facts(session, desk, year) if one[0].indicator_id == known.id and one[0].occasion]
    definitions = series.meanings(session, known.id)
    made = []
    for row, title in rows:
        held = series.meaning(definitions, row.month)
        source = Source(title or "", row.source_place, held.text if held else "", held.version if held else None)
        weight = weights.get(row.occasion) if known.unit == "%" else None
        made.append(Occasion(row.occasion, row.month, row.value, row.status, row.note, source, weight))
    # One source an occasion: what no document tells comes from the desk's own table of trainings.
    own = trainings.own(session, desk, known.id, year, {one.name for one in made}, protected=protected)
    made += [Occasion(o.name, o.month, o.value, o.status, o.note, o.source, o.weight) for o in own]
    return tuple(sorted(made, key=lambda one: one.month))


def _printed(session: Session, desk: Desk, known: Indicator, year: int) -> tuple[int | None, Source | None]:
    for row, title in _facts(session, desk, year):
        if row.indicator_id == known.id and not row.occasion:
            return row.value, Source(title or "", row.source_place)
    return None, None


@look.kept
def _facts(session: Session, desk: Desk, year: int) -> list[tuple[FactMonth, str | None]]:
    """What documents tell of whole years and of single occasions, with the title of the document."""
    rows = session.execute(
        select(FactMonth, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == FactMonth.source_id)
        .where(
            FactMonth.desk_id == desk.id,
            FactMonth.fiscal_year == year,
            FactMonth.dimension == "",
            (FactMonth.month == 0) | (FactMonth.occasion != ""),
        )
        .order_by(FactMonth.month, FactMonth.occasion)
    )
    return [(row, title) for row, title in rows.all()]


@look.kept
def target(session: Session, desk: Desk, indicator: str, year: int) -> Goal | None:
    """The target that holds for an indicator in a fiscal year."""
    found = session.execute(
        select(Target, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == Target.source_id)
        .where(
            Target.desk_id == desk.id,
            Target.indicator_id == indicator,
            Target.fiscal_year == year,
            Target.replaced_at.is_(None),
        )
    ).first()
    if found is None:
        return None
    row, title = found
    source = Source(title or "", row.source_place) if title or row.source_place else None
    return Goal(row.value, row.kind, row.year_stated, source, row.reason)
