"""What one look at the database asked for once already: a session that only reads sees the same data to its end."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from data.database import READS_ONLY
from data.models.base import Base

Found = TypeVar("Found")
Given = ParamSpec("Given")
_ASKED = "asked"


def reads_only(session: Session) -> bool:
    """Whether the session is of the reading side (data/database.py): one transaction, in which nothing changes."""
    return bool(session.get_bind().engine.get_execution_options().get(READS_ONLY))


def once(session: Session, asked: tuple[Hashable, ...], find: Callable[[], Found]) -> Found:
    """What `find` finds, worked out once a reading session for the same `asked`; nobody may change what it gives."""
    if not reads_only(session):
        return find()
    known = session.info.setdefault(_ASKED, {})
    if asked not in known:
        known[asked] = find()
    found: Found = known[asked]
    return found


def kept(find: Callable[Concatenate[Session, Given], Found]) -> Callable[Concatenate[Session, Given], Found]:
    """A question that a reading session asks the database once with the same words; rows count by their key."""

    @wraps(find)
    def found(session: Session, /, *given: Given.args, **named: Given.kwargs) -> Found:
        words = [_key(one) for one in given] + [(name, _key(one)) for name, one in sorted(named.items())]
        return once(session, (find.__module__, find.__qualname__, *words), lambda: find(session, *given, **named))

    return found


def _key(given: object) -> Hashable:
    return (type(given), inspect(given).identity) if isinstance(given, Base) else given
