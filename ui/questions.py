"""A page of questions: each a heading with furigana and a widget that shows her answer."""

from itertools import groupby

import streamlit as st

import i18n
from navigator.content import option_key
from navigator.model import NOT_SAID, Question
from ui import state
from ui.content import Screen
from ui.drawing import part
from ui.markup import Markup, paragraph


def draw(screen: Screen) -> None:
    """The page she is on, with the way back above and the way on below."""
    words, path = screen.words, screen.path
    number = state.page_of(path, screen.visit.at)
    with st.container(key="top-bar", horizontal=True):
        st.button(words.label("nav.back"), key="nav-back", type="tertiary", icon=None, on_click=state.back)
        part(state.TITLE, _title)
    for question in (screen.content.questions[one] for one in path.pages[number]):
        if opens_section(screen, question):
            st.html(paragraph(words.t(f"sections.{question.section}"), "k-lead"))
        ask(screen, question)
    with st.container(key="after-yes"):
        if screen.urgent and number == 0:
            # The card came in above, out of her sight where the page is scrolled down.
            st.html(f'<p class="k-note" role="status">{words.t("urgent.after_yes")}</p>')
    _bar(screen, last=number + 1 == len(path.pages), from_needs=number > 0)


def _title(screen: Screen) -> None:
    """How many pages are left; a tick may change it."""
    words, path = screen.words, screen.path
    left = len(path.pages) - state.page_of(path, screen.visit.at) - 1
    progress = words.t("nav.progress", n=left) if left else words.t("nav.progress_last")
    title = f'<h1 class="k-unseen">{words.t("chrome.nav.questions")} {progress}</h1>'
    st.html(f'{title}<p class="k-progress">{progress}</p>')


def draw_one(screen: Screen) -> None:
    """One question alone, to mend one answer and keep the rest."""
    question = screen.content.questions[screen.visit.at]
    part(state.TITLE, _title_alone)
    st.html(paragraph(screen.words.t("result.edit_note"), "k-lead"))
    ask(screen, question)
    with st.container(key="bar", horizontal=True):
        st.button(
            screen.words.label("nav.see_result"), key="nav-next", type="primary", on_click=state.go, args=("result",)
        )


def _title_alone(screen: Screen) -> None:
    st.html(f'<h1 class="k-unseen">{screen.words.t("result.edit_answers")}</h1>')


def opens_section(screen: Screen, question: Question) -> bool:
    """Whether the question is the first of its section on her path: the section's sentence stands there once."""
    return next(q.id for q in screen.path.questions if q.section == question.section) == question.id


def _bar(screen: Screen, last: bool, from_needs: bool) -> None:
    """The way on, always within the thumb's reach."""
    words = screen.words
    with st.container(key="bar", horizontal=True):
        if screen.urgent:
            st.html(f'<a class="k-to-urgent" href="#urgent">▲ {words.t("urgent.back_to_card")}</a>')
        label = words.label("nav.see_result" if last else "nav.next")
        st.button(label, key="nav-next", type="primary", on_click=state.forward)
        if from_needs and not last:
            st.button(words.label("nav.see_now"), key="nav-see", on_click=state.go, args=("result",))


def ask(screen: Screen, question: Question) -> None:
    """One question."""
    words = screen.words
    many = f" <small>{words.t('nav.choose_any')}</small>" if question.type == "multiple" else ""
    why = words.t(f"questions.{question.id}.why") if question.why else ""
    with st.container(key=f"ask-{question.id}"):
        st.html(f'<h2 class="k-question">{words.t(f"questions.{question.id}")}{many}</h2>{paragraph(why, "k-small")}')
        if question.type == "multiple":
            _boxes(screen, question)
        elif question.list_box:
            _list(screen, question)
        else:
            _radio(screen, question)


def _names(screen: Screen, question: Question) -> dict[str, str]:
    """{option: words} with the two ways of not saying, which are options like the others."""
    ids = [option.id for option in question.options] + list(NOT_SAID)
    named = {one: screen.words.label(option_key(question.id, one)) for one in ids}
    if question.list_box and not screen.words.foreign:
        # Places with their reading, so that the search also finds what is typed in kana.
        read = Markup(screen.content, i18n.EASY)
        named |= {one: read.label(option_key(question.id, one)) for one in ids if one in screen.content.municipalities}
    return named


def _one(screen: Screen, question: Question) -> str | None:
    return next(iter(screen.visit.ticked(question.id)), None)


def _radio(screen: Screen, question: Question) -> None:
    names, key = _names(screen, question), state.widget(question.id, name=screen.visit.name)
    state.mirror(screen.visit, screen.held, key, _one(screen, question))
    st.radio(
        screen.words.label(f"questions.{question.id}"),
        list(names),
        index=None,
        key=key,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        width="stretch",
        on_change=state.choose,
        args=(question, screen.visit.name),
    )


def _list(screen: Screen, question: Question) -> None:
    names, key = _names(screen, question), state.widget(question.id, name=screen.visit.name)
    state.mirror(screen.visit, screen.held, key, _one(screen, question))
    st.selectbox(
        screen.words.label(f"questions.{question.id}"),
        list(names),
        index=None,
        key=key,
        format_func=names.__getitem__,
        placeholder=screen.words.label("nav.choose_place"),
        label_visibility="collapsed",
        on_change=state.choose,
        args=(question, screen.visit.name),
    )


def _boxes(screen: Screen, question: Question) -> None:
    names, needs, ticked = _names(screen, question), screen.content.needs, screen.visit.ticked(question.id)
    for group, ids in groupby(names, key=lambda one: needs[one].group if one in needs else ""):
        if group:
            st.html(f'<h3 class="k-group">{screen.words.t(f"groups.{group}")}</h3>')
        elif question.id == "needs":
            st.html('<hr class="k-rule">')
        for one in ids:
            key = state.widget(question.id, one, screen.visit.name)
            state.mirror(screen.visit, screen.held, key, one in ticked)
            st.checkbox(
                names[one],
                key=key,
                width="stretch",
                on_change=state.tick,
                args=(question, one, screen.visit.name),
            )
