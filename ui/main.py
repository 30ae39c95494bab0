"""The script st.App runs at every rerun: page settings, header, the page she asked for, footer."""

import streamlit as st

from ui import access, layout, way
from ui.content import Screen
from ui.drawing import drawing


def run() -> None:
    """One run; nothing of hers may be a global, this module stays in memory until the next visitor's run."""
    with drawing() as now:
        _page(now)


def _page(now: Screen) -> None:
    st.set_page_config(page_title=now.title, layout="centered", initial_sidebar_state="collapsed")
    pages = {
        name: page.as_streamlit(now.title)
        for name, page in access.PAGES.items()
        if access.may_open(page, access.EVERYONE)
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    name = next((name for name, page in pages.items() if page.url_path == chosen.url_path), way.PAGE)
    layout.header(now)
    if name == way.PAGE:
        chosen.run()
    else:
        layout.urgent(now, name)
        chosen.run()
        layout.marks(now, name)
    layout.footer(now, name, pages)


run()
