"""Who may sign in, who is signed in, and what was done: accounts, sessions, attempts, one-time links, the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Identified, Versioned
from data.types import Moment

ROLES = ("counsellor", "lead", "officer", "admin")


class Account(Versioned, Identified, Base):
    """One person's way in. `name` is lower case; a disabled account keeps its name on what it wrote."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)

    name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_last_step: Mapped[int | None]
    oidc_issuer: Mapped[str | None] = mapped_column(String(200))
    oidc_subject: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    password_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)


class AccountSession(Base):
    """One signed-in browser; the cookie holds the token, the database only its SHA-256."""

    __tablename__ = "account_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_reason: Mapped[str | None] = mapped_column(String(32))


class SignInTicket(Base):
    """What the sign-in page hands to the route that sets the cookie: good once, for a minute."""

    __tablename__ = "sign_in_ticket"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInAttempt(Identified, Base):
    """One try to sign in, of known and unknown names alike; the name typed is kept as a keyed hash only."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "name_key", "at"), Index(None, "address", "at"))

    at: Mapped[datetime] = mapped_column(Moment)
    name_key: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool]


class OneTimeLink(Base):
    """A link that works once: the first administrator's set-up, a password set anew."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class AuditEntry(Identified, Base):
    """Who did what to which rows; triggers refuse to change or delete one."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "at"), Index(None, "subject", "subject_id"))

    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None]
    account_name: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
