"""Answers of a training's survey form, added to totals. Nobody is signed in and no row is about anybody: no audit entry."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data import codes
from data.commands.trainings import FORM
from data.models import SurveyResult, TrainingSession
from data.queries import store

UNKNOWN, EARLY, OPEN, OVER, FULL = "unknown", "early", "open", "over", "full"
# Where nobody wrote how many came, how many may come or how many signed up.
MOST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The survey behind a word: `state` is unknown, early, open, over or full; the rest is empty where it is unknown."""

    state: str
    fiscal_year: int = 0
    number: int = 0
    theme: str = ""
    opens_at: datetime | None = None
    made_up: bool = False


def asked(session: Session, token: str, now: datetime) -> Asked:
    """Which training the word belongs to, and whether it may be answered now."""
    row = session.scalars(select(TrainingSession).where(TrainingSession.survey_token == token)).one_or_none()
    return _seen(session, row, now)


def answer(session: Session, token: str, step: str, now: datetime) -> Asked:
    """Adds one answer; it is kept where the state that comes back is open. ValueError for what is no step."""
    if step not in codes.lists()["survey_step"]:
        raise ValueError(f"{step} is no step")
    # Held, so that two answers at once are not one more than there is room for.
    row = session.scalars(
        select(TrainingSession).where(TrainingSession.survey_token == token).with_for_update()
    ).one_or_none()
    seen = _seen(session, row, now)
    if row is not None and seen.state == OPEN:
        session.execute(
            update(SurveyResult)
            .where(SurveyResult.training_session_id == row.id, SurveyResult.step == step, SurveyResult.origin == FORM)
            .values(answers=SurveyResult.answers + 1)
            .execution_options(synchronize_session=False)
        )
    return seen


def room(row: TrainingSession) -> int:
    """How many answers there may be: as many as came; before that is known, as may come, or twice the sign-ups."""
    if row.attendance is not None:
        return row.attendance
    return row.capacity or (2 * row.sign_ups if row.sign_ups else MOST)


def _seen(session: Session, row: TrainingSession | None, now: datetime) -> Asked:
    if row is None or row.survey_opens_at is None or row.survey_closes_at is None:
        return Asked(UNKNOWN)
    if now < row.survey_opens_at:
        state = EARLY
    elif now >= row.survey_closes_at:
        state = OVER
    else:
        counted = select(func.sum(SurveyResult.answers)).where(
            SurveyResult.training_session_id == row.id, SurveyResult.origin == FORM
        )
        state = FULL if (session.scalar(counted) or 0) >= room(row) else OPEN
    return Asked(state, row.fiscal_year, row.number, row.theme, row.survey_opens_at, store.is_demo(session))
