"""What the server writes down: faults and their places; no address, no query, no answer."""

import logging

import pytest

from tests.web.stream_client import Visitor
from web import logs


@pytest.fixture
def discreet():
    """The log as the server has it, put back afterwards."""
    before = logging.getLogRecordFactory()
    logs.quiet()
    yield
    logging.setLogRecordFactory(before)


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


def test_quiet_may_be_said_twice():
    before = logging.getLogRecordFactory()
    logs.quiet()
    once = logging.getLogRecordFactory()
    logs.quiet()
    assert logging.getLogRecordFactory() is once
    logging.setLogRecordFactory(before)


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
