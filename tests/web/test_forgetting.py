"""After a visit was wiped nothing she said is left in any object of the server that ran it."""

import json
import os
import signal
import time
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.web.stream_client import Visitor

HERS = "zqxwhatshewrote"
# Python runs this at the start of the server: on a signal it looks through all objects there are.
LOOKS = """
import gc, json, pathlib, signal

def look(*_):
    visits = words = sent = 0
    for one in gc.get_objects():
        kind = type(one)
        if kind.__module__ == "ui.state" and kind.__name__ == "Visit":
            visits += bool(one.answers)
        for held in gc.get_referents(one):
            if type(held) is str:
                words += {hers!r} in held and held not in ({hers!r},)
            elif type(held).__name__ in ("ClientState", "WidgetStates", "WidgetState", "ForwardMsg"):
                sent += {hers!r} in str(held)
    pathlib.Path({seen!r}).write_text(json.dumps([visits, words, sent]))

signal.signal(signal.SIGUSR1, look)
"""


def identity(run, key):
    """The id of the widget with that key."""
    ids = [getattr(element, "id", "") for _, element in run.elements]
    return next(one for one in ids if one.endswith(f"-{key}"))


def found(server, seen):
    """[visits with answers, texts, messages] in the server's memory now."""
    seen.unlink(missing_ok=True)
    os.kill(server.pid, signal.SIGUSR1)
    until = time.monotonic() + 20
    while time.monotonic() < until and not (seen.exists() and seen.read_text()):
        time.sleep(0.1)
    return json.loads(seen.read_text())


def visit(server):
    """Answers one question, opens the result, writes into the memo and loses the line."""
    with Visitor(server.url) as her:
        run = her.run()
        run = her.run(press=identity(run, "door-ask"))
        radio: Any = next(e for kind, e in run.elements if kind == "radio")
        her.widgets[radio.id] = WidgetState(id=radio.id, string_value=radio.options[1])
        her.run()  # draws the title alone: the page is as it was
        run = her.run(press=identity(run, "nav-next"))
        run = her.run(press=identity(run, "nav-see"))
        run = her.run(press=identity(run, "make-memo"))
        box = identity(run, "memo-text-short-ja")
        her.widgets[box] = WidgetState(id=box, string_value=HERS * 2)
        her.run()
    with Visitor(server.url) as her:
        run = her.run()
        run = her.run(press=identity(run, "door-ask"))
        for place in ("talk", "directory", "about"):
            her.page_hash = ""
            her.run(place)


def test_nothing_she_said_is_left_in_memory_when_her_visit_is_over(serve, tmp_path):
    seen = tmp_path / "seen.json"
    (tmp_path / "sitecustomize.py").write_text(LOOKS.format(hers=HERS, seen=str(seen)))
    with serve("--server.disconnectedSessionTTL=6", KURASHI_PURGE_SECONDS="1", PYTHONPATH=str(tmp_path)) as server:
        visit(server)
        held = found(server, seen)
        assert held[0] >= 1
        assert held[1] >= 1
        time.sleep(9)
        assert found(server, seen) == [0, 0, 0]
