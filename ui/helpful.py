"""「役に立ちましたか」 below the result: one press a visit, thanks, and the desk. What was pressed is counted, not kept."""

import streamlit as st

from door import helpful
from ui import start, state
from ui.content import Screen


def draw(screen: Screen) -> None:
    """The question with its answers, all alike; after a press the thanks, where the focus goes."""
    words, pressed = screen.words, screen.visit.helped
    with st.container(key="helpful"):
        if pressed >= 0:
            here = " data-focus-here" if pressed == screen.visit.step else ""
            st.html(f'<h2 class="k-thanks"{here}>{words.t("useful.thanks")}</h2><p>{words.t("useful.next")}</p>')
            st.html(start.desk(screen))
            return
        st.html(f'<h2>{words.t("useful.title")}</h2><p class="k-small">{words.t("useful.why")}</p>')
        month = screen.at.year * 100 + screen.at.month
        with st.container(key="helpful-answers", horizontal=True):
            for answer in helpful.ANSWERS:
                label = words.label(f"useful.{answer}")
                st.button(label, key=f"useful-{answer}", width="stretch", on_click=press, args=(month, answer))


def press(month: int, answer: str) -> None:
    """Lets one press through the door, the first of this visit; in a crowd it may be lost, she is thanked all the same."""
    if state.helped():
        helpful.PRESSES.count(month, answer)
