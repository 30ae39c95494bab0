"""Records found by filters: a page at a time by keyset, a count that stops at 10,001, quick at a million rows.

Every condition but the issue and the word stands in one covering index that is read newest first, so that a page or a
count never looks at a row it does not show (docs/bench.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, collate, exists, extract, func, or_, select, tuple_
from sqlalchemy.orm import Session, load_only

from data.models import Account, Consultation, ConsultationIssue, ImportBatch
from data.queries.filters import BLANK, CODED, Filters, Names

PAGE = 50
COUNTED = 10_000
# So many records at most have one of the issues: they alone are looked up and sorted. For a page behind a place, which
# needs no count, it pays for fewer only.
RARE = 40_000
RARE_BEHIND = 5_000
# So many at most: the list is read newest first, each record is sought among those gathered; more: each record is asked.
FEW = 100_000
# fmt: off
SHOWN = (
    "id", "received_on", "hour", "channel", "age_band", "municipality", "new_or_repeat", "contact_result", "urgency",
    "case_code", "callback_due", "callback_done_on",
)
# fmt: on


LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place between two records of the list."""

    received_on: date
    id: int

    def __str__(self) -> str:
        return f"{self.received_on.isoformat()}.{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor of a link; None where it is none."""
        day, _, number = text.partition(".")
        try:
            # No database has a number as long as somebody can write into a link.
            return cls(date.fromisoformat(day), int(number)) if len(number) < LONGEST_NUMBER else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Found:
    """One record as the list shows it: codes, not words; no note."""

    id: int
    received_on: date
    hour: int | None
    channel: str
    age_band: str | None
    municipality: str | None
    new_or_repeat: str | None
    contact_result: str
    urgency: str | None
    case_code: str | None
    callback_due: date | None
    callback_done_on: date | None
    person: str | None
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of records, newest first; `count` is exact up to 10,000, None beyond; cursors where there is more."""

    rows: tuple[Found, ...]
    count: int | None
    newer: Cursor | None
    older: Cursor | None


def names(session: Session) -> Names:
    """How the people and the imports are called that records may name."""
    people = {row.id: row.display_name for row in session.execute(select(Account.id, Account.display_name))}
    batches = session.execute(
        select(ImportBatch.id, ImportBatch.file_name).where(ImportBatch.state == "committed").order_by(ImportBatch.id)
    )
    return Names(people, {row.id: f"{row.id} {row.file_name}" for row in batches})


def page(
    session: Session,
    chosen: Filters,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    known: int | None = None,
    size: int = PAGE,
) -> Listing:
    """The records older than `after` or newer than `before`, the newest without both; a `known` count is not counted anew."""
    first_page = after is None and before is None
    where = conditions(session, chosen, RARE if first_page else RARE_BEHIND)
    if first_page:
        # One look brings the first page and the count.
        first = list(session.scalars(_ids(where).limit(COUNTED + 1)))
        total, ids, more_older, more_newer = len(first), first[:size], len(first) > size, False
    else:
        ids, more_older, more_newer = _turned(session, where, after, before, size)
        total = known if known is not None else count(session, chosen)
    rows = _rows(session, ids)
    return Listing(
        rows,
        None if total > COUNTED else total,
        Cursor(rows[0].received_on, rows[0].id) if rows and more_newer else None,
        Cursor(rows[-1].received_on, rows[-1].id) if rows and more_older else None,
    )


def count(session: Session, chosen: Filters) -> int:
    """How many records fit; 10,001 says more than 10,000."""
    some = select(Consultation.id).where(conditions(session, chosen)).limit(COUNTED + 1).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()


def conditions(session: Session, chosen: Filters, rare: int | None = None) -> ColumnElement[bool]:
    """The filters as one condition on consultation; removed records are never found.

    Where at most `rare` records (RARE if nothing is said) have one of the issues, they are looked up one by one.
    """
    tests: list[ColumnElement[bool]] = [Consultation.removed_at.is_(None)]
    if chosen.since:
        tests.append(Consultation.received_on >= chosen.since)
    if chosen.until:
        tests.append(Consultation.received_on <= chosen.until)
    tests += [_coded(name, getattr(chosen, name)) for name in CODED if name != "issue" and getattr(chosen, name)]
    if chosen.weekday is not None:
        # Of the day, not of the column: the day stands in the index, so that only one row in seven is read for its hour.
        tests.append(extract("dow", Consultation.received_on) == (chosen.weekday + 1) % 7)
    if chosen.hour is not None:
        tests.append(Consultation.hour == chosen.hour)
    tests += _case_and_callback(chosen)
    if chosen.person is not None:
        tests.append(Consultation.account_id == chosen.person)
    if chosen.batch is not None:
        tests.append(Consultation.import_batch_id == chosen.batch)
    if chosen.issue:
        tests.append(_issue(session, chosen.issue, RARE if rare is None else rare))
    if chosen.word:
        tests.append(_word(session, chosen.word))
    return and_(*tests)


def _coded(name: str, values: Sequence[str]) -> ColumnElement[bool]:
    column = getattr(Consultation, name)
    written = [value for value in values if value != BLANK]
    tests: list[ColumnElement[bool]] = [column.in_(written)] if written else []
    return or_(*tests, column.is_(None)) if BLANK in values else tests[0]


def _case_and_callback(chosen: Filters) -> list[ColumnElement[bool]]:
    case, due, done = Consultation.case_code, Consultation.callback_due, Consultation.callback_done_on
    tests: list[ColumnElement[bool]] = []
    if chosen.case:
        # Not an empty string: IS NULL would be looked up in the index of cases, half a million at a time.
        tests.append(case.is_not(None) if chosen.case == "with" else func.coalesce(case, "") == "")
    if chosen.case_code:
        tests.append(case == chosen.case_code)
    if chosen.callback:
        tests.append(due.is_not(None))
    if chosen.callback in ("open", "done"):
        tests.append(done.is_(None) if chosen.callback == "open" else done.is_not(None))
    return tests


def _issue(session: Session, values: Sequence[str], rare: int) -> ColumnElement[bool]:
    """Three ways to the same records, whichever is the shortest for so many; PostgreSQL finds its own between them."""
    has = ConsultationIssue.issue.in_(values)
    some = select(ConsultationIssue.issue).where(has).limit(FEW + 1).subquery()
    number = session.scalars(select(func.count()).select_from(some)).one()
    if number > FEW:
        return exists().where(ConsultationIssue.consultation_id == Consultation.id, has)
    # + 0 hides the number from the index of numbers: the list is read newest first, and nothing is sorted.
    sought = Consultation.id if number <= rare else Consultation.id + 0
    return sought.in_(select(ConsultationIssue.consultation_id).where(has))


def _word(session: Session, word: str) -> ColumnElement[bool]:
    """The word as it stands, small and capital letters of A–Z alike, in both databases."""
    note: ColumnElement[Any] = Consultation.__table__.c.note
    plain = "".join(letter.lower() if letter.isascii() else letter for letter in word)
    if session.get_bind().dialect.name == "postgresql":
        return func.strpos(func.lower(collate(note, "C")), plain) > 0
    return func.instr(func.lower(note), plain) > 0


def _ids(where: ColumnElement[bool], *, newest_first: bool = True) -> Select[int]:
    order = (Consultation.received_on, Consultation.id)
    chosen = select(Consultation.id).where(where)
    return chosen.order_by(*(column.desc() if newest_first else column.asc() for column in order))


def _turned(
    session: Session, where: ColumnElement[bool], after: Cursor | None, before: Cursor | None, size: int
) -> tuple[list[int], bool, bool]:
    """The numbers of a later page, and whether there are older and newer records."""
    place = tuple_(Consultation.received_on, Consultation.id)
    if after is not None:
        behind = place < tuple_(after.received_on, after.id)
        found = list(session.scalars(_ids(and_(where, behind)).limit(size + 1)))
        return found[:size], len(found) > size, True
    if before is None:
        raise ValueError("a later page needs its cursor")
    ahead = place > tuple_(before.received_on, before.id)
    found = list(session.scalars(_ids(and_(where, ahead), newest_first=False).limit(size + 1)))
    return found[:size][::-1], True, len(found) > size


def _rows(session: Session, ids: list[int]) -> tuple[Found, ...]:
    issues: dict[int, list[str]] = {number: [] for number in ids}
    named = select(ConsultationIssue).where(ConsultationIssue.consultation_id.in_(ids))
    for issue in session.scalars(named.order_by(ConsultationIssue.is_primary.desc(), ConsultationIssue.place)):
        issues[issue.consultation_id].append(issue.issue)
    found = session.execute(
        select(Consultation, Account.display_name)
        .options(load_only(*(getattr(Consultation, name) for name in SHOWN)))
        .join(Account, Account.id == Consultation.account_id, isouter=True)
        .where(Consultation.id.in_(ids))
        .order_by(Consultation.received_on.desc(), Consultation.id.desc())
    )
    return tuple(
        Found(**{name: getattr(row[0], name) for name in SHOWN}, person=row[1], issues=tuple(issues[row[0].id]))
        for row in found
    )
