"""Links that work once: the set-up of the first administrator, and a password set by its owner."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from data import tokens
from data.models import Account, OneTimeLink

FIRST, PASSWORD = "first", "password"
# An hour for the person at the machine; three days for a colleague who is not on duty today.
VALID = {FIRST: timedelta(hours=1), PASSWORD: timedelta(days=3)}


def make(session: Session, purpose: str, account_id: int | None, now: datetime) -> str:
    """The token of a new link; earlier ones for the same purpose and account stop working."""
    void(session, purpose, account_id)
    token = tokens.new()
    session.add(
        OneTimeLink(
            token_hash=tokens.hashed(token),
            purpose=purpose,
            account_id=account_id,
            created_at=now,
            expires_at=now + VALID[purpose],
            used_at=None,
        )
    )
    session.flush()
    return token


def void(session: Session, purpose: str, account_id: int | None) -> None:
    """Ends the links of that purpose and account that nobody has used."""
    same = OneTimeLink.account_id.is_(None) if account_id is None else OneTimeLink.account_id == account_id
    session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == purpose, same, OneTimeLink.used_at.is_(None)))


def first(session: Session, now: datetime) -> str | None:
    """The token for the first administrator's set-up; None as soon as there is any account."""
    return None if anybody(session) else make(session, FIRST, None, now)


def anybody(session: Session) -> bool:
    """Whether there is an account; the one of a made-up database, which nobody can use, is none."""
    return bool(session.scalar(select(func.count(Account.id)).where(Account.disabled_at.is_(None))))


def holds(session: Session, token: str, now: datetime) -> OneTimeLink | None:
    """The link of a token if it may still be used."""
    row = session.get(OneTimeLink, tokens.hashed(token))
    return row if row and row.used_at is None and row.expires_at > now else None


def use(session: Session, token: str, now: datetime) -> OneTimeLink | None:
    """Uses the link up; None where it is unknown, too old or was used, also a moment ago by somebody else."""
    return session.scalars(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == tokens.hashed(token), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
        )
        .values(used_at=now)
        .returning(OneTimeLink)
    ).one_or_none()
