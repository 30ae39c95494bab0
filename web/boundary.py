"""The outermost layer: every answer leaves with the security headers, also the one to a fault nobody foresaw."""

import logging

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.policy import ALWAYS, TRANSPORT, for_plain
from web.site import Site

_LOG = logging.getLogger(__name__)
_STARTS = ("http.response.start", "websocket.http.response.start")
_PLAIN = for_plain()


class Boundary:
    """Adds headers to every answer and turns an uncaught exception into a calm page."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request or one websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] in _STARTS:
                begun = True
                _dress(scope, message)
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except Exception:
            # Starlette's own page for faults would be sent outside of this layer, without a header.
            _LOG.exception("a request failed")
            if begun or scope["type"] != "http":
                raise
            await self.site.now().messages.failed(scope, receive, guarded)


def _dress(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in ALWAYS.items():
        headers[name] = value
    headers.setdefault("content-security-policy", _PLAIN)
    if message["status"] not in (200, 304) or not scope["path"].startswith("/static/"):
        headers["cache-control"] = "no-store"
    if scope["scheme"] in ("https", "wss"):
        headers["strict-transport-security"] = TRANSPORT
        message["headers"] = [_secured(name, value) for name, value in message["headers"]]


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """The header, a cookie marked Secure: behind a proxy Streamlit does not know that it is served over https."""
    return (name, value + b"; Secure") if name == b"set-cookie" and b"secure" not in value.lower() else (name, value)
