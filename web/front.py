"""Everything that stands before Streamlit, put together once at start: routes, middleware, lifespan."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

import settings
from data.database import shared
from navigator import store
from navigator.schema import ContentError
from web import case_print, downloads, logs, office, set_up, survey
from web.boundary import Boundary
from web.caller import Caller
from web.gate import Gate
from web.lifespan import Lifespan, lifespan
from web.office import Office
from web.pack import PACKED, joined
from web.preloads import needed
from web.routes import routes
from web.session import SignedIn
from web.shell import stylesheet
from web.site import Site
from web.static import Static, manifest, without_typefaces


@dataclass(frozen=True, slots=True)
class Front:
    """The arguments of st.App."""

    routes: list[BaseRoute]
    middleware: list[Middleware]
    lifespan: Lifespan


def build(*, static: Path, version: str, pages: Collection[str], staff: Office, warm: Collection[str] = ()) -> Front:
    """The front for Streamlit's `static` folder; `pages` are the addresses of the visitors' pages, `staff` is all about
    the others, `warm` are modules to import before the first visitor. Raises ShellError rather than start with something
    missing; faults of the content or of the environment end the program with a line each, also under `streamlit run`."""
    logs.quiet()
    try:
        chosen = settings.load()
        store.use(chosen.config)
    except settings.SettingsError as error:
        raise SystemExit(str(error)) from None
    except ContentError as error:
        raise SystemExit(error.told()) from None
    original = (static / "index.html").read_text("utf-8")
    made = chosen.var / "static" / version
    one = joined(static, made)
    site = Site(original, staff.said, needed(static / "static" / "js"), one)
    files = manifest(static / "static", made) | manifest(made / PACKED, made)
    style = stylesheet(original)
    files[style] = without_typefaces(files[style])
    database = shared(chosen.database_url)
    signed_in = SignedIn(database)
    own = [
        *routes(site, pages, signed_in),
        *office.routes(site, staff, signed_in),
        *set_up.routes(staff, database),
        *downloads.routes(staff, signed_in, database),
        *case_print.routes(staff, signed_in, database),
        *survey.routes(staff, database),
    ]
    return Front(
        routes=own,
        middleware=[
            Middleware(Caller, trusted=chosen.trusted_proxies),
            Middleware(Boundary, site=site),
            Middleware(
                Gate,
                routes=own,
                site=site,
                may_upload=partial(signed_in.has_role, staff.may_upload),
                identity=staff.identity,
            ),
            Middleware(Static, files=files, site=site),
        ],
        lifespan=lifespan(site, chosen, database, warm),
    )
