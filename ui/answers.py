"""What she said, one line a question, each to be mended alone."""

import streamlit as st

from navigator.content import option_key
from ui import state
from ui.content import Screen
from ui.markup import bullets, paragraph


def draw(screen: Screen) -> None:
    """The list of her answers on the path, with 直す at each."""
    words = screen.words
    st.html(f"<h1>{words.t('result.edit_title')}</h1><p>{words.t('result.edit_note')}</p>")
    for question in screen.path.questions:
        ticked = [words.t(option_key(question.id, one)) for one in screen.visit.ticked(question.id)]
        said = [f"<b>{one}</b>" for one in ticked or [words.t("answers.not_answered")]]
        # Her sentences have commas and full stops of their own: several stand below each other.
        answer = bullets(said) if len(said) > 1 else paragraph(said[0])
        with st.container(key=f"row-{question.id}", horizontal=True):
            st.html(f'<p class="k-small">{words.t(f"questions.{question.id}")}</p>{answer}')
            st.button(
                words.label("result.edit_one"), key=f"edit-{question.id}", on_click=state.go, args=("edit", question.id)
            )
    with st.container(key="bar", horizontal=True):
        st.button(words.label("nav.see_result"), key="nav-next", type="primary", on_click=state.go, args=("result",))
