"""Consultations for the tests of reading: a desk, a person, cases, and records with what a test gives."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from data.calendar import month_of
from data.models import Account, CaseFile, Consultation, ConsultationIssue, Desk
from data.queries import series
from data.sessions import Person

LEAD = Person(1, "tanaka", "田中", "lead", False, "x", False)


def only(session: Session) -> Desk:
    """The desk of the database."""
    found = series.desk(session)
    assert found is not None
    return found


def start(session: Session, now: datetime) -> None:
    """The desk 1, the accounts 1 (統括) and 2 (相談員), two cases."""
    session.add(Desk(id=1, name="試験の相談室", opened_month=202108))
    session.add(Account(id=1, name="tanaka", display_name="田中", role="lead", created_at=now))
    session.add(Account(id=2, name="sasaki", display_name="佐々木", role="counsellor", created_at=now))
    session.flush()
    for code in ("K-2026-0001", "K-2026-0002"):
        session.add(CaseFile(code=code, desk_id=1, opened_on=date(2026, 4, 1), created_at=now))
    session.flush()


def record(session: Session, now: datetime, number: int, day: date, *issues: str, **columns: Any) -> None:
    """One consultation; the first issue is the primary one."""
    given = {"channel": "phone", "contact_result": "consulted", "account_id": 2} | columns
    one = Consultation(
        id=number,
        desk_id=1,
        received_on=day,
        month=month_of(day),
        weekday=day.weekday(),
        created_at=now,
        updated_at=now,
        **given,
    )
    one.issues = [
        ConsultationIssue(issue=issue, is_primary=place == 0, place=place) for place, issue in enumerate(issues)
    ]
    session.add(one)
