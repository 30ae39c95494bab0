"""Databases in the states a staff page may meet: nothing at all, a bare desk, one month, a year, five years."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, demo, demo_rows, migrating, published, seed
from data.commands import annotations, month_close
from data.database import Database
from data.models import Account, Activity, Consultation, Desk
from data.queries import closing
from data.sessions import Person
from tests.data.records import record

PEOPLE = {"counsellor": "佐々木", "lead": "田中", "officer": "山口", "admin": "高橋"}
# The month with the hundred remarks, in the middle of the report's year.
CROWDED = 202312
# A value that was taken out of the lists after records had been written with it.
GONE = "telex"


def months_back(today: date, count: int) -> int:
    """The month so many before today's, as 202610."""
    place = today.year * 12 + today.month - 1 - count
    return place // 12 * 100 + place % 12 + 1


def empty(session: Session, now: datetime) -> None:
    """Migrated and nothing else: no desk."""


def bare(session: Session, now: datetime) -> None:
    """A desk, and no figure of it."""
    session.add(Desk(id=1, name="試験の相談室", opened_month=202108))


def month(session: Session, now: datetime) -> None:
    """The records of the one month that ended last: forty, on five days."""
    _desk(session, now)
    _records(session, now, [months_back(calendar.today(now), 1)], 40)


def year(session: Session, now: datetime) -> None:
    """The records of the twelve months that ended last, twelve more in each than in the one before."""
    _desk(session, now)
    _records(session, now, [months_back(calendar.today(now), back) for back in range(12, 0, -1)], 12)


def five(session: Session, now: datetime) -> None:
    """The published figures and three years of made-up records behind them; a month closed, one opened again."""
    seed.load(session, published.read(), now)
    desk = session.scalars(select(Desk.id)).one()
    rows = demo_rows.make(desk, calendar.today(now), 20_000)
    demo.put(session, rows)
    who, (closed, opened) = lead(session), closings(calendar.today(now))
    for one in (closed, opened):
        month_close.review(session, who, now, desk, one)
        points = closing.points(session, session.get_one(Desk, desk), one, calendar.today(now))
        month_close.close(session, who, now, desk, one, {point.kind: point.count for point in points})
    month_close.reopen(session, who, now, desk, opened, "入れ忘れた記録があった")
    for number in range(100):
        annotations.add(session, who, now, desk, CROWDED, "publicity", f"{number}番目のできごと")
    _gone(session)


def closings(today: date) -> tuple[int, int]:
    """The closed month and the one that was opened again, of `five`."""
    return months_back(today, 3), months_back(today, 2)


def lead(session: Session) -> Person:
    """The lead's account, as if it were signed in."""
    account = session.scalars(select(Account).where(Account.name == "lead")).one()
    return Person(account.id, "lead", account.display_name, "lead", False, "", stale=False)


def _desk(session: Session, now: datetime) -> None:
    """The bare desk, and what the indicators mean."""
    bare(session, now)
    seed.load(session, published.read(), now, figures=False)


def _gone(session: Session) -> None:
    """Fifty records of last month hold values that no list knows any more."""
    last = months_back(calendar.today(datetime.now(UTC)), 1)
    for one in session.scalars(select(Consultation).where(Consultation.month == last).limit(50)):
        one.channel = one.age_band = one.referral_source = GONE
        one.municipality = "149999"
    for went in session.scalars(select(Activity).where(Activity.kind == "accompany").limit(30)):
        went.destination = went.result = GONE


def _records(session: Session, now: datetime, months: list[int], count: int) -> None:
    number = 0
    for place, one in enumerate(months, start=1):
        for turn in range(count * place):
            number += 1
            record(
                session, now, number, date(one // 100, one % 100, 3 + turn % 5), "housing", *(["debt"] * (turn % 2)),
                hour=10 + turn % 6, account_id=None, channel="line" if turn % 4 == 0 else "phone",
                age_band="20s" if turn % 3 else None, municipality="141003" if turn % 2 else None,
            )  # fmt: skip


STATES: dict[str, Callable[[Session, datetime], None]] = {
    "empty": empty,
    "bare": bare,
    "month": month,
    "year": year,
    "five": five,
}


def make(name: str, url: str, now: datetime) -> Database:
    """The database of that state at the address, with one account a role."""
    database = Database(url)
    migrating.upgrade(database)
    with database.write() as session:
        for role, person in PEOPLE.items():
            session.add(Account(name=role, display_name=person, role=role, created_at=now))
    with database.write() as session:
        STATES[name](session, now)
    return database
