"""What people write into the yearly report."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Kept


class ReportText(Kept, Base):
    """One heading of one fiscal year in her words; `figures` is the mark of the figures it was written beside."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("desk_id", "fiscal_year", "heading"),)

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    fiscal_year: Mapped[int]
    heading: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    figures: Mapped[str] = mapped_column(String(64))
