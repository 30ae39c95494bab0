"""The theme of every page, read from the settings once instead of at every run."""

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


def remember() -> None:
    """Streamlit asks two hundred settings for it at each press, a tenth of a run; here they never change while it runs.

    Raises AttributeError at start if an upgrade of Streamlit moved the part.
    """
    fill = app_session._populate_theme_msg
    made: dict[str, CustomThemeConfig] = {}

    def filled(theme: CustomThemeConfig, section: str = "theme") -> None:
        if section not in made:
            one = CustomThemeConfig()
            fill(one, section)
            made[section] = one
        if made[section].ByteSize():
            theme.MergeFrom(made[section])

    app_session._populate_theme_msg = filled  # type: ignore[assignment]
