"""What comes in through a websocket: not too large, not too often, and nothing that our pages never send."""

import asyncio
import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from tests.web.stream_client import Visitor
from web.stream import BURST, LARGEST, PER_SECOND, Bucket, Stream


def asking(**what):
    """A message of the browser."""
    return BackMsg(**what).SerializeToString()


def closed_with(line):
    """Reads until the line is shut and says with which code."""
    try:
        while True:
            line.recv(timeout=10)
    except ConnectionClosed as shut:
        return shut.rcvd.code if shut.rcvd else None


def quiet(line):
    """Reads until nothing comes any more; how many messages there were."""
    count = 0
    with contextlib.suppress(TimeoutError):
        while True:
            line.recv(timeout=0.3)
            count += 1
    return count


@pytest.mark.parametrize(("data", "code"), [(b"\x00" * (LARGEST + 1), 1009), (b"\xff\xff\xff", 1007)])
def test_what_is_too_large_or_cannot_be_read_shuts_the_line_and_leaves_no_trace(serve, data, code):
    with serve() as server:
        with Visitor(server.url) as her:
            her.run()
            her.line.send(data)
            assert closed_with(her.line) == code
        with Visitor(server.url) as other:
            other.run()
        assert "Traceback" not in server.log.read_text("utf-8")
        assert "Error" not in server.log.read_text("utf-8")


@pytest.mark.parametrize("what", [
    {"load_git_info": True}, {"clear_cache": True}, {"set_run_on_save": True},
    {"file_urls_request": {"request_id": "a", "file_names": ["a"]}},
    {"backend_operation_request": {}}, {"debug_shutdown_runtime": True},
])  # fmt: skip
def test_what_our_pages_never_send_is_dropped_without_a_word(server, what):
    with Visitor(server.url) as her:
        her.run()
        quiet(her.line)
        her.line.send(asking(**what))
        assert quiet(her.line) == 0
        assert her.run().text


def test_a_flood_on_one_line_holds_up_nobody_else(server):
    with Visitor(server.url) as flood, Visitor(server.url) as her:
        flood.run()
        her.run()
        for _ in range(300):
            flood.line.send(asking(rerun_script={"query_string": ""}))
        begun = time.monotonic()
        her.run()
        assert time.monotonic() - begun < 2


def test_what_is_left_of_a_run_that_a_broken_line_stopped_does_not_reach_the_page():
    passed = []
    comes = [asking(app_heartbeat=True), asking(rerun_script={})]

    async def receive():
        return {"type": "websocket.receive", "bytes": comes.pop(0)}

    async def send(message):
        passed.append(message)

    def said(**what):
        return {"type": "websocket.send", "bytes": ForwardMsg(**what).SerializeToString()}

    async def visit():
        line = Stream(receive, send)
        await line.send({"type": "websocket.accept"})
        await line.send(said(new_session={}))
        await line.send(said(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))
        await line.receive()
        await line.send(said(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))
        await line.receive()
        await line.send(said(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))
        await line.send(said(new_session={"name": "asked for"}))
        await line.send(said(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN))
        await line.send({"type": "websocket.close"})

    with ThreadPoolExecutor() as apart:  # the tests' browser has a loop in this thread
        apart.submit(asyncio.run, visit()).result()
    assert [message["type"] for message in passed] == ["websocket.accept", *["websocket.send"] * 2, "websocket.close"]
    of_run = [ForwardMsg.FromString(message["bytes"]) for message in passed[1:3]]
    assert of_run[0].new_session.name == "asked for"
    assert of_run[1].script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


def test_after_a_break_in_the_middle_of_a_run_the_page_gets_one_whole_run(server):
    for pause in range(8):
        with Visitor(server.url) as her:
            her.run()
            her.line.send(asking(rerun_script={"page_script_hash": her.page_hash}))
            time.sleep(pause * 0.001)
            her.line.socket.shutdown(socket.SHUT_RDWR)
        with Visitor(server.url, session=her.session) as again:
            kinds = [message.WhichOneof("type") for message in again.run().messages]
            assert again.session == her.session
            assert kinds[0] == "new_session"
            assert kinds.count("delta") > 10


def test_a_bucket_gives_its_burst_at_once_and_the_rest_by_the_clock():
    clock = SimpleNamespace(now=0.0)
    bucket = Bucket(BURST, PER_SECOND, lambda: clock.now)
    assert [bucket.take() for _ in range(BURST)] == [0] * BURST
    assert bucket.take() == pytest.approx(1 / PER_SECOND)
    assert bucket.take() == pytest.approx(2 / PER_SECOND)
    assert not bucket.spare()
    clock.now = 1000
    assert [bucket.spare() for _ in range(BURST + 1)] == [True] * BURST + [False]
