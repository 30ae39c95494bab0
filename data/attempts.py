"""The brake before the sign-in: tries are counted by name and by address, in the database, before anything is checked."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import ColumnElement, and_, delete, func, select, text, update
from sqlalchemy.orm import Session

from data.models import SignInAttempt

# So many failures within WINDOW, and then nothing is checked for LOCK after the last of them. An office behind one
# address has many people.
PER_NAME, PER_ADDRESS = 5, 30
WINDOW, LOCK = timedelta(minutes=30), timedelta(minutes=15)
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Locked:
    """Nothing is checked until then, not even the right password."""

    until: datetime


def key_of(secret: bytes, name: str) -> str:
    """What is kept of a name that somebody typed: it may have been a password by mistake."""
    return hmac.new(secret, name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def place(address: str) -> str:
    """What counts as one address: an IPv4 address, the network of an IPv6 one, of which everybody has 2^64."""
    try:
        found = ip_address(address)
    except ValueError:
        return "?"
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def take(session: Session, name_key: str, address: str, now: datetime) -> int | Locked:
    """The number of a try that may go on, noted as failed until `succeeded`; or until when there is none.

    In a writing transaction of its own, finished before the password is checked: of tries side by side no more are
    checked than one after another.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer at a time anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(7205)"))
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))
    where = place(address)
    ends = [_locked_until(session, whose, most, now) for whose, most in _brakes(name_key, where).values()]
    until = max((end for end in ends if end), default=None)
    if until:
        return Locked(until)
    attempt = SignInAttempt(at=now, name_key=name_key, address=where, succeeded=False)
    session.add(attempt)
    session.flush()
    return attempt.id


def locks(session: Session, attempt: int, now: datetime) -> list[tuple[str, str]]:
    """What a failed try has just shut, as (name or address, the place it came from): each lock is told once."""
    row = session.get_one(SignInAttempt, attempt)
    return [
        (kind, row.address)
        for kind, (whose, most) in _brakes(row.name_key, row.address).items()
        if session.scalar(select(func.max(SignInAttempt.id)).where(whose)) == attempt
        and _locked_until(session, whose, most, now)
    ]


def again_failed(session: Session, attempt: int) -> None:
    """Writes once more that the try failed: as long as a line in the audit log takes, which an unknown name does not get."""
    session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt).values(succeeded=False))


def halfway(session: Session, attempt: int) -> None:
    """Takes the try out of the count: the password was right and the code is still to come, whose tries count.

    Counted as failed, it would shut out whoever has a code just when a lock has ended, and an office whose people all
    have one; as succeeded, it would let whoever has the password alone try codes without end.
    """
    session.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt))


def succeeded(session: Session, attempt: int) -> None:
    """Notes that it was the right password; the failures of that name before it count no more."""
    session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt).values(succeeded=True))


def _brakes(name_key: str, where: str) -> dict[str, tuple[ColumnElement[bool], int]]:
    """Which tries are counted together, and how many failures of them are too many."""
    failed_there = and_(SignInAttempt.address == where, SignInAttempt.succeeded.is_(False))
    return {"name": (SignInAttempt.name_key == name_key, PER_NAME), "address": (failed_there, PER_ADDRESS)}


def _locked_until(session: Session, whose: ColumnElement[bool], most: int, now: datetime) -> datetime | None:
    """The end of the lock, if one holds now."""
    rows = session.execute(
        select(SignInAttempt.at, SignInAttempt.succeeded)
        .where(whose, SignInAttempt.at > now - WINDOW - LOCK)
        .order_by(SignInAttempt.id.desc())
        .limit(most)
    ).all()
    if len(rows) < most or any(row.succeeded for row in rows):
        return None
    last, first = rows[0].at, rows[-1].at
    return last + LOCK if last - first <= WINDOW and now < last + LOCK else None
