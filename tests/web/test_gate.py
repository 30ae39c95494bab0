"""Only our own pages may speak to the server, and only about what public pages need."""

import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.responses import Response
from streamlit import net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed
from websockets.exceptions import InvalidStatus

from tests.web import apart
from tests.web.stream_client import Visitor
from ui import access
from web.gate import NEEDED, STREAM, Gate, is_ours

FOREIGN = ["https://example.com", "http://localhost:3000", "http://127.0.0.1:1", "null", "", "garbage"]


@pytest.mark.parametrize("origin", [*FOREIGN, None])
def test_a_websocket_from_elsewhere_or_from_nowhere_is_refused_at_once(server, origin):
    begun = time.monotonic()
    with pytest.raises(InvalidStatus) as refused, Visitor(server.url, origin=origin):
        pass
    assert refused.value.response.status_code == 403
    assert refused.value.response.headers["x-content-type-options"] == "nosniff"
    # Streamlit would ask an outside address who it is, and every visitor would wait.
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("origin", [*FOREIGN, None])
def test_a_writing_request_from_elsewhere_or_from_nowhere_is_refused(server, ask, method, origin):
    begun = time.monotonic()
    headers = {} if origin is None else {"origin": origin}
    assert ask(server, "/_stcore/upload_file/a/b", method, **headers).status == 403
    assert time.monotonic() - begun < 1


def test_a_reading_request_with_a_foreign_origin_never_reaches_streamlit(server, ask):
    begun = time.monotonic()
    answer = ask(server, "/_stcore/host-config", origin="https://example.com")
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("path", [
    "/_stcore/metrics", "/_stcore/upload_file/a/b", "/_stcore/agent/openapi.json", "/_stcore/agent/interact",
    "/_stcore/agent/mcp", "/_stcore/script-health-check", "/_stcore/bidi-components/a", "/component/a/index.html",
    "/media/0123.txt", "/app/static/a", "/manifest.json", "/index.html", "/ui/main.py", "/no-such-page",
    "/about/_stcore/health", "/static/../index.html", "//example.com", "/staff/trends",
])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_public_pages_do_not_need_is_shut(server, ask, method, path):
    answer = ask(server, path, method, origin=server.url)
    assert answer.status in (400, 403, 404, 405)
    assert 'type="module"' not in answer.text, "that is the page Streamlit runs in"


def test_an_unknown_page_says_so_calmly_with_the_numbers(server, ask):
    page = ask(server, "/no-such-page")
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert 'href="tel:110"' in page.text
    assert 'href="tel:119"' in page.text
    assert 'href="/plain"' in page.text


def test_a_slash_too_many_leads_to_the_page_without_its_query(server, ask):
    answer = ask(server, "/about/?lang=en")
    assert (answer.status, answer.headers["location"]) == (308, "/about")


def without_session(text):
    """The page without what is each visit's own."""
    return re.sub(r'data-page-session="[^"]*"', "", text)


@pytest.mark.parametrize("page", ["trends", "staff/records"])
def test_the_first_visitor_of_a_fresh_server_cannot_run_what_is_not_registered(serve, page):
    with serve() as fresh, Visitor(fresh.url) as her:
        asked = her.run(page)
        with Visitor(fresh.url) as other:
            first = other.run("")
    assert without_session(asked.text) == without_session(first.text)
    assert asked.of("page_not_found")


def test_no_registered_page_is_missing_from_the_gate(server, ask):
    with Visitor(server.url) as her:
        pages = her.run().of("navigation")[-1].navigation.app_pages
    assert {page.url_pathname for page in pages} == {*access.addresses(), "sign-in"}
    for page in pages:
        assert ask(server, f"/{page.url_pathname}").status == 200


def test_a_text_frame_or_garbage_ends_the_connection_and_not_the_server(server, ask):
    with Visitor(server.url) as her:
        her.line.send(b"\xff\xff\xff")
    with Visitor(server.url) as her:
        her.line.send(BackMsg().SerializeToString())
    assert ask(server, "/healthz").text == "ok"


