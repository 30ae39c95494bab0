"""What came of the support in a fiscal year, counted from the records; without records every part says so in words."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from charts.theme import Texts
from data import calendar
from data.queries import figures, outcomes, series, spells
from ui import access
from ui import figures as figures_shown
from ui.figures import Leaving
from ui.staff import outcomes_charts as charts
from ui.staff import outcomes_tables as tables
from ui.staff.entry import Entry
from ui.staff.outcomes_tables import Seen
from ui.staff.words import say, shown


@dataclass(frozen=True, slots=True)
class Found:
    """What came of the support in a year, part by part."""

    plans: outcomes.Plans
    days: Mapping[str, spells.Spell]
    went: outcomes.Accompaniments
    others: outcomes.Others
    over: Mapping[str, outcomes.HandOvers]
    cohorts: Sequence[spells.Cohort]


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
        found = Found(
            outcomes.plans(session, desk, year),
            spells.spells(session, desk, year),
            outcomes.accompaniments(session, desk, year),
            outcomes.others(session, desk, year),
            outcomes.hand_overs(session, desk, year),
            spells.cohorts(session, desk, year, entry.today),
        )
    seen = Seen(protected=entry.who.role == access.OFFICER)
    with lead:
        st.html(_lead(seen, year, found.plans, found.went, entry.today))
    for part in _parts(seen, found):
        st.html(part)
    _cohorts(entry, seen, year, found.cohorts)
    st.html(f'<p class="s-soft">{html.escape(_source(entry))}</p>')
    figures_shown.choose(entry, _leaving(entry, year, found), "outcomes")


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


def _leaving(entry: Entry, year: int, found: Found) -> dict[Texts, Leaving]:
    """Every chart and table of the page as it may leave: protected, whoever asks."""
    safe = Seen(protected=True)
    for _ in _parts(safe, found):
        pass
    own, as_of, named = _source(entry), "", calendar.wareki(year)
    made = {
        Texts(f"{named} {caption}", source=own, as_of=as_of): Leaving(None, one) for caption, one in safe.tables.items()
    }
    for step in charts.STEPS:
        texts = Texts(f"{named} {charts.title(step)}", "", charts.described(safe, found.cohorts, step), own, as_of)
        made[texts] = Leaving(charts.draw(safe, found.cohorts, step, texts), charts.table(safe, found.cohorts, step))
    return made


def _source(entry: Entry) -> str:
    return say("outcomes.source", day=f"{entry.today:%Y-%m-%d}")


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
