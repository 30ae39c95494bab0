"""What the network sees; `streamlit run app.py` finds it by the literal `app = st.App(...)` below."""

from pathlib import Path

import streamlit as st

from web import front

STREAMLIT = Path(st.__file__).parent
SITE = front.build(static=STREAMLIT / "static", version=st.__version__, pages=("", "questions", "directory", "about"))

app = st.App(
    Path(__file__).resolve().parent / "ui" / "main.py",
    routes=SITE.routes,
    middleware=SITE.middleware,
    lifespan=SITE.lifespan,
)
