"""The two servers that are measured: the app as it is, and a stock Streamlit script with the widgets of its needs page."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
# What `pip install streamlit` alone does not bring; a stock server must not find it in our environment.
NOT_STOCK = ("uvloop", "httptools", "orjson")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on this machine."""

    name: str
    port: int
    pid: int

    @property
    def url(self) -> str:
        """Its address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def our_app(environ: dict[str, str] | None = None) -> Iterator[Server]:
    """`streamlit run app.py` with the settings of the repository, as `make run` starts it."""
    with _running("この案内", ["app.py"], ROOT, environ or {}) as server:
        yield server


@contextmanager
def stock_app() -> Iterator[Server]:
    """`streamlit run page.py` in an empty folder: default settings, nothing of ours, no faster loop.

    Only what would call an outside address at start (address, statistics) is turned off.
    """
    with _folder_with_page() as place:
        hiding = "import sys\n" + "".join(f"sys.modules[{name!r}] = None\n" for name in NOT_STOCK)
        (place / "sitecustomize.py").write_text(hiding, "utf-8")
        quiet = ["--server.address=127.0.0.1", "--server.headless=true", "--browser.gatherUsageStats=false"]
        with _running(
            "素の Streamlit", ["page.py", *quiet], place, {"PYTHONPATH": str(place), "HOME": str(place)}
        ) as server:
            yield server


@contextmanager
def tuned_stock_app() -> Iterator[Server]:
    """The same script with our settings and our faster loop, without anything else of ours: what the app itself costs
    is the difference to it."""
    with _folder_with_page() as place:
        shutil.copytree(ROOT / ".streamlit", place / ".streamlit")
        with _running("素の台本にこの設定", ["page.py"], place, {}) as server:
            yield server


@contextmanager
def _folder_with_page() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(Path(__file__).parent / "stock_page.py", Path(folder) / "page.py")
        yield Path(folder)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(name: str, script: list[str], folder: Path, extra: dict[str, str]) -> Iterator[Server]:
    """A Streamlit server that answers; stopped by its own id, whatever happens."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", *script, f"--server.port={port}"]
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("STREAMLIT_", "KURASHI_"))}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env={**inherited, **extra}, stdout=said, stderr=said)
        try:
            server = Server(name, port, process.pid)
            if not _answers(server, process):
                said.seek(0)
                raise RuntimeError(f"{name} did not start: {said.read()[-2000:].decode(errors='replace')}")
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(server: Server, process: "subprocess.Popen[bytes]") -> bool:
    """Waits until the server is healthy; False when it ends or stays silent."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False
