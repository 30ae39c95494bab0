"""Who saw which records in a list: an entry of the audit log for each page shown, not for each time it is drawn."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import audit
from data.models import AuditEntry
from data.queries.rows import numbered
from data.sessions import Person

# A page that is drawn again within this time is still the page she is looking at.
STILL = timedelta(minutes=10)


def note(session: Session, who: Person, now: datetime, filters: str, ids: Sequence[int]) -> None:
    """Writes that these records were shown, unless that was this person's last list a short while ago."""
    detail: dict[str, Any] = {"filters": filters, "count": len(ids), "ids": numbered(ids)}
    last = session.scalars(
        select(AuditEntry.detail)
        .where(AuditEntry.at > now - STILL, AuditEntry.account_id == who.account_id, AuditEntry.action == "list")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    if last != detail:
        audit.write(session, who, now, "list", "consultation", **detail)
