"""Keeps the columns of months that were read from their rows, so that the next process need not; no record changes."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from sqlalchemy import BigInteger, cast, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from data import coded
from data.coded import Coded
from data.database import Database, StoreError
from data.models import Desk, MonthColumns, MonthStamp
from data.queries import columns, stamps
from data.queries.columns import Columns

# Fewer records than this are read again sooner than somebody waits for the lock of a write.
WORTH_KEEPING = 5_000
AT_ONCE = 100
_INSERT: Mapping[str, Callable[..., sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def keep(database: Database, found: Columns, *, least: int = WORTH_KEEPING) -> int:
    """Keeps what was made anew where it is at least so many records; says how many months. A database that cannot is left so."""
    if sum(found.months[month].rows for month in found.anew) < least or not found.anew:
        return 0
    packed = {month: (found.months[month], coded.pack(found.months[month])) for month in found.anew}
    with suppress(StoreError), database.write() as session:
        _put(session, found, packed)
        _gather(session)
        return len(packed)
    return 0


def fill(database: Database) -> int:
    """Reads every month of every desk and keeps it; says how many months were made anew."""
    with database.read() as session:
        desks = list(session.scalars(select(Desk.id)))
        looks = [columns.read(session, desk) for desk in desks]
    return sum(keep(database, look, least=0) for look in looks)


def _put(session: Session, found: Columns, packed: dict[int, tuple[Coded, bytes]]) -> None:
    rows = [
        {"desk_id": found.desk_id, "month": month, "stamp": found.anew[month], "rows": one.rows, "content": content}
        for month, (one, content) in packed.items()
    ]
    for start in range(0, len(rows), AT_ONCE):
        insert = _INSERT[session.get_bind().dialect.name](MonthColumns).values(rows[start : start + AT_ONCE])
        newer = {name: insert.excluded[name] for name in ("stamp", "rows", "content")}
        session.execute(insert.on_conflict_do_update(index_elements=["desk_id", "month"], set_=newer))


def _gather(session: Session) -> None:
    """Lays the rows that single transactions left in PostgreSQL together; what a month's rows add up to stays the same."""
    if session.get_bind().dialect.name != "postgresql":
        return
    one = MonthStamp
    gone = delete(one).where(one.mark != 0).returning(one.desk_id, one.month, one.stamp).cte("gone")
    added = cast(func.sum(gone.c.stamp) % stamps.ROOM, BigInteger)
    summed = select(gone.c.desk_id, gone.c.month, literal(0), added).group_by(gone.c.desk_id, gone.c.month)
    insert = postgresql.insert(one).from_select(["desk_id", "month", "mark", "stamp"], summed)
    # Two may do this at once: the second adds its rows to what the first has laid together.
    both = {"stamp": (one.stamp + insert.excluded.stamp) % stamps.ROOM}
    session.execute(insert.on_conflict_do_update(index_elements=["desk_id", "month", "mark"], set_=both))
