"""Many rows at once as the driver takes them: SQLAlchemy's look at every value took most of the time of an import."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from data.types import Moment


def put_in(session: Session, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts rows whose values are ready for the database: days as ISO text, moments by `moment`, JSON as text."""
    if rows:
        marks = ", ".join([_mark(session)] * len(columns))
        named = ", ".join(columns)
        statement = f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608  our own names
        session.connection().exec_driver_sql(statement, list(rows))


def change(
    session: Session, table: str, same: dict[str, str], each: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Updates by number: the same texts everywhere, and each row's own values, its number last."""
    if rows:
        mark = _mark(session)
        changes = ", ".join([f"{name} = {mark}" for name in (*same, *each)])
        statement = f"UPDATE {table} SET {changes} WHERE id = {mark}"  # noqa: S608  our own names
        session.connection().exec_driver_sql(statement, [(*same.values(), *row) for row in rows])


def moment(session: Session, value: datetime) -> Any:
    """A moment as the ORM would hand it to this database's driver."""
    dialect = session.get_bind().dialect
    ready = Moment().dialect_impl(dialect).bind_processor(dialect)
    return ready(value) if ready else value


def _mark(session: Session) -> str:
    return "?" if session.get_bind().dialect.name == "sqlite" else "%s"
