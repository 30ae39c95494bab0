"""What may leave once: a prepared download, good for a few minutes and for the one who asked for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base
from data.types import Moment


class ExportTicket(Base):
    """One prepared download; the address holds the token, the database its SHA-256 and what was asked for."""

    __tablename__ = "export_ticket"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
