"""What stands in a database, for the tests that brought something in."""

from typing import Any

from sqlalchemy import func, select

from data.models import Base, Consultation, FactMonth, ImportBatch


def figures(database, indicator: str = "consultations", dimension: str = "") -> dict[Any, int | str]:
    """{month, or (month, category): value or state} of what is stored."""
    with database.read() as session:
        rows = session.scalars(
            select(FactMonth).where(FactMonth.indicator_id == indicator, FactMonth.dimension == dimension)
        ).all()
        return {
            ((one.month, one.category) if dimension else one.month): one.status if one.value is None else one.value
            for one in rows
        }


def stored(database) -> int:
    """How many rows of any kind that an import could have made."""
    with database.read() as session:
        return sum(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (FactMonth, Consultation, ImportBatch, Base.metadata.tables["import_row"])
        )
