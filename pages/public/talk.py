"""Whom she can talk to now: no question, only what is open."""

import streamlit as st

from ui import talk
from ui.content import screen

now = screen()
words = now.words
st.html(f"<h1>{words.t('talk.title')}</h1><p>{words.t('talk.lead')}</p>")
st.html(talk.everything(now))
st.button(words.label("talk.refresh"), key="talk-refresh")
