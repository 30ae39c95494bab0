"""Reads accounts: the list of the administrator's page, and what one's own page shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Account, AccountSession
from data.sessions import ABSOLUTE, IDLE


@dataclass(frozen=True, slots=True)
class Row:
    """One account as the list shows it; `signed_in` is how many browsers are signed in now."""

    id: int
    name: str
    display_name: str
    role: str
    disabled: bool
    waits_for_password: bool
    second_step: bool
    tied: bool
    last_seen: datetime | None
    signed_in: int


def listed(session: Session, now: datetime) -> list[Row]:
    """All accounts, those in use first, by name."""
    of_each = AccountSession.account_id
    last = select(of_each, func.max(AccountSession.seen_at)).group_by(of_each)
    alive = (
        AccountSession.ended_at.is_(None),
        AccountSession.seen_at > now - IDLE,
        AccountSession.created_at > now - ABSOLUTE,
    )
    seen = {row[0]: row[1] for row in session.execute(last)}
    count = select(of_each, func.count()).where(*alive).group_by(of_each)
    open_now = {row[0]: row[1] for row in session.execute(count)}
    rows = session.scalars(select(Account).order_by(Account.disabled_at.is_not(None), Account.name))
    return [
        Row(
            one.id, one.name, one.display_name, one.role, one.disabled_at is not None, one.password_hash is None,
            one.totp_secret is not None, one.oidc_subject is not None, seen.get(one.id), open_now.get(one.id, 0),
        )
        for one in rows
    ]  # fmt: skip


def has_password(session: Session, account_id: int) -> bool:
    """Whether the account has a password of its own; one that comes in by an organisation's sign-in may have none."""
    return session.scalar(select(Account.password_hash.is_not(None)).where(Account.id == account_id)) or False


def has_second_step(session: Session, account_id: int) -> bool:
    """Whether the account asks for a code."""
    return session.scalar(select(Account.totp_secret.is_not(None)).where(Account.id == account_id)) or False
