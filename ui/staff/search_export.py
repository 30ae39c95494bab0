"""What may leave as a file: protected totals for all, records row by row for the few who may, with a reason."""

import streamlit as st

from data.commands import exports
from data.commands.exports import Export
from data.queries import totals
from data.queries.filters import Filters
from ui import access
from ui.staff.entry import Entry
from ui.staff.search_table import safe
from ui.staff.words import say, shown

FORMATS = ("csv", "xlsx")


def draw(entry: Entry, chosen: Filters) -> None:
    """The part of the page below the list."""
    with st.container(key="search-export"), st.expander(say("search.export")):
        _totals(entry, chosen)
        if entry.who.role in access.DOWNLOADS["rows"]:
            _rows(entry, chosen)


def offer(entry: Entry, wanted: Export) -> None:
    """Prepares the file and shows where to take it, or says what is wrong."""
    try:
        with entry.database.write() as session:
            token = exports.prepare(session, entry.who, entry.now, wanted, access.DOWNLOADS)
    except exports.NotPrepared as refused:
        lines = "".join(f"<li>{safe(one)}</li>" for one in refused.faults)
        st.html(f'<div class="s-fault" role="alert"><ul class="s-list">{lines}</ul></div>')
        return
    st.html(
        f'<p class="s-good" role="status">{shown("search.ready")} '
        f'<a class="s-button" href="/download?ticket={token}">{shown("search.take")}</a></p>'
    )


def _totals(entry: Entry, chosen: Filters) -> None:
    st.html(f"<h2>{shown('search.totals')}</h2><p>{shown('search.totals_text')}</p>")
    with st.form("search-totals", border=False):
        first, second, format_ = st.columns(3)
        names = list(totals.DIMENSIONS)
        by = first.selectbox(say("search.by"), names, format_func=totals.DIMENSIONS.__getitem__)
        also = second.selectbox(
            say("search.by_second"),
            names,
            index=None,
            format_func=totals.DIMENSIONS.__getitem__,
            placeholder=say("search.no_second"),
        )
        form = _format(format_, "totals")
        sent = st.form_submit_button(say("search.prepare"), key="prepare-totals")
    if sent:
        offer(entry, Export("totals", form, chosen, tuple(one for one in (by, also) if one)))


def _rows(entry: Entry, chosen: Filters) -> None:
    st.html(f"<h2>{shown('search.rows')}</h2><p>{shown('search.rows_text')}</p>")
    with st.form("search-rows", border=False):
        why, format_ = st.columns([2, 1])
        reason = why.text_input(say("search.reason"), max_chars=exports.LONGEST_REASON)
        form = _format(format_, "rows")
        may_read = entry.who.role in access.MAY_READ_NOTES
        notes = st.checkbox(say("search.notes")) if may_read else False
        sent = st.form_submit_button(say("search.prepare"), key="prepare-rows")
    if sent:
        offer(entry, Export("rows", form, chosen, notes=notes, reason=reason))


def _format(column: st.delta_generator.DeltaGenerator, of: str) -> str:
    return column.selectbox(
        say("search.format"), FORMATS, format_func=lambda one: say(f"search.{one}"), key=f"format-{of}"
    )
