"""Trainings: written down, mended, and their survey form opened and shut; what is not known stays NULL."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from data import audit, calendar, closed, codes, tokens
from data.commands import history, open_months
from data.commands.checking import Check, RefusedError, spoken
from data.database import SavedMeanwhileError
from data.models import Desk, FactMonth, RecordVersion, SurveyResult, TrainingSession
from data.sessions import Person

MOST_NUMBER, MOST_PEOPLE = 99, 9999
LONGEST_THEME, LONGEST_FORM = 200, 100
FURTHEST = timedelta(days=550)
# A survey is open for an evening or a few weeks; one that nobody shuts shuts itself.
LONGEST_SURVEY = timedelta(days=60)
FORM = "form"
SUBJECT = "training_session"


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a training; None is not known. `signed_up_on` is the day on which the sign-ups were so many."""

    number: int | None
    held_on: date | None = None
    theme: str | None = None
    form: str | None = None
    capacity: int | None = None
    target: int | None = None
    sign_up_from: date | None = None
    sign_ups: int | None = None
    signed_up_on: date | None = None
    attendance: int | None = None


def add(session: Session, who: Person, now: datetime, desk_id: int, year: int, outline: Outline) -> TrainingSession:
    """Writes a training of a fiscal year down; RefusedError with all faults."""
    check = Check()
    if session.get(Desk, desk_id, with_for_update=True) is None:
        check.fault("desk_id", "相談室を選んでください。")
    values = _checked(session, check, outline, year, calendar.today(now))
    _alone(session, check, desk_id, year, outline.number, None)
    _month_is_open(session, check, desk_id, [outline.held_on] if outline.attendance is not None else [])
    check.done()
    made = TrainingSession(desk_id=desk_id, fiscal_year=year, **values)
    session.add(made)
    session.flush()
    audit.write(session, who, now, "create", SUBJECT, made.id)
    return made


def update(
    session: Session, who: Person, now: datetime, number: int, version: int, outline: Outline
) -> TrainingSession:
    """Mends a training; RefusedError with all faults, SavedMeanwhileError where somebody else saved first."""
    row = _at_version(session, number, version)
    check = Check()
    values = _checked(session, check, outline, row.fiscal_year, calendar.today(now))
    _alone(session, check, row.desk_id, row.fiscal_year, outline.number, row.id)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if {"attendance", "held_on", "number"} & set(changed):
        _month_is_open(session, check, row.desk_id, [row.held_on, outline.held_on])
        _not_published(session, check, row, changed)
    check.done()
    if changed:
        _keep(session, row, who, now)
        for name, value in values.items():
            setattr(row, name, value)
        audit.write(session, who, now, "update", SUBJECT, row.id, fields=changed)
    return row


def open_survey(
    session: Session,
    who: Person,
    now: datetime,
    number: int,
    version: int,
    opens: datetime | None,
    closes: datetime | None,
) -> str:
    """Lets the survey be answered between two moments and gives the word that opens it; the same word as before if it had one.

    The five totals are made at once, all 0: later nobody can tell by their order which answer came first.
    """
    row = _at_version(session, number, version)
    check = Check()
    if opens is None:
        check.fault("opens", "アンケートを始める日と時刻を入れてください。")
    if closes is None:
        check.fault("closes", "アンケートを終える日と時刻を入れてください。")
    if opens and closes and closes <= opens:
        check.fault("closes", "アンケートを終える時刻が、始める時刻より前です。後の時刻にしてください。")
    elif opens and closes and closes - opens > LONGEST_SURVEY:
        check.fault("closes", f"アンケートは{LONGEST_SURVEY.days}日までです。終える日を早めてください。")
    if closes and closes <= now:
        check.fault("closes", "アンケートを終える時刻が、もう過ぎています。これからの時刻にしてください。")
    check.done()
    _keep(session, row, who, now)
    row.survey_token = row.survey_token or tokens.new()
    row.survey_opens_at, row.survey_closes_at = opens, closes
    there = set(
        session.scalars(
            select(SurveyResult.step).where(SurveyResult.training_session_id == row.id, SurveyResult.origin == FORM)
        )
    )
    for step in codes.lists()["survey_step"]:
        if step not in there:
            session.add(
                SurveyResult(
                    training_session_id=row.id, step=step, origin=FORM, share_tenths=None, answers=0, source_id=None
                )
            )
    audit.write(session, who, now, "survey_opened", SUBJECT, row.id)
    return row.survey_token


