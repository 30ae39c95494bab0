"""The audit log as it is read: by person, action, subject and day, newest first; who saw which record."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from data.calendar import TOKYO
from data.models import AuditEntry
from data.queries.audit_words import ACTIONS, SUBJECTS, said
from data.sheets import Row, Sheet

PAGE = 50
COUNTED = 10_000
AT_ONCE = 2_000
HEAD = ("番号", "日時", "だれが", "したこと", "何に", "番号・名前", "くわしく")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an entry must fit; `record` also finds lists and exports that held the record of that number."""

    person: str = ""
    action: str = ""
    subject: str = ""
    record: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of the log, newest first; `count` None beyond 10,000; `older` is the number to go on below."""

    rows: tuple[AuditEntry, ...]
    count: int | None
    older: int | None


def page(session: Session, asked: Asked, below: int | None = None, size: int = PAGE) -> Entries:
    """The newest entries that fit, or those below a number."""
    where = conditions(asked)
    some = select(AuditEntry.id).where(where).limit(COUNTED + 1).subquery()
    count = session.scalars(select(func.count()).select_from(some)).one()
    place = and_(where, AuditEntry.id < below) if below else where
    found = session.scalars(select(AuditEntry).where(place).order_by(AuditEntry.id.desc()).limit(size + 1)).all()
    session.expunge_all()
    return Entries(
        tuple(found[:size]), None if count > COUNTED else count, found[size - 1].id if len(found) > size else None
    )


def people(session: Session) -> list[str]:
    """Everyone the log names."""
    return list(session.scalars(select(AuditEntry.account_name).distinct().order_by(AuditEntry.account_name)))


def kinds(session: Session) -> tuple[list[str], list[str]]:
    """The actions and the subjects there are."""
    return tuple(  # type: ignore[return-value]
        list(session.scalars(select(column).distinct().order_by(column)))
        for column in (AuditEntry.action, AuditEntry.subject)
    )


def unnamed(session: Session, asked: Asked) -> int:
    """How many exports of the time were too large to name each record: a search by number cannot see into them."""
    where = and_(_when(asked), cast(AuditEntry.detail, String).contains('"from_to":'))
    return session.scalars(select(func.count()).select_from(AuditEntry).where(where)).one()


def conditions(asked: Asked) -> ColumnElement[bool]:
    """The filters as one condition."""
    tests = [_when(asked)]
    if asked.person:
        tests.append(AuditEntry.account_name == asked.person)
    if asked.action:
        tests.append(AuditEntry.action == asked.action)
    among = f",{asked.record},"
    if asked.subject:
        # The page of a case showed rows of several kinds; each kind is named beside their numbers.
        shown = AuditEntry.detail[asked.subject].as_string().contains(among, autoescape=True)
        own = AuditEntry.subject == asked.subject
        tests.append(or_(own, shown) if asked.record else own)
    if asked.record:
        listed = cast(AuditEntry.detail, String).contains(among, autoescape=True)
        tests.append(or_(AuditEntry.subject_id == asked.record, listed))
    return and_(*tests)


def sheet(session: Session, asked: Asked, above: tuple[str, ...] = ()) -> Sheet:
    """The entries that fit as a table, oldest first."""
    where = conditions(asked)
    count = session.scalars(select(func.count()).select_from(AuditEntry).where(where)).one()
    return Sheet(above, HEAD, _rows(session, where), count)


def cells(entry: AuditEntry) -> tuple[int, str, str, str, str, str, str]:
    """An entry in words, in the order of HEAD; the time is Tokyo's."""
    return (
        entry.id,
        entry.at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M:%S"),
        entry.account_name,
        ACTIONS.get(entry.action, entry.action),
        SUBJECTS.get(entry.subject, entry.subject),
        entry.subject_id,
        said(entry.detail),
    )


def describe(asked: Asked) -> str:
    """The filters in one line."""
    words = {
        "person": "だれが",
        "action": "したこと",
        "subject": "何に",
        "record": "番号・名前",
        "since": "から",
        "until": "まで",
    }
    shown = {"action": ACTIONS, "subject": SUBJECTS}
    found = [(one.name, getattr(asked, one.name)) for one in fields(asked)]
    said_ones = [f"{words[name]} {shown.get(name, {}).get(value, value)}" for name, value in found if value]
    return "・".join(said_ones) or "すべて"


def _when(asked: Asked) -> ColumnElement[bool]:
    """The days are those of Tokyo."""
    tests: list[ColumnElement[bool]] = [AuditEntry.id > 0]
    if asked.since:
        tests.append(AuditEntry.at >= _start(asked.since))
    if asked.until:
        tests.append(AuditEntry.at < _start(asked.until + timedelta(days=1)))
    return and_(*tests)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)


def _rows(session: Session, where: ColumnElement[bool]) -> Iterator[Row]:
    asked = select(AuditEntry).where(where).order_by(AuditEntry.id).execution_options(yield_per=AT_ONCE)
    for some in session.scalars(asked).partitions():
        for entry in some:
            yield cells(entry)
            session.expunge(entry)
