"""The way in: the account behind a name, its second step, and the ticket at the end."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from data import attempts, audit, passwords, second_step, sessions, tokens
from data.models import Account

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is needed to check a password: of a name that does not exist a hash that nothing matches."""

    account_id: int | None
    password_hash: str
    needs_code: bool


def known(session: Session, name: str) -> Known:
    """What there is to check for a name; disabled accounts and those without a password look like unknown ones."""
    # Whatever else somebody types (a lone surrogate, a NUL) is not even asked for.
    sought = name if NAME.fullmatch(name) else ""
    account = session.scalars(
        select(Account).where(Account.name == sought, Account.disabled_at.is_(None))
    ).one_or_none()
    if account is None or account.password_hash is None:
        return Known(None, passwords.NOBODY, False)
    return Known(account.id, account.password_hash, account.totp_secret is not None)


def admit(
    session: Session,
    account_id: int,
    attempt: int | None,
    now: datetime,
    way: str = "password",
    since: datetime | None = None,
) -> str | None:
    """The ticket for the route that sets the cookie; None where the account was disabled meanwhile, or its password
    changed after it was checked (`since`)."""
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return None
    if since and account.password_changed_at and account.password_changed_at > since:
        return None
    if attempt is not None:
        attempts.succeeded(session, attempt)
    audit.write(session, None, now, "sign_in", "account", account.id, name=account.name, way=way)
    return sessions.ticket(session, account_id, now)


def failed(session: Session, attempt: int, name: str, now: datetime, way: str = "password") -> None:
    """Notes a failed try of an account in the audit log, a disabled one's too, and for every name that a lock begins.

    What was typed in place of a name is never kept: it may have been a password. Either way one line is written, so that
    both take the same time.
    """
    sought = name if NAME.fullmatch(name) else ""
    account = session.scalars(select(Account).where(Account.name == sought)).one_or_none()
    known_as, number = (account.name, account.id) if account else (audit.NOBODY, "")
    if account:
        audit.write(session, None, now, "sign_in_failed", "account", number, name=known_as, way=way)
    else:
        attempts.again_failed(session, attempt)
    for lock, place in attempts.locks(session, attempt, now):
        audit.write(session, None, now, "sign_in_locked", "account", number, name=known_as, lock=lock, place=place)


def out(session: Session, token: str, now: datetime, reason: str = "signed_out") -> None:
    """Ends the session of a token, noted where it was still alive."""
    who = sessions.person(session, token, now)
    sessions.end(session, tokens.hashed(token), now, reason)
    if who:
        audit.write(session, who, now, "sign_out", "account", who.account_id)


def is_right_code(session: Session, account_id: int, code: str, now: datetime) -> bool:
    """Whether the code of the second step is right; no code is right a second time."""
    account = session.get(Account, account_id)
    if account is None or account.totp_secret is None:
        return False
    step = second_step.step_of(account.totp_secret, code, now, account.totp_last_step)
    if step is None:
        return False
    # In one statement: of two tries with the same code at the same moment one wins.
    used = session.execute(
        update(Account)
        .where(Account.id == account_id, or_(Account.totp_last_step.is_(None), Account.totp_last_step < step))
        .values(totp_last_step=step)
        .returning(Account.id)
    ).scalar()
    return used is not None


def linked(session: Session, issuer: str, subject: str) -> int | None:
    """The account that an administrator has tied to this identity; nobody is made an account by signing in."""
    return session.scalar(
        select(Account.id).where(
            Account.oidc_issuer == issuer, Account.oidc_subject == subject, Account.disabled_at.is_(None)
        )
    )
