"""Everything the yearly report of a fiscal year is made from, read in one look: figures, trainings, mismatches, texts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar
from data.models import Desk, Indicator, SourceDocument, TrainingSession
from data.queries import agreement, breakdowns, figures, leaving, reconciliation, report_texts, series, store, surveys
from data.queries.breakdowns import Breakdown
from data.queries.figures import Figure
from data.queries.mismatch import Mismatch
from data.queries.report_texts import Edited
from data.queries.series import Series, Source

# How many fiscal years stand beside each other in the monthly table, the one of the report included.
BESIDE = 3
MAIN = "consultations"
ANSWERS = "アンケートの回答"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a survey: its share in tenths of a percent, printed or worked out of what may be shown of the answers.

    None is no data, or `is_hidden`.
    """

    step: str
    share: int | None
    source: Source
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Training:
    """One training; what is not known is None. `answered` is how many answers were counted, as it may be seen."""

    number: int
    held_on: date | None
    theme: str
    form: str
    sign_ups: int | None
    attendance: int | None
    source: Source
    steps: tuple[Step, ...]
    answered: str = ""

    @property
    def name(self) -> str:
        """As the figures call it: 1回目."""
        return f"{self.number}回目"


@dataclass(frozen=True, slots=True)
class Yearly:
    """A fiscal year as it may leave: published figures as printed, counts from records protected (ADR 0023)."""

    year: int
    desk: str
    opened_month: int | None
    opened_note: str
    is_demo: bool
    today: date
    documents: tuple[str, ...]
    figures: tuple[Figure, ...]
    months: Series
    years: tuple[int, ...]
    trainings: tuple[Training, ...]
    breakdowns: tuple[Breakdown, ...]
    mismatches: tuple[Mismatch, ...]
    sources_differ: bool
    edited: dict[str, Edited]

    @property
    def label(self) -> str:
        """令和5年度."""
        return calendar.wareki(self.year)


def years(session: Session, today: date) -> list[int]:
    """The fiscal years of which a report can be made, oldest first; none in an empty database."""
    desk = series.desk(session)
    # Where nothing says what is counted (no seed yet), nothing can be told.
    known = desk is not None and session.get(Indicator, MAIN) is not None
    return figures.years(session, desk, today) if desk and known else []


def read(session: Session, year: int, today: date) -> Yearly | None:
    """The fiscal year; None where nothing is known of it."""
    desk = series.desk(session)
    if desk is None or year not in years(session, today):
        return None
    found = tuple(figures.of_year(session, desk, year, today, protected=True))
    trainings = _trainings(session, desk, year)
    beside = list(range(year - BESIDE + 1, year + 1))
    last = leaving.last_month(session, today)
    months = leaving.months(series.read(session, desk, MAIN, beside, today), last)
    those = tuple(one for one in beside if one == year or any(cell.origin for cell in months.of_year(one)))
    return Yearly(
        year, desk.name, desk.opened_month, desk.opened_note, store.is_demo(session), today,
        tuple(session.scalars(select(SourceDocument.title).order_by(SourceDocument.id))),
        found, months, those, trainings,
        breakdowns.of_year(session, months.of_year(year)),
        agreement.of_year(session, desk, year),
        bool(reconciliation.of_two_sources(session, desk, year)),
        report_texts.of_year(session, desk.id, year),
    )  # fmt: skip


def _trainings(session: Session, desk: Desk, year: int) -> tuple[Training, ...]:
    rows = session.execute(
        select(TrainingSession, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == TrainingSession.source_id)
        .where(TrainingSession.desk_id == desk.id, TrainingSession.fiscal_year == year)
        .order_by(TrainingSession.number)
    ).all()
    answered = surveys.of_trainings(session, [row.id for row, _ in rows])
    return tuple(_training(row, title or "", answered.get(row.id, surveys.Survey())) for row, title in rows)


def _training(row: TrainingSession, title: str, survey: surveys.Survey) -> Training:
    """A published survey as it is printed, else the answers that were counted, as they may be seen."""
    source, steps, answered = Source(title, row.source_place), list[Step](), ""
    if survey.printed:
        place = Source(survey.printed.title or ANSWERS, survey.printed.place)
        steps = [Step(step, share, place) for step, share in survey.printed.steps.items()]
    elif (counted := next((one for one in survey.counted if one.total), None)) and counted.told:
        # Fewer answers are told to nobody (ADR 0029); none at all is no survey.
        seen = counted.shown
        answered = str(seen.total)
        steps = [
            Step(step, seen.share(step), Source(ANSWERS, ""), cell.value is None) for step, cell in seen.steps.items()
        ]
    return Training(
        row.number, row.held_on, row.theme, row.form, row.sign_ups, row.attendance, source, tuple(steps), answered
    )
