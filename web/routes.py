"""Our own addresses: the page Streamlit runs in, the page without scripts, the way out, and the health line."""

from collections.abc import Collection

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

import i18n
from navigator import store
from settings import SESSION_COOKIE
from web.rendering import ICON
from web.session import SignedIn, take
from web.site import Site

# Cookies and storage are all a visit leaves in the browser. The cache is left alone on purpose: our pages are never
# stored in it, what is there are the script files of any Streamlit site, and wiping a cache holds a browser up for
# seconds, just when none are left.
WIPE = '"cookies", "storage"'


def routes(site: Site, pages: Collection[str], signed_in: SignedIn) -> list[BaseRoute]:
    """The routes; `pages` are the addresses that Streamlit shows a page at, '' for the first."""

    async def plain_page(request: Request) -> Response:
        return site.now().plain[i18n.language(request.query_params.get("lang"))](request)

    async def shell_page(request: Request) -> Response:
        answer = site.now().shell(request)
        # Somebody whose session ended is a visitor again, from her next page on.
        if SESSION_COOKIE in request.cookies and await run_in_threadpool(signed_in.is_over, request.cookies):
            take(answer, {})
        return answer

    async def leave(_: Request) -> Response:
        return RedirectResponse(site.now().leave_to, 303, {"clear-site-data": WIPE})

    return [
        *(Route(f"/{page}", shell_page) for page in pages),
        # Streamlit asks for this name whatever the page says; the answer is the drawing of the page.
        Route("/favicon.png", _icon),
        Route("/plain", plain_page),
        Route("/leave", leave),
        Route("/healthz", _health),
    ]


async def _icon(_: Request) -> Response:
    return Response(ICON, media_type="image/svg+xml")


async def _health(_: Request) -> Response:
    """Alive; and, for those who watch it, whether an edit of config/ could not be taken up."""
    fault = store.fault()
    return PlainTextResponse(f"ok, config: {len(fault.problems)} faults, serving the last good one" if fault else "ok")
