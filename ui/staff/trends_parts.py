"""What the consultations of a period are made of, beside another period; and when in the week they came."""

from dataclasses import replace
from datetime import date

import streamlit as st

from data import disclosure
from data.queries import breakdown, leaving, trends
from data.queries.columns import Columns
from ui import access
from ui.figures import drawn
from ui.staff import trends_charts, trends_form, trends_tables
from ui.staff import trends_words as words
from ui.staff.entry import Entry
from ui.staff.trends_form import Asked
from ui.staff.words import say, shown


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
        _load(entry, held, asked)
    else:
        _parts(entry, held, asked, first)


def protects(entry: Entry) -> bool:
    """Whether this person sees what is counted from records only protected."""
    return entry.who.role == access.OFFICER


def _of_months(asked: Asked, last: int) -> Asked | None:
    """The same over whole months that have settled; beside it what was chosen, or the very months of a year earlier."""
    period = leaving.whole(*asked.period, last)
    if period is None:
        return None
    earlier = leaving.whole(*breakdown.year_before(*period), last)
    chosen = asked.other != breakdown.year_before(*asked.period)
    other = (leaving.whole(*asked.other, last) if chosen else None) or earlier
    return replace(asked, period=period, other=other) if other else None


def _parts(entry: Entry, held: Columns, asked: Asked, first: int) -> None:
    protected = protects(entry)
    chosen = breakdown.within(asked.chosen, *asked.period)
    other = breakdown.within(asked.chosen, *asked.other) if breakdown.covered(asked.other[0], first) else None
    found = breakdown.of(held, asked.item, chosen, other, trends.rule(), protected=protected)
    said = [shown("trends.parts_lead", period=_period(asked.period), total=words.seen(found.total))]
    said.append(shown("trends.parts_several" if found.several else "trends.parts_n", n=words.seen(found.answered)))
    if asked.item == breakdown.RESULT:
        said.append(shown("trends.parts_all"))
    key = "trends.parts_before" if other else "trends.parts_before_none"
    said.append(shown(key, period=_period(asked.other)))
    if not breakdown.covered(asked.period[0], first):
        said.append(shown("trends.parts_out", month=words.month_name(first)))
    if protected:
        said.append(shown("trends.protected"))
    may_open = entry.who.role in access.PAGES["search"].roles
    table = trends_tables.parts(found, chosen, trends.rule(), may_open=may_open)
    under = f'<p class="s-soft">{shown("trends.parts_open")}</p>' if may_open else ""
    st.html(f"<p>{''.join(said)}</p>")
    if found.lines:
        drawn(trends_charts.parts(found, trends_form.item_name(asked.item)), "trends-parts")
    st.html(table + under)


def _load(entry: Entry, held: Columns, asked: Asked) -> None:
    protected = protects(entry)
    chosen = breakdown.within(asked.chosen, *asked.period)
    cells, unknown = breakdown.load(held, chosen, trends.rule(), protected=protected)
    if not cells:
        st.html(f"<p>{shown('trends.parts_empty')}</p>")
        return
    lead = shown("trends.parts_lead", period=_period(asked.period), total=_total(held, asked, protected))
    missing = (
        f'<p class="s-soft">{shown("trends.load_unknown", count=words.seen(unknown))}</p>' if unknown.value != 0 else ""
    )
    under = f'<p class="s-soft">{shown("trends.protected")}</p>' if protected else ""
    st.html(f"<p>{lead}</p>{trends_tables.load(cells)}{missing}{under}")


def _total(held: Columns, asked: Asked, protected: bool) -> str:
    count = held.total(breakdown.within(asked.chosen, *asked.period), trends.rule())
    return words.total(count, protected=protected, floor=disclosure.floor_of(asked.chosen.municipality))


def _period(days: tuple[date, date]) -> str:
    return say("trends.months_span", first=f"{days[0]}", last=f"{days[1]}")
