"""What was once worked out of the consultations, and is true for as long as none of them changed (ADR 0026)."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Engine, cast, func, select
from sqlalchemy.orm import Session

from data.models import MonthStamp
from data.queries import look

Found = TypeVar("Found")
# The sum of the stamps of a month is kept below this.
ROOM = 2**53
# So many answers are kept; the one that was asked for longest ago goes first.
MOST_ANSWERS = 8

_answers: WeakKeyDictionary[Engine, OrderedDict[Hashable, tuple[Hashable, object]]] = WeakKeyDictionary()
_one_at_a_time = Lock()


# The stamp of a month: of the rows that stand for it together.
_WHOLE = cast(func.sum(MonthStamp.stamp) % ROOM, BigInteger)


def of_desk(session: Session, desk_id: int, first: int, last: int) -> Mapping[int, int]:
    """{month: its stamp} of the desk's months that have or had consultations, oldest first."""
    asked = (
        select(MonthStamp.month, _WHOLE)
        .where(MonthStamp.desk_id == desk_id, MonthStamp.month.between(first, last))
        .group_by(MonthStamp.month)
        .order_by(MonthStamp.month)
    )
    key = ("stamps", desk_id, first, last)
    return look.once(session, key, lambda: {row[0]: row[1] for row in session.execute(asked)})


def remembered(session: Session, asked: Hashable, last: int, find: Callable[[], Found]) -> Found:
    """What `find` makes of the consultations of all desks up to the month `last`: worked out again only where one changed.

    In a transaction that writes nothing is remembered or believed. Nobody may change what it gives.
    """
    if not look.reads_only(session):
        return find()
    stamps = (
        select(MonthStamp.desk_id, MonthStamp.month, _WHOLE)
        .where(MonthStamp.month <= last)
        .group_by(MonthStamp.desk_id, MonthStamp.month)
        .order_by(MonthStamp.desk_id, MonthStamp.month)
    )
    now = look.once(session, ("all stamps", last), lambda: tuple(tuple(row) for row in session.execute(stamps)))
    with _one_at_a_time:
        known = _answers.setdefault(session.get_bind().engine, OrderedDict())
        then, answer = known.get(asked, (None, None))
    if then != now:
        answer = find()
    with _one_at_a_time:
        known[asked] = now, answer
        known.move_to_end(asked)
        while len(known) > MOST_ANSWERS:
            known.popitem(last=False)
    return answer  # type: ignore[return-value]
