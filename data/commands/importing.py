"""Storing what a preview accepted: staged as a batch, committed in one transaction, undone from what stood before."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from data import audit, calendar
from data.importing.consultation_cells import MANY
from data.importing.consultations import issues_of
from data.importing.result import Preview
from data.importing.stored import brought_in, closed_months, said
from data.importing.tables import TABLES, find, make, snapshot, typed
from data.models import (
    CaseFile,
    Consultation,
    ConsultationIssue,
    ConsultationResponse,
    ImportBatch,
    ImportRow,
    SurveyResult,
)
from data.sessions import Person

CHUNK = 2_000


def _table(model: Any) -> Table:
    """The table behind a model: plain rows go in twice as fast as objects."""
    found: Table = model.__table__
    return found


_TABLE, _ROWS = _table(Consultation), _table(ImportRow)
# A batch that was staged and never committed (the server was killed between the two) is cleared away after this.
FORGOTTEN = timedelta(hours=1)
T = TypeVar("T")
Progress = Callable[[int, int], object]


class ImportFaultError(ValueError):
    """It cannot be done; the message says why, as a sentence for the screen."""


def stage(
    session: Session, who: Person | None, preview: Preview, now: datetime, progress: Progress | None = None
) -> int:
    """Puts the accepted rows beside the records as a previewed batch and gives its number; nothing counts yet."""
    if not preview.ready:
        raise ImportFaultError(preview.stops or "まだ答えていない問いがあります。")
    session.execute(
        delete(ImportBatch).where(ImportBatch.state == "previewed", ImportBatch.previewed_at < now - FORGOTTEN)
    )
    batch = ImportBatch(
        kind=preview.kind,
        file_name=preview.file_name,
        sha256=preview.sha256,
        state="previewed",
        account_id=who.account_id if who else None,
        previewed_at=now,
        committed_at=None,
        undone_at=None,
        undone_by=None,
        summary={
            "accepted": preview.rows.count,
            "rejected": preview.rejected.total,
            "desk_id": preview.desk_id,
            "answers": preview.answers,
        },
    )
    session.add(batch)
    session.flush()
    done = 0
    for some in _chunks(preview.rows.rows()):
        session.execute(
            insert(ImportRow),
            [
                {"batch_id": batch.id, "sheet": sheet[:64], "row": row, "state": "previewed", "content": content}
                for sheet, row, content in some
            ],
        )
        done += len(some)
        if progress:
            progress(done, preview.rows.count)
    return batch.id


def commit(session: Session, who: Person | None, batch_id: int, now: datetime, progress: Progress | None = None) -> int:
    """Makes the batch count and gives how many rows; ImportFaultError where the records changed since the preview."""
    batch = _batch(session, batch_id, "previewed")
    if brought_in(session, batch.sha256):
        raise ImportFaultError("このファイルは、たったいま取り込まれました。")
    store = _consultations if batch.kind == "consultations" else _figures
    done = 0
    for some in _chunks(_rows(session, batch.id)):
        store(session, batch, some, who, now)
        done += len(some)
        if progress:
            progress(done, batch.summary["accepted"])
    if done != batch.summary["accepted"]:
        raise ImportFaultError("下書きの行がそろっていません。もう一度ファイルを選んでください。")
    batch.state, batch.committed_at = "committed", now
    audit.write(session, who, now, "import", "import_batch", batch.id, audit.SYSTEM, kind=batch.kind, rows=done)
    return done


def undo(session: Session, who: Person | None, batch_id: int, now: datetime) -> int:
    """Puts back what stood before the batch; ImportFaultError where one of its rows was changed since."""
    batch = _batch(session, batch_id, "committed")
    put_back = _take_back_consultations if batch.kind == "consultations" else _take_back_figures
    count = put_back(session, batch)
    batch.state, batch.undone_at, batch.undone_by = "undone", now, who.account_id if who else None
    audit.write(session, who, now, "import_undo", "import_batch", batch.id, audit.SYSTEM, kind=batch.kind, rows=count)
    return count


def _batch(session: Session, batch_id: int, state: str) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id, with_for_update=True)
    if batch is None or batch.state != state:
        raise ImportFaultError("この取り込みは、もう済んでいるか、元に戻されています。")
    return batch


def _rows(session: Session, batch_id: int) -> Iterator[ImportRow]:
    """The rows of a batch, a chunk at a time, so that memory does not grow with the file."""
    last = 0
    while True:
        some = list(
            session.scalars(
                select(ImportRow)
                .where(ImportRow.batch_id == batch_id, ImportRow.id > last)
                .order_by(ImportRow.id)
                .limit(CHUNK)
            )
        )
        if not some:
            return
        yield from some
        last = some[-1].id


def _figures(session: Session, batch: ImportBatch, rows: list[ImportRow], who: Person | None, now: datetime) -> None:
    for row in rows:
        table, key, values = TABLES[row.content["table"]], row.content["key"], row.content["values"]
        _open_month(session, key.get("desk_id", 0), key.get("month"))
        stored = find(session, table, key)
        expected = row.content["expected"]
        if (stored and {name: snapshot(stored)[name] for name in expected or {}}) != expected:
            raise ImportFaultError(
                f"{row.row}行目: 見ている間に、ほかの人がこの数を変えました。もう一度ファイルを選んでください。"
            )
        row.before = snapshot(stored) if stored else None
        made = make(session, table, key, values, stored)
        made.import_batch_id = batch.id
        if hasattr(made, "recorded_at"):
            made.recorded_at, made.recorded_by = now, who.account_id if who else None
        session.flush()
        row.subject, row.subject_id, row.state = table.__tablename__, made.id, "committed"
        row.content = row.content | {"after": snapshot(made)}
    session.flush()
    session.expunge_all()
    session.add(batch)


def _open_month(session: Session, desk_id: int, month: int | None) -> None:
    if "closed" not in session.info:
        session.info["closed"] = set(closed_months(session, desk_id))
    if month and month in session.info["closed"]:
        raise ImportFaultError(f"{said(month)}は、見ている間に締められました。")


def _take_back_figures(session: Session, batch: ImportBatch) -> int:
    count = 0
    closed = set(closed_months(session, batch.summary["desk_id"]))
    # Surveys hang on their trainings: the last that came goes first.
    for row in sorted(_rows(session, batch.id), key=lambda one: -one.id):
        table = TABLES[row.subject or ""]
        stored = session.get(table, row.subject_id)
        if stored is None or snapshot(stored) != row.content["after"]:
            raise ImportFaultError(
                f"{row.sheet} {row.row}行目の数は、取り込んだあとに直されています。元に戻せません。".strip()
            )
        if (month := getattr(stored, "month", None)) in closed:
            raise ImportFaultError(f"{said(month)}は締めてあります。先に統括が締めを開きます。")
        if row.before is None:
            if table.__tablename__ == "training_session" and _has_surveys(session, stored.id):
                raise ImportFaultError("この研修には、あとからアンケートが入っています。先にそちらを元に戻します。")
            session.delete(stored)
            session.flush()
        else:
            _put_back(session, table, row)
        row.state = "undone"
        count += 1
    return count


def _has_surveys(session: Session, training_id: int) -> bool:
    return (
        session.scalar(select(SurveyResult.id).where(SurveyResult.training_session_id == training_id).limit(1))
        is not None
    )


def _put_back(session: Session, table: Any, row: ImportRow) -> None:
    """All columns as they stood, the version too: whoever had opened the row then may save again."""
    values = {name: typed(table, name, value) for name, value in (row.before or {}).items() if name != "id"}
    session.execute(
        update(table).where(table.id == row.subject_id).values(**values).execution_options(synchronize_session=False)
    )


def _consultations(
    session: Session, batch: ImportBatch, rows: list[ImportRow], who: Person | None, now: datetime
) -> None:
    desk, account = batch.summary["desk_id"], who.account_id if who else None
    contents: list[dict[str, Any]] = [row.content for row in rows]
    _open_cases(session, batch, contents, account, now)
    records = [_record(content, desk) for content in contents]
    for record in records:
        _open_month(session, desk, record["month"])
        record |= {
            "account_id": account, "created_at": now, "updated_at": now, "version": 1, "import_batch_id": batch.id,
        }  # fmt: skip
    made = _numbers(session, len(records))
    session.execute(insert(_TABLE), [{"id": number} | record for number, record in zip(made, records, strict=True)])
    issues, responses = [], []
    for number, content in zip(made, contents, strict=True):
        issues += [
            {"consultation_id": number, "issue": issue, "is_primary": is_primary, "place": place}
            for place, (issue, is_primary) in enumerate(issues_of(content))
        ]
        responses += [{"consultation_id": number, "response": one} for one in content.get("responses") or ()]
    for table, some in ((ConsultationIssue, issues), (ConsultationResponse, responses)):
        if some:
            session.execute(insert(_table(table)), some)
    # The record holds it all now; a second copy of what she told would only be one more to guard.
    session.execute(
        update(_ROWS)
        .where(_ROWS.c.id == bindparam("row_id"))
        .values(content={}, state="committed", subject="consultation", subject_id=bindparam("number")),
        [{"row_id": row.id, "number": number} for row, number in zip(rows, made, strict=True)],
    )
    session.expunge_all()
    session.add(batch)


def _numbers(session: Session, count: int) -> list[int]:
    """Free numbers for that many records; in SQLite this transaction is the only one that writes."""
    if session.get_bind().dialect.name == "sqlite":
        last = session.scalar(select(func.max(_TABLE.c.id))) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = func.pg_get_serial_sequence("consultation", "id")
    return list(session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count))))


def _record(content: dict[str, Any], desk: int) -> dict[str, Any]:
    days = {
        name: date.fromisoformat(value)
        for name in ("received_on", "next_on", "callback_due")
        if (value := content.get(name))
    }
    received = days["received_on"]
    plain: dict[str, Any] = dict.fromkeys(_PLAIN)
    plain |= {name: value for name, value in content.items() if name not in MANY} | days
    return plain | {
        "desk_id": desk,
        "month": calendar.month_of(received),
        "weekday": received.weekday(),
        "primary_unknown": bool(content.get("issues")) and not content.get("primary_issue"),
    }


_PLAIN = (
    "case_code", "hour", "channel", "caller_kind", "new_or_repeat", "age_band", "municipality", "referral_source",
    "contact_result", "urgency", "wish", "minutes", "children", "interpreter", "consent", "next_on", "callback_due", "note",
)  # fmt: skip


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


def _take_back_consultations(session: Session, batch: ImportBatch) -> int:
    from data.importing.taking_back import take_back

    fault, count = take_back(session, batch)
    if fault:
        raise ImportFaultError(fault)
    return count


def _chunks(things: Iterable[T]) -> Iterator[list[T]]:
    source = iter(things)
    while some := list(islice(source, CHUNK)):
        yield some
