"""What this is, what is kept and what is not, how desks are chosen, where the facts are from."""

import streamlit as st

from ui import talk
from ui.content import Screen
from ui.drawing import screen
from ui.markup import bullets

PARTS = ("what", "kept", "chosen", "who", "credits", "words")


def draw() -> None:
    """The whole page."""
    now = screen()
    st.html(f"<h1>{now.words.t('about.title')}</h1>{everything(now)}")


def everything(screen: Screen) -> str:
    """The page below its title: the urgent numbers first."""
    words = screen.words
    parts = (f"<h2>{words.t(f'about.{part}.title')}</h2>{bullets(words.lines(f'about.{part}'))}" for part in PARTS)
    return talk.emergency(screen) + "".join(parts)
