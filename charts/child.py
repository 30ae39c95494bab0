"""The way to the process that draws (charts/converter.py): one wish at a time, each within its seconds."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Literal

CONVERTER = Path(__file__).with_name("converter.py")
SECONDS = 30.0
_turn = threading.Lock()
_running: list["subprocess.Popen[bytes]"] = []


class DrawingError(RuntimeError):
    """A picture could not be made, or not in time."""


def ask(kind: Literal["svg", "png"], text: str, scale: int = 1, seconds: float = SECONDS) -> bytes:
    """The drawing of a Vega-Lite spec, or the PNG of an SVG; DrawingError where it cannot be made in so many seconds."""
    wish = json.dumps({"kind": kind, "text": text, "scale": scale}).encode() + b"\n"
    with _turn:
        try:
            return _asked(_process(), wish, seconds)
        except (BrokenPipeError, EOFError):
            # It had just gone to rest, or was taken away: a new one draws.
            stop()
            try:
                return _asked(_process(), wish, seconds)
            except (BrokenPipeError, EOFError) as error:
                stop()
                raise DrawingError("the converter does not run") from error


def stop() -> None:
    """Lets the process go."""
    while _running:
        process = _running.pop()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _process() -> "subprocess.Popen[bytes]":
    if _running and _running[0].poll() is not None:
        stop()
    if not _running:
        # -I and an empty environment: no address of a database and no secret goes along.
        command = [sys.executable, "-I", str(CONVERTER)]
        pipe = subprocess.PIPE
        _running.append(
            subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env={}, bufsize=0)  # noqa: S603
        )
    return _running[0]


def _asked(process: "subprocess.Popen[bytes]", wish: bytes, seconds: float) -> bytes:
    """The answer of the process; what has not answered in time is let go."""
    assert process.stdin  # noqa: S101 - a pipe was asked for
    assert process.stdout  # noqa: S101 - a pipe was asked for
    until = time.monotonic() + seconds
    process.stdin.write(wish)
    found = b""
    while b"\n" not in found:
        found += _read(process, until)
    head, body = found.split(b"\n", 1)
    word, length = head.split()
    while len(body) < int(length):
        body += _read(process, until)
    if word != b"ok":
        raise DrawingError(body.decode())
    return body


def _read(process: "subprocess.Popen[bytes]", until: float) -> bytes:
    assert process.stdout  # noqa: S101 - a pipe was asked for
    pipe = process.stdout.fileno()
    if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
        stop()
        raise DrawingError("the picture was not ready in time")
    chunk = os.read(pipe, 1 << 16)
    if not chunk:
        raise EOFError
    return chunk
