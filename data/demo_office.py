"""What staff of the made-up desk have done: trainings, surveys, targets, remarks, closed months; each with its audit entry.

What the commands refuse in a real database is refused here too: targets, remarks and imports go through them. Trainings,
surveys by form and closings are put in as rows, at the moments at which they would have been made.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from data import audit, calendar, codes, counting, demo_rows, demo_trainings, opening_days, tokens
from data.calendar import TOKYO, month_of
from data.commands import annotations, importing, targets
from data.commands.targets import Wanted
from data.demo_rows import Rows
from data.demo_trainings import Made
from data.demo_words import Aim, Words
from data.importing.result import Preview
from data.models import Account, Indicator, IndicatorDefinition, MonthClose, SurveyResult, Target, TrainingSession
from data.sessions import Person

NAME = "demo-lead"
MAIN = "consultations"
# A month is closed on this day of the next one; one of them was opened again, so many months ago.
CLOSED_ON, REOPENED_AGO, REOPENED_AFTER = 8, 9, timedelta(days=12)
SHEET = "架空_アンケート_{year}_{number}.xlsx"
Counted = dict[tuple[str, int], int]
Deed = tuple[datetime, Callable[[datetime], object]]


@dataclass(frozen=True, slots=True)
class Office:
    """The made-up desk, who leads it, the day of today and the words there are."""

    session: Session
    desk: int
    who: Person
    until: date
    words: Words

    @property
    def year(self) -> int:
        """The fiscal year of today."""
        return calendar.fiscal_year(month_of(self.until))


def lead(session: Session, words: Words, now: datetime) -> Person:
    """The made-up lead whose name stands on it all: an account that nobody can sign in with."""
    name = words.texts["lead"]
    account = Account(name=NAME, display_name=name, role="lead", created_at=now, disabled_at=now)
    session.add(account)
    session.flush()
    return Person(account.id, NAME, name, account.role, must_change=False, token_hash="", stale=False)


def looked_through(rows: Rows, until: date, who: Person) -> None:
    """Notes on the records of all months that are closed that somebody looked through them before."""
    last = demo_rows.ago(until, 1)
    for row in rows.consultations:
        if row["month"] < last:
            row["reviewed_at"], row["reviewed_by"] = _closed_at(row["month"]) - timedelta(days=1), who.account_id


def fill(office: Office, rows: Rows, now: datetime) -> None:
    """Everything, in the order of the moments at which it was done."""
    counted, begun = count(rows), rows.consultations[0]["month"]
    made = demo_trainings.make(office.desk, begun, office.until, office.words)
    _definition(office)
    deeds: list[Deed] = [*_trainings(office, made, now), *_targets(office, counted, now), *_annotations(office)]
    for moment, deed in sorted([*deeds, *_closings(office, counted, begun)], key=lambda one: one[0]):
        deed(moment)


def count(rows: Rows) -> Counted:
    """{(indicator, month): what the records count}, by the rules of config/records/counting.yaml."""
    made: Counted = Counter()
    for name, rule in counting.rules().items():
        if rule.activity_kind:
            some = [
                row for row in rows.activities
                if row["kind"] in rule.activity_kind and row["result"] not in rule.activity_result_not
            ]  # fmt: skip
        else:
            some = [
                row for row in rows.consultations
                if row["contact_result"] in rule.contact_result and (not rule.channel or row["channel"] in rule.channel)
            ]  # fmt: skip
        for row in some:
            made[name, row["month"]] += 1
    return made


def _definition(office: Office) -> None:
    """A new meaning of the main indicator in the middle of the fiscal year before last: the line must start anew."""
    version = select(func.max(IndicatorDefinition.version)).where(IndicatorDefinition.indicator_id == MAIN)
    office.session.add(
        IndicatorDefinition(
            indicator_id=MAIN,
            valid_from=_changed(office),
            version=(office.session.scalar(version) or 0) + 1,
            text=office.words.texts["definition"],
            breaks_series=True,
            source_id=None,
        )
    )
    office.session.flush()


def _changed(office: Office) -> int:
    return (office.year - 2) * 100 + 10


def _trainings(office: Office, made: list[Made], now: datetime) -> Iterator[Deed]:
    """The trainings at once, their surveys by form with them; each imported survey in the week after its training."""
    session, steps = office.session, list(codes.lists()["survey_step"])
    rows = [one.row | {"survey_token": tokens.new() if one.row["survey_opens_at"] else None} for one in made]
    session.execute(insert(TrainingSession), rows)
    answers = [
        {"training_session_id": one.row["id"], "step": step, "origin": "form", "answers": number, "share_tenths": None}
        for one in made
        if one.survey and one.survey.how == "form"
        for step, number in zip(steps, one.survey.steps, strict=True)
    ]
    session.execute(insert(SurveyResult), answers)
    for one in made:
        held: date = one.row["held_on"]
        number = one.row["id"]
        yield min(_at(held, -50, 11), now - timedelta(days=8)), partial(_note, office, "create", number, [])
        if one.row["attendance"] is not None and _at(held, 1, 10) < now:
            yield _at(held, 1, 10), partial(_note, office, "update", number, ["attendance"])
        if one.survey and one.survey.how == "form":
            yield _at(held, 0, 14), partial(_note, office, "survey_opened", number, [])
        elif one.survey:
            yield _at(held, 5, 15), partial(_bring_in, office, one)


def _note(office: Office, action: str, number: int, fields: list[str], at: datetime) -> None:
    detail: dict[str, Any] = {"fields": fields} if fields else {}
    audit.write(office.session, office.who, at, action, "training_session", number, **detail)


def _bring_in(office: Office, training: Made, at: datetime) -> None:
    """The survey of a training as the import of a table stores it, so that it can be looked at and taken back as one."""
    survey, row = training.survey, training.row
    if survey is None:
        return
    key = {"desk_id": office.desk, "fiscal_year": row["fiscal_year"], "number": row["number"]}
    name = SHEET.format(year=row["fiscal_year"], number=row["number"])
    preview = Preview(file_name=name, sha256=tokens.hashed(name), kind="survey", desk_id=office.desk)
    for step, number in zip(codes.lists()["survey_step"], survey.steps, strict=True):
        shares = survey.how == "shares"
        content = {
            "table": "survey_result",
            "key": key | {"step": step},
            "values": {
                "share_tenths": number if shares else None,
                "answers": None if shares else number,
                "source_place": "架空の表、2行目",
            },
            "expected": None,
        }
        preview.rows.add("", 2, content)
    importing.commit(office.session, office.who, importing.stage(office.session, office.who, preview, at), at)


def _targets(office: Office, counted: Counted, now: datetime) -> Iterator[Deed]:
    """Each target in the April of its year; those of the next year last week; what was set anew in October."""
    for aim in office.words.targets:
        year = office.year - aim.back
        begun = datetime(year, 4, 10, 13, 0, tzinfo=TOKYO)
        first = min(begun, now - timedelta(days=6))
        again = datetime(year, 10, 15, 13, 0, tzinfo=TOKYO)
        if aim.revised is not None and again < now:
            yield first, partial(_aim, office, counted, aim, aim.revised, "target_reason")
            yield again, partial(_aim, office, counted, aim, None, "target_revised")
        else:
            yield first, partial(_aim, office, counted, aim, None, "target_reason")


def _aim(office: Office, counted: Counted, aim: Aim, before: int | None, reason: str, at: datetime) -> None:
    year = office.year - aim.back
    share, value = aim.percent and (before or aim.percent), before or aim.value
    if share:
        # The records of a year that is over, or of last year for one that is not.
        months = calendar.months_of(min(year, office.year - 1))
        whole = sum(counted.get((aim.indicator, month), 0) for month in months)
        value = max(1, _round(whole * share // 100))
    place = office.words.texts["target_place"]
    wanted = Wanted(office.desk, aim.indicator, year, value, office.words.texts[reason], place, aim.stated)
    targets.put(office.session, office.who, at, wanted, _held(office, aim.indicator, year))


def _round(value: int) -> int:
    """As people set targets: to ten, or to a hundred where there are thousands."""
    step = 100 if value >= 2000 else 10 if value >= 100 else 1
    return value // step * step


def _held(office: Office, indicator: str, year: int) -> int | None:
    same = select(Target.id).filter_by(desk_id=office.desk, indicator_id=indicator, fiscal_year=year, replaced_at=None)
    return office.session.scalars(same).one_or_none()


def _annotations(office: Office) -> Iterator[Deed]:
    """One remark of each kind, written in the month after the one it is about."""
    months = {
        "definition": _changed(office),
        "system": (office.year - 1) * 100 + 4,
        "disaster": month_of(demo_rows.storm(office.until)[0]),
        "publicity": demo_rows.ago(office.until, demo_rows.BUSY_AGO),
        "operation": demo_rows.ago(office.until, demo_rows.OF_LATE),
    }
    for kind, month in months.items():
        yield _at(calendar.last_day(month), 3, 9), partial(_remark, office, month, kind)


def _remark(office: Office, month: int, kind: str, at: datetime) -> None:
    annotations.add(office.session, office.who, at, office.desk, month, kind, office.words.annotations[kind])


def _closings(office: Office, counted: Counted, begun: int) -> Iterator[Deed]:
    """Every month that was closed, one of them opened again and closed anew; the last whole month waits."""
    reopened = demo_rows.ago(office.until, REOPENED_AGO)
    shut = demo_rows.storm(office.until)
    known = [name for name in counting.rules() if office.session.get(Indicator, name)]
    years = range(calendar.fiscal_year(begun), office.year + 1)
    last = demo_rows.ago(office.until, 2)
    for month in [month for year in years for month in calendar.months_of(year) if begun <= month <= last]:
        figures = {name: counted.get((name, month), 0) for name in known}
        left = ["missing_days"] if month == month_of(shut[0]) else []
        row = {"desk_id": office.desk, "month": month, "figures": figures, "left_open": left}
        at = _closed_at(month)
        if month == reopened:
            again = at + REOPENED_AFTER
            yield at, partial(_close, office, row, again)
            yield again, partial(_reopen, office, month)
            at = again + timedelta(days=1)
        yield at, partial(_close, office, row, None)


def _close(office: Office, row: dict[str, Any], opened: datetime | None, at: datetime) -> None:
    by = office.who.account_id
    again = {"reopened_by": by, "reason": office.words.texts["reopened"]} if opened else {}
    office.session.add(MonthClose(**row, closed_at=at, closed_by=by, reopened_at=opened, **again))
    office.session.flush()
    audit.write(office.session, office.who, at, "month_closed", "month", row["month"], left=len(row["left_open"]))


def _reopen(office: Office, month: int, at: datetime) -> None:
    audit.write(office.session, office.who, at, "month_reopened", "month", month, reason=office.words.texts["reopened"])


def _closed_at(month: int) -> datetime:
    day = calendar.last_day(month) + timedelta(days=CLOSED_ON)
    while not opening_days.is_open(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(10, 0), TOKYO)


def _at(day: date, later: int, hour: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(hour), TOKYO)
