"""What the browser tests share: the content, and visitors on a phone or a desktop whose faults are counted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from navigator import content
from navigator.model import Content
from tests.browser.rest import watch
from tests.browser.visit import Visit
from tests.conftest import PATIENCE

SIZES = {360: 780, 1280: 900}
# What Chromium itself writes when a line breaks on purpose; anything else in the console is a fault of ours.
EXPECTED = (
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_CONNECTION_CLOSED",
    "ERR_SOCKET_NOT_CONNECTED",
    "ERR_ABORTED",
    "404 (Not Found)",
    "WebSocket connection",
    "WebSocket onclose",
)
Arrive = Callable[..., Visit]


@pytest.fixture(scope="session")
def known() -> Content:
    """The content of this repository."""
    return content.load(Path(__file__).parents[2] / "config")


def _visitors(browser: Browser, server, known: Content) -> Iterator[Arrive]:
    contexts, faults = [], []

    def arrived(width: int = 360, lang: str = "ja", path: str | None = "/", url: str = "", **context) -> Visit:
        made = browser.new_context(viewport={"width": width, "height": SIZES[width]}, locale="ja-JP", **context)
        contexts.append(made)
        made.set_default_timeout(PATIENCE)
        page = watch(made.new_page())
        page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        visit = Visit(page, known, url or server.url)
        return visit.open(path, lang) if path is not None else visit

    yield arrived
    for one in contexts:
        one.close()
    assert [fault for fault in faults if not any(expected in fault for expected in EXPECTED)] == []


@pytest.fixture
def arrive(browser: Browser, server, known: Content) -> Iterator[Arrive]:
    """`arrive(360, "en", "/talk")`: a fresh visitor, the page drawn; `url=` for another server, more for the context."""
    yield from _visitors(browser, server, known)


@pytest.fixture(scope="module")
def roam(browser: Browser, server, known: Content) -> Iterator[Arrive]:
    """The same for a visit that several tests look at."""
    yield from _visitors(browser, server, known)
