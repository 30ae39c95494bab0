"""The append-only log: who did what to which rows. It never holds a note, a password or a token."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, inspect
from sqlalchemy.orm import Session

from data.models import AuditEntry
from data.sessions import Person

NOBODY = "（サインインなし）"
SYSTEM = "（コマンド）"
_LOG: Table = AuditEntry.__table__  # type: ignore[assignment]
# Nobody looks at an entry in the transaction that writes it: no object, and its number is not asked for.
_INTO = insert(_LOG).inline()


def write(
    session: Session,
    who: Person | None,
    now: datetime,
    action: str,
    subject: str,
    subject_id: object = "",
    name: str = NOBODY,
    **detail: Any,
) -> None:
    """Writes one entry in the transaction of the deed itself; `name` stands where nobody is signed in."""
    session.execute(
        _INTO,
        {
            "at": now,
            "account_id": who.account_id if who else None,
            "account_name": who.name if who else name,
            "action": action,
            "subject": subject,
            "subject_id": str(subject_id),
            "detail": detail,
        },
    )


def by_command(connection: Connection, now: datetime, action: str, subject: str, **detail: Any) -> None:
    """Writes one entry of the command line with what the log can hold in the form the database has; nothing where it has
    no log."""
    if not inspect(connection).has_table(_LOG.name):
        return
    entry = {
        "at": now,
        "account_id": None,
        "account_name": SYSTEM,
        "action": action,
        "subject": subject,
        "subject_id": "",
        "detail": detail,
    }
    held = {column["name"] for column in inspect(connection).get_columns(_LOG.name)}
    connection.execute(_INTO.values({name: value for name, value in entry.items() if name in held}))
