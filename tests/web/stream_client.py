"""A visitor without a browser: speaks Streamlit's websocket, sees what a page sends, answers what a browser would."""

from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ENDED_EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN


@dataclass
class Run:
    """One run of the script: every message in order."""

    messages: list[ForwardMsg] = field(default_factory=list)

    def of(self, kind: str) -> list[ForwardMsg]:
        """The messages of a kind: new_session, navigation, delta, page_not_found, page_config_changed …"""
        return [message for message in self.messages if message.WhichOneof("type") == kind]

    @property
    def elements(self) -> list[tuple[str, object]]:
        """(kind, element) of everything shown, in order."""
        shown = [m.delta.new_element for m in self.of("delta") if m.delta.WhichOneof("type") == "new_element"]
        kinds = [(element.WhichOneof("type") or "", element) for element in shown]
        return [(kind, getattr(element, kind)) for kind, element in kinds if kind]

    @property
    def text(self) -> str:
        """All texts and labels of the page, one a line."""
        return "\n".join(getattr(e, "body", "") or getattr(e, "label", "") for _, e in self.elements)


class Visitor:
    """`with Visitor(server.url) as her: her.run("questions")`; `session` resumes a broken connection."""

    def __init__(self, url: str, *, origin: str | None = "own", session: str = "", headers: dict | None = None) -> None:
        self.url = url
        self.origin = url if origin == "own" else origin
        self.session = session
        self.headers = headers or {}
        self.page_hash = ""
        self.widgets: dict[str, WidgetState] = {}
        self.line: ClientConnection

    def __enter__(self) -> Self:
        names = [Subprotocol("streamlit"), Subprotocol("x"), *([Subprotocol(self.session)] if self.session else [])]
        self._line = connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=Origin(self.origin) if self.origin is not None else None,
            subprotocols=names,
            additional_headers=self.headers,
            compression=None,
            max_size=None,
            open_timeout=10,
        )
        self.line = self._line.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self._line.__exit__(*failure)

    def run(self, page: str = "", *, query: str = "", press: str = "") -> Run:
        """One run with the states of self.widgets; `press` is the id of a button."""
        ask = BackMsg()
        script = ask.rerun_script
        script.page_name = "" if self.page_hash else page
        script.page_script_hash = self.page_hash
        script.query_string = query
        script.context_info.timezone = "Asia/Tokyo"
        script.context_info.locale = "ja-JP"
        script.context_info.url = f"{self.url}/{page}"
        script.widget_states.widgets.extend(self.widgets.values())
        if press:
            script.widget_states.widgets.append(WidgetState(id=press, trigger_value=True))
        self.line.send(ask.SerializeToString())
        return self._received()

    def _received(self) -> Run:
        run = Run()
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.line.recv(timeout=30))
            run.messages.append(message)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page_hash = message.new_session.page_script_hash or self.page_hash
                self.session = message.new_session.initialize.session_id or self.session
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash or self.page_hash
            elif kind == "script_finished" and message.script_finished != ENDED_EARLY:
                return run
