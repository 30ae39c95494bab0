"""Rows given straight to the driver stand in the table exactly as the ORM's own do, on both databases."""

from datetime import date

from sqlalchemy import select, text

from data import driven
from data.models import Consultation, ImportBatch, ImportRow
from tests.data.records import record, start

DAY = date(2026, 11, 26)
NAMES = (
    "id", "desk_id", "received_on", "month", "weekday", "channel", "contact_result", "primary_unknown", "note",
    "account_id", "created_at", "updated_at", "version",
)  # fmt: skip


def test_a_row_from_the_driver_is_the_same_to_the_last_sign(database, now):
    with database.write() as session:
        start(session, now)
        record(session, now, 1, DAY)
        session.flush()
        stamp = driven.moment(session, now)
        same = (1, DAY.isoformat(), 202611, 3, "phone", "consulted", False, None, 2, stamp, stamp, 1)
        driven.put_in(session, "consultation", NAMES, [(2, *same), (3, *same)])
    with database.read() as session:
        rows = session.execute(text(f"SELECT {', '.join(NAMES[1:])} FROM consultation ORDER BY id")).all()  # noqa: S608  our own names
        found = session.get(Consultation, 3)
    assert len(rows) == 3
    assert len(set(rows)) == 1
    assert (found.received_on, found.created_at, found.primary_unknown) == (DAY, now, False)


def test_rows_are_changed_by_their_number_and_nothing_is_asked_where_there_are_none(database, now):
    with database.write() as session:
        batch = ImportBatch(
            kind="consultations", file_name="a", sha256="0" * 64, state="previewed", previewed_at=now, summary={}
        )
        session.add(batch)
        session.flush()
        waiting = [(number, batch.id, "", number, "previewed", '{"a": "あ"}') for number in (1, 2, 3)]
        driven.put_in(session, "import_row", ("id", "batch_id", "sheet", "row", "state", "content"), waiting)
        driven.change(session, "import_row", {"state": "committed", "content": "{}"}, ("subject_id",), [(7, 2), (8, 3)])
        driven.change(session, "import_row", {"state": "undone"}, (), [])
        driven.put_in(session, "import_row", ("id",), [])
    with database.read() as session:
        rows = session.execute(
            select(ImportRow.id, ImportRow.state, ImportRow.content, ImportRow.subject_id).order_by(ImportRow.id)
        ).all()
    assert rows == [(1, "previewed", {"a": "あ"}, None), (2, "committed", {}, 7), (3, "committed", {}, 8)]
