"""What stands around every public page: name, languages, urgent cards, links to the other pages."""

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import i18n
from ui import access, cards, state
from ui.content import Screen

FULL = ("result",)
# Where the link to the first address leads: she finds the place she left.
WHERE = {
    "start": "chrome.nav.start",
    "questions": "chrome.nav.questions",
    "edit": "chrome.nav.questions",
    "answers": "chrome.nav.result",
    "result": "chrome.nav.result",
    "memo": "chrome.nav.memo",
}


def header(screen: Screen) -> None:
    """The name of the site and the languages, each in its own; room at the right for the way out."""
    words = screen.content.words[i18n.DEFAULT]
    with st.container(key="header", horizontal=True):
        st.html(f'<p class="k-site">{screen.words.t("chrome.app_title")}</p>')
    with st.container(key="languages", horizontal=True):
        for lang in i18n.LANGUAGES:
            kind = "secondary" if lang == screen.visit.lang else "tertiary"
            name = i18n.base(words[f"chrome.language.{lang}"])
            st.button(name, key=f"lang-{lang}", type=kind, on_click=state.speak, args=(lang,))  # type: ignore[arg-type]


def urgent(screen: Screen, page: str) -> None:
    """The urgent cards, on every page from the moment a flag is raised.

    Their place is kept while there are none, so that nothing below is made anew under her finger.
    """
    with st.container(key="urgent-place"):
        if screen.urgent:
            visit = screen.visit
            first = visit.mode == "questions" and state.page_of(screen.path, visit.at) == 0
            full = page == "questions" and (visit.mode in FULL or first)
            st.html(cards.urgent(screen, screen.urgent, full))


def footer(screen: Screen, page: str, pages: Mapping[str, StreamlitPage]) -> None:
    """The other pages, and a fresh start."""
    words, visit = screen.words, screen.visit
    with st.container(key="footer", horizontal=True):
        for name, entry in access.public().items():
            if name != page and name in pages:
                title = WHERE[visit.mode] if name == "questions" else entry.title
                st.page_link(pages[name], label=words.label(title))
        # Hidden by app.css where there is nothing to start again: the footer is not drawn anew at her first press.
        st.button(words.label("chrome.restart"), key="restart", type="tertiary", on_click=state.restart)


def marks(screen: Screen, page: str) -> None:
    """What the scripts in index.html listen to: where she is, and in which language."""
    words, visit = screen.words, screen.visit
    place, fresh = f"{page}-{visit.step}", "" if visit.answers or visit.mode != "start" else " data-fresh"
    st.html(
        f'<div class="k-unseen"{fresh} data-page-lang="{visit.lang}" data-page-html="{i18n.LANGUAGES[visit.lang].html}" '
        f'data-page-session="{visit.token}" data-page-focus="{place}" data-leave="{words.plain("chrome.leave_now")}" '
        f'data-leave-spoken="{words.plain("chrome.leave_now_spoken")}"></div>'
    )
