"""The trainings of a fiscal year: how many came against the target, what they said, how the sign-ups stand."""

from datetime import date

import streamlit as st

from data import calendar
from data.models import Desk
from data.queries import figures, series, trainings
from data.queries.figures import Figure
from data.queries.trainings import Training
from ui import access
from ui.staff import saving, training_chart, training_form, training_survey, training_tables
from ui.staff.entry import Entry
from ui.staff.words import say, shown

# How far ahead a training may be written down.
YEARS_AHEAD = 1


def draw(entry: Entry) -> None:
    """The sentence, the table, the surveys, the sign-ups; for those who may, the forms. `?survey=` is the QR picture alone."""
    asked = st.query_params.get("survey", "")
    if asked and training_survey.paper(entry, asked):
        return
    with entry.database.read() as session:
        desk = series.desk(session)
        now = calendar.fiscal_year(calendar.month_of(entry.today))
        years = sorted(set(figures.years(session, desk, entry.today)) | {now}) if desk else [now]
        newest = trainings.newest_year(session, desk) if desk else None
        if desk:
            session.expunge(desk)
    may_edit = entry.who.role in access.MAY_EDIT_TRAININGS
    if may_edit:
        years = sorted({*years, now + YEARS_AHEAD})
    st.html(f"<h1>{shown('training.title')}</h1>")
    lead = st.container(key="training-lead")
    year = st.selectbox(
        say("training.year"),
        years[::-1],
        index=years[::-1].index(newest if newest in years else now),
        format_func=calendar.wareki,
        key="training-year",
    )
    if desk is None:
        with lead:
            st.html(f'<p class="s-lead">{shown("training.none", year=calendar.wareki(year))}</p>')
        return
    protected = entry.who.role == access.OFFICER
    with entry.database.read() as session:
        rows = trainings.of_year(session, desk, year)
        people, useful = (
            figures.one(session, desk, name, year, entry.today, protected=protected) if rows else None
            for name in (trainings.PARTICIPANTS, trainings.USEFULNESS)
        )
    with lead:
        st.html(f'<p class="s-lead">{_lead(year, rows, people, entry.today)}</p>{_notes(year, people)}')
    saving.say_line()
    _body(entry, desk, year, rows, useful)


def _body(entry: Entry, desk: Desk, year: int, rows: list[Training], useful: Figure | None) -> None:
    if rows and useful:
        st.html(training_tables.sessions(rows, entry.today))
        _surveys(entry, year, rows, useful)
        training_tables.pace_part(rows, entry.today)
    if entry.who.role in access.MAY_EDIT_TRAININGS:
        training_form.draw(entry, desk.id, year, rows)
        training_survey.draw(entry, rows)


def _surveys(entry: Entry, year: int, rows: list[Training], useful: Figure) -> None:
    answered = [one for one in rows if one.survey.printed or one.survey.counted]
    if not answered:
        st.html(training_tables.no_surveys())
        return
    st.html(training_tables.means(useful))
    training_chart.draw(entry, year, answered)
    st.html(training_tables.surveys_part(answered, useful, protected=entry.who.role == access.OFFICER))


def _lead(year: int, rows: list[Training], people: Figure | None, today: date) -> str:
    """The answer in words: how many trainings, how many people, how much of the target."""
    named = calendar.wareki(year)
    if not rows or people is None:
        return shown("training.none", year=named)
    coming = sum(one.attendance is None and (one.held_on is None or one.held_on >= today) for one in rows)
    if people.value is None:
        return shown("training.lead_unknown", year=named, count=len(rows))
    key = "training.lead_coming" if coming else "training.lead"
    said = shown(key, year=named, count=len(rows), coming=coming, people=f"{people.value:,}")
    if people.target is None or people.ratio is None:
        return said + shown("training.lead_no_target")
    ratio = f"{people.ratio / 10:.1f}"
    return said + shown("training.lead_target", target=f"{people.target.value:,}", ratio=ratio)


def _notes(year: int, people: Figure | None) -> str:
    if people is None:
        return ""
    notes = []
    if people.target and not people.target.year_stated:
        notes.append(shown("training.year_not_stated", year=calendar.wareki(year)))
    if not people.agrees:
        notes.append(shown("training.differs", printed=people.printed, added=people.added))
    return "".join(f'<p class="s-soft">{one}</p>' for one in notes)
