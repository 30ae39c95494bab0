"""Opens case files under the next free code, and notes who looked at one or printed it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data import audit, calendar, case_codes
from data.commands.checking import Check, RefusedError
from data.models import CaseFile, Desk
from data.queries.rows import numbered
from data.sessions import Person

# How many others may take the next code first before it is given up.
TRIES = 50


def open_case(session: Session, who: Person, now: datetime, desk_id: int, opened_on: date | None = None) -> str:
    """Opens a case on that day (today if none) and gives its code; RefusedError for an unknown desk or a wrong day."""
    today = calendar.today(now)
    day = opened_on or today
    check = Check()
    check.day("opened_on", "開いた日", day, date(2000, 1, 1), today)
    if session.get(Desk, desk_id) is None:
        check.fault("desk_id", "相談室を選んでください。")
    check.done()
    case = _taken(session, who, now, desk_id, day)
    audit.write(session, who, now, "create", "case_file", case.code)
    return case.code


def locked(session: Session, code: str | None) -> CaseFile:
    """The case file, held for this transaction so that two cannot add to it at once; RefusedError where there is none."""
    found = session.scalars(select(CaseFile).where(CaseFile.code == code).with_for_update()).one_or_none()
    if found is None:
        raise RefusedError([("case_code", f"ケース{code or ''}は見つかりません。番号を確かめてください。")])
    return found


def seen(session: Session, who: Person, now: datetime, code: str, rows: Mapping[str, Sequence[int]]) -> None:
    """Notes that somebody opened the page of a case, and the numbers of the rows it showed by what they are."""
    audit.write(session, who, now, "view", "case_file", code, **{what: numbered(ids) for what, ids in rows.items()})


def printed(session: Session, who: Person, now: datetime, code: str) -> None:
    """Notes that somebody took the redacted print of a case."""
    audit.write(session, who, now, "print", "case_file", code)


def _taken(session: Session, who: Person, now: datetime, desk_id: int, day: date) -> CaseFile:
    """PostgreSQL lets two read the same last code: the unique column stops the second, which then looks again."""
    for _ in range(TRIES):
        case = CaseFile(
            code=_next(session, day.year), desk_id=desk_id, opened_on=day, account_id=who.account_id, created_at=now
        )
        try:
            with session.begin_nested():
                session.add(case)
        except IntegrityError:
            continue
        return case
    raise RefusedError([("case_code", "番号を取れませんでした。もう一度押してください。")])


def _next(session: Session, year: int) -> str:
    """Longer codes are higher ones: K-2026-10000 comes after K-2026-9999."""
    last = session.scalars(
        select(CaseFile.code)
        .where(CaseFile.code.startswith(f"K-{year:04d}-"))
        .order_by(func.length(CaseFile.code).desc(), CaseFile.code.desc())
        .limit(1)
    ).first()
    return case_codes.made(year, case_codes.number_in(last) + 1 if last else 1)
