"""The script st.App runs at every rerun: who is here, which pages there are for her, the one she asked for."""

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import settings
from ui import access, layout, way
from ui.content import Screen
from ui.drawing import drawing

if TYPE_CHECKING:
    from data.sessions import Person


def run() -> None:
    """One run; nothing of hers may be a global, this module stays in memory until the next visitor's run."""
    # Only a browser that was signed in has the cookie: for a visitor nothing of the records is even imported.
    if settings.SESSION_COOKIE in st.context.cookies:
        from ui.staff import entry

        who = entry.signed_in()
        if who:
            return _staff(who)
    with drawing() as now:
        _visitor(now)
    return None


def _visitor(now: Screen) -> None:
    st.set_page_config(page_title=now.title, layout="centered", initial_sidebar_state="collapsed")
    pages = _pages(access.EVERYONE, now.title)
    chosen = st.navigation(list(pages.values()), position="hidden")
    _public(now, _name(chosen, pages), chosen, pages)


def _public(now: Screen, name: str, chosen: StreamlitPage, pages: dict[str, StreamlitPage]) -> None:
    layout.header(now)
    if name == way.PAGE:
        chosen.run()
    else:
        layout.urgent(now, name)
        chosen.run()
        layout.marks(now, name)
    layout.footer(now, name, pages)


def _staff(who: "Person") -> None:
    """A signed-in person: the pages of her role beside the public ones, drawn outside the visitors' turn."""
    from ui.staff import frame
    from ui.staff.words import say

    title = say("pages.site")
    pages = _pages(who.role, title)
    chosen = st.navigation(list(pages.values()), position="hidden")
    name = _name(chosen, pages)
    if access.PAGES[name].is_public:
        with drawing() as now:
            st.set_page_config(page_title=now.title, layout="centered", initial_sidebar_state="collapsed")
            _public(now, name, chosen, pages)
    else:
        st.set_page_config(page_title=title, layout="wide", initial_sidebar_state="collapsed")
        frame.header(who, name, pages)
        chosen.run()


def _pages(role: str, title: str) -> dict[str, StreamlitPage]:
    return {name: page.as_streamlit(title) for name, page in access.PAGES.items() if access.may_open(page, role)}


def _name(chosen: StreamlitPage, pages: dict[str, StreamlitPage]) -> str:
    return next((name for name, page in pages.items() if page.url_path == chosen.url_path), way.PAGE)


run()
