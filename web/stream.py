"""One visitor's websocket on its way in: how large, how often, and only the kinds of message our pages send."""

import asyncio
import time
from collections.abc import Callable

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# All her answers and a long memo are some 20 kB; a browser sends them with every press.
LARGEST = 256 * 1024
BURST, PER_SECOND = 30, 10
# A run, its end, and that she is still there. The rest is for developers, or for parts that our pages do not have.
NEEDED = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
# The import page asks where to send a file (web/gate.py lets the file itself pass, or not).
FILES = frozenset({"file_urls_request"})
# Seconds in which the end of a run that a broken line stopped comes in, so that it is known to be of before.
SETTLED = 0.02
TOO_LARGE, NOT_UNDERSTOOD = 1009, 1007


class Bucket:
    """So many at once and so many a second after that; the clock is the caller's for tests."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._left, self._at = burst, clock()

    def take(self) -> float:
        """Takes one and says how many seconds to wait for it; 0 while there are some."""
        self._fill()
        self._left -= 1
        return max(0.0, -self._left / self._per_second)

    def spare(self) -> bool:
        """Takes one if there is one; says whether."""
        self._fill()
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now


class Stream:
    """The receive and the send of one websocket, as Streamlit gets them."""

    def __init__(self, receive: Receive, send: Send, *, resumed: bool = False, files: bool = False) -> None:
        self._receive, self._send = receive, send
        self._needed = NEEDED | FILES if files else NEEDED
        self._resumed = resumed
        self._bucket = Bucket(BURST, PER_SECOND)
        self._shut = self._asked = self._begun = False

    async def receive(self) -> Message:
        """The next message that Streamlit may see; what comes too fast waits, and the sender with it."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            await asyncio.sleep(self._bucket.take())
            data = message.get("bytes") or b""
            if len(data) > LARGEST:
                return await self._close(TOO_LARGE)
            kind = _kind(data)
            if kind is None:
                return await self._close(NOT_UNDERSTOOD)
            if kind in self._needed:
                if kind == "rerun_script" and not self._asked:
                    await asyncio.sleep(SETTLED * self._resumed)
                    self._asked = True
                return message

    async def send(self, message: Message) -> None:
        """Passes on what Streamlit sends, from the first run this line asked for until the line is shut."""
        if not self._shut and not self._left_over(message):
            await self._send(message)

    def _left_over(self, message: Message) -> bool:
        """Whether it is of a run that a broken line stopped: kept by Streamlit, it would take from the page what was
        not drawn before the break, and with it a press that never reached the server.
        """
        if message["type"] != "websocket.send" or self._begun:
            return False
        self._begun = self._asked and ForwardMsg.FromString(message["bytes"]).WhichOneof("type") == "new_session"
        return not self._begun

    async def _close(self, code: int) -> Message:
        await self.send({"type": "websocket.close", "code": code})
        self._shut = True
        return {"type": "websocket.disconnect", "code": code}


def _kind(data: bytes) -> str | None:
    """What a message asks for, '' for nothing (also of a text frame); None where it cannot be read."""
    try:
        return BackMsg.FromString(data).WhichOneof("type") or ""
    except DecodeError:
        return None