def shut_survey(session: Session, who: Person, now: datetime, number: int, version: int) -> None:
    """From now on nobody can answer; the answers stay. RefusedError where it is not open."""
    row = _at_version(session, number, version)
    if row.survey_closes_at is None or row.survey_closes_at <= now:
        raise RefusedError([("closes", "このアンケートは、開いていません。")])
    _keep(session, row, who, now)
    row.survey_closes_at = now
    if row.survey_opens_at and row.survey_opens_at > now:
        row.survey_opens_at = now
    audit.write(session, who, now, "survey_shut", SUBJECT, row.id)


def _at_version(session: Session, number: int, version: int) -> TrainingSession:
    row = session.get(TrainingSession, number, with_for_update=True)
    if row is None:
        raise RefusedError([("id", "その研修は、もうありません。")])
    if row.version != version:
        raise SavedMeanwhileError
    return row


def _keep(session: Session, row: TrainingSession, who: Person, now: datetime) -> None:
    """The row as it stood, without the word that opens its survey."""
    content = {name: value for name, value in history.content(row).items() if name != "survey_token"}
    session.add(
        RecordVersion(
            subject=SUBJECT,
            subject_id=row.id,
            version=row.version,
            saved_at=now,
            account_id=who.account_id,
            content=content,
        )
    )
    # Opened twice for the same time nothing else would change: the version must still move.
    flag_modified(row, "theme")


def _checked(session: Session, check: Check, outline: Outline, year: int, today: date) -> dict[str, object]:
    months = calendar.months_of(year)
    first, last = date(months[0] // 100, 4, 1), date(months[-1] // 100, 3, 31)
    held = check.day("held_on", "実施日", outline.held_on, first, last, needed=False)
    if outline.attendance is not None and held and held > today:
        check.fault("attendance", "まだ来ていない日の研修に、参加人数は書けません。実施日か人数を確かめてください。")
    if outline.attendance is not None and held is None:
        check.fault("held_on", "参加人数を書くときは、実施日も入れてください。")
    start = check.day("sign_up_from", "申込みを始めた日", outline.sign_up_from, first - FURTHEST, last, needed=False)
    if start and held and start > held:
        check.fault("sign_up_from", f"申込みを始めた日が、実施日（{spoken(held)}）より後です。")
    counted = check.day("signed_up_on", "申込みを数えた日", outline.signed_up_on, first - FURTHEST, today, needed=False)
    if outline.sign_ups is not None and counted is None:
        counted = today
    people = {
        name: check.number(name, label, getattr(outline, name), lowest, MOST_PEOPLE)
        for name, label, lowest in (
            ("capacity", "定員", 1),
            ("target", "目標の人数", 1),
            ("sign_ups", "申込みの人数", 0),
            ("attendance", "参加人数", 0),
        )
    }
    return {
        "number": check.number("number", "第何回か", outline.number, 1, MOST_NUMBER, needed=True),
        "held_on": held,
        "theme": check.text("theme", "テーマ", outline.theme, LONGEST_THEME) or "",
        "form": check.text("form", "開き方", outline.form, LONGEST_FORM) or "",
        "sign_up_from": start,
        "signed_up_on": counted if outline.sign_ups is not None else None,
        **people,
    }


def _alone(session: Session, check: Check, desk_id: int, year: int, number: int | None, own: int | None) -> None:
    there = select(TrainingSession.id).where(
        TrainingSession.desk_id == desk_id, TrainingSession.fiscal_year == year, TrainingSession.number == number
    )
    found = session.scalars(there).first()
    if found is not None and found != own:
        check.fault("number", f"{calendar.wareki(year)}の第{number}回は、もう書いてあります。そちらを直してください。")


def _month_is_open(session: Session, check: Check, desk_id: int, days: list[date | None]) -> None:
    months = {calendar.month_of(day) for day in days if day}
    for month in sorted(closed.among(session, desk_id, months)):
        check.fault("held_on", open_months.sentence(month))


def _not_published(session: Session, check: Check, row: TrainingSession, changed: list[str]) -> None:
    """A training whose people a document tells keeps them: one figure has one source."""
    told = select(FactMonth.id).where(
        FactMonth.desk_id == row.desk_id,
        FactMonth.fiscal_year == row.fiscal_year,
        FactMonth.occasion == f"{row.number}回目",
    )
    if session.scalars(told).first() is None:
        return
    names = {"attendance": "参加人数", "held_on": "実施日", "number": "第何回か"}
    for name in changed:
        if name in names:
            check.fault(name, f"{names[name]}は、公表された資料の数字に使われています。ここでは変えられません。")
