"""Writing consultations: made, mended, taken back; with history, and the audit entry in the same transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from data import audit, calendar, consultation_rules, municipalities, written
from data.commands import case_files, history, open_months
from data.commands.checking import RefusedError
from data.consultation_rules import Setting
from data.models import (
    Consultation,
    ConsultationIssue,
    ConsultationRefusal,
    ConsultationResponse,
)
from data.queries import consultations as reading
from data.queries.consultations import DeskKnown
from data.sessions import Person
from data.written import Fault

ONE_PRESS = ("silent", "wrong", "prank")
LONGEST_REASON = 200
_LISTS = ("issues", "responses", "refusals", "primary")


def _into(model: Any) -> Any:
    """The insert into a model's table, made once: plain rows go in three times as fast as objects (ADR 0024)."""
    table: Table = model.__table__
    return insert(table)


_RECORD, _ISSUES = _into(Consultation), _into(ConsultationIssue)
_RESPONSES, _REFUSALS = _into(ConsultationResponse), _into(ConsultationRefusal)


@dataclass(frozen=True, slots=True)
class Saved:
    """A record as it now stands: `values` as a form holds them (data.queries.consultations.values)."""

    id: int
    version: int
    desk_id: int
    received_on: date
    case_code: str | None
    values: dict[str, Any]


def create(session: Session, who: Person, now: datetime, values: Mapping[str, Any]) -> Saved:
    """A new record; `new_case` in the values opens a case for it. RefusedError with all faults, nothing written."""
    desk = _desk(session)
    typed = consultation_rules.read(values, _setting(session, now, desk))
    open_months.require(session, desk.id, [calendar.month_of(typed["received_on"])], "received_on")
    if values.get("new_case") and typed["case_code"] is None:
        typed["case_code"] = case_files.open_case(session, who, now, desk.id)
    row = _columns(typed) | {
        "desk_id": desk.id, "account_id": who.account_id, "created_at": now, "updated_at": now, "version": 1,
    }  # fmt: skip
    number: int = session.execute(_RECORD, row).inserted_primary_key[0]  # type: ignore[attr-defined]
    for into, rows in (
        (_ISSUES, _issues(typed)),
        (_RESPONSES, [{"response": code} for code in typed["responses"]]),
        (_REFUSALS, [{"destination": code} for code in typed["refusals"]]),
    ):
        if rows:
            session.execute(into, [{"consultation_id": number} | one for one in rows])
    case, result = typed["case_code"], typed["contact_result"]
    audit.write(session, who, now, "create", reading.SUBJECT, number, case=case, result=result)
    return Saved(number, 1, desk.id, typed["received_on"], case, reading.as_form(typed))


def one_press(session: Session, who: Person, now: datetime, kind: str) -> Saved:
    """A record of 無言・間違い・いたずら: this hour, by telephone, nothing else is known."""
    if kind not in ONE_PRESS:
        raise RefusedError([Fault("contact_result", "このボタンで記録できるのは、無言・間違い・いたずらだけです。")])
    local = now.astimezone(calendar.TOKYO)
    values = {"received_on": local.date(), "hour": local.hour, "channel": "phone", "contact_result": kind}
    return create(session, who, now, values)


def update(session: Session, who: Person, now: datetime, number: int, version: int, values: Mapping[str, Any]) -> Saved:
    """The record with new content; SavedMeanwhileError where `version` is not the stored one any more."""
    row = history.at_version(session, Consultation, number, version)
    typed = consultation_rules.read(values, setting(session, now))
    open_months.require(session, row.desk_id, [row.month, calendar.month_of(typed["received_on"])], "received_on")
    if values.get("new_case") and typed["case_code"] is None:
        typed["case_code"] = case_files.open_case(session, who, now, row.desk_id)
    before = reading.values(row)
    _keep(session, who, now, row)
    _fill(row, typed)
    # Whoever looked it through saw the form before this one.
    row.reviewed_at = row.reviewed_by = None
    session.flush()
    after = reading.values(row)
    changed = reading.differences(before, after)
    audit.write(session, who, now, "update", reading.SUBJECT, row.id, fields=changed)
    return Saved(row.id, row.version, row.desk_id, row.received_on, row.case_code, after)


def remove(session: Session, who: Person, now: datetime, number: int, version: int, reason: str) -> None:
    """Takes a record back: it stays, with the reason, and counts nowhere any more."""
    row = history.at_version(session, Consultation, number, version)
    try:
        said = written.text(reason, "消すわけ", LONGEST_REASON)
    except ValueError as error:
        raise RefusedError([Fault("removed_reason", str(error))]) from error
    if not said:
        raise RefusedError([Fault("removed_reason", "消すわけが空です。ひとこと書いてください。")])
    open_months.require(session, row.desk_id, [row.month], "id")
    _keep(session, who, now, row)
    row.removed_at, row.removed_reason = now, said
    session.flush()
    audit.write(session, who, now, "remove", reading.SUBJECT, row.id, reason=said)


def setting(session: Session, now: datetime) -> Setting:
    """What the rules must know at this moment of this database."""
    return _setting(session, now, reading.desk(session))


def _setting(session: Session, now: datetime, desk: DeskKnown | None) -> Setting:
    return Setting(
        calendar.today(now),
        desk.opened_month if desk else None,
        municipalities.labels(),
        lambda code: reading.is_case(session, code),
    )


def _desk(session: Session) -> DeskKnown:
    desk = reading.desk(session)
    if desk is None:
        raise RefusedError([Fault("", "相談室がまだ登録されていません。管理者に伝えてください。")])
    return desk


def _keep(session: Session, who: Person, now: datetime, row: Consultation) -> None:
    found = reading.values(row)
    history.keep(session, row, who, now, **{name: found[name] for name in _LISTS})


def _columns(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the record's own row that follow from its content."""
    received: date = typed["received_on"]
    plain = {name: value for name, value in typed.items() if name not in _LISTS}
    return plain | {"month": calendar.month_of(received), "weekday": received.weekday()}


def _issues(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"issue": code, "is_primary": code == typed["primary"], "place": place}
        for place, code in enumerate(typed["issues"])
    ]


def _fill(row: Consultation, typed: Mapping[str, Any]) -> None:
    for name, value in _columns(typed).items():
        setattr(row, name, value)
    _match(row.issues, "issue", typed["issues"], lambda code: ConsultationIssue(issue=code))
    wanted = {one["issue"]: one for one in _issues(typed)}
    for one in row.issues:
        one.place, one.is_primary = wanted[one.issue]["place"], wanted[one.issue]["is_primary"]
    row.issues.sort(key=lambda one: one.place)
    _match(row.responses, "response", typed["responses"], lambda code: ConsultationResponse(response=code))
    _match(row.refusals, "destination", typed["refusals"], lambda code: ConsultationRefusal(destination=code))


def _match(rows: list[Any], column: str, wanted: list[str], make: Callable[[str], Any]) -> None:
    """Adds and takes away, so that the rows are those of the codes wanted; what stays is left alone."""
    for one in [one for one in rows if getattr(one, column) not in wanted]:
        rows.remove(one)
    there = {getattr(one, column) for one in rows}
    rows.extend(make(code) for code in wanted if code not in there)
