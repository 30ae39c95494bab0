"""Work beyond the consultation: written down, mended, taken out, and whether a hand-over was accepted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from data import audit, calendar
from data.commands import history, open_months
from data.commands.case_files import locked
from data.commands.checking import Check
from data.models import Activity, Consultation, Desk
from data.models.records import LONGEST_NOTE
from data.sessions import Person

EARLIEST = date(2000, 1, 1)
MOST = 9999
LONGEST_DAY = 1440


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of activity asks for and what else it may hold; any other of these fields stays empty."""

    needed: frozenset[str]
    may: frozenset[str]


def _rule(needed: str, may: str = "") -> Rule:
    return Rule(frozenset(needed.split()), frozenset(may.split()))


RULES = {
    "visit": _rule("", "result minutes"),
    "accompany": _rule("destination result", "hand_over minutes"),
    "coordinate": _rule("destination", "result hand_over minutes"),
    "meeting": _rule("", "destination result hand_over minutes"),
    "ibasho": _rule("", "count minutes"),
    "goods": _rule("item count"),
}
# field: its name on the screen, its code list.
CODED = {
    "destination": ("行き先", "destination"),
    "result": ("結果", "activity_result"),
    "hand_over": ("引きつぎ", "hand_over"),
    "item": ("品物", "goods_item"),
}
COUNTED = {"count": ("数", 1, MOST), "minutes": ("かかった分", 0, LONGEST_DAY)}


@dataclass(frozen=True, slots=True)
class Work:
    """One activity as it is written down; codes of config/records/codes.yaml, None where nothing is said."""

    desk_id: int
    kind: str
    done_on: date | None
    case_code: str | None = None
    consultation_id: int | None = None
    destination: str | None = None
    result: str | None = None
    hand_over: str | None = None
    item: str | None = None
    count: int | None = None
    minutes: int | None = None
    note: str | None = None


def fields_of(kind: str) -> frozenset[str]:
    """The fields that a kind of activity has beyond day, case and note."""
    rule = RULES[kind]
    return rule.needed | rule.may


def add(session: Session, who: Person, now: datetime, work: Work) -> Activity:
    """Writes an activity down; RefusedError with all its faults."""
    values = _checked(session, work, now)
    open_months.require(session, work.desk_id, [calendar.month_of(work.done_on or EARLIEST)], "done_on")
    made = Activity(**values, account_id=who.account_id, created_at=now, updated_at=now)
    session.add(made)
    session.flush()
    audit.write(session, who, now, "create", "activity", made.id, kind=work.kind, case=made.case_code)
    return made


def update(session: Session, who: Person, now: datetime, number: int, version: int, work: Work) -> Activity:
    """Mends an activity; RefusedError with all faults, SavedMeanwhileError where somebody else saved it first."""
    row = history.at_version(session, Activity, number, version)
    values = _checked(session, work, now)
    open_months.require(session, row.desk_id, [row.month], "done_on")
    open_months.require(session, work.desk_id, [calendar.month_of(work.done_on or EARLIEST)], "done_on")
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    history.keep(session, row, who, now)
    for name, value in values.items():
        setattr(row, name, value)
    audit.write(session, who, now, "update", "activity", number, fields=changed)
    return row


def remove(session: Session, who: Person, now: datetime, number: int, version: int) -> None:
    """Takes an activity out of lists and counts; it stays in the history."""
    row = history.at_version(session, Activity, number, version)
    open_months.require(session, row.desk_id, [row.month], "id")
    history.keep(session, row, who, now)
    row.removed_at = now
    audit.write(session, who, now, "remove", "activity", number, case=row.case_code)


def answer_hand_over(session: Session, who: Person, now: datetime, number: int, version: int, accepted: bool) -> None:
    """Notes whether the other side took it over; RefusedError where nothing was handed over."""
    row = history.at_version(session, Activity, number, version)
    check = Check()
    if row.hand_over is None:
        check.fault("hand_over", "この活動には、引きつぎがありません。")
    check.done()
    history.keep(session, row, who, now)
    row.hand_over = "accepted" if accepted else "declined"
    audit.write(session, who, now, "update", "activity", number, fields=["hand_over"], to=row.hand_over)


def _checked(session: Session, work: Work, now: datetime) -> dict[str, object]:
    check = Check()
    values = asdict(work)
    check.code("kind", "活動の種類", "activity_kind", work.kind, needed=True)
    check.day("done_on", "日付", work.done_on, EARLIEST, calendar.today(now))
    values["note"] = check.of_her("note", "メモ", work.note, LONGEST_NOTE)
    if work.kind in RULES:
        _check_kind(check, work)
    if session.get(Desk, work.desk_id) is None:
        check.fault("desk_id", "相談室を選んでください。")
    if work.consultation_id and session.get(Consultation, work.consultation_id) is None:
        check.fault("consultation_id", "もとの相談が見つかりません。")
    check.done()
    if work.case_code:
        locked(session, work.case_code)
    values["month"] = calendar.month_of(work.done_on or EARLIEST)
    return values


def _check_kind(check: Check, work: Work) -> None:
    rule, has = RULES[work.kind], fields_of(work.kind)
    for field, (name, of) in CODED.items():
        value = getattr(work, field)
        if value and field not in has:
            check.fault(field, f"{name}は、この活動では書きません。")
        check.code(field, name, of, value, needed=field in rule.needed)
    for field, (name, lowest, highest) in COUNTED.items():
        value = getattr(work, field)
        if value is not None and field not in has:
            check.fault(field, f"{name}は、この活動では書きません。")
        check.number(field, name, value, lowest, highest, needed=field in rule.needed)
