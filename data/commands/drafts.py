"""Drafts: what stands in a form that was not saved yet; a broken line, a reload or a sign-out loses none of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.models import Draft
from data.sessions import Person

# More unfinished records of one kind than this are a mistake; the oldest makes room.
MOST = 9


@dataclass(frozen=True, slots=True)
class Kept:
    """One draft: its slot, when it was last written, what stood in the form."""

    slot: str
    updated_at: datetime
    content: dict[str, Any]


def save(
    session: Session, who: Person, now: datetime, form: str, subject: str, slot: str | None, content: dict[str, Any]
) -> str:
    """Keeps the content and gives its slot: the one given, or a free one, so that an older draft is never written over."""
    if slot is None:
        taken = [one.slot for one in found(session, who, form, subject)]
        free = [name for number in range(1, MOST + 1) if (name := _slot(subject, number)) not in taken]
        slot = free[0] if free else taken[-1]
    row = session.scalar(_one(who, form, slot))
    if row is None:
        row = Draft(account_id=who.account_id, form=form, subject=slot)
        session.add(row)
    row.content, row.updated_at = content, now
    session.flush()
    return slot


def found(session: Session, who: Person, form: str, subject: str) -> list[Kept]:
    """The drafts of this person for a form and a subject ('' is a new record), newest first."""
    rows = session.scalars(
        select(Draft)
        .where(
            Draft.account_id == who.account_id,
            Draft.form == form,
            Draft.subject.in_([_slot(subject, number) for number in range(1, MOST + 1)]),
        )
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
    )
    return [Kept(row.subject, row.updated_at, row.content) for row in rows]


def load(session: Session, who: Person, form: str, slot: str) -> Kept | None:
    """The draft in that slot; None where it is gone."""
    row = session.scalar(_one(who, form, slot))
    return Kept(row.subject, row.updated_at, row.content) if row else None


def discard(session: Session, who: Person, form: str, slot: str) -> None:
    """Lets a draft go."""
    session.execute(delete(Draft).where(Draft.account_id == who.account_id, Draft.form == form, Draft.subject == slot))


def _slot(subject: str, number: int) -> str:
    return subject if number == 1 else f"{subject}-{number}"


def _one(who: Person, form: str, slot: str) -> Any:
    return select(Draft).where(Draft.account_id == who.account_id, Draft.form == form, Draft.subject == slot)
