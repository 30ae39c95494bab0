"""The theme that every run sends to the browser: read once, and the same as Streamlit's own."""

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from web import theme


@pytest.mark.parametrize("section", ["theme", "theme.light", "theme.sidebar"])
def test_the_remembered_theme_is_that_of_the_settings(monkeypatch, section):
    fill, calls = app_session._populate_theme_msg, []

    def counted(message, name="theme"):
        calls.append(name)
        fill(message, name)

    monkeypatch.setattr(app_session, "_populate_theme_msg", counted)
    theme.remember()
    own = CustomThemeConfig()
    fill(own, section)
    for _ in range(3):
        remembered = CustomThemeConfig()
        app_session._populate_theme_msg(remembered, section)
        assert remembered == own
    assert calls == [section]
    assert section != "theme" or own.base_font_size == 18
