"""What the network sees; `streamlit run app.py` finds it by the literal `app = st.App(...)` below."""

from pathlib import Path

import streamlit as st

from ui import access, failure
from web import front

SITE = front.build(
    static=Path(st.__file__).parent / "static",
    version=st.__version__,
    pages=(*access.addresses(), *access.addresses(is_public=False)),
    warm=("ui.content",),
)

app = st.App(
    Path(__file__).resolve().parent / "ui" / "main.py",
    routes=SITE.routes,
    middleware=SITE.middleware,
    lifespan=SITE.lifespan,
    on_script_error=failure.shown_calmly,
)
