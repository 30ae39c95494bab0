"""The trends page: the year in one line, fiscal years over one another, what they are made of, and what staff remarked."""

import html
from dataclasses import dataclass
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from data import calendar, disclosure
from data.commands import columns as keeping
from data.models import Desk
from data.queries import annotations, columns, figures, filters, leaving, recorded, series, totals, trends
from data.queries.annotations import Note
from data.queries.columns import Columns
from data.queries.series import Series
from ui import access
from ui import figures as figures_shown
from ui.figures import Leaving
from ui.staff import saving, trends_charts, trends_form, trends_notes, trends_parts, trends_tables
from ui.staff import trends_words as words
from ui.staff.entry import Entry
from ui.staff.trends_form import Asked
from ui.staff.words import say, shown


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows, from one look at the database."""

    desk: Desk
    asked: Asked
    known: list[int]
    drawn: list[int]
    found: Series
    leaves: Series
    heads: list[trends.Head]
    notes: list[Note]
    columns: Columns
    first: int | None
    last: int


def draw(entry: Entry) -> None:
    """The page."""
    with entry.database.read() as session:
        seen = _look(session, entry.today, protected=trends_parts.protects(entry))
    if seen is None:
        st.html(
            f"<h1>{shown('trends.title')}</h1><p class='s-lead'>{shown('trends.none')}</p><p>{shown('trends.none_do')}</p>"
        )
        return
    _first(entry, seen)
    saving.say_line()
    trends_form.pick(seen.asked, seen.known)
    trends_form.draw(seen.asked)
    _months(entry, seen)
    trends_parts.draw(entry, seen.columns, seen.asked, seen.first, seen.last)
    _a_day(entry, seen)
    trends_notes.draw(entry, seen.desk.id, seen.notes)
    keeping.keep(entry.database, seen.columns)


def _look(session: Session, today: date, *, protected: bool) -> Seen | None:
    desk = series.desk(session)
    known = trends.years(session, desk, today) if desk else []
    if desk is None or not known:
        return None
    asked = trends_form.read(known, today, protected=protected)
    held = columns.read(session, desk.id)
    wanted = [*range(known[0] - 1, known[-1] + 1)]
    if asked.filtered:
        found = trends.filtered(session, desk, held, asked.chosen, wanted, today)
    else:
        found = series.read(session, desk, trends.INDICATOR, wanted, today)
    last = leaving.last_month(session, today)
    leaves = leaving.months(found, last, disclosure.floor_of(asked.chosen.municipality))
    found = leaves if protected else found
    heads = [
        trends.head(
            found, year, None if asked.filtered else figures.target(session, desk, trends.INDICATOR, year),
            desk.opened_month, today,
        )
        for year in known
    ]  # fmt: skip
    drawn = trends_charts.years_drawn(known, asked.year)
    span = calendar.months_of(drawn[0])[0], calendar.months_of(drawn[-1])[-1]
    notes = annotations.listed(session, desk.id, span)
    return Seen(desk, asked, known, drawn, found, leaves, heads, notes, held, recorded.since(session, desk.id), last)


def _lead(entry: Entry, seen: Seen) -> str:
    head = next(one for one in seen.heads if one.year == seen.asked.year)
    return words.lead(head, filtered=seen.asked.filtered)


def _first(entry: Entry, seen: Seen) -> None:
    head = next(one for one in seen.heads if one.year == seen.asked.year)
    faults = "".join(f"<li>{html.escape(one)}</li>" for one in seen.asked.faults)
    alert = f'<div class="s-fault" role="alert"><ul class="s-list">{faults}</ul></div>' if faults else ""
    soft = f'<p class="s-soft">{shown("trends.now_shown", filters=filters.describe(seen.asked.chosen))}</p>'
    if head.goal and not head.goal.year_stated:
        soft += f'<p class="s-soft">{shown("trends.target_year")}</p>'
    st.html(
        f"<h1>{shown('trends.title')}</h1>{alert}"
        f'<p class="s-lead" role="status">{html.escape(_lead(entry, seen))}</p>{soft}'
    )


def _months(entry: Entry, seen: Seen) -> None:
    """The chart, its table, what broke, and the fiscal years; of what an officer filters no years stand beside each other."""
    st.html(f"<h2>{shown('trends.chart')}</h2>")
    found = seen.found
    lead = say("trends.chart_alt", lead=_lead(entry, seen).rstrip("。"))
    texts = trends_charts.words(seen.asked.chosen, found, entry.today, lead)
    opens = seen.asked.chosen if entry.who.role in access.PAGES["search"].roles else None
    figures_shown.drawn(trends_charts.months(found, seen.drawn, seen.notes, texts, entry.today, opens), "trends-months")
    sums_said = {one.year: words.head_value(one) for one in seen.heads}
    under = f'<p class="s-soft">{shown("trends.months_protected")}</p>' if _has_protected(found) else ""
    st.html(
        trends_tables.months(found, seen.drawn, sums_said, entry.today, opens)
        + under
        + _beneath(found, seen.drawn, entry.today)
    )
    _leaves(entry, seen)
    same = trends.same_months(found, seen.known, seen.desk.opened_month, entry.today)
    if len(seen.known) > 1 and not (seen.asked.filtered and trends_parts.protects(entry)):
        st.html(f"<h2>{shown('trends.years')}</h2>{trends_tables.years(found, seen.heads, same)}")
        if same[0]:
            sums = "、".join(
                say("trends.same_one", year=calendar.wareki(year), value=f"{value:,}")
                for year, value in sorted(same[1].items())
            )
            st.html(f'<p class="s-soft">{shown("trends.same", months=words.span(same[0]), sums=sums)}</p>')


def _has_protected(found: Series) -> bool:
    return bool(found.totals) and any(cell.origin == series.RECORDS for cell in found.cells)


def _leaves(entry: Entry, seen: Seen) -> None:
    """The drawing as a file: published months as they are, months counted from records protected, whoever asks."""
    faults = totals.unfit(seen.asked.chosen)
    if faults:
        st.html(f'<p class="s-soft">{shown("trends.not_leaving", why="".join(faults))}</p>')
        return
    found = seen.leaves
    texts = trends_charts.words(seen.asked.chosen, found, entry.today)
    drawn = trends_charts.months(found, seen.drawn, seen.notes, texts, entry.today)
    figures_shown.files(entry, Leaving(drawn, trends_tables.plain(found, seen.drawn)), texts, "trends-months")


def _beneath(found: Series, years: list[int], today: date) -> str:
    """Footnotes of cells, where the line starts anew and why, where the figures are from."""
    cells = [cell for year in years for cell in found.of_year(year)]
    noted: dict[str, list[int]] = {}
    for cell in cells:
        noted.setdefault(cell.note, []).append(cell.month)
    said = [shown("trends.data_note", month=_from_to(months), note=note) for note, months in noted.items() if note]
    inside = {cell.month for cell in cells}
    if found.switched in inside and found.switched:
        said.append(shown("trends.switched", month=words.month_name(found.switched)))
    said += [
        shown("trends.break", month=words.month_name(one.valid_from), words=one.text)
        for one in found.definitions
        if one.breaks_series and one.valid_from in inside
    ]
    running = trends.is_running(found, today)
    if running in inside and running:
        said.append(shown("trends.running", month=words.month_name(running)))
    sources = dict.fromkeys(cell.source.title for cell in cells if cell.source and cell.source.title)
    said += [shown("trends.source", source="、".join(sources))] if sources else []
    return "".join(f'<p class="s-soft">{one}</p>' for one in said)


def _from_to(months: list[int]) -> str:
    """The first and the last of some months."""
    first, last = words.month_name(months[0]), words.month_name(months[-1])
    return first if len(months) == 1 else say("trends.months_span", first=first, last=last)


def _a_day(entry: Entry, seen: Seen) -> None:
    """Consultations for each day the desk was open, of the year that is looked at."""
    if seen.asked.filtered:
        return
    # On which days somebody came outside the opening days is not for the officer.
    busy = {} if trends_parts.protects(entry) else trends.busy_days(seen.columns, seen.asked.year)
    this_month = calendar.month_of(entry.today)
    cells = [cell for cell in seen.found.of_year(seen.asked.year) if cell.month <= this_month]
    days = trends.a_day(cells, seen.desk.opened_month, entry.today, busy)
    values = {cell.month: cell.value or 0 for cell in cells}
    counted = [one for one in days if one.a_day is not None]
    year, open_days = calendar.wareki(seen.asked.year), sum(one.days for one in counted)
    if counted:
        a_day = sum(values[one.month] for one in counted) / open_days
        through = words.month_name(counted[-1].month)
        line = shown("trends.a_day_lead", year=year, value=f"{a_day:.1f}", month=through, days=open_days)
    else:
        line = shown("trends.a_day_none", year=year)
    st.html(
        f"<h2>{shown('trends.a_day')}</h2><p>{line}</p>{trends_tables.days(days)}<p class='s-soft'>{shown('trends.a_day_how')}</p>"
    )
