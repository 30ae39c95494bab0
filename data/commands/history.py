"""How a record was before it is saved anew, and the refusal of a save that began from an older form of it."""

from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from data.commands.checking import RefusedError
from data.database import SavedMeanwhileError
from data.models import Activity, Consultation, RecordVersion, ReportText, SupportPlan
from data.sessions import Person

Row = TypeVar("Row", Activity, Consultation, ReportText, SupportPlan)


def at_version(session: Session, kind: type[Row], number: int, version: int) -> Row:
    """The row as the form began with it; SavedMeanwhileError where it was saved since, RefusedError where it is gone."""
    # Held, so that on PostgreSQL the second of two editors waits here and then sees the newer version.
    row = session.get(kind, number, with_for_update=True)
    if row is None or getattr(row, "removed_at", None) is not None:
        raise RefusedError([("id", "その記録は、もうありません。")])
    if row.version != version:
        raise SavedMeanwhileError
    return row


def keep(session: Session, row: Row, who: Person, now: datetime, **more: Any) -> None:
    """Keeps the row as it stands, before it is changed, and makes sure that the change is a new version.

    `more` is what belongs to it in other tables.
    """
    session.add(
        RecordVersion(
            subject=row.__tablename__,
            subject_id=row.id,
            version=row.version,
            saved_at=now,
            account_id=who.account_id,
            content=content(row) | more,
        )
    )
    row.updated_at = now
    # A goal may be all that changes, and two saves may fall into one moment: the version must still move.
    flag_modified(row, "updated_at")


def content(row: object) -> dict[str, Any]:
    """The columns of a row as JSON takes them."""
    names = [column.key for column in inspect(type(row)).column_attrs]
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: object) -> object:
    """A day or moment as its ISO text, all else as it is."""
    return value.isoformat() if isinstance(value, date) else value
