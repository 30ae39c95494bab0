"""Storing the consultations of a batch: plain rows, a chunk at a time, so that others wait for the lock as short as can be."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from data import calendar, driven
from data.importing.consultations import issues_of
from data.importing.stored import CLOSED_SINCE, open_months
from data.models import CaseFile, Consultation, ImportBatch, ImportRow
from data.sessions import Person

# As the file gave them, ready for the database: days are ISO text.
_GIVEN = (
    "received_on", "case_code", "hour", "channel", "caller_kind", "new_or_repeat", "age_band", "municipality",
    "referral_source", "contact_result", "urgency", "wish", "minutes", "children", "interpreter", "consent", "next_on",
    "callback_due", "note",
)  # fmt: skip
_COLUMNS = (
    *_GIVEN, "id", "month", "weekday", "primary_unknown", "desk_id", "account_id", "created_at", "updated_at",
    "version", "import_batch_id",
)  # fmt: skip
_ROWS: Table = ImportRow.__table__  # type: ignore[assignment]


class Staged(NamedTuple):
    """A row of a batch that waits: its number, and what was read."""

    id: int
    content: dict[str, Any]


def staged(session: Session, batch_id: int, after: int, most: int) -> list[Staged]:
    """The next rows of a batch behind the row of that number, in the order of the file."""
    behind = (_ROWS.c.batch_id == batch_id, _ROWS.c.id > after)
    rows = session.execute(select(_ROWS.c.id, _ROWS.c.content).where(*behind).order_by(_ROWS.c.id).limit(most))
    return [Staged(*row) for row in rows]


def put(session: Session, batch: ImportBatch, rows: Sequence[Staged], who: Person | None, now: datetime) -> int:
    """Makes records of the rows and gives how many; ImportFaultError where a month was closed meanwhile."""
    desk, account = batch.summary["desk_id"], who.account_id if who else None
    contents = [row.content for row in rows]
    _open_cases(session, batch, contents, account, now)
    stamp = driven.moment(session, now)
    same = (desk, account, stamp, stamp, 1, batch.id)
    numbers = _numbers(session, len(contents))
    days = {calendar.month_of(date.fromisoformat(content["received_on"])) for content in contents}
    open_months(session, desk, days, CLOSED_SINCE)
    records, issues, responses = [], [], []
    for number, content in zip(numbers, contents, strict=True):
        received = date.fromisoformat(content["received_on"])
        month = calendar.month_of(received)
        unknown = bool(content.get("issues")) and not content.get("primary_issue")
        records.append((*map(content.get, _GIVEN), number, month, received.weekday(), unknown, *same))
        issues += [(number, issue, primary, place) for place, (issue, primary) in enumerate(issues_of(content))]
        responses += [(number, one) for one in content.get("responses") or ()]
    driven.put_in(session, "consultation", _COLUMNS, records)
    driven.put_in(session, "consultation_issue", ("consultation_id", "issue", "is_primary", "place"), issues)
    driven.put_in(session, "consultation_response", ("consultation_id", "response"), responses)
    # The record holds it all now; a second copy of what she told would only be one more to guard.
    done = {"content": "{}", "state": "committed", "subject": "consultation"}
    became = [(number, row.id) for row, number in zip(rows, numbers, strict=True)]
    driven.change(session, "import_row", done, ("subject_id",), became)
    return len(records)


def _numbers(session: Session, count: int) -> list[int]:
    """Free numbers for that many records; in SQLite this transaction is the only one that writes."""
    if session.get_bind().dialect.name == "sqlite":
        last = session.scalar(select(func.max(Consultation.id))) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = func.pg_get_serial_sequence("consultation", "id")
    return list(session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count))))


def _open_cases(
    session: Session, batch: ImportBatch, contents: list[dict[str, Any]], account: int | None, now: datetime
) -> None:
    """Opens the cases that the file names and nobody has opened yet; the batch remembers them for its undo."""
    days: dict[str, str] = {}
    for content in contents:
        if code := content.get("case_code"):
            days[code] = min(days.get(code, content["received_on"]), content["received_on"])
    stored = set(session.scalars(select(CaseFile.code).where(CaseFile.code.in_(days))))
    new = {code: day for code, day in days.items() if code not in stored}
    if new:
        session.execute(
            insert(CaseFile),
            [
                {
                    "code": code,
                    "desk_id": batch.summary["desk_id"],
                    "opened_on": date.fromisoformat(day),
                    "account_id": account,
                    "created_at": now,
                }
                for code, day in new.items()
            ],
        )
        batch.summary = batch.summary | {"cases": batch.summary.get("cases", []) + list(new)}
