"""Reading consultations: one whole, as it was before, today's of one person, what a case code already says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Table, select
from sqlalchemy.orm import Session, selectinload

from data import calendar, codes
from data.consultation_rules import FIELDS
from data.models import Account, Activity, CaseFile, Consultation, Desk, RecordVersion

SUBJECT = "consultation"
# What stays true from one call to the next, and what says that nobody asked.
CARRIED = ("age_band", "municipality", "may_call", "leave_word", "children", "interpreter", "consent")
NOT_KNOWN = frozenset({None, "", "unknown", "unasked"})
LOOKED_BACK = 20


@dataclass(frozen=True, slots=True)
class Record:
    """One consultation: `values` as a form holds them (days as ISO text), who first wrote it, when it was last saved."""

    id: int
    version: int
    values: dict[str, Any]
    written_by: str
    created_at: datetime
    updated_at: datetime
    removed_reason: str | None
    activities: list[dict[str, Any]]

    @property
    def removed(self) -> bool:
        """Whether it was taken back."""
        return self.removed_reason is not None


@dataclass(frozen=True, slots=True)
class Before:
    """How a record was until somebody saved over it: that somebody, when, and the content before."""

    version: int
    saved_at: datetime
    name: str
    content: dict[str, Any]


class DeskKnown(NamedTuple):
    """The desk of the records: its number, and since which month (202104) it is open."""

    id: int
    opened_month: int | None


_DESK: Table = Desk.__table__  # type: ignore[assignment]
# Asked at every save, so made once and without an object.
_FIRST_DESK = select(_DESK.c.id, _DESK.c.opened_month).order_by(_DESK.c.id).limit(1)


def values(row: Consultation) -> dict[str, Any]:
    """The content of a record as a form holds it: plain, ready for JSON."""
    lists = {
        "issues": [one.issue for one in row.issues],
        "primary": next((one.issue for one in row.issues if one.is_primary), None),
        "responses": [one.response for one in row.responses],
        "refusals": [one.destination for one in row.refusals],
    }
    return as_form({name: lists[name] if name in lists else getattr(row, name) for name in FIELDS})


def as_form(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The same of the typed values of a record (data.consultation_rules.read)."""
    return {name: _plain(typed[name]) for name in FIELDS} | {
        "responses": _in_order("response", typed["responses"]),
        "refusals": _in_order("destination", typed["refusals"]),
    }


def one(session: Session, number: int) -> Record | None:
    """The record of that number, also a removed one; None where there is none."""
    row = session.scalar(_whole().where(Consultation.id == number))
    if row is None:
        return None
    writer = session.get(Account, row.account_id) if row.account_id else None
    done = session.scalars(
        select(Activity)
        .where(Activity.consultation_id == number, Activity.removed_at.is_(None))
        .order_by(Activity.done_on, Activity.id)
    )
    return Record(
        row.id,
        row.version,
        values(row),
        writer.display_name if writer else "",
        row.created_at,
        row.updated_at,
        (row.removed_reason or "") if row.removed_at else None,
        [_activity(activity) for activity in done],
    )


def versions(session: Session, number: int) -> list[Before]:
    """How the record was before each of its saves, newest first."""
    rows = session.execute(
        select(RecordVersion, Account.display_name)
        .outerjoin(Account, Account.id == RecordVersion.account_id)
        .where(RecordVersion.subject == SUBJECT, RecordVersion.subject_id == number)
        .order_by(RecordVersion.version.desc())
    )
    return [Before(row.version, row.saved_at, name or "", row.content) for row, name in rows]


def carried(session: Session, case_code: str) -> dict[str, Any]:
    """What the newest records of a case already say, field by field the newest answer that is one; {} without a record."""
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.case_code == case_code, Consultation.removed_at.is_(None))
        .order_by(Consultation.received_on.desc(), Consultation.id.desc())
        .limit(LOOKED_BACK)
    ).all()
    if not rows:
        return {}
    found: dict[str, Any] = {"new_or_repeat": "repeat"}
    for name in CARRIED:
        known = [getattr(row, name) for row in rows if getattr(row, name) not in NOT_KNOWN]
        found.update({name: known[0]} if known else {})
    return found


def written_on(session: Session, account_id: int, day: date) -> list[Record]:
    """What one person wrote down on a day, newest first, without what she took back."""
    start = datetime(day.year, day.month, day.day, tzinfo=calendar.TOKYO)
    rows = session.scalars(
        _whole()
        .where(
            Consultation.account_id == account_id,
            Consultation.created_at >= start,
            Consultation.created_at < start + timedelta(days=1),
            Consultation.removed_at.is_(None),
        )
        .order_by(Consultation.id.desc())
    )
    return [Record(row.id, row.version, values(row), "", row.created_at, row.updated_at, None, []) for row in rows]


def desk(session: Session) -> DeskKnown | None:
    """The desk that the records belong to: the first one; None in a database that has none yet."""
    found = session.execute(_FIRST_DESK).first()
    return DeskKnown(*found) if found else None


def is_case(session: Session, code: str) -> bool:
    """Whether a case of that code exists."""
    return session.scalar(select(CaseFile.id).where(CaseFile.code == code)) is not None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields in which two contents differ; what only one of them speaks of is left out, all that is empty is the same."""
    both = [name for name in FIELDS if name in before and name in after]
    return [name for name in both if _said(before[name]) != _said(after[name])]


def _whole() -> Any:
    return select(Consultation).options(
        selectinload(Consultation.issues), selectinload(Consultation.responses), selectinload(Consultation.refusals)
    )


def _said(value: Any) -> Any:
    return None if value in ("", []) or value is False else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _in_order(name: str, found: list[str]) -> list[str]:
    if len(found) < 2:
        return list(found)
    places = {code: place for place, code in enumerate(codes.lists()[name])}
    return sorted(found, key=lambda code: (places.get(code, len(places)), code))


def _activity(row: Activity) -> dict[str, Any]:
    names = ("id", "kind", "done_on", "destination", "result", "hand_over", "item", "count", "minutes")
    return {name: _plain(getattr(row, name)) for name in names}
