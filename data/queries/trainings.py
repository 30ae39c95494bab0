"""The trainings of a fiscal year: who came, what they said, how the sign-ups stand against their pace."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import calendar, disclosure
from data.models import Desk, FactMonth, SourceDocument, TrainingSession
from data.queries import look, series, surveys
from data.queries.series import Source
from data.queries.surveys import Survey

PARTICIPANTS, USEFULNESS = "training_participants", "training_usefulness"
PEOPLE_TEXT = "研修ごとの参加人数。続けて出た人も、回ごとに数える。"
USEFUL_TEXT = "研修ごとのアンケートで、「大変よかった」と「よかった」を選んだ人の割合。"
FEW_TEXT = f"回答が{surveys.FEWEST}人に満たないので、割合を出さない。"
HIDDEN_TEXT = f"回答が{disclosure.FLOOR}人に満たないので、割合を出さない。"
OWN_TITLE = "相談室の記録"
# Older than this, a number of sign-ups says little about today.
STALE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Pace:
    """Sign-ups against a straight line from 0 on the day they began to the aim on the day of the training.

    `expected` is the line on the day they were counted; `a_week` is how many more a week are needed from `today` on,
    None once the day has come. `counted_on` older than a week makes it `stale`.
    """

    aim: int
    sign_ups: int
    counted_on: date
    expected: int
    days_left: int
    a_week: int | None
    stale: bool

    @property
    def behind(self) -> bool:
        """Whether there are fewer than the line says."""
        return self.sign_ups < self.expected


@dataclass(frozen=True, slots=True)
class Training:
    """One training; what is not known is None. `stated` is the usefulness that a document prints beside its survey."""

    id: int
    version: int
    fiscal_year: int
    number: int
    held_on: date | None
    theme: str
    form: str
    capacity: int | None
    target: int | None
    sign_up_from: date | None
    sign_ups: int | None
    signed_up_on: date | None
    attendance: int | None
    source: Source
    survey: Survey
    stated: int | None
    stated_note: str
    survey_token: str | None
    survey_opens_at: datetime | None
    survey_closes_at: datetime | None

    @property
    def name(self) -> str:
        """How people call it: 1回目."""
        return f"{self.number}回目"

    def pace(self, today: date) -> Pace | None:
        """How the sign-ups stand; None where the aim, the begin, the day or the count is not known, or it is over."""
        aim = self.target or self.capacity
        start, end, counted = self.sign_up_from, self.held_on, self.signed_up_on
        if not (aim and start and end and counted) or self.sign_ups is None or end < today or start >= end:
            return None
        passed = min(max((counted - start).days, 0), (end - start).days)
        left = (end - today).days
        missing = max(aim - self.sign_ups, 0)
        a_week = -(-missing * 7 // left) if left else None
        expected = aim * passed // (end - start).days
        return Pace(aim, self.sign_ups, counted, expected, left, a_week, (today - counted).days > STALE_DAYS)


@look.kept
def of_year(session: Session, desk: Desk, year: int) -> list[Training]:
    """The trainings of a fiscal year, first to last."""
    rows = session.execute(
        select(TrainingSession, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == TrainingSession.source_id)
        .where(TrainingSession.desk_id == desk.id, TrainingSession.fiscal_year == year)
        .order_by(TrainingSession.number)
    ).all()
    answered = surveys.of_trainings(session, [row.id for row, _ in rows])
    told = {
        fact.occasion: fact
        for fact in session.scalars(
            select(FactMonth).where(
                FactMonth.desk_id == desk.id, FactMonth.fiscal_year == year, FactMonth.indicator_id == USEFULNESS
            )
        )
    }
    return [_training(row, title, answered.get(row.id, Survey()), told.get(f"{row.number}回目")) for row, title in rows]


def one(session: Session, desk: Desk, asked: str) -> Training | None:
    """The training of a number as it stands in a link; None where there is none."""
    row = session.get(TrainingSession, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    if row is None or row.desk_id != desk.id:
        return None
    return next((one for one in of_year(session, desk, row.fiscal_year) if one.id == row.id), None)


def newest_year(session: Session, desk: Desk) -> int | None:
    """The last fiscal year that has a training; None before the first."""
    return session.scalar(select(func.max(TrainingSession.fiscal_year)).where(TrainingSession.desk_id == desk.id))


@dataclass(frozen=True, slots=True)
class Own:
    """What the desk's own table of trainings says of one, for an indicator that no document tells of it."""

    name: str
    month: int
    value: int | None
    status: str
    note: str
    source: Source
    weight: int | None


def own(
    session: Session, desk: Desk, indicator: str, year: int, told: set[str], *, protected: bool = False
) -> list[Own]:
    """The trainings that were held and of which `told` (1回目 …) says nothing; usefulness of few answers is suppressed.

    `protected`: worked out of answers as they may be shown; how many took part is what everybody saw who was there.
    """
    if indicator not in (PARTICIPANTS, USEFULNESS):
        return []
    held = [one for one in of_year(session, desk, year) if one.held_on and one.name not in told]
    done = series.closed(session, desk.id, {calendar.month_of(one.held_on) for one in held if one.held_on})
    made = []
    for one in held:
        month = calendar.month_of(one.held_on) if one.held_on else 0
        status = "final" if month in done else "provisional"
        if indicator == PARTICIPANTS and one.attendance is not None:
            source = _own_source(one, PEOPLE_TEXT)
            made.append(Own(one.name, month, one.attendance, status, "", source, None))
        elif indicator == USEFULNESS and one.survey.useful[1]:
            value, source = one.survey.useful[0], _own_source(one, USEFUL_TEXT)
            few = FEW_TEXT
            if protected and one.survey.printed is None:
                value, few = _shown(one.survey), HIDDEN_TEXT
            state, note = (status, "") if value is not None else ("suppressed", few)
            made.append(Own(one.name, month, value, state, note, source, one.attendance))
    return made


def _shown(survey: Survey) -> int | None:
    return next((counts.shown.useful_share for counts in survey.counted if counts.total), None)


def _own_source(one: Training, text: str) -> Source:
    printed = one.survey.printed if text == USEFUL_TEXT else None
    title = (printed.title if printed else one.source.title) or OWN_TITLE
    place = (printed.place if printed else one.source.place) or "研修の記録"
    return Source(title, place, text)


def _training(row: TrainingSession, title: str | None, survey: Survey, told: FactMonth | None) -> Training:
    return Training(
        row.id, row.version, row.fiscal_year, row.number, row.held_on, row.theme, row.form, row.capacity, row.target, row.sign_up_from,
        row.sign_ups, row.signed_up_on, row.attendance, Source(title or "", row.source_place), survey,
        told.value if told else None, told.note if told else "", row.survey_token, row.survey_opens_at,
        row.survey_closes_at,
    )  # fmt: skip
