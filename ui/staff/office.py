"""One run for a browser that has the staff's cookie: the pages of the role, or that the session has ended."""

import logging
from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.database import StoreError
from data.sessions import Person
from ui import access
from ui.staff import entry, faults, frame, state
from ui.staff.words import say

_LOG = logging.getLogger(__name__)
Visited = Callable[[str, StreamlitPage, dict[str, StreamlitPage]], None]


def run(visited: Visited) -> None:
    """The page she asked for; `visited` draws one of the visitors' pages."""
    try:
        who = entry.signed_in()
        if who is None:
            frame.ended()
        elif not state.is_hers(who.account_id):
            frame.others()
        else:
            _draw(who, visited)
    except StoreError as fault:
        state.rescue()
        frame.trouble(fault.kind)


def _draw(who: Person, visited: Visited) -> None:
    title = say("pages.site")
    st.set_page_config(page_title=title, layout="wide", initial_sidebar_state="collapsed")
    mine = access.of(who.role, who.must_change)
    pages = {name: page.as_streamlit(title) for name, page in mine.items()}
    chosen = st.navigation(list(pages.values()), position="hidden")
    name = access.name_of(chosen, next(iter(pages)))
    if access.PAGES[name].is_public:
        visited(name, chosen, pages)
        return
    frame.header(who, name, pages)
    try:
        chosen.run()
    except StoreError as fault:
        # Below what the page has drawn so far: what stands in its fields stays there.
        frame.trouble(fault.kind)
    except Exception as error:
        # The visitors' calm page speaks of desks to call; a colleague needs to know what to do with her work.
        _LOG.error("a staff page failed", exc_info=error)
        faults.of_ours()
