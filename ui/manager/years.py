"""The chooser of a fiscal year that the manager's pages share; the chosen one stands in the address, so it can be sent on."""

from collections.abc import Sequence

import streamlit as st

from data import calendar
from ui.staff.words import say

PARAM = "year"


def choose(years: Sequence[int], known: Sequence[int], otherwise: int, key: str) -> int:
    """The year somebody chose or came with in the address; one that is not offered says so and is not taken."""
    asked = st.query_params.get(PARAM, "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    if asked and wanted not in years:
        st.html(f'<p class="s-note" role="status">{say("targets.year_gone", year=calendar.wareki(otherwise))}</p>')
    start = wanted if wanted in years else otherwise
    with st.container(key="chooser"):
        chosen = st.selectbox(
            say("targets.year"),
            list(years),
            index=list(years).index(start),
            format_func=lambda year: (
                calendar.wareki(year) if year in known else say("targets.year_none", year=calendar.wareki(year))
            ),
            key=f"{key}-{start}",
        )
    if chosen != start:
        st.query_params[PARAM] = str(chosen)
        st.rerun()
    return int(chosen or start)
