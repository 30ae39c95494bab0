"""One visitor without a browser: speaks Streamlit's websocket and keeps what a browser would keep."""

import asyncio
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0
ENDED_EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
WIDGETS = frozenset({"button", "checkbox", "radio", "selectbox"})


class ScriptError(RuntimeError):
    """The page showed an exception or did not have what the visitor wanted to press."""


@dataclass
class Visitor:
    """`await open()`, `await run()`, then press, choose and tick by the widget's own key; each gives its seconds."""

    url: str
    # The address of the page, what stands behind its "?", and the Cookie header, for a page behind the sign-in.
    page: str = ""
    asked: str = ""
    cookie: str = ""
    elements: int = 0
    received: int = 0
    _line: ClientConnection | None = None
    _page: str = ""
    _shown: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    _held: dict[str, WidgetState] = field(default_factory=dict)
    _part: dict[str, str] = field(default_factory=dict)
    _drawn: set[str] = field(default_factory=set)

    async def open(self) -> None:
        """Opens the line as a browser on the server's own page does."""
        self._line = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=Origin(self.url),
            additional_headers={"Cookie": self.cookie} if self.cookie else None,
            subprotocols=[Subprotocol("streamlit"), Subprotocol("x")],
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )

    async def close(self) -> None:
        """Ends the visit."""
        if self._line is not None:
            await self._line.close()

    def has(self, key: str) -> bool:
        """Whether the page shows the widget of that key."""
        return any(name.endswith(f"-{key}") for name in self._shown)

    async def press(self, key: str) -> float:
        """Presses a button."""
        name = self._id(key)
        return await self.run(WidgetState(id=name, trigger_value=True), part=self._part[name])

    async def tick(self, key: str) -> float:
        """Turns a box."""
        name = self._id(key)
        self._held[name] = WidgetState(id=name, bool_value=not (name in self._held and self._held[name].bool_value))
        return await self.run(part=self._part[name])

    async def choose(self, key: str, place: int) -> float:
        """Chooses the option at a place of a radio or a list."""
        name = self._id(key)
        self._held[name] = WidgetState(id=name, string_value=self._shown[name][1][place])
        return await self.run(part=self._part[name])

    async def run(self, trigger: WidgetState | None = None, part: str = "") -> float:
        """One run of the script, or of a part of the page, with all widget states; seconds to the last message of it."""
        ask = BackMsg()
        script = ask.rerun_script
        script.page_script_hash = self._page
        if not self._page:
            script.page_name = self.page
        script.query_string = self.asked
        script.fragment_id = part
        script.context_info.timezone, script.context_info.locale = "Asia/Tokyo", "ja-JP"
        script.context_info.url = f"{self.url}/{self.page}"
        script.widget_states.widgets.extend(self._held.values())
        if trigger is not None:
            script.widget_states.widgets.append(trigger)
        if self._line is None:
            raise ScriptError("the line is not open")
        started = time.perf_counter()
        await self._line.send(ask.SerializeToString())
        self.elements = 0
        while not self._is_end(await self._next()):
            pass
        seconds = time.perf_counter() - started
        self._held = {name: state for name, state in self._held.items() if name in self._shown}
        return seconds

    async def _next(self) -> ForwardMsg:
        if self._line is None:
            raise ScriptError("the line is not open")
        raw = await asyncio.wait_for(self._line.recv(), PATIENCE)
        self.received += len(raw)
        message = ForwardMsg()
        message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        return message

    def _is_end(self, message: ForwardMsg) -> bool:
        """Takes in one message; whether the run is over (a run that gives way to another is not)."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash or self._page
            self._drawn = set()
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash or self._page
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take(message)
        if kind != "script_finished" or message.script_finished == ENDED_EARLY:
            return False
        self._forget(list(message.metadata.run.fragment_ids))
        return True

    def _take(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        self.elements += 1
        if kind == "exception":
            raise ScriptError(element.exception.type or "exception")
        if kind in WIDGETS:
            widget = getattr(element, kind)
            self._shown[widget.id] = (kind, list(getattr(widget, "options", ())))
            self._drawn.add(widget.id)
            self._part[widget.id] = message.delta.fragment_id

    def _forget(self, parts: list[str]) -> None:
        """What a run that drew everything, or these parts, no longer drew."""
        self._shown = {
            name: one
            for name, one in self._shown.items()
            if name in self._drawn or (parts and self._part[name] not in parts)
        }

    def _id(self, key: str) -> str:
        """The full id of a widget of the page by the key our script gave it."""
        for name in self._shown:
            if name.endswith(f"-{key}"):
                return name
        raise ScriptError(f"no widget {key}")
