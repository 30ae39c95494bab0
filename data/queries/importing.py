"""Earlier imports, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Account, ImportBatch


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: what came in, how many rows, by whom and when, and when it was undone, if it was."""

    id: int
    kind: str
    file_name: str
    rows: int
    by: str
    committed_at: datetime
    undone_at: datetime | None


def batches(session: Session, most: int = 20) -> list[Batch]:
    """What was brought in; batches that were only looked at are not among them."""
    found = session.execute(
        select(ImportBatch, Account.display_name)
        .outerjoin(Account, Account.id == ImportBatch.account_id)
        .where(ImportBatch.state != "previewed")
        .order_by(ImportBatch.committed_at.desc(), ImportBatch.id.desc())
        .limit(most)
    )
    return [
        Batch(one.id, one.kind, one.file_name, one.summary["accepted"], by or "", one.committed_at, one.undone_at)
        for one, by in found
        if one.committed_at
    ]
