"""The published tables that a file may fill: finding a row by its key, writing it, and how it stands as plain values."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, select
from sqlalchemy.orm import Session

from data import calendar
from data.models import FactMonth, SurveyResult, TrainingSession
from data.types import Moment

TABLES: dict[str, Any] = {table.__tablename__: table for table in (FactMonth, TrainingSession, SurveyResult)}

# What a table of trainings may leave out.
UNSAID = ("held_on", "capacity", "target", "sign_up_from", "sign_ups", "signed_up_on", "attendance", "survey_token",
          "survey_opens_at", "survey_closes_at")  # fmt: skip


def snapshot(row: Any) -> dict[str, Any]:
    """All columns of a stored row as values that JSON holds."""
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return value.isoformat() if isinstance(value, date) else value


def find(session: Session, table: Any, key: dict[str, Any]) -> Any:
    """The stored row of a key; None where there is none."""
    columns = _columns(session, table, key)
    if columns is None:
        return None
    return session.scalars(select(table).filter_by(**columns).with_for_update()).one_or_none()


def months_of(session: Session, row: Any) -> set[int]:
    """The months that a stored row counts in: its own, that of its training's day; none of a whole year's figure."""
    if isinstance(row, SurveyResult):
        row = session.get(TrainingSession, row.training_session_id)
    if isinstance(row, TrainingSession):
        return {calendar.month_of(row.held_on)} if row.held_on else set()
    return {row.month} - {0} if isinstance(row, FactMonth) else set()


def make(session: Session, table: Any, key: dict[str, Any], values: dict[str, Any], stored: Any) -> Any:
    """The row with the values: the stored one changed, or a new one; LookupError for a survey without its training."""
    ready = {name: typed(table, name, value) for name, value in values.items()}
    if stored is not None:
        for name, value in ready.items():
            setattr(stored, name, value)
        return stored
    columns = _columns(session, table, key)
    if columns is None:
        raise LookupError("a survey needs its training")
    made = table(**columns, **_blank(table, ready), source_id=None)
    session.add(made)
    return made


def _blank(table: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values, and None for what the file does not say of a training: not known, never 0."""
    unsaid = UNSAID if table is TrainingSession else ()
    return dict.fromkeys(unsaid) | values


def _columns(session: Session, table: Any, key: dict[str, Any]) -> dict[str, Any] | None:
    if table is not SurveyResult:
        return key
    training = {name: key[name] for name in ("desk_id", "fiscal_year", "number")}
    found = session.scalars(select(TrainingSession.id).filter_by(**training)).one_or_none()
    return None if found is None else {"training_session_id": found, "step": key["step"], "origin": "published"}


def typed(table: Any, name: str, value: Any) -> Any:
    """A value of a snapshot as the column takes it."""
    kind = table.__table__.c[name].type
    if value is not None and isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and isinstance(kind, Date) else value
