"""The only st.session_state keys of the staff's pages: what one page hands to another, until it is read once."""

from collections.abc import Mapping

import streamlit as st

PREFILL = "staff-prefill"


def prefill(values: Mapping[str, object]) -> None:
    """Lays values ready for the record page, by the names of its fields."""
    st.session_state[PREFILL] = dict(values)


def prefilled() -> dict[str, object]:
    """What lies ready for the record page; read once, it is gone."""
    found: dict[str, object] = st.session_state.pop(PREFILL, {})
    return found
