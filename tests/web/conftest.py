"""What the tests of the web layer share: plain HTTP without following redirects, and a fresh phone."""

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message

import pytest
from playwright.sync_api import Browser, Page


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one answer."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def ask() -> Ask:
    """`ask(server, "/plain", method="POST", origin=server.url)`; other headers as keywords, _ for -."""

    def asked(server, path: str, method: str = "GET", **headers: str) -> Answer:
        line = http.client.HTTPConnection(server.host, timeout=5)
        try:
            line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            got = line.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            line.close()

    return asked


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh phone: nothing remembered, Japanese."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, locale="ja-JP")
    yield phone.new_page()
    phone.close()
