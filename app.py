"""What the network sees; `streamlit run app.py` finds it by the literal `app = st.App(...)` below."""

from pathlib import Path

import streamlit as st

from ui import access, failure
from ui.staff import identity, words
from web import front
from web.office import Office

SITE = front.build(
    static=Path(st.__file__).parent / "static",
    version=st.__version__,
    pages=access.addresses(),
    staff=Office(
        doors=access.doors(),
        homes=access.homes(),
        sign_in=access.PAGES[access.SIGN_IN].address,
        own=access.PAGES[access.OWN].address,
        may_upload=access.MAY_UPLOAD,
        downloads=access.DOWNLOADS,
        said=words.catalogue(),
        identity=identity.is_configured(),
    ),
    warm=("ui.content", "ui.ready"),
)

app = st.App(
    Path(__file__).resolve().parent / "ui" / "main.py",
    routes=SITE.routes,
    middleware=SITE.middleware,
    lifespan=SITE.lifespan,
    on_script_error=failure.shown_calmly,
)
