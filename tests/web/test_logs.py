"""What the server writes down: faults and their places; no address, no query, no answer."""

import logging
import sys
import threading

import pytest

from tests.web.stream_client import Visitor
from web import logs


@pytest.fixture
def discreet():
    """The log as the server has it, put back afterwards."""
    before = logging.getLogRecordFactory(), logging.raiseExceptions, sys.excepthook, threading.excepthook
    logs.quiet()
    logs.quiet_to_the_end()
    yield
    logging.setLogRecordFactory(before[0])
    logging.raiseExceptions, sys.excepthook, threading.excepthook = before[1:]


@pytest.mark.usefixtures("discreet")
def test_an_exception_is_written_by_type_and_place_alone(caplog):
    try:
        try:
            raise KeyError("afraid")
        except KeyError as cause:
            raise ValueError("choking, blade") from cause
    except ValueError as error:
        logging.getLogger("any").exception("a page failed")
        logging.getLogger("any").warning(error)
        logging.getLogger("any").warning("failed with %s", error)
    for secret in ("afraid", "choking"):
        assert secret not in caplog.text
    for kept in ("a page failed", "ValueError", "KeyError", "test_logs.py"):
        assert kept in caplog.text


@pytest.mark.usefixtures("discreet")
def test_streamlit_quotes_nobody(caplog):
    line = logging.getLogger("streamlit.runtime.scriptrunner")
    line.warning("no such page: %s (%d)", "himitsu", 7)
    line.warning("%(what)s", {"what": "himitsu"})
    line.warning("%s", ["himitsu"])
    assert "himitsu" not in caplog.text
    assert "no such page: … (7)" in caplog.text


@pytest.mark.usefixtures("discreet")
def test_nobody_can_forge_a_line(caplog):
    logging.getLogger("any").warning("said %s", "a\r\x1b[31m\x00\u202eb")
    assert caplog.messages == ["said a[31mb"]


@pytest.mark.usefixtures("discreet")
def test_what_nobody_caught_is_written_by_type_and_place_alone(capsys):
    def fail():
        raise KeyError("himitsu")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    logging.getLogger("any").warning("%d", "himitsu")
    written = capsys.readouterr().err
    assert "himitsu" not in written
    assert written.count("KeyError") == 2
    assert "test_logs.py" in written


@pytest.mark.usefixtures("discreet")
def test_quiet_may_be_said_twice():
    once = logging.getLogRecordFactory()
    logs.quiet()
    assert logging.getLogRecordFactory() is once


def test_a_visit_leaves_nothing_in_the_log(serve, ask):
    with serve() as server:
        for path in ("/?need=himitsu", "/plain?lang=himitsu", "/himitsu", "/leave?x=himitsu"):
            ask(server, path)
        ask(server, "/himitsu", "POST", origin="https://himitsu.example")
        with Visitor(server.url, headers={"X-Forwarded-For": "203.0.113.77"}) as her:
            her.run("himitsu", query="q=himitsu")
            her.line.send(b"himitsu")
        with Visitor(server.url) as her:
            her.run()
    written = server.log.read_text("utf-8")
    assert "himitsu" not in written
    assert "203.0.113.77" not in written
    assert "WebSocket" not in written
    assert written.count("127.0.0.1") <= 1, "only the line that says where the server is"
