"""What is no form of ours: a calm page in Japanese says so, with the right status, and nothing of it is written down."""

import http.client

import pytest

from tests.conftest import PATIENCE
from web.form import LONGEST

WORD = "himitsu"
CODED = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
FILE = (
    f'--x\r\nContent-Disposition: form-data; name="ticket"; filename="{WORD}.txt"\r\n\r\n{WORD}\r\n--x--\r\n'.encode()
)
MALFORMED = {
    "a file": (PARTS, FILE),
    "parts without their end": (PARTS, FILE[:60]),
    "parts without a boundary": ("multipart/form-data", FILE),
    "parts in an unknown alphabet": ("multipart/form-data; boundary=x; charset=himitsu", FILE),
    "too many fields": (CODED, "&".join(f"{WORD}{number}=1" for number in range(20)).encode()),
    "bytes that are no text": (CODED, b"ticket=\xff\xfe" + WORD.encode()),
    "escapes that are no text": (CODED, b"ticket=%FF%FE" + WORD.encode()),
    "another kind": ("application/json", b'{"ticket": "himitsu"}'),
    "no kind": ("", b"ticket=himitsu"),
}
ADDRESSES = ("/session", "/set-up")


def sent(server, path, kind, body):
    """(status, text) of what was posted by a page of ours; `body` in pieces is sent without saying its length."""
    line = http.client.HTTPConnection(server.host, timeout=PATIENCE / 1000)
    try:
        line.request("POST", path, body, {"origin": server.url, **({"content-type": kind} if kind else {})})
        got = line.getresponse()
        assert got.headers["content-type"] == "text/html; charset=utf-8"
        assert got.headers["cache-control"] == "no-store"
        assert "set-cookie" not in got.headers
        return got.status, got.read().decode()
    finally:
        line.close()


def is_calm(text):
    """Whether it is a page of ours that leads on and quotes nothing."""
    return '<html lang="ja">' in text and 'href="/sign-in"' in text and WORD not in text


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("what", MALFORMED)
def test_what_is_no_form_is_refused_calmly_and_nothing_of_it_is_written_down(server, path, what):
    status, text = sent(server, path, *MALFORMED[what])
    assert status == 400
    assert is_calm(text)
    assert "送られたものを読めませんでした" in text
    log = server.log.read_text("utf-8")
    assert WORD not in log
    assert "a request failed" not in log


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_too_long_is_refused_calmly_whether_or_not_it_says_its_length(server, path, whole):
    body = f"ticket={WORD}".encode() + b"a" * LONGEST
    status, text = sent(server, path, CODED, body if whole else iter([body[:9], body[9:]]))
    assert status == 413
    assert is_calm(text)
    assert "長すぎます" in text
    assert WORD not in server.log.read_text("utf-8")


def test_the_longest_form_and_one_that_breaks_off_are_no_fault(server):
    # This server has no records to look the ticket up in: whoever is told that was understood.
    assert sent(server, "/session", CODED, b"ticket=" + b"a" * (LONGEST - 7))[0] == 503
    line = http.client.HTTPConnection(server.host, timeout=PATIENCE / 1000)
    line.putrequest("POST", "/session")
    for name, value in (("origin", server.url), ("content-type", CODED), ("content-length", "100")):
        line.putheader(name, value)
    line.endheaders(f"ticket={WORD}".encode())
    line.close()
    assert sent(server, "/session", CODED, b"ticket=")[0] == 403
    assert "a request failed" not in server.log.read_text("utf-8")


def test_a_file_that_is_not_taken_is_refused_without_a_word(server, ask):
    # Nobody who is not signed in gets as far as Streamlit; who does is walked through in test_access.py.
    answer = ask(server, "/_stcore/upload_file/a/b", "PUT", origin=server.url)
    assert answer.status == 403
    assert '<html lang="ja">' in answer.text
