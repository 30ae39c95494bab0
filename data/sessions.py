"""Who is signed in: a row behind a random token; checked at every run, ended on every browser at once when it must."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data import tokens
from data.models import Account, AccountSession, SignInTicket

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
# How stale `seen_at` may be: a look at every run, a write at most once a minute.
TOUCH = timedelta(minutes=1)
# How long the browser has to carry a ticket from the sign-in page to the route that sets the cookie.
TICKET = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at the screen, for as long as one run takes; `token_hash` names the session, it opens nothing."""

    account_id: int
    name: str
    display_name: str
    role: str
    must_change: bool
    token_hash: str
    stale: bool


def begin(session: Session, account_id: int, now: datetime) -> str:
    """A new signed-in session; gives the token for the cookie, which is kept nowhere else."""
    token = tokens.new()
    session.add(
        AccountSession(
            token_hash=tokens.hashed(token),
            account_id=account_id,
            created_at=now,
            seen_at=now,
            ended_at=None,
            ended_reason=None,
        )
    )
    session.flush()
    return token


def ticket(session: Session, account_id: int, now: datetime) -> str:
    """What the sign-in page gives the browser instead of a session: good once, for a minute."""
    token = tokens.new()
    session.add(SignInTicket(token_hash=tokens.hashed(token), account_id=account_id, created_at=now, used_at=None))
    session.flush()
    return token


def redeem(session: Session, token: str, now: datetime) -> str | None:
    """The token of a new session for a ticket; None where it is unknown, too old or was used before."""
    used = session.execute(
        update(SignInTicket)
        .where(
            SignInTicket.token_hash == tokens.hashed(token),
            SignInTicket.used_at.is_(None),
            SignInTicket.created_at > now - TICKET,
        )
        .values(used_at=now)
        .returning(SignInTicket.account_id)
    ).scalar()
    session.execute(delete(SignInTicket).where(SignInTicket.created_at < now - 10 * TICKET))
    return None if used is None else begin(session, used, now)


def person(session: Session, token: str, now: datetime) -> Person | None:
    """Who the token belongs to; None where it is unknown, ended, timed out, or the account is disabled."""
    found = session.execute(
        select(AccountSession, Account)
        .join(Account, Account.id == AccountSession.account_id)
        .where(
            AccountSession.token_hash == tokens.hashed(token),
            AccountSession.ended_at.is_(None),
            Account.disabled_at.is_(None),
        )
    ).first()
    if found is None:
        return None
    row, account = found
    if now - row.seen_at > IDLE or now - row.created_at > ABSOLUTE:
        return None
    return Person(
        account.id,
        account.name,
        account.display_name,
        account.role,
        # Who has no password, and comes in by another service, has none to change.
        account.must_change and account.password_hash is not None,
        row.token_hash,
        stale=now - row.seen_at > TOUCH,
    )


def touch(session: Session, token_hash: str, now: datetime) -> None:
    """Notes that the person is still there."""
    session.execute(update(AccountSession).where(AccountSession.token_hash == token_hash).values(seen_at=now))


def end(session: Session, token_hash: str, now: datetime, reason: str = "signed_out") -> None:
    """Ends one session."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.token_hash == token_hash, AccountSession.ended_at.is_(None))
        .values(ended_at=now, ended_reason=reason)
    )


def end_all(session: Session, account_id: int, now: datetime, reason: str, keep: str = "") -> None:
    """Ends every session of an account, but for the one whose token hash is `keep`; a ticket on its way is no good either."""
    session.execute(
        update(SignInTicket)
        .where(SignInTicket.account_id == account_id, SignInTicket.used_at.is_(None))
        .values(used_at=now)
    )
    session.execute(
        update(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.token_hash != keep,
        )
        .values(ended_at=now, ended_reason=reason)
    )
