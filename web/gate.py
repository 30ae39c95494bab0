"""What may come in: our own pages, what they need of Streamlit, and only from our own pages. All else is refused."""

from collections.abc import Callable, Collection, Mapping
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.database import StoreError
from settings import SESSION_COOKIE
from web.site import Site
from web.stream import Bucket, Stream

STREAM = "/_stcore/stream"
# All that the pages need. Media, components, metrics and the agent interface stay shut.
NEEDED = frozenset({"/_stcore/health", "/_stcore/host-config"})
# Files go into memory: only those of a signed-in person who may import any reach Streamlit.
UPLOAD = "/_stcore/upload_file/"
UPLOADING = frozenset({"PUT", "DELETE"})
# Where an organisation's sign-in (OIDC) goes out and comes back; shut where none is configured. Whoever comes back is
# led on to our own sign-in, not to the visitors' first page.
IDENTITY = frozenset({"/auth/login", "/auth/logout", "/oauth2callback"})
IDENTITY_COOKIE = "_streamlit_user"
SIGN_IN = "/sign-in"
_READING = frozenset({"GET", "HEAD"})
# Each opened line is a session for Streamlit; all visitors together never open so many in a second.
OPENINGS, OPENINGS_PER_SECOND = 200, 100


class Gate:
    """Refuses foreign origins before Streamlit sees them (it would call an outside address), and unknown addresses."""

    def __init__(
        self,
        app: ASGIApp,
        routes: Collection[BaseRoute],
        site: Site,
        may_upload: Callable[[Mapping[str, str]], bool],
        identity: bool = False,
    ) -> None:
        self.app = app
        self.routes = routes
        self.site = site
        self.may_upload = may_upload
        self.identity = identity
        self.openings = Bucket(OPENINGS, OPENINGS_PER_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets one request or websocket through, or answers it."""
        if scope["type"] == "http":
            refusal = await self._upload_refusal(scope) if _is_upload(scope) else self._refusal(scope)
            await (refusal or self.app)(_without_origin(scope), receive, send if refusal else _mended(scope, send))
        elif scope["type"] == "websocket":
            await self._stream(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_our_stream(scope):
            await _turn_away(scope, send, 403)
        elif not self.openings.spare():
            await _turn_away(scope, send, 503)
        else:
            stream = Stream(receive, send, resumed=_resumes(scope), files=_has_session(scope))
            # Streamlit reads who came back only beside an Origin; it is our own, to the letter.
            came_back = self.identity and IDENTITY_COOKIE in HTTPConnection(scope).cookies
            await self.app(scope if came_back else _without_origin(scope), stream.receive, stream.send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not is_ours(headers, reading=scope["method"] in _READING):
            return self.site.now().messages.refused
        path = scope["path"]
        if path in NEEDED:
            return None if scope["method"] in _READING else self.site.now().messages.refused
        if path in IDENTITY and self.identity:
            return None if scope["method"] == "GET" else Response(status_code=405)
        known = self._known(scope)
        if path.startswith("/static/") or known == Match.FULL:
            return None
        if known == Match.PARTIAL:
            # Passed on, Streamlit would answer with its own page.
            return Response(status_code=405)
        bare = path.rstrip("/")
        if bare and bare != path and not bare.startswith("//") and self._known({**scope, "path": bare}) != Match.NONE:
            return RedirectResponse(bare, 308)
        return self.site.now().messages.not_found

    async def _upload_refusal(self, scope: Scope) -> Response | None:
        messages = self.site.now().messages
        if not is_ours(Headers(scope=scope), reading=False):
            return messages.refused
        try:
            allowed = await run_in_threadpool(self.may_upload, HTTPConnection(scope).cookies)
        except StoreError:
            return messages.failed
        return None if allowed else messages.refused

    def _known(self, scope: Scope) -> Match:
        """FULL for an address of ours, PARTIAL where it is one for another method."""
        found = [route.matches(scope)[0] for route in self.routes]
        return max(found, key=lambda match: match.value, default=Match.NONE)

    def _is_our_stream(self, scope: Scope) -> bool:
        return scope["path"] == STREAM and is_ours(HTTPConnection(scope).headers, reading=False)


def is_ours(headers: Headers, *, reading: bool) -> bool:
    """Whether a page of ours asked: the Origin names our Host; only what merely reads may come without one.

    Host and Origin are compared to the letter, as Streamlit does: browsers write both in lower case.
    """
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return reading
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.netloc == headers.get("host")


def _is_upload(scope: Scope) -> bool:
    return scope["path"].startswith(UPLOAD) and scope["method"] in UPLOADING


def _has_session(scope: Scope) -> bool:
    """Whether the browser says it is signed in: enough to ask for an address to send a file to, not to send one."""
    return SESSION_COOKIE in HTTPConnection(scope).cookies


def _resumes(scope: Scope) -> bool:
    """Whether the line takes up a visit: Streamlit's page names it behind two other words."""
    return HTTPConnection(scope).headers.get("sec-websocket-protocol", "").count(",") > 1


def _without_origin(scope: Scope) -> Scope:
    """The request as Streamlit gets it: with no origin to judge it never asks an outside address who we are."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() != b"origin"]}


def _mended(scope: Scope, send: Send) -> Send:
    """What Streamlit answers, where that would be an English text or lead astray."""
    if scope["path"] in IDENTITY:
        return _to_sign_in(send)
    return _without_words(send) if _is_upload(scope) else send


def _without_words(send: Send) -> Send:
    """The same, but a file that is not taken is refused by its status alone: that is all our page reads of it."""
    refused = False

    async def sent(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start" and message["status"] >= 400:
            refused = True
            headers = MutableHeaders(scope=message)
            headers["content-length"] = "0"
            del headers["content-type"]
        await send({**message, "body": b""} if refused and message["type"] == "http.response.body" else message)

    return sent


def _to_sign_in(send: Send) -> Send:
    """The same, but an answer that leads to the first page leads to the sign-in."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("location") == "/":
                headers["location"] = SIGN_IN
        await send(message)

    return sent


async def _turn_away(scope: Scope, send: Send, status: int) -> None:
    if "websocket.http.response" in scope.get("extensions", {}):
        length = [(b"content-length", b"0")]
        await send({"type": "websocket.http.response.start", "status": status, "headers": length})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": 1008 if status == 403 else 1013})
