"""Adds presses of 「役に立ちましたか」 to the totals. Nobody is signed in and no row is about anybody: no audit entry."""

from collections.abc import Callable, Mapping

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from data import codes
from data.models import HelpfulTotal

_INSERT: Mapping[str, Callable[..., sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def add(session: Session, totals: Mapping[tuple[int, str], int]) -> None:
    """Adds {(month as 202611, answer): presses}; ValueError for what is no month, no answer or no number of presses."""
    for (month, answer), presses in totals.items():
        if answer not in codes.lists()["helpful"] or not 1 <= month % 100 <= 12 or presses < 1:
            raise ValueError(f"{month} {answer} {presses} cannot be counted")
    if totals:
        rows = [{"month": month, "answer": answer, "count": presses} for (month, answer), presses in totals.items()]
        # One statement, so that two processes that write at once both count.
        insert = _INSERT[session.get_bind().dialect.name](HelpfulTotal).values(rows)
        sum_of_both = {"count": HelpfulTotal.count + insert.excluded["count"]}
        session.execute(insert.on_conflict_do_update(index_elements=["month", "answer"], set_=sum_of_both))
