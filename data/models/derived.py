"""What is worked out from the records and kept so that it need not be worked out again; nothing here is a record."""

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base


class MonthStamp(Base):
    """A chance number that is another one after every change of a month's consultations; triggers of the database write it.

    SQLite keeps one row a month (`mark` 0). PostgreSQL adds a row for each transaction (`mark`), so that two saves of one
    month never wait for each other; the sum of a month's rows is its stamp (data/queries/columns.py).
    """

    __tablename__ = "month_stamp"

    desk_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    stamp: Mapped[int] = mapped_column(BigInteger)


class MonthColumns(Base):
    """A month's consultations as packed columns (data/coded.py); true only while `stamp` is the month's own."""

    __tablename__ = "month_columns"

    desk_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


# Left out of backups: the triggers and the next look make them anew.
DERIVED = frozenset({MonthStamp.__tablename__, MonthColumns.__tablename__})
