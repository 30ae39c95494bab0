"""What stands around every staff page: where one is, who is signed in, the pages of the role, what went wrong."""

import html

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data import codes
from data.queries import store
from data.sessions import Person
from ui import access
from ui.staff import entry
from ui.staff.words import say, shown


def header(who: Person, name: str, pages: dict[str, StreamlitPage]) -> None:
    """The name of the application, who is signed in and the way out, the pages of this role; first, whether it is all made up."""
    made_up()
    with st.container(key="staff-header", horizontal=True):
        st.html(f'<p class="s-site">{shown("pages.site")}</p>')
        st.html(
            f'<form class="s-out" method="post" action="/sign-out" data-page-focus="{name}">'
            f'<span class="s-who">{shown("pages.who", name=who.display_name)} <span>{html.escape(codes.label("role", who.role))}</span></span>'
            f'<button type="submit">{shown("pages.sign_out")}</button></form>'
        )
    with st.container(key="staff-pages", horizontal=True):
        for one, page in pages.items():
            if not access.PAGES[one].is_public and one != access.SIGN_IN:
                st.page_link(page, label=say(access.PAGES[one].title), disabled=one == name)


def made_up() -> None:
    """A band over the page where every record is made up; read at each run, nothing else says so as surely."""
    with entry.database().read() as session:
        if store.is_demo(session):
            st.html(f'<p class="s-demo" role="note">{shown("pages.demo")}</p>')


def ended() -> None:
    """The session is over, by time or by somebody else: what to do now."""
    st.html(
        f'<div role="alert"><h1>{shown("pages.ended")}</h1><p>{shown("pages.ended_text")}</p>'
        f'<p><a href="/sign-in">{shown("pages.ended_do")}</a></p></div>'
    )


def others() -> None:
    """Somebody else has signed in in this browser: the page is not hers, and hers opens anew."""
    st.html(
        f'<div role="alert"><h1>{shown("pages.others")}</h1><p>{shown("pages.others_text")}</p>'
        f'<p><a href="/sign-in">{shown("pages.others_do")}</a></p></div>'
    )


def trouble(kind: str) -> None:
    """The database could not do it (`kind` as in StoreError): a sentence, and a press to try again."""
    with st.container(key="trouble"):
        st.html(f'<div class="s-fault" role="alert"><p>{shown(f"pages.trouble_{kind}")}</p></div>')
        st.button(say("pages.trouble_do"), key="trouble-again")
