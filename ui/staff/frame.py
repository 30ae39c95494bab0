"""What stands around every staff page: where one is, who is signed in, the pages of the role, what the data is."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data import codes
from data.sessions import Person
from ui import access
from ui.staff.words import say, shown


def header(who: Person, name: str, pages: dict[str, StreamlitPage]) -> None:
    """The name of the application, the pages of this role, and who is signed in."""
    with st.container(key="staff-header", horizontal=True):
        st.html(f'<p class="s-site">{shown("pages.site")}</p>')
        st.html(f'<p class="s-who">{shown("pages.who", name=who.display_name, role=codes.label("role", who.role))}</p>')
    with st.container(key="staff-pages", horizontal=True):
        for one, page in pages.items():
            if not access.PAGES[one].is_public:
                st.page_link(page, label=say(access.PAGES[one].title), disabled=one == name)
