"""Targets and actuals of a fiscal year: in a sentence, an indicator a row, what to notice early, and where all of it is from."""

import html
from dataclasses import dataclass

import streamlit as st
from sqlalchemy.orm import Session

from charts.theme import Texts
from data import calendar, codes
from data.models import Desk
from data.queries import figures, notice, pace, provenance, series, targets
from data.queries.figures import Figure
from data.queries.notice import Notice
from data.queries.pace import Pace
from data.queries.provenance import Origin
from data.queries.targets import Step
from ui import access
from ui.figures import Leaving, choose, drawn
from ui.manager import target_files, target_form, target_row, years
from ui.staff import saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown

AHEAD = 1


@dataclass(frozen=True, slots=True)
class Row:
    """All that the page shows of one indicator."""

    figure: Figure
    pace: Pace | None
    origins: list[Origin]
    history: list[Step]


def draw(entry: Entry) -> None:
    """The year of the address, else the newest with figures; in an empty database what to do first."""
    st.html(f"<h1>{shown('targets.title')}</h1>")
    with entry.database.read() as session:
        desk = series.desk(session)
        known = figures.years(session, desk, entry.today) if desk else []
        if desk is not None:
            session.expunge(desk)
    if desk is None:
        saving.emptied("targets.empty", "s-lead")
        return
    head = st.container()
    current = calendar.fiscal_year(calendar.month_of(entry.today))
    offered = sorted({*known, *range(current, current + AHEAD + 1)}, reverse=True)
    otherwise = current if current in known else known[-1] if known else current
    year = years.choose(offered, known, otherwise, "targets-year")
    protected = entry.who.role == access.OFFICER
    with entry.database.read() as session:
        rows = _read(session, desk, year, entry, protected=protected)
        told = notice.read(session, desk, year, entry.today, protected=protected)
    with head:
        st.html(f'<p class="s-lead">{html.escape(lead(year, [row.figure for row in rows]))}</p>')
        saving.say_line()
    for row in rows:
        st.html(target_row.html_of(row.figure, row.pace, row.origins, row.history))
        if draw_pace := target_row.drawing(row.figure, row.pace):
            drawn(draw_pace, f"pace-{row.figure.indicator}")

    def leaving() -> dict[Texts, Leaving]:
        with entry.database.read() as session:
            return _leaving(_read(session, desk, year, entry, protected=True), entry)

    choose(entry, leaving, "targets")
    if protected and any(cell.origin == series.RECORDS for row in rows for cell in row.figure.cells):
        st.html(f'<p class="s-soft">{shown("targets.protected")}</p>')
    _notices(told)
    if entry.who.role in access.MAY_SET_TARGETS:
        target_form.draw(entry, desk.id, year)


def _leaving(rows: list[Row], entry: Entry) -> dict[Texts, Leaving]:
    """The bars and the paces of protected rows as files."""
    made: dict[Texts, Leaving] = {}
    for row in rows:
        made.update(target_files.bars(row.figure, row.origins, entry.today))
        if row.pace is not None:
            made.update(target_files.pace(row.figure, row.pace, row.origins, entry.today))
    return made


def lead(year: int, found: list[Figure]) -> str:
    """The page in a sentence or two: how many of the targets are reached, and the main one with its numbers."""
    aimed = [one for one in found if one.target]
    if not aimed:
        has = any(one.value is not None or one.occasions for one in found)
        return say("targets.lead_no_target" if has else "targets.lead_nothing", year=calendar.wareki(year))
    counts = {state: sum(one.state == state for one in aimed) for state in target_row.STATES}
    parts = "、".join(say(f"targets.lead_{state}", count=count) for state, count in counts.items() if count)
    return say("targets.lead", year=calendar.wareki(year), count=len(aimed), parts=parts)


def _read(session: Session, desk: Desk, year: int, entry: Entry, *, protected: bool) -> list[Row]:
    """The rows of a year; `protected` as they may leave, and as the officer sees them."""
    found = figures.of_year(session, desk, year, entry.today, protected=protected)
    return [
        Row(
            one,
            pace.read(session, desk, one.indicator, year, entry.today, protected=protected),
            provenance.of_figure(session, desk, one),
            targets.history(session, desk.id, one.indicator, year),
        )
        for one in sorted(found, key=_place)
    ]


def _place(one: Figure) -> tuple[int, int]:
    """In the order of the code list, those without target and figure last."""
    return one.state == figures.NO_TARGET, list(codes.lists()["indicator"]).index(one.indicator)


def _notices(told: list[Notice]) -> None:
    items = "".join(
        f'<li>{html.escape(one.sentence)}<span class="s-soft s-rule">{html.escape(one.rule)}</span></li>'
        for one in told
    )
    body = f'<ul class="s-list s-notices">{items}</ul>' if items else f"<p>{shown('targets.notice_none')}</p>"
    st.html(f"<h2>{shown('targets.notice')}</h2>{body}")
