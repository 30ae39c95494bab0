"""What the consultations of a period are made of, beside another period; and when in the week they came."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from charts.theme import Texts
from data import calendar, disclosure
from data.counting import Rule
from data.disclosure import Cell
from data.queries import breakdown, filters, leaving, totals, trends
from data.queries.breakdown import Breakdown
from data.queries.columns import Columns
from data.queries.filters import Filters
from ui import access, figures
from ui.figures import Draw, Leaving, Table
from ui.staff import trends_charts, trends_form, trends_tables
from ui.staff import trends_words as words
from ui.staff.entry import Entry
from ui.staff.trends_form import Asked
from ui.staff.words import say, shown

KEY = "trends-parts"
Opens = tuple[Filters, Rule] | None


def draw(entry: Entry, held: Columns, asked: Asked, first: int | None, last: int) -> None:
    """The part of the page; without records of the period a sentence says why there is nothing.

    The officer sees whole months until `last`: days moved by one against each other would tell of one woman.
    """
    name = trends_form.item_name(asked.item)
    st.html(f"<h2>{shown('trends.parts')}: {name}</h2>")
    if first is None:
        st.html(f"<p>{shown('trends.parts_none', item=name)}</p>")
        return
    fitted = _of_months(asked, last) if protects(entry) else asked
    if fitted is None:
        st.html(f"<p>{shown('trends.parts_later', month=words.month_name(last))}</p>")
        return
    asked = fitted
    if not breakdown.covered(asked.period[0], first) and not breakdown.covered(asked.period[1], first):
        st.html(f"<p>{shown('trends.parts_out', month=words.month_name(first))}</p>")
    elif asked.item == breakdown.LOAD:
        _load(entry, held, asked, last)
    else:
        _parts(entry, held, asked, first, last)


def protects(entry: Entry) -> bool:
    """Whether this person sees what is counted from records only protected."""
    return entry.who.role == access.OFFICER


def _of_months(asked: Asked, last: int) -> Asked | None:
    """The same over a month or a fiscal year that has settled; beside it what was chosen, or the one of a year earlier."""
    period = leaving.framed(*asked.period, last)
    if period is None:
        return None
    since, until = breakdown.year_before(*period)
    earlier = since, calendar.last_day(calendar.month_of(until))
    chosen = asked.other != breakdown.year_before(*asked.period)
    other = (leaving.framed(*asked.other, last) if chosen else None) or earlier
    return replace(asked, period=period, other=other)


def _opens(entry: Entry, chosen: Filters) -> Opens:
    """Under which filters a mark opens its records, for those who may look at them."""
    return (chosen, trends.rule()) if entry.who.role in access.PAGES["search"].roles else None


def _parts(entry: Entry, held: Columns, asked: Asked, first: int, last: int) -> None:
    chosen = breakdown.within(asked.chosen, *asked.period)
    other = breakdown.within(asked.chosen, *asked.other) if breakdown.covered(asked.other[0], first) else None
    found = breakdown.of(held, asked.item, chosen, other, trends.rule(), protected=protects(entry))
    st.html(f"<p>{''.join(_said(entry, asked, found, first))}</p>")
    opens, title = _opens(entry, chosen), say("trends.parts_chart", item=trends_form.item_name(asked.item))
    texts = trends_charts.parts_words(found, title, filters.describe(chosen), entry.today)
    if not found.lines:
        return
    figures.drawn(trends_charts.parts(found, texts, opens), KEY)
    _under(trends_tables.parts(found, opens), title, opens)

    def made(whole: Filters, texts: Texts) -> tuple[Draw, Table]:
        safe = breakdown.of(held, asked.item, whole, None, trends.rule(), protected=True)
        return trends_charts.parts(safe, texts), trends_tables.parts(safe)

    _leaves(entry, chosen, title, last, made)


def _said(entry: Entry, asked: Asked, found: Breakdown, first: int) -> list[str]:
    """How many, of how many the shares are, what it is compared with."""
    said = [shown("trends.parts_lead", period=_period(asked.period), total=words.seen(found.total))]
    said.append(shown("trends.parts_several" if found.several else "trends.parts_n", n=words.seen(found.answered)))
    if asked.item == breakdown.RESULT:
        said.append(shown("trends.parts_all"))
    key = "trends.parts_before_none" if found.before is None else "trends.parts_before"
    said.append(shown(key, period=_period(asked.other)))
    if not breakdown.covered(asked.period[0], first):
        said.append(shown("trends.parts_out", month=words.month_name(first)))
    if found.total.value is None:
        said.append(shown("trends.parts_few"))
    return [*said, shown("trends.protected")] if protects(entry) else said


def _load(entry: Entry, held: Columns, asked: Asked, last: int) -> None:
    chosen = breakdown.within(asked.chosen, *asked.period)
    cells, unknown = breakdown.load(held, chosen, trends.rule(), protected=protects(entry))
    floor = disclosure.floor_of(asked.chosen.municipality)
    count = held.total(chosen, trends.rule())
    lead = shown(
        "trends.parts_lead",
        period=_period(asked.period),
        total=words.total(count, protected=protects(entry), floor=floor),
    )
    if not cells:
        st.html(f"<p>{lead if count else ''}{shown('trends.parts_few' if count else 'trends.parts_empty')}</p>")
        return
    st.html(f"<p>{lead}{_without_hour(unknown)}{shown('trends.protected') if protects(entry) else ''}</p>")
    opens, title = _opens(entry, chosen), say("trends.load_chart")
    texts = trends_charts.load_words(cells, title, filters.describe(chosen), entry.today)
    figures.drawn(trends_charts.load(cells, texts, opens), KEY)
    _under(trends_tables.load(cells, opens), title, opens, "s-grid s-load")

    def made(whole: Filters, texts: Texts) -> tuple[Draw, Table]:
        safe = breakdown.load(held, whole, trends.rule(), protected=True)[0]
        return trends_charts.load(safe, texts), trends_tables.load(safe)

    _leaves(entry, chosen, title, last, made)


def _without_hour(unknown: Cell) -> str:
    return "" if unknown.value == 0 else shown("trends.load_unknown", count=words.seen(unknown))


def _under(table: Table, title: str, opens: Opens, kind: str = trends_tables.KIND) -> None:
    """The table, and that a press opens the records."""
    way = f'<p class="s-soft">{shown("trends.marks_open")}</p>' if opens else ""
    st.html(f"{figures.grid(table, title, kind)}{way}")


def _leaves(
    entry: Entry, chosen: Filters, title: str, last: int, made: Callable[[Filters, Texts], tuple[Draw, Table]]
) -> None:
    """The files, made from whole months that have settled and protected cells; or why these filters cannot leave."""
    whole = until_settled(chosen, last)
    if whole is None:
        st.html(f'<p class="s-soft">{shown("trends.parts_later", month=words.month_name(last))}</p>')
        return
    faults = totals.unfit(whole)
    if faults:
        st.html(f'<p class="s-soft">{shown("trends.not_leaving", why="".join(faults))}</p>')
        return
    own, as_of = say("trends.own_source"), say("trends.as_of", day=calendar.spoken_day(entry.today))
    texts = Texts(title, filters.describe(whole), title, own, as_of)
    drawn, table = made(whole, texts)
    figures.files(entry, Leaving(drawn, table), texts, KEY)


def until_settled(chosen: Filters, last: int) -> Filters | None:
    """The filters to the end of the month `last` where they go on after it; None where nothing is left of them."""
    end = calendar.last_day(last)
    if chosen.since is not None and chosen.since > end:
        return None
    return chosen if chosen.until is not None and chosen.until <= end else replace(chosen, until=end)


def _period(days: tuple[date, date]) -> str:
    first, last = (f"{words.month_name(day.year * 100 + day.month)}{day.day}日" for day in days)
    return say("trends.months_span", first=first, last=last)
