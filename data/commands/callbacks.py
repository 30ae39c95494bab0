"""Call-backs: called, or moved to another day."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from data import audit, calendar
from data.commands import history
from data.commands.checking import Check
from data.models import Consultation
from data.sessions import Person

FURTHEST = timedelta(days=366)


def done(session: Session, who: Person, now: datetime, number: int, version: int) -> None:
    """Notes that she was called today; SavedMeanwhileError where somebody else changed the record first."""
    row = _waiting(session, number, version)
    history.keep(session, row, who, now)
    row.callback_done_on = calendar.today(now)
    audit.write(session, who, now, "callback_done", "consultation", number)


def move(session: Session, who: Person, now: datetime, number: int, version: int, due: date | None) -> None:
    """Puts the call off to a day from today on; RefusedError for another one."""
    today = calendar.today(now)
    row = _waiting(session, number, version)
    check = Check()
    check.day("callback_due", "かける日", due, today, today + FURTHEST)
    check.done()
    history.keep(session, row, who, now)
    row.callback_due = due
    audit.write(session, who, now, "callback_moved", "consultation", number, to=due.isoformat() if due else None)


def _waiting(session: Session, number: int, version: int) -> Consultation:
    row = history.at_version(session, Consultation, number, version)
    check = Check()
    if row.callback_due is None or row.callback_done_on is not None:
        check.fault("callback_due", "この相談には、待っている折り返しがありません。")
    check.done()
    return row