@pytest.mark.parametrize(("headers", "reading", "allowed"), [
    ({"host": "a.jp", "origin": "https://a.jp"}, False, True),
    ({"host": "a.jp:8501", "origin": "http://a.jp:8501"}, False, True),
    ({"host": "A.jp", "origin": "https://a.jp"}, False, False),
    ({"host": "a.jp", "origin": "https://a.jp.evil.jp"}, False, False),
    ({"host": "a.jp", "origin": "https://evil.jp"}, True, False),
    ({"host": "a.jp", "origin": "chrome-extension://a.jp"}, False, False),
    ({"host": "a.jp", "origin": "http://["}, False, False),
    ({"host": "a.jp", "origin": "null"}, False, False),
    ({"host": "a.jp", "origin": "null", "sec-fetch-site": "same-origin"}, False, False),
    ({"host": "a.jp", "origin": "null"}, True, True),
    ({"host": "a.jp"}, True, True),
    ({"host": "a.jp"}, False, False),
    ({"origin": "https://a.jp"}, False, False),
])  # fmt: skip
def test_an_origin_is_ours_only_if_it_names_our_host(headers, reading, allowed):
    assert is_ours(Headers(headers), reading=reading) is allowed


def through(kind, path, headers):
    """What the gate hands on of a request, or None where it answers itself."""
    seen = []

    async def beyond(scope, receive, send):
        seen.append(scope)

    async def nothing(*_):
        return {"type": "websocket.disconnect"}

    refused = Response(status_code=403)
    site: Any = SimpleNamespace(
        now=lambda: SimpleNamespace(messages=SimpleNamespace(refused=refused, not_found=refused))
    )
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "path": path, "method": "GET", "headers": raw}
    apart.run(Gate(beyond, [], site, lambda _: False)(scope, nothing, nothing))
    return seen[0] if seen else None


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ["a.jp", "A.JP", "a.jp:80", ""])
@pytest.mark.parametrize("origin", [
    "null", "http://a.jp", "http://A.JP", "http://a.jp:80", "https://example.com", "http://a.jp@b.jp", "",
])  # fmt: skip
def test_whatever_is_let_through_streamlit_never_asks_an_outside_address(monkeypatch, kind, host, origin):
    asked = []
    monkeypatch.setattr(net_util, "get_external_ip", lambda: asked.append(origin))
    paths = [STREAM] if kind == "websocket" else sorted(NEEDED)
    for path in paths:
        headers = {"host": host, "origin": origin, "sec-fetch-site": "same-origin"}
        passed = through(kind, path, headers)
        assert passed is None or "origin" not in Headers(scope=passed)
        if passed is not None:
            assert _is_origin_allowed(Headers(scope=passed).get("origin"), host)
    assert not asked
    assert kind == "http" or (passed is not None) is (bool(host) and origin == f"http://{host}")


def test_too_many_openings_at_once_are_turned_away_and_later_ones_are_not(monkeypatch):
    monkeypatch.setattr("web.gate.OPENINGS", 3)
    seen, told = [], []

    async def beyond(scope, receive, send):
        seen.append(scope)

    async def send(message):
        told.append(message)

    async def receive():
        return {"type": "websocket.disconnect"}

    async def come():
        site: Any = SimpleNamespace()
        gate = Gate(beyond, [], site, lambda _: False)
        clock = SimpleNamespace(now=gate.openings._at)
        gate.openings._clock = lambda: clock.now
        scope = {"type": "websocket", "path": STREAM, "headers": [(b"host", b"a.jp"), (b"origin", b"http://a.jp")]}
        for _ in range(5):
            await gate(scope, receive, send)
        clock.now += 1
        await gate(scope, receive, send)

    apart.run(come())
    assert len(seen) == 4
    assert [message["code"] for message in told] == [1013, 1013]
