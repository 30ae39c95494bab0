"""After a visit was wiped nothing she said is left in any object of the server that ran it."""

import json
import os
import signal
import time
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

import settings
from tests.staff.conftest import Office, furnish
from tests.web.stream_client import Visitor
from ui.staff.words import say

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
        if kind.__module__ == "ui.staff.state" and kind.__name__ == "Form":
            visits += bool(one.values)
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
    """[visits with answers and forms with a content, texts, messages] in the server's memory now."""
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


def is_begun(run):
    """Whether something stands in the form: then there is a press that empties it."""
    return say("record.clear") in [getattr(element, "label", "") for kind, element in run.elements if kind == "button"]


def test_what_stands_in_a_staff_form_waits_for_a_broken_line_as_long_as_a_visit_and_is_then_wiped(serve, tmp_path):
    """Not as a draft: it was in the page's own form all the time."""
    seen, url = tmp_path / "seen.json", f"sqlite:///{tmp_path / 'records.db'}"
    (tmp_path / "sitecustomize.py").write_text(LOOKS.format(hers=HERS, seen=str(seen)))
    database = furnish(url)
    environ = {"KURASHI_PURGE_SECONDS": "0.2", "PYTHONPATH": str(tmp_path), "DATABASE_URL": url}
    with serve("--server.disconnectedSessionTTL=8", **environ) as server:
        cookie = {"cookie": f"{settings.SESSION_COOKIE}={Office(server.url, database).token('counsellor')}"}
        with Visitor(server.url, headers=cookie) as her:
            note: Any = next(element for kind, element in her.run("record").elements if kind == "text_area")
            her.widgets[note.id] = WidgetState(id=note.id, string_value=HERS * 2)
            her.run()
        with Visitor(server.url, headers=cookie) as other:
            # In a form of a case what she types is in her browser alone, under names that this open page gave.
            other.run("cases")
        time.sleep(4)
        for line in (her, other):
            again = Visitor(server.url, headers=cookie, session=line.session)
            again.page_hash = line.page_hash
            with again:
                shown = again.run()
            assert again.session == line.session
            if line is her:
                assert is_begun(shown)
        held = found(server, seen)
        assert held[0] >= 1
        assert held[1] >= 1
        time.sleep(11)
        assert found(server, seen) == [0, 0, 0]
        with Visitor(server.url, headers=cookie, session=her.session) as late:
            assert not is_begun(late.run("record"))
        assert late.session != her.session
    database.close()
