"""The desks we know, with filters."""

import streamlit as st

from ui import directory, start, state
from ui.content import screen

now = screen()
words = now.words
with st.container(key="directory"):
    st.html(f"<h1>{words.t('directory.title')}</h1><p>{words.t('directory.lead')}</p>")
    st.checkbox(words.label("directory.filter.title"), key="filters-open")
    left, right = st.columns([1, 2], gap="medium")
    with left, st.container(key="filters"):
        wanted = directory.filters(now)
        st.button(words.label("directory.filter.clear"), key="f-clear", on_click=state.clear, args=directory.FILTERS)
    with right:
        doors = directory.found(now, wanted)
        st.html(f'<p role="status"><b>{words.t("directory.count", n=len(doors))}</b></p>')
        if doors:
            directory.listing(now, doors)
        else:
            st.html(
                f"<p>{words.t('directory.none_found')}</p><p>{words.t('directory.none_found_do')}</p>{start.desk(now)}"
            )
        st.html(directory.switchboards(now, wanted))
        st.html(f'<p class="k-small">{words.t("directory.missing_note")}</p>')
