"""What one look at the database asked for once already: a session that only reads sees the same data to its end."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

from data.database import READS_ONLY

Found = TypeVar("Found")
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
