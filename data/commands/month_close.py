"""Closing a month, reopening it with a reason, and noting that its records were looked through; each with its audit entry."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data import audit, calendar
from data import closed as locks
from data.commands import open_months
from data.commands.checking import Check, RefusedError
from data.models import Consultation, Desk, MonthClose
from data.queries import closing, month_values
from data.sessions import Person

LONGEST_REASON = 400
WHY_NOT = {
    closing.NOT_OVER: "{month}はまだ終わっていません。月が終わってから締めます。",
    closing.NOTHING: "{month}には、数も記録もありません（データなし）。締めるものがありません。",
    closing.CLOSED: "{month}は、もう締めてあります。",
}
CHANGED = "見ている間に、残っていることが変わりました。いまの一覧を見て、もう一度締めてください。"


def close(session: Session, who: Person, now: datetime, desk_id: int, month: int, known: Mapping[str, int]) -> None:
    """Closes a month as it stands; RefusedError unless `known` is the check list of this moment ({kind: count})."""
    today = calendar.today(now)
    desk = _desk(session, desk_id)
    # From here on until the end no save of this month can come in between what is checked and what is closed.
    locks.hold(session, desk_id, month)
    if why := closing.why_not(session, desk_id, month, today):
        raise RefusedError([("month", WHY_NOT[why].format(month=calendar.spoken_month(month)))])
    points = closing.points(session, desk, month, today)
    if {one.kind: one.count for one in points} != dict(known):
        raise RefusedError([("known", CHANGED)])
    counted = {indicator: value for (indicator, _), value in month_values.of(session, desk_id, [month]).items()}
    left = [one.kind for one in points]
    row = MonthClose(
        desk_id=desk_id, month=month, closed_at=now, closed_by=who.account_id, reopened_at=None, reopened_by=None,
        figures=counted, left_open=left,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.write(session, who, now, "month_closed", "month", month, left=len(left))


def reopen(session: Session, who: Person, now: datetime, desk_id: int, month: int, reason: str) -> None:
    """Opens a closed month again; RefusedError without a reason, or where it is not closed."""
    locks.hold(session, desk_id, month)
    row = session.scalars(
        select(MonthClose)
        .where(MonthClose.desk_id == desk_id, MonthClose.month == month, MonthClose.reopened_at.is_(None))
        .with_for_update()
    ).one_or_none()
    check = Check()
    if row is None:
        check.fault("month", f"{calendar.spoken_month(month)}は、締めてありません。")
    said = check.text("reason", "開き直すわけ", reason, LONGEST_REASON, needed=True)
    check.done()
    if row is not None:
        row.reopened_at, row.reopened_by, row.reason = now, who.account_id, said or ""
        audit.write(session, who, now, "month_reopened", "month", month, reason=said)


def review(session: Session, who: Person, now: datetime, desk_id: int, month: int) -> int:
    """Notes that all records of a month were looked through, and gives how many were not before."""
    open_months.require(session, desk_id, [month], "month")
    done = session.execute(
        update(Consultation)
        .where(
            Consultation.desk_id == desk_id,
            Consultation.month == month,
            Consultation.removed_at.is_(None),
            Consultation.reviewed_at.is_(None),
        )
        .values(reviewed_at=now, reviewed_by=who.account_id)
        .execution_options(synchronize_session=False)
    )
    count = int(getattr(done, "rowcount", 0))
    if count:
        audit.write(session, who, now, "review", "month", month, count=count)
    return count


def _desk(session: Session, desk_id: int) -> Desk:
    desk = session.get(Desk, desk_id)
    if desk is None:
        raise RefusedError([("desk_id", "相談室がまだ登録されていません。管理者に伝えてください。")])
    return desk
