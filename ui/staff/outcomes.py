"""What came of the support in a fiscal year, counted from the records; without records every part says so in words."""

import html
from collections.abc import Iterator, Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.theme import Texts
from data import calendar
from data.queries import figures, leaving, outcomes, outcomes_year, series, spells
from data.queries.outcomes_year import Found
from ui import access
from ui import figures as figures_shown
from ui.figures import Leaving
from ui.staff import outcomes_charts as charts
from ui.staff import outcomes_tables as tables
from ui.staff.entry import Entry
from ui.staff.outcomes_tables import Seen
from ui.staff.words import say, shown

PARTS = ("plans", "spells", "went", "ibasho", "over", "cohorts")


def draw(entry: Entry) -> None:
    """The sentence, then each part with its table; the officer sees all of it protected."""
    st.html(f"<h1>{shown('outcomes.title')}</h1>")
    lead = st.container(key="outcomes-lead")
    with entry.database.read() as session:
        desk = series.desk(session)
        now = calendar.fiscal_year(calendar.month_of(entry.today))
        years = sorted({*figures.years(session, desk, entry.today), now}) if desk else [now]
        year = st.selectbox(
            say("outcomes.year"),
            years[::-1],
            index=years[::-1].index(now),
            format_func=calendar.wareki,
            key="outcomes-year",
        )
        if desk is None or not outcomes.has_records(session, desk, year):
            _none(lead, "none", year)
            return
        seen = Seen(protected=entry.who.role == access.OFFICER)
        # What leaves, and what the officer sees, ends with the last month that has settled.
        settled = calendar.last_day(leaving.last_month(session, entry.today))
        until = settled if seen.protected else None
        leaves = outcomes.has_records(session, desk, year, settled)
        if until and not leaves:
            _none(lead, "unsettled", year)
            return
        found = outcomes_year.read(session, desk, year, entry.today, until)
        session.expunge(desk)
    with lead:
        st.html(_lead(seen, year, found.plans, found.went, until or entry.today))
    for part in _parts(seen, found):
        st.html(part)
    _cohorts(entry, seen, year, found.cohorts)
    st.html(f'<p class="s-soft">{html.escape(_source(until, entry.today))}</p>')

    def offered() -> dict[Texts, Leaving]:
        if not leaves:
            return {}
        if seen.protected:
            return _leaving(entry, year, found, settled)
        with entry.database.read() as session:
            return _leaving(entry, year, outcomes_year.read(session, desk, year, entry.today, settled), settled)

    figures_shown.choose(entry, offered, "outcomes")


def _none(lead: DeltaGenerator, why: str, year: int) -> None:
    """The sentence of a year of which nothing can be said, and each part with データなし or that it is still to come."""
    with lead:
        st.html(f'<p class="s-lead">{shown(f"outcomes.{why}_lead", year=calendar.wareki(year))}</p>')
    st.html("".join(f"<h2>{shown(f'outcomes.{part}')}</h2><p>{shown(f'outcomes.{why}')}</p>" for part in PARTS))


def _parts(seen: Seen, found: Found) -> Iterator[str]:
    """The tables of each part but the cohorts."""
    yield tables.plans(seen, found.plans)
    yield tables.spells_part(seen, found.days)
    yield tables.went(seen, found.went)
    yield tables.others(seen, found.others)
    yield tables.hand_overs(seen, found.over)


def _cohorts(entry: Entry, seen: Seen, year: int, found: Sequence[spells.Cohort]) -> None:
    """A chart a step with its table."""
    st.html(f'<h2>{shown("outcomes.cohorts")}</h2><p class="s-soft">{shown("outcomes.cohorts_what")}</p>')
    for step in charts.STEPS:
        texts = Texts(charts.title(step), calendar.wareki(year), charts.described(seen, found, step))
        drawn = charts.draw(seen, found, step, texts)
        figures_shown.show(entry, drawn, texts, charts.table(seen, found, step), f"cohort-{step}")


def _leaving(entry: Entry, year: int, found: Found, until: date) -> dict[Texts, Leaving]:
    """Every chart and table of the page as it may leave: protected, of months that have settled, whoever asks."""
    safe = Seen(protected=True)
    for _ in _parts(safe, found):
        pass
    own, named = _source(until, until), calendar.wareki(year)
    made = {Texts(f"{named} {caption}", source=own): Leaving(None, one) for caption, one in safe.tables.items()}
    for step in charts.STEPS:
        texts = Texts(f"{named} {charts.title(step)}", "", charts.described(safe, found.cohorts, step), own)
        made[texts] = Leaving(charts.draw(safe, found.cohorts, step, texts), charts.table(safe, found.cohorts, step))
    return made


def _source(until: date | None, today: date) -> str:
    """Where the counts are from: as they are today, or of the months up to that day."""
    if until is None:
        return say("outcomes.source", day=calendar.spoken_day(today))
    return say("outcomes.source_settled", month=calendar.spoken_month(calendar.month_of(until)))


def _lead(seen: Seen, year: int, plans: outcomes.Plans, went: outcomes.Accompaniments, day: date) -> str:
    """The year in a sentence, until that day where the year still runs then."""
    said = shown(
        "outcomes.lead",
        year=calendar.wareki(year),
        plans=seen.number(plans.opened),
        closed=seen.number(plans.closed),
        went=seen.number(went.total),
    )
    notes = [shown("outcomes.what")]
    first, last = outcomes.span(year)
    if first <= day < last:
        notes.append(shown("outcomes.until", day=f"{day.month}月{day.day}日"))
    if seen.protected:
        notes.append(shown("outcomes.protected"))
    return f'<p class="s-lead">{said}</p><p class="s-soft">{"".join(notes)}</p>'
