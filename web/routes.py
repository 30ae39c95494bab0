"""Our own addresses: the page Streamlit runs in, the page without scripts, the way out, and the health line."""

from collections.abc import Awaitable, Callable, Collection

import brotli
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

import i18n
from navigator.model import Content
from web.facts import ShellFacts
from web.plain import plain_html
from web.policy import for_plain, for_streamlit
from web.rendering import ICON

Endpoint = Callable[[Request], Awaitable[Response]]

# Cookies and storage are all a visit leaves in the browser. The cache is left alone on purpose: our pages are never
# stored in it, what is there are the script files of any Streamlit site, and wiping a cache holds a browser up for
# seconds, just when none are left.
WIPE = '"cookies", "storage"'


def routes(index: str, facts: ShellFacts, content: Content, pages: Collection[str]) -> list[BaseRoute]:
    """The routes; `pages` are the addresses that Streamlit shows a page at, '' for the first."""
    plain = {lang: plain_html(content, lang) for lang in i18n.LANGUAGES}
    in_language = {lang: _html(html, for_plain(html)) for lang, html in plain.items()}
    shell = _html(index, for_streamlit(index))

    async def plain_page(request: Request) -> Response:
        return in_language[i18n.language(request.query_params.get("lang"))](request)

    async def shell_page(request: Request) -> Response:
        return shell(request)

    return [
        *(Route(f"/{page}", shell_page) for page in pages),
        # Streamlit asks for this name whatever the page says; the answer is the drawing of the page.
        Route("/favicon.png", _icon),
        Route("/plain", plain_page),
        Route("/leave", _leave(facts.leave_to)),
        Route("/healthz", _health),
    ]


def _leave(target: str) -> Endpoint:
    async def leave(_: Request) -> Response:
        return RedirectResponse(target, 303, {"clear-site-data": WIPE})

    return leave


async def _icon(_: Request) -> Response:
    return Response(ICON, media_type="image/svg+xml")


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


def _html(html: str, policy: str) -> Callable[[Request], Response]:
    """A page that never changes while the server runs, compressed once."""
    body, packed = html.encode(), brotli.compress(html.encode(), quality=11)
    always = {"content-security-policy": policy, "vary": "accept-encoding"}

    def answer(request: Request) -> Response:
        takes = {part.split(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
        if "br" in takes:
            return Response(packed, media_type="text/html", headers={**always, "content-encoding": "br"})
        return Response(body, media_type="text/html", headers=always)

    return answer
