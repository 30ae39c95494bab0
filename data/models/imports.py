"""What came in from a spreadsheet: one batch, its rows as they were read, and what to put back on undo."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Identified
from data.types import Moment

STATES = ("previewed", "committed", "undone")


class ImportBatch(Identified, Base):
    """One file brought in: previewed, then committed in one transaction, then perhaps undone."""

    __tablename__ = "import_batch"
    __table_args__ = (CheckConstraint(f"state IN {STATES}", name="state"),)

    kind: Mapped[str] = mapped_column(String(32))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    previewed_at: Mapped[datetime] = mapped_column(Moment)
    committed_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)


class ImportRow(Identified, Base):
    """One row of a batch: where it stood, what was read, which row it became, and what stood there before."""

    __tablename__ = "import_row"
    # The rows of a batch are read in the order of the file, a chunk at a time: without it each chunk sorts them all.
    __table_args__ = (Index(None, "batch_id", "id"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"))
    sheet: Mapped[str] = mapped_column(String(64))
    row: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    subject: Mapped[str | None] = mapped_column(String(32))
    subject_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
