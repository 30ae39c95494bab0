"""Setting a target: the one before stays with the moment it was replaced; the audit entry is in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data import audit, calendar
from data.commands.checking import Check
from data.database import SavedMeanwhileError
from data.models import Desk, Indicator, Target
from data.sessions import Person

FIRST_YEAR, YEARS_AHEAD = 2021, 10
MOST = 1_000_000
WHOLE = 100
LONGEST_REASON, LONGEST_PLACE = 400, 200
KINDS = {"sum": "total", "none": "share"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A target as somebody writes it: `value` in units of 1/scale of the indicator, `place` where it is written down."""

    desk_id: int
    indicator: str
    fiscal_year: int
    value: int | None
    reason: str
    place: str
    year_stated: bool


def put(session: Session, who: Person, now: datetime, wanted: Wanted, seen: int | None) -> Target | None:
    """The target that holds from now on; None where it says what held already. `seen` is the one the form began with.

    RefusedError with all faults; SavedMeanwhileError where another one holds by now.
    """
    _check(session, wanted, calendar.today(now))
    indicator = session.get_one(Indicator, wanted.indicator)
    # Held, so that on PostgreSQL the second of two waits here and then finds another one.
    held = session.scalars(
        select(Target)
        .filter_by(desk_id=wanted.desk_id, indicator_id=wanted.indicator, fiscal_year=wanted.fiscal_year)
        .where(Target.replaced_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if (held.id if held else None) != seen:
        raise SavedMeanwhileError
    reason, place = wanted.reason.strip(), wanted.place.strip()
    value = wanted.value or 0
    if held and (held.value, held.source_place, held.year_stated) == (value, place, wanted.year_stated):
        return None
    if held:
        held.replaced_at = now
        session.flush()
    made = Target(
        desk_id=wanted.desk_id, indicator_id=indicator.id, fiscal_year=wanted.fiscal_year,
        year_stated=wanted.year_stated, kind=KINDS[indicator.aggregation], value=value, reason=reason,
        source_id=held.source_id if held and held.source_place == place else None, source_place=place,
        set_at=now, set_by=who.account_id, replaced_at=None,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        # The first target of all, and somebody else's came a moment before.
        raise SavedMeanwhileError from error
    audit.write(
        session, who, now, "target_set", "target", made.id, indicator=indicator.id, fiscal_year=wanted.fiscal_year,
        before=held.value if held else None, after=value, reason=reason,
    )  # fmt: skip
    return made


def _check(session: Session, wanted: Wanted, today: date) -> None:
    check = Check()
    found = session.get(Indicator, wanted.indicator)
    if found is None:
        check.fault("indicator", "その指標はありません。一覧から選んでください。")
    if session.get(Desk, wanted.desk_id) is None:
        check.fault("desk_id", "相談室がまだ登録されていません。管理者に伝えてください。")
    last = today.year + YEARS_AHEAD
    if not FIRST_YEAR <= wanted.fiscal_year <= last:
        check.fault("fiscal_year", f"年度は、{calendar.wareki(FIRST_YEAR)}から{calendar.wareki(last)}までです。")
    if found is not None:
        _check_value(check, found, wanted.value)
    check.text("reason", "決めたわけ", wanted.reason, LONGEST_REASON, needed=True)
    check.text("place", "どこに書いてあるか", wanted.place, LONGEST_PLACE)
    check.done()


def _check_value(check: Check, indicator: Indicator, value: int | None) -> None:
    most = WHOLE * indicator.scale if indicator.unit == "%" else MOST * indicator.scale
    if value is None:
        check.fault("value", "目標の数を入れてください。目標がない年度は、何も入れずにそのままにしておきます。")
    elif value < 0:
        check.fault("value", "目標の数がマイナスです。0より大きい数を入れてください。")
    elif value > most:
        unit = indicator.unit
        check.fault("value", f"目標の数が大きすぎます。{most // indicator.scale:,}{unit}までにしてください。")
