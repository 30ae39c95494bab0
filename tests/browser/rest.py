"""When a page is at rest: the line tells which run was asked for and whether it has ended, so nothing waits by the clock."""

import time
import weakref

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

DRAWN = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return app?.dataset.testScriptState === "notRunning" && !app.querySelector("[data-stale=true], [data-testid=stSkeleton]");
}"""
# A run that a broken line swallowed never ends; milliseconds.
PATIENCE = 15_000


class Line:
    """What passes on a page's websocket; `is_quiet` while no run that was asked for is still to begin or to end."""

    def __init__(self, page: Page) -> None:
        self.is_quiet, self._has_begun = True, False
        page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)
        socket.on("close", lambda _: self._broken())

    def _sent(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and _kind(BackMsg(), frame) == "rerun_script":
            self.is_quiet, self._has_begun = False, False

    def _received(self, frame: bytes | str) -> None:
        message = ForwardMsg()
        kind = _kind(message, frame) if isinstance(frame, bytes) else ""
        self._has_begun |= kind == "new_session"
        # One that makes room for another run is not the last.
        if (
            kind == "script_finished"
            and self._has_begun
            and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            self._rests()

    def _broken(self) -> None:
        # Without a line nothing can be pressed; the page asks for a run as soon as it has one again.
        self.is_quiet, self._has_begun = False, False

    def _rests(self) -> None:
        self.is_quiet, self._has_begun = True, False


def _kind(message: BackMsg | ForwardMsg, frame: bytes) -> str:
    try:
        message.ParseFromString(frame)
    except DecodeError:
        return ""
    return message.WhichOneof("type") or ""


_LINES: "weakref.WeakKeyDictionary[Page, Line]" = weakref.WeakKeyDictionary()


def watch(page: Page) -> Page:
    """Follows the line of a page that was not opened yet."""
    _LINES[page] = Line(page)
    return page


def rest(page: Page, patience: int = PATIENCE) -> None:
    """Waits until the last run that was asked for has ended, is drawn, and nothing of the one before is left."""
    line, until = _LINES[page], time.monotonic() + patience / 1000
    page.wait_for_timeout(0)
    while True:
        while not line.is_quiet and time.monotonic() < until:
            page.wait_for_timeout(10)
        page.wait_for_function(DRAWN)
        # What was pressed just before may have been sent only meanwhile.
        if line.is_quiet or time.monotonic() > until:
            return
