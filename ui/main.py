"""The script st.App runs at every rerun: who is here, which pages there are for her, the one she asked for."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import settings
from ui import access, layout, way
from ui.content import Screen
from ui.drawing import drawing


def run() -> None:
    """One run; nothing of hers may be a global, this module stays in memory until the next visitor's run."""
    # Only a browser that was signed in has the cookie: for a visitor nothing of the records is even imported.
    if settings.SESSION_COOKIE in st.context.cookies:
        from ui.staff import office

        office.run(_visited)
    else:
        _visitor()


def _visitor() -> None:
    with drawing() as now:
        chosen, name, pages = _chosen(now, access.of(access.EVERYONE))
        if access.PAGES[name].is_public:
            _public(now, name, chosen, pages)
    if not access.PAGES[name].is_public:
        # The way in checks a password: it must not hold up the visitors' turn.
        chosen.run()


def _chosen(now: Screen, mine: dict[str, access.Page]) -> tuple[StreamlitPage, str, dict[str, StreamlitPage]]:
    st.set_page_config(page_title=now.title, layout="centered", initial_sidebar_state="collapsed")
    pages = {name: page.as_streamlit(now.title) for name, page in mine.items()}
    chosen = st.navigation(list(pages.values()), position="hidden")
    return chosen, access.name_of(chosen, way.PAGE), pages


def _public(now: Screen, name: str, chosen: StreamlitPage, pages: dict[str, StreamlitPage]) -> None:
    layout.header(now)
    if name == way.PAGE:
        chosen.run()
    else:
        layout.urgent(now, name)
        chosen.run()
        layout.marks(now, name)
    layout.footer(now, name, pages)


def _visited(name: str, chosen: StreamlitPage, pages: dict[str, StreamlitPage]) -> None:
    """A visitor's page for somebody who is signed in, drawn as for everybody."""
    with drawing() as now:
        _public(now, name, chosen, pages)


run()
