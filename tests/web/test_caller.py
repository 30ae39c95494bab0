"""The address of the caller and the scheme of the line: what a trusted proxy says counts, what anybody writes does not."""

from ipaddress import ip_network

import pytest

from tests.web import apart
from web.caller import Caller, caller, is_safe

OURS = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(("peer", "forwarded", "trusted", "is_it"), [
    ("192.0.2.7", [], OURS, "192.0.2.7"),
    ("192.0.2.7", ["198.51.100.1"], OURS, "192.0.2.7"),  # nobody asked this machine
    ("127.0.0.1", ["198.51.100.1"], (), "127.0.0.1"),  # no proxy is configured
    ("127.0.0.1", ["198.51.100.1"], OURS, "198.51.100.1"),
    ("127.0.0.1", ["203.0.113.9, 198.51.100.1"], OURS, "198.51.100.1"),  # the first one anybody can write
    ("127.0.0.1", ["203.0.113.9", "198.51.100.1, 10.1.2.3"], OURS, "198.51.100.1"),
    ("127.0.0.1", ["10.9.9.9, 10.1.2.3"], OURS, "10.9.9.9"),
    ("127.0.0.1", ["garbage, 10.1.2.3"], OURS, "10.1.2.3"),
    ("::ffff:10.1.2.3", ["2001:db8::5"], OURS, "2001:db8::5"),
])  # fmt: skip
def test_the_caller_is_the_last_one_who_is_not_our_proxy(peer, forwarded, trusted, is_it):
    assert caller(peer, forwarded, trusted) == is_it


def passed(client, trusted=OURS, kind="http", **headers):
    """The scope as the next layer gets it."""
    seen = []

    async def beyond(scope, receive, send):
        seen.append(scope)

    async def nothing(*_):
        return {"type": "http.disconnect"}

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "scheme": "http" if kind == "http" else "ws", "client": client, "headers": raw}
    apart.run(Caller(beyond, trusted)(scope, nothing, nothing))
    return seen[0]


def test_what_uvicorn_took_from_a_header_counts_only_where_the_proxy_is_configured():
    # uvicorn leaves no port where it put a header's word in the place of the peer.
    assert passed(("198.51.100.1", 0), (), x_forwarded_for="198.51.100.1")["client"][0] == "127.0.0.1"
    assert passed(("198.51.100.1", 0), x_forwarded_for="198.51.100.1")["client"][0] == "198.51.100.1"
    assert passed(None)["client"][0] == "127.0.0.1"


def test_a_trusted_proxy_says_that_the_line_is_encrypted():
    assert passed(("10.1.2.3", 4711), x_forwarded_proto="https")["scheme"] == "https"
    assert passed(("10.1.2.3", 4711), kind="websocket", x_forwarded_proto="https")["scheme"] == "wss"
    assert passed(("192.0.2.7", 4711), x_forwarded_proto="https")["scheme"] == "http"


@pytest.mark.parametrize(("scheme", "host", "safe"), [
    ("https", "a.jp", True), ("http", "a.jp", False), ("http", "127.0.0.1:8501", True), ("http", "localhost", True),
    ("http", "[::1]:8501", True), ("http", "localhost.a.jp:80", False), ("http", "127.0.0.1.a.jp", False),
    ("http", "", False), ("wss", "a.jp", True),
])  # fmt: skip
def test_a_cookie_is_given_over_https_or_on_this_machine(scheme, host, safe):
    assert is_safe({"scheme": scheme, "headers": [(b"host", host.encode())]}) is safe


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/sign-in"), ("GET", "/record"), ("GET", "/set-up"), ("POST", "/session"), ("POST", "/set-up"),
    ("POST", "/sign-out"),
])  # fmt: skip
def test_elsewhere_the_sign_in_is_not_served_and_says_why(server, ask, method, path):
    answer = ask(server, path, method, host="soudan.example", origin="http://soudan.example")
    assert answer.status == 403
    assert "https" in answer.text
    assert "set-cookie" not in answer.headers


def test_over_https_it_is_served(server, ask):
    headers = {"host": "soudan.example", "origin": "https://soudan.example", "x_forwarded_proto": "https"}
    assert ask(server, "/sign-in", **headers).status == 200
