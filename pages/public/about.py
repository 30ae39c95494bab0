"""What this is and what it keeps."""

import streamlit as st

from ui import about
from ui.content import screen

now = screen()
st.html(f"<h1>{now.words.t('about.title')}</h1>{about.everything(now)}")
