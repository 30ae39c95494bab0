"""Builds a database of made-up records for trying the screens: marked 架空, with no real figure in it."""

from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data import audit, backup, calendar, demo_office, demo_rows, demo_words, seed
from data.demo_rows import Rows
from data.models import (
    Activity,
    CaseFile,
    Consultation,
    ConsultationIssue,
    ConsultationRefusal,
    ConsultationResponse,
    Desk,
    Goal,
    Organisation,
    PlanReview,
    Store,
    SupportPlan,
)
from data.published import Published
from data.queries import store

CONSULTATIONS = 50_000
DESK = "架空の相談室（見本）"
AT_ONCE = 5000


class DemoError(ValueError):
    """The database holds something already; made-up records are never put beside real ones."""


def build(session: Session, published: Published, now: datetime, count: int = CONSULTATIONS) -> int:
    """Fills an empty database with made-up records and says how many consultations; 0 where it is one already.

    DemoError where the database holds anything real. Of the published file only what the indicators mean goes in.
    """
    if store.is_demo(session):
        return 0
    if session.get(Store, store.KIND) is not None or session.scalars(select(Desk.id)).first() is not None:
        raise DemoError("このデータベースには、もう中身があります。架空の記録は、空のデータベースにだけ作ります。")
    session.add(Store(key=store.KIND, value=store.DEMO))
    seed.load(session, published, now, figures=False)
    until, words = calendar.today(now), demo_words.read()
    desk, who = _desk(session, until), demo_office.lead(session, words, now)
    rows = demo_rows.make(desk, until, count)
    demo_office.looked_through(rows, until, who)
    put(session, rows)
    demo_office.fill(demo_office.Office(session, desk, who, until, words), rows, now)
    backup.restart_numbers(session.connection())
    audit.write(session, None, now, "demo", "store", name=audit.SYSTEM, consultations=count)
    return len(rows.consultations)


def _desk(session: Session, until: date) -> int:
    owner = Organisation(name="架空の団体（見本）")
    session.add(owner)
    session.flush()
    opened = (until.year - demo_rows.YEARS) * 100 + until.month
    desk = Desk(name=DESK, organisation_id=owner.id, opened_month=opened, opened_note="すべて架空。")
    session.add(desk)
    session.flush()
    return desk.id


def put(session: Session, rows: Rows) -> None:
    """Puts made-up records into their tables, in the order in which they hang on one another."""
    for model, some in (
        (CaseFile, rows.cases),
        (Consultation, rows.consultations),
        (ConsultationIssue, rows.issues),
        (ConsultationResponse, rows.responses),
        (ConsultationRefusal, rows.refusals),
        (Activity, rows.activities),
        (SupportPlan, rows.plans),
        (Goal, rows.goals),
        (PlanReview, rows.reviews),
    ):
        for start in range(0, len(some), AT_ONCE):
            session.connection().execute(insert(model), some[start : start + AT_ONCE])
