"""Everything the yearly report of a fiscal year is made from, read in one look: figures, trainings, mismatches, texts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, codes
from data.models import Desk, Indicator, SourceDocument, SurveyResult, TrainingSession
from data.queries import agreement, breakdowns, figures, reconciliation, report_texts, series, store, surveys
from data.queries.breakdowns import Breakdown
from data.queries.figures import Figure
from data.queries.mismatch import Mismatch
from data.queries.report_texts import Edited
from data.queries.series import Series, Source

# How many fiscal years stand beside each other in the monthly table, the one of the report included.
BESIDE = 3
MAIN = "consultations"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a survey: its share in tenths of a percent, printed or worked out of `answers`; None is no data."""

    step: str
    share: int | None
    answers: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Training:
    """One training; what is not known is None."""

    number: int
    held_on: date | None
    theme: str
    form: str
    sign_ups: int | None
    attendance: int | None
    source: Source
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """As the figures call it: 1回目."""
        return f"{self.number}回目"


@dataclass(frozen=True, slots=True)
class Yearly:
    """A fiscal year as the database has it."""

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
    found = tuple(figures.of_year(session, desk, year, today))
    trainings = _trainings(session, desk, year)
    beside = list(range(year - BESIDE + 1, year + 1))
    months = series.read(session, desk, MAIN, beside, today)
    those = tuple(one for one in beside if one == year or any(cell.origin for cell in months.of_year(one)))
    return Yearly(
        year, desk.name, desk.opened_month, desk.opened_note, store.is_demo(session), today,
        tuple(session.scalars(select(SourceDocument.title).order_by(SourceDocument.id))),
        found, months, those, trainings,
        breakdowns.of_year(session, desk, year, months.of_year(year)),
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
    )
    return tuple(
        Training(
            row.number, row.held_on, row.theme, row.form, row.sign_ups, row.attendance,
            Source(title or "", row.source_place), _steps(session, row.id),
        )
        for row, title in rows.all()
    )  # fmt: skip


def _steps(session: Session, training: int) -> tuple[Step, ...]:
    """The steps of one survey, best first: the published shares where they stand, else what the answers come to."""
    rows = session.execute(
        select(SurveyResult, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == SurveyResult.source_id)
        .where(SurveyResult.training_session_id == training)
    ).all()
    origins = {row.origin for row, _ in rows}
    origin = "published" if "published" in origins else min(origins, default="")
    own = {row.step: (row, title) for row, title in rows if row.origin == origin}
    answered = sum(row.answers or 0 for row, _ in own.values())
    if answered < surveys.FEWEST and any(row.answers is not None for row, _ in own.values()):
        # So few answers are told to nobody (ADR 0029); none at all is no survey.
        return ()
    made = []
    for step in codes.lists()["survey_step"]:
        if step in own:
            row, title = own[step]
            share = row.share_tenths
            if share is None and row.answers is not None:
                share = figures.per_mille(row.answers, answered)
            made.append(Step(step, share, row.answers, Source(title or "アンケートの回答", row.source_place)))
    return tuple(made)
