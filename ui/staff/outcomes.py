"""What came of the support in a fiscal year, counted from the records; without records every part says so in words."""

from datetime import date

import streamlit as st

from data import calendar
from data.queries import figures, outcomes, series, spells
from ui import access
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
            with lead:
                st.html(f'<p class="s-lead">{shown("outcomes.none_lead", year=calendar.wareki(year))}</p>')
            st.html("".join(f"<h2>{shown(f'outcomes.{part}')}</h2><p>{shown('outcomes.none')}</p>" for part in PARTS))
            return
        seen = Seen(protected=entry.who.role == access.OFFICER)
        plans = outcomes.plans(session, desk, year)
        went = outcomes.accompaniments(session, desk, year)
        with lead:
            st.html(_lead(seen, year, plans, went, entry.today))
        st.html(tables.plans(seen, plans))
        st.html(tables.spells_part(seen, spells.spells(session, desk, year)))
        st.html(tables.went(seen, went))
        st.html(tables.others(seen, outcomes.others(session, desk, year)))
        st.html(tables.hand_overs(seen, outcomes.hand_overs(session, desk, year)))
        st.html(tables.cohorts(seen, spells.cohorts(session, desk, year, entry.today)))
    st.html(f'<p class="s-soft">{shown("outcomes.source", day=f"{entry.today:%Y-%m-%d}")}</p>')


def _lead(seen: Seen, year: int, plans: outcomes.Plans, went: outcomes.Accompaniments, today: date) -> str:
    said = shown(
        "outcomes.lead",
        year=calendar.wareki(year),
        plans=seen.number(plans.opened),
        closed=seen.number(plans.closed),
        went=seen.number(went.total),
    )
    notes = [shown("outcomes.what")]
    if calendar.fiscal_year(calendar.month_of(today)) == year:
        notes.append(shown("outcomes.until", day=f"{today.month}月{today.day}日"))
    if seen.protected:
        notes.append(shown("outcomes.protected"))
    return f'<p class="s-lead">{said}</p><p class="s-soft">{"".join(notes)}</p>'
