"""Writing remarks on the months of a chart, and taking them back; each is in the audit log."""

from datetime import datetime

from sqlalchemy.orm import Session

from data import audit, calendar
from data.commands.checking import Check, RefusedError
from data.models import Annotation
from data.sessions import Person

LONGEST = 400
EARLIEST = 198901
SUBJECT = "annotation"


def add(
    session: Session, who: Person, now: datetime, desk_id: int, month: int | None, kind: str | None, text: str
) -> int:
    """A new remark on a month (202312), its number; RefusedError with all that is wrong."""
    check = Check()
    this_year = calendar.fiscal_year(calendar.month_of(calendar.today(now)))
    last = calendar.months_of(this_year + 1)[-1]
    if month is None or not (EARLIEST <= month <= last and 1 <= month % 100 <= 12):
        check.fault("month", "どの月のことかを「2023-12」か「令和5年12月」のように書いてください。")
    kept_kind = check.code("kind", "種類", "annotation_kind", kind, needed=True)
    # Everybody who opens the page reads it, also who sees no records: nothing in it may lead to a woman.
    kept_text = check.of_her("text", "書きこみ", text, LONGEST, needed=True)
    check.done()
    made = Annotation(
        desk_id=desk_id, month=month, kind=kept_kind, text=kept_text, account_id=who.account_id, created_at=now
    )
    session.add(made)
    session.flush()
    audit.write(session, who, now, "create", SUBJECT, made.id, month=month, kind=kept_kind)
    return made.id


def remove(session: Session, who: Person, now: datetime, number: int) -> None:
    """Takes a remark back; RefusedError where it is gone already."""
    found = session.get(Annotation, number, with_for_update=True)
    if found is None or found.removed_at is not None:
        raise RefusedError([("", "その書きこみは、もうありません。")])
    found.removed_at = now
    audit.write(session, who, now, "remove", SUBJECT, number, month=found.month, kind=found.kind)
