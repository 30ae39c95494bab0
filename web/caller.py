"""Who is calling, and over which line: the address and the scheme as far as a machine we trust says them."""

from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Networks = Collection[IPv4Network | IPv6Network]
HERE = "127.0.0.1"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Caller:
    """Sets the client and the scheme of every request before anybody else looks at them."""

    def __init__(self, app: ASGIApp, trusted: Networks) -> None:
        self.app = app
        self.trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, its client being the caller."""
        if scope["type"] in ("http", "websocket"):
            headers, peer = Headers(scope=scope), _peer(scope)
            scope = {**scope, "client": (caller(peer, headers.getlist("x-forwarded-for"), self.trusted), 0)}
            if _within(peer, self.trusted) and headers.get("x-forwarded-proto") == "https":
                scope["scheme"] = "https" if scope["type"] == "http" else "wss"
        await self.app(scope, receive, send)


def caller(peer: str, forwarded: Collection[str], trusted: Networks) -> str:
    """The last address on the way that is not one of our own proxies; what stands before it anybody can write."""
    way = [one.strip() for line in forwarded for one in line.split(",")] if _within(peer, trusted) else []
    for one in reversed([*way, peer]):
        found = _address(one)
        if found is None:
            break
        peer = found
        if not _within(found, trusted):
            break
    return peer


def is_safe(scope: Scope) -> bool:
    """Whether a cookie marked Secure will come back: over https, or on this machine."""
    host = Headers(scope=scope).get("host", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return scope["scheme"] in ("https", "wss") or name in _LOOPBACK


def _peer(scope: Scope) -> str:
    """Who holds the other end. uvicorn, asked by a proxy on this machine, has put what the proxy said in its place and
    left no port: then it is this machine."""
    client = scope.get("client")
    return client[0] if client and client[1] else HERE


def _address(text: str) -> str | None:
    try:
        found = ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def _within(text: str, networks: Networks) -> bool:
    address = _address(text)
    return address is not None and any(ip_address(address) in network for network in networks)
