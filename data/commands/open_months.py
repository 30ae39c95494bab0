"""The one place where a change to a closed month is refused; every command that changes what is counted asks here first."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from data import calendar, closed
from data.commands.checking import RefusedError

REFUSAL = "{month}は締めてあるので、変えられません。直すときは、統括が「月の締め」の頁でこの月を開き直します。"


def require(session: Session, desk_id: int, months: Iterable[int], field: str = "") -> None:
    """Nothing where all these months are open, and then they stay open until this transaction ends; else RefusedError."""
    shut = closed.among(session, desk_id, months)
    if shut:
        raise RefusedError([(field, sentence(month)) for month in sorted(shut)])


def sentence(month: int) -> str:
    """Why nothing of that month can be changed now, and what to do."""
    return REFUSAL.format(month=calendar.spoken_month(month))
