"""Rows that the tests of cases, plans and the week begin with."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import calendar
from data.commands import case_files
from data.database import Database
from data.models import Account, AuditEntry, Consultation, Desk, RecordVersion
from data.sessions import Person

DAY = date(2026, 11, 27)


def desk(session: Session) -> int:
    """The id of the one desk, made at its first use."""
    found = session.scalars(select(Desk.id)).first()
    if found is None:
        one = Desk(name="試験の相談室", opened_month=202108)
        session.add(one)
        session.flush()
        found = one.id
    return found


def person(database: Database, now: datetime, name: str = "lead") -> Person:
    """An account of that name, signed in."""
    with database.write() as session:
        account = Account(name=name, display_name=f"{name}さん", role="lead", created_at=now)
        session.add(account)
        session.flush()
        return Person(account.id, name, account.display_name, "lead", False, "", stale=False)


def case(database: Database, who: Person, now: datetime) -> str:
    """A new case file's code."""
    with database.write() as session:
        return case_files.open_case(session, who, now, desk(session))


def consultation(session: Session, now: datetime, **values) -> Consultation:
    """A consultation of today by telephone, but for the values given."""
    day = values.get("received_on", DAY)
    standard = {
        "desk_id": desk(session),
        "received_on": day,
        "month": calendar.month_of(day),
        "weekday": day.weekday(),
        "channel": "phone",
        "contact_result": "consulted",
        "created_at": now,
        "updated_at": now,
    }
    made = Consultation(**(standard | values))
    session.add(made)
    session.flush()
    return made


def actions(database: Database, subject: str) -> list[str]:
    """What the audit log says was done to a kind of row, oldest first."""
    with database.read() as session:
        return list(
            session.scalars(select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.id))
        )


def versions(database: Database, subject: str) -> int:
    """How many older forms of a kind of row are kept."""
    with database.read() as session:
        return session.scalars(select(func.count(RecordVersion.id)).where(RecordVersion.subject == subject)).one()
