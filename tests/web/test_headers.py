"""Every answer carries the security headers: pages, files, refusals and faults alike."""

import logging
from pathlib import Path

import pytest
import streamlit

from tests.web import apart
from ui.staff import words
from web.boundary import Boundary
from web.policy import ALWAYS, hashes
from web.site import Site


def asked_for(server, ask):
    """(method, path, headers) of one answer of each sort."""
    index = ask(server, "/").text
    script = index.split('<script type="module" crossorigin src="')[1].split('"')[0]
    own = {"origin": server.url}
    return [
        ("GET", "/", {}),
        ("GET", script, {"accept_encoding": "br"}),
        ("GET", "/static/js/no-such.js", {}),
        ("GET", "/plain?lang=en", {}),
        ("GET", "/leave", {}),
        ("GET", "/healthz", {}),
        ("GET", "/favicon.png", {}),
        ("GET", "/_stcore/health", {}),
        ("GET", "/_stcore/host-config", {}),
        ("GET", "/no-such-page", {}),
        ("GET", "/about/", {}),
        ("GET", "/..%2f..%2fetc/passwd", {}),
        ("POST", "/", {}),
        ("POST", "/", own),
        ("PUT", "/_stcore/upload_file/a/b", own),
        ("GET", "/", {"origin": "https://example.com"}),
    ]


def test_every_answer_carries_the_headers_and_none_is_kept(server, ask):
    for method, path, headers in asked_for(server, ask):
        answer = ask(server, path, method, **headers)
        said = f"{method} {path}: {answer.status} {dict(answer.headers)}"
        for name, value in ALWAYS.items():
            assert answer.headers[name] == value, said
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, said
        assert "frame-ancestors 'none'" in policy, said
        assert "unsafe-eval" not in policy, said
        assert "strict-transport-security" not in answer.headers, said
        is_file = path.startswith("/static/") and answer.status == 200
        assert ("immutable" if is_file else "no-store") in answer.headers["cache-control"], said


@pytest.mark.parametrize("path", ["/", "/plain", "/no-such-page"])
def test_the_policy_names_every_inline_script_of_the_page(server, ask, path):
    answer = ask(server, path)
    found = hashes(answer.text)
    assert found
    policy = answer.headers["content-security-policy"]
    assert all(source in policy for source in found)
    assert "script-src 'unsafe-inline'" not in policy


def test_behind_a_proxy_with_https_the_browser_is_told_to_stay_there(server, ask):
    answer = ask(server, "/_stcore/health", x_forwarded_proto="https")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert answer.headers["set-cookie"].endswith("; Secure")
    assert "SameSite=Strict" in answer.headers["set-cookie"]


def test_a_fault_nobody_foresaw_is_a_calm_page_with_headers_and_no_message_in_the_log(caplog):
    site = Site((Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8"), words.catalogue())

    async def broken(scope, receive, send):
        raise KeyError("what she answered")

    async def nothing():
        return {}

    async def ask_broken():
        sent = []

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "path": "/", "scheme": "https", "method": "GET", "headers": []}
        await Boundary(broken, site)(scope, nothing, send)
        return sent

    from web import logs

    before = logging.getLogRecordFactory()
    logs.quiet()
    try:
        start, body = apart.run(ask_broken())
    finally:
        logging.setLogRecordFactory(before)
    names = {name.decode() for name, _ in start["headers"]}
    assert start["status"] == 500
    assert "うまく開けませんでした" in body["body"].decode()
    assert "what she answered" not in body["body"].decode()
    assert {*ALWAYS, "strict-transport-security"} <= names
    assert "KeyError" in caplog.text
    assert "what she answered" not in caplog.text
