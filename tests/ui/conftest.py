"""AppTest goes through no HTTP: a visitor of these tests has no cookies, where Streamlit would hand out a mock."""

import pytest
from streamlit.runtime.context import ContextProxy


@pytest.fixture(autouse=True)
def no_cookies(monkeypatch):
    """A browser that never signed in."""
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {}))
