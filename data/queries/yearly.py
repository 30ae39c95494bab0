"""Everything the yearly report of a fiscal year is made from, read in one look: figures, trainings, mismatches, texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, codes
from data.models import Desk, SourceDocument, TrainingSession
from data.queries import breakdowns, figures, leaving, report_texts, series, store, surveys
from data.queries.breakdowns import Breakdown
from data.queries.figures import Figure
from data.queries.report_texts import Edited
from data.queries.series import Series, Source

# How many fiscal years stand beside each other in the monthly table, the one of the report included.
BESIDE = 3
MAIN = "consultations"
ANSWERS = "アンケートの回答"
EXPLAINED = "原資料に説明なし"


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
class Mismatch:
    """Two figures of one thing that do not agree; both are kept. `first` and `second` are (what, value, unit/scale)."""

    subject: str
    first: tuple[str, int]
    second: tuple[str, int]
    scale: int
    unit: str
    place: str
    explained: str = EXPLAINED


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
    edited: dict[str, Edited]

    @property
    def label(self) -> str:
        """令和5年度."""
        return calendar.wareki(self.year)


def years(session: Session, today: date) -> list[int]:
    """The fiscal years of which a report can be made, oldest first; none in an empty database."""
    desk = series.desk(session)
    return figures.years(session, desk, today) if desk else []


def read(session: Session, year: int, today: date) -> Yearly | None:
    """The fiscal year; None where nothing is known of it."""
    desk = series.desk(session)
    if desk is None or year not in figures.years(session, desk, today):
        return None
    found = tuple(figures.of_year(session, desk, year, today, protected=True))
    trainings = _trainings(session, desk, year)
    beside = list(range(year - BESIDE + 1, year + 1))
    last = leaving.last_month(session, today)
    months = leaving.months(series.read(session, desk, MAIN, beside, today), last)
    known = tuple(one for one in beside if one == year or any(cell.origin for cell in months.of_year(one)))
    return Yearly(
        year, desk.name, desk.opened_month, desk.opened_note, store.is_demo(session), today,
        tuple(session.scalars(select(SourceDocument.title).order_by(SourceDocument.id))),
        found, months, known, trainings,
        breakdowns.of_year(session, months.of_year(year)),
        mismatches(found, trainings),
        report_texts.of_year(session, desk.id, year),
    )  # fmt: skip


def mismatches(found: Sequence[Figure], trainings: Sequence[Training]) -> tuple[Mismatch, ...]:
    """What does not agree: a printed total and its parts, a survey that is not 100 %, its good steps and the usefulness."""
    made = [
        Mismatch(
            f"{codes.label('indicator', one.indicator)}（{calendar.wareki(one.fiscal_year)}）",
            ("印字された計", one.printed), ("足した計", one.added), one.scale, one.unit,
            one.printed_source.place if one.printed_source else "",
        )
        for one in found
        if not one.agrees and one.printed is not None and one.added is not None
    ]  # fmt: skip
    useful = next((one for one in found if one.indicator == "training_usefulness"), None)
    for training in trainings:
        made += _survey_mismatches(training, useful)
    return tuple(made)


def _survey_mismatches(training: Training, useful: Figure | None) -> list[Mismatch]:
    shares = {one.step: one.share for one in training.steps}
    if not shares or None in shares.values() or training.answered:
        return []
    place, made = training.steps[0].source.place, []
    total = sum(share or 0 for share in shares.values())
    # A rounded share is off by at most half a tenth.
    if abs(total - 1000) > len(shares) // 2:
        made.append(
            Mismatch(
                f"第{training.number}回研修のアンケート", ("全体", 1000), ("五つの段階の計", total), 10, "%", place
            )
        )
    good = (shares.get("very_good") or 0) + (shares.get("good") or 0)
    said = next((one.value for one in useful.occasions if one.name == training.name), None) if useful else None
    if said is not None and abs(said - good) > 0:
        both = "「大変よかった」と「よかった」の計"
        made.append(Mismatch(f"第{training.number}回研修の有益度", ("有益度", said), (both, good), 10, "%", place))
    return made


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
    elif survey.counted:
        seen = survey.counted[0].shown
        answered = str(seen.total)
        steps = [
            Step(step, seen.share(step), Source(ANSWERS, ""), cell.value is None) for step, cell in seen.steps.items()
        ]
    return Training(
        row.number, row.held_on, row.theme, row.form, row.sign_ups, row.attendance, source, tuple(steps), answered
    )
