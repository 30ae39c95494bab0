"""The page that finds records: the filters in words, a dense table, and what may leave as a file."""

import streamlit as st

from data.commands import seen
from data.queries import filters, search
from data.queries.filters import Filters, Names
from data.queries.search import Cursor, Listing
from ui import access
from ui.staff import search_export, search_form, search_table
from ui.staff.entry import Entry
from ui.staff.words import say, shown

# What a link holds beside the filters: the place in the list.
PLACES = ("after", "before", "of")


def draw(entry: Entry) -> None:
    """The page."""
    with entry.database.read() as session:
        names = search.names(session)
    chosen, faults = _linked(names)
    head = st.container(key="search-head")
    given = search_form.draw(chosen, names, may_read=entry.who.role in access.MAY_READ_NOTES)
    chosen, more = search_form.with_word(chosen, given)
    wanted = search_form.wanted(given, names)
    if wanted is not None and not wanted[1]:
        _go(wanted[0])
    faults = [*faults, *more, *(wanted[1] if wanted else [])]
    with entry.database.read() as session:
        after, before = (Cursor.read(st.query_params.get(name, "")) for name in ("after", "before"))
        found = search.page(session, chosen, after=after, before=before, known=_known())
    _note(entry, chosen, names, found)
    with head:
        _first_line(chosen, names, found, faults)
    # What is found has a place of its own: the forms below it are not made anew where it is more or less.
    with st.container(key="search-found"):
        search_table.draw(found)
        _turn(found)
    search_export.draw(entry, chosen)


def _linked(names: Names) -> tuple[Filters, list[str]]:
    """The filters of the address, and what of them does not exist any more."""
    given = {name: st.query_params.get_all(name) for name in st.query_params if name not in PLACES}
    said = [say("search.word_in_link")] if given.pop("word", None) else []
    chosen, faults = filters.parse(given, names)
    return chosen, said + faults


def _known() -> int | None:
    """The count of the first page, which its later pages do not count anew."""
    text = st.query_params.get("of", "")
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _go(chosen: Filters) -> None:
    st.query_params.from_dict(filters.to_query(chosen))
    st.rerun()


def _note(entry: Entry, chosen: Filters, names: Names, found: Listing) -> None:
    """Who saw which records: one entry for each page that was shown."""
    if found.rows:
        said = filters.describe(chosen, names, word=False)
        with entry.database.write() as session:
            seen.note(session, entry.who, entry.now, said, [row.id for row in found.rows])


def _first_line(chosen: Filters, names: Names, found: Listing, faults: list[str]) -> None:
    if found.count == 0:
        line = f"{shown('search.found_none')} {shown('search.found_none_do')}"
    elif found.count is None:
        line = shown("search.found_more")
    else:
        line = shown("search.found", count=f"{found.count:,}")
    wrong = "".join(f"<li>{search_table.safe(one)}</li>" for one in faults)
    st.html(
        f"<h1>{shown('search.title')}</h1>"
        + (f'<div class="s-fault" role="alert"><ul class="s-list">{wrong}</ul></div>' if wrong else "")
        + f'<p class="s-lead" role="status">{line}</p>'
        + f'<p class="s-soft">{shown("search.now_shown", filters=filters.describe(chosen, names))}</p>'
    )


def _turn(found: Listing) -> None:
    if not (found.newer or found.older):
        return
    with st.container(key="search-turn", horizontal=True):
        for name, cursor, key in (("newer", found.newer, "before"), ("older", found.older, "after")):
            if st.button(say(f"search.{name}"), key=f"search-{name}", disabled=cursor is None) and cursor:
                for place in PLACES:
                    st.query_params.pop(place, None)
                st.query_params[key] = str(cursor)
                st.query_params["of"] = str(search.COUNTED + 1 if found.count is None else found.count)
                st.rerun()
