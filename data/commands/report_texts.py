"""Writes the headings of a yearly report: each save a version, each old one kept, each deed in the audit log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import audit, codes
from data.commands import history
from data.commands.checking import Check, RefusedError
from data.database import SavedMeanwhileError
from data.models import ReportText
from data.sessions import Person

LONGEST = 4000
MAY_WRITE = ("lead", "admin")


@dataclass(frozen=True, slots=True)
class Written:
    """What she saves: her words for a heading of a year; `version` is of what she began from, None where there was none."""

    year: int
    heading: str
    text: str
    figures: str
    version: int | None = None


def save(session: Session, who: Person, now: datetime, desk_id: int, wanted: Written) -> int:
    """Keeps her words and gives their version; RefusedError with sentences, SavedMeanwhileError where somebody was first."""
    clean = _checked(who, wanted)
    row = _held(session, desk_id, wanted)
    if row is None:
        row = ReportText(
            desk_id=desk_id, fiscal_year=wanted.year, heading=wanted.heading, text=clean, figures=wanted.figures,
            account_id=who.account_id, created_at=now, updated_at=now,
        )  # fmt: skip
        session.add(row)
    else:
        history.keep(session, row, who, now)
        row.text, row.figures, row.account_id = clean, wanted.figures, who.account_id
    session.flush()
    _note(session, who, now, "update", wanted)
    return row.version


def take_back(session: Session, who: Person, now: datetime, desk_id: int, wanted: Written) -> None:
    """Lets the heading follow the data again; her words stay in the history, and the row with its number, empty."""
    _may(who)
    row = _held(session, desk_id, wanted)
    if row is not None and row.text:
        history.keep(session, row, who, now)
        row.text, row.figures, row.account_id = "", "", who.account_id
        session.flush()
        _note(session, who, now, "remove", wanted)


def _held(session: Session, desk_id: int, wanted: Written) -> ReportText | None:
    """The row, held, as she began from it."""
    row = session.scalars(
        select(ReportText)
        .where(
            ReportText.desk_id == desk_id,
            ReportText.fiscal_year == wanted.year,
            ReportText.heading == wanted.heading,
        )
        .with_for_update()
    ).one_or_none()
    if (row.version if row else None) != wanted.version:
        raise SavedMeanwhileError
    return row


def _checked(who: Person, wanted: Written) -> str:
    _may(who)
    check = Check()
    check.code("heading", "見出し", "report_heading", wanted.heading, needed=True)
    name = codes.label("report_heading", wanted.heading)
    clean = check.of_her("text", f"「{name}」の文", wanted.text.replace("\r\n", "\n"), LONGEST, needed=True)
    check.done()
    return clean or ""


def _may(who: Person) -> None:
    if who.role not in MAY_WRITE:
        raise RefusedError([("role", "年度報告の文を直せるのは、統括と管理者です。")])


def _note(session: Session, who: Person, now: datetime, action: str, wanted: Written) -> None:
    heading = codes.label("report_heading", wanted.heading)
    audit.write(session, who, now, action, "report_text", wanted.year, heading=heading)
