"""Storing what a preview accepted: staged as a batch, committed in one transaction, undone from what stood before."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data import audit, calendar, driven
from data.commands import import_consultations
from data.importing.result import Preview
from data.importing.stored import CLOSED, CLOSED_SINCE, brought_in, open_months
from data.importing.stored import ImportFaultError as ImportFaultError
from data.importing.tables import TABLES, find, make, months_of, snapshot, typed
from data.importing.taking_back import take_back
from data.models import ImportBatch, ImportRow, SurveyResult, TrainingSession
from data.sessions import Person

CHUNK = 2_000
# A batch that was staged and never committed (the server was killed between the two) is cleared away after this.
FORGOTTEN = timedelta(hours=1)
T = TypeVar("T")
Progress = Callable[[int, int], object]


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
        staged = [(batch.id, sheet[:64], row, "previewed", json.dumps(content)) for sheet, row, content in some]
        driven.put_in(session, "import_row", ("batch_id", "sheet", "row", "state", "content"), staged)
        done += len(some)
        if progress:
            progress(done, preview.rows.count)
    return batch.id


def commit(session: Session, who: Person | None, batch_id: int, now: datetime, progress: Progress | None = None) -> int:
    """Makes the batch count and gives how many rows; ImportFaultError where the records changed since the preview."""
    batch = _batch(session, batch_id, "previewed")
    if brought_in(session, batch.sha256):
        raise ImportFaultError("このファイルは、たったいま取り込まれました。")
    done = 0
    for some in _stored(session, batch, who, now):
        done += some
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


def _stored(session: Session, batch: ImportBatch, who: Person | None, now: datetime) -> Iterator[int]:
    """Stores the rows of a batch, a chunk at a time; how many each time."""
    if batch.kind == "consultations":
        last = 0
        while some := import_consultations.staged(session, batch.id, last, CHUNK):
            yield import_consultations.put(session, batch, some, who, now)
            last = some[-1].id
        return
    for rows in _chunks(_rows(session, batch.id)):
        _figures(session, batch, rows, who, now)
        yield len(rows)


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
        stored = find(session, table, key)
        months = {key.get("month"), *months_of(session, stored), *_coming(session, table, key, values)}
        open_months(session, batch.summary["desk_id"], months, CLOSED_SINCE)
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


def _coming(session: Session, table: Any, key: dict[str, Any], values: dict[str, Any]) -> set[int]:
    """The month of a training that the file brings, or of the training that its survey is on."""
    if table is SurveyResult:
        own = {name: key[name] for name in ("desk_id", "fiscal_year", "number")}
        return months_of(session, find(session, TrainingSession, own))
    day = values.get("held_on")
    return {calendar.month_of(date.fromisoformat(day))} if day else set()


def _take_back_figures(session: Session, batch: ImportBatch) -> int:
    count = 0
    # Surveys hang on their trainings: the last that came goes first.
    for row in sorted(_rows(session, batch.id), key=lambda one: -one.id):
        table = TABLES[row.subject or ""]
        stored = session.get(table, row.subject_id)
        after = row.content["after"]
        # A column that the table got later than the import is no change.
        if stored is None or {name: snapshot(stored)[name] for name in after} != after:
            raise ImportFaultError(
                f"{row.sheet} {row.row}行目の数は、取り込んだあとに直されています。元に戻せません。".strip()
            )
        open_months(session, batch.summary["desk_id"], months_of(session, stored), CLOSED)
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


def _take_back_consultations(session: Session, batch: ImportBatch) -> int:
    fault, count = take_back(session, batch)
    if fault:
        raise ImportFaultError(fault)
    return count


def _chunks(things: Iterable[T]) -> Iterator[list[T]]:
    source = iter(things)
    while some := list(islice(source, CHUNK)):
        yield some
