"""The navigator's questions, asked together with a caller: answers in memory only, the issues may go over into a record."""

import streamlit as st

import i18n
from ui import access, cards, content, questions, state
from ui.content import Screen
from ui.markup import paragraph
from ui.staff import assist_result, to_record
from ui.staff import state as forms
from ui.staff.entry import Entry
from ui.staff.words import say, shown

NAME = state.ASSISTED
# The pages of follow-up questions have no section of their own name (navigator/journey.py packs them).
FOLLOW = "follow"


def draw(entry: Entry) -> None:
    """The page she and her caller are on: questions or the result, and the way to end."""
    screen = content.begin(NAME)
    with st.container(key="assist"):
        _head(screen)
        if screen.visit.mode == "result":
            _result(screen)
        else:
            _ask(screen)
        st.html(_place(screen))
    screen.visit.drawn = screen.visit.step


def _head(screen: Screen) -> None:
    st.html(f"<h1>{shown('assist.title')}</h1><p>{shown('assist.lead')}</p>")
    with st.container(key="assist-bar", horizontal=True):
        words = screen.content.words[i18n.DEFAULT]
        for lang in i18n.LANGUAGES:
            kind = "secondary" if lang == screen.visit.lang else "tertiary"
            name = i18n.base(words[f"chrome.language.{lang}"])
            st.button(name, key=f"assist-lang-{lang}", type=kind, on_click=state.speak, args=(lang, NAME))  # type: ignore[arg-type]
        ended = st.button(say("assist.end"), key="assist-end", on_click=state.end, args=(NAME,))
    # What comes and goes above the questions has a place of its own: the boxes below are never made anew for it.
    with st.container(key="assist-ended"):
        if ended:
            st.html(f'<p class="s-note" role="status">{shown("assist.ended")}</p>')
    with st.container(key="assist-urgent"):
        if screen.urgent:
            st.html(cards.urgent(screen, screen.urgent, full=False))


def _ask(screen: Screen) -> None:
    """One page of questions; every page can be gone to, for a talk keeps to no order."""
    pages = screen.path.pages
    number = state.page_of(screen.path, screen.visit.at)
    with st.container(key="assist-steps", horizontal=True):
        sections = [_section(screen, page[0]) for page in pages]
        for place, section in enumerate(sections):
            kind = "secondary" if place == number else "tertiary"
            label = say("assist.step", n=place + 1, section=_apart(sections, place, section))
            key = f"assist-step-{place}"
            st.button(label, key=key, type=kind, on_click=state.go, args=("questions", pages[place][0], NAME))  # type: ignore[arg-type]
    for question in (screen.content.questions[one] for one in pages[number]):
        if questions.opens_section(screen, question):
            st.html(paragraph(_lead(screen, question.section), "k-lead"))
        questions.ask(screen, question)
    with st.container(key="assist-way", horizontal=True):
        if number:
            st.button(say("assist.back"), key="assist-back", on_click=state.back, args=(NAME,))
        last = number + 1 == len(pages)
        if not last:
            st.button(say("assist.next"), key="assist-next", type="primary", on_click=state.forward, args=(NAME,))
        kind = "primary" if last else "secondary"
        st.button(say("assist.see"), key="assist-see", type=kind, on_click=state.go, args=("result", "", NAME))  # type: ignore[arg-type]


def _lead(screen: Screen, section: str) -> str:
    """The sentence of a section. That nobody is told is a promise of the page alone; a counsellor may have to tell."""
    return shown("assist.lead_safety") if section == "safety" else screen.words.t(f"sections.{section}")


def _section(screen: Screen, question: str) -> str:
    section = screen.content.questions[question].section
    return say(f"assist.section_{section if section in ('safety', 'needs', 'lines', 'contact', 'before') else FOLLOW}")


def _apart(sections: list[str], place: int, section: str) -> str:
    """The name of a step; of two with the same name each says which it is: 一つずつ（1）."""
    alike = sections.count(section)
    return section if alike == 1 else say("assist.step_of", section=section, n=sections[: place + 1].count(section))


def _result(screen: Screen) -> None:
    """The compact result, and what of it may go over into a record."""
    with st.container(key="assist-result"):
        st.html(assist_result.as_html(screen))
        with st.container(key="assist-record"):
            _to_record(screen)
    last = screen.path.pages[-1][0]
    with st.container(key="assist-way", horizontal=True):
        st.button(say("assist.questions"), key="assist-questions", on_click=state.go, args=("questions", last, NAME))


def _to_record(screen: Screen) -> None:
    values = to_record.values(screen.content, screen.path.known)
    st.html(assist_result.moving(values))
    if "issues" in values and st.button(say("assist.move"), key="assist-move", type="primary"):
        state.end(NAME)
        forms.prefill(values)
        st.switch_page(access.PAGES["record"].as_streamlit(say("pages.site")))


def _place(screen: Screen) -> str:
    """What the script of the page listens to: the focus follows every step, the voice the language."""
    html = i18n.LANGUAGES[screen.visit.lang].html
    return f'<div hidden data-page-focus="{NAME}-{screen.visit.step}" data-page-html="{html}"></div>'
