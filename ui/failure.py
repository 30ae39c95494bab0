"""What a visitor sees when a page of ours fails: a calm sentence and the desk's own lines, never a traceback."""

import logging

import streamlit as st

from ui import start, state
from ui.content import screen

_LOG = logging.getLogger(__name__)


def shown_calmly(error: Exception) -> bool:
    """Notes the fault (web/logs.py keeps its type and place only) and says it in her language instead of Streamlit."""
    _LOG.error("a page failed", exc_info=error)
    now = screen()
    words = now.words
    st.html(f"<h1>{words.t('errors.general.title')}</h1><p>{words.t('errors.general.text')}</p>{start.desk(now)}")
    st.button(words.label("chrome.restart"), key="restart-after-failure", on_click=state.restart)
    return True
