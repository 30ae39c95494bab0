"""A real server for the tests that need HTTP, websockets or a browser: the app as `make run` starts it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
# What Chromium leaves out. First, of its own address bar: two pages that it draws behind every page that is opened, a third
# of all work of these tests. Then what playwright leaves out, for of two such lists Chromium takes the last.
LEFT_OUT = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,"
    "PaintHolding,PreconnectToSearch,TcpPortRandomizationWin,ThirdPartyStoragePartitioning"
)
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    f"--disable-component-update --disable-sync --disable-features={LEFT_OUT}"
)


# How fast this machine is at the moment decides nothing.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")
# In one place: what a file of tests set for itself would hold for all that are read after it. In milliseconds.
PATIENCE = 30_000
# Seconds a server may take to answer for the first time, while others keep the machine busy.
STARTED = 120
expect.set_options(timeout=PATIENCE)


# Long files first, so that at the end no worker is left alone with one of them; make test keeps this order.
LONG = ("tests/browser/", "tests/staff/", "tests/manager/", "tests/web/", "tests/test_style.py", "tests/data/breaking/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the files that take long in front; within a file everything stays as it is written."""
    items.sort(
        key=lambda item: next((place for place, room in enumerate(LONG) if item.nodeid.startswith(room)), len(LONG))
    )


@dataclass(frozen=True)
class Server:
    """A running server: its address without a slash at the end, its process, and where it writes."""

    url: str
    pid: int
    log: Path

    @property
    def host(self) -> str:
        """Name and port, as in a Host header."""
        return self.url.removeprefix("http://")


Serve = Callable[..., AbstractContextManager[Server]]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Serve:
    """Starts a fresh server: `with serve(KURASHI_PURGE_SECONDS="1") as server:`; stopped by its own id at the end.

    `before` is a command that runs it, as setpriv does.
    """

    @contextlib.contextmanager
    def start(*options: str, port: int = 0, before: tuple[str, ...] = (), **environ: str) -> Iterator[Server]:
        port = port or free_port()
        log = tmp_path_factory.mktemp("server") / "log.txt"
        # What a test presses is never counted in the database of this machine.
        own = {"DATABASE_URL": f"sqlite:///{log.parent / 'records.db'}"}
        command = [*before, sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *options]
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **own, **environ})
        try:
            server = Server(f"http://127.0.0.1:{port}", process.pid, log)
            _wait_for(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    return start


@pytest.fixture(scope="session")
def server(serve: Serve) -> Iterator[Server]:
    """One server for all tests that leave it as it was."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield opened
        opened.close()


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED
    while time.monotonic() < until:
        assert process.poll() is None, f"the server did not start:\n{server.log.read_text('utf-8')}"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{server.url}/healthz", timeout=2).close()
            return
        time.sleep(0.05)
    pytest.fail(f"no answer in time:\n{server.log.read_text('utf-8')}")
