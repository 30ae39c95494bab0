"""A file as sheets of rows, read in a child process with limits of memory and time (ADR 0020)."""

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import BinaryIO

from data.importing.signature import RefusedError, form_of

CHILD = Path(__file__).with_name("child.py")
MEMORY = 300 << 20
MOST_CELLS = 3_000_000
# What a hostile file may take; a file that says it is large, and is not swollen, gets more.
SECONDS = 10
LARGE = 32 << 20
SECONDS_LARGE = 60

Cell = str | int | float | bool | date | datetime | clock


@dataclass
class Sheet:
    """One sheet; `faults` are cells that came out blank and are not ([cell, formula or error]). Rows come once."""

    name: str
    hidden: bool
    height: int
    merged: list[tuple[int, int, int, int]]
    faults: list[tuple[str, str]]
    encoding: str
    alone: bool
    rows: Iterator[tuple[int, list[Cell]]] = field(repr=False, default_factory=lambda: iter(()))

    @property
    def label(self) -> str:
        """The name, where the book has others that it must be told from."""
        return "" if self.alone else self.name


@dataclass
class Book:
    """An opened file: its form (xlsx or text), the limits its child reported, its sheets in order, each read once."""

    form: str
    limits: dict[str, int]
    sheets: Iterator[Sheet]


@contextmanager
def opened(file: BinaryIO, memory: int = MEMORY, seconds: int | None = None) -> Iterator[Book]:
    """The file as a book; RefusedError, also while rows are read, where it cannot be read within the limits."""
    form, size = form_of(file)
    allowed = seconds or (SECONDS_LARGE if size > LARGE else SECONDS)
    options = {"form": form, "memory": memory, "seconds": allowed, "cells": MOST_CELLS}
    # A file without a name: it is gone when the child has read it.
    held = tempfile.TemporaryFile()  # noqa: SIM115 - closed below
    file.seek(0)
    shutil.copyfileobj(file, held)
    held.flush()
    # -I: neither the folder nor the environment of the parent; an empty environment: no address of a database in it.
    process = subprocess.Popen(  # noqa: S603 - our own file and our own options
        [sys.executable, "-I", str(CHILD), json.dumps(options)],
        stdin=held,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"RUST_BACKTRACE": "0"},
    )
    try:
        lines = _lines(process, allowed)
        limits = next(lines)
        yield Book(form, limits["limits"], _sheets(lines))  # type: ignore[index]
    finally:
        process.kill()
        process.wait()
        held.close()
        if process.stdout:
            process.stdout.close()


def _lines(process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[object]:
    """What the child says; only the time that we wait for it counts, not the time it waits for us."""
    assert process.stdout  # noqa: S101 - a pipe was asked for
    pipe, rest, left = process.stdout.fileno(), b"", seconds
    while True:
        started = time.monotonic()
        if not select.select([pipe], [], [], left)[0]:
            raise RefusedError(f"{seconds:.0f}秒かけても読み終わりません。必要なシートだけのファイルにしてください。")
        left -= time.monotonic() - started
        chunk = os.read(pipe, 1 << 16)
        if not chunk:
            # A child that ran against its limits says no last word.
            raise RefusedError("中身が大きすぎるか、こわれていて読めません。必要なシートだけのファイルにしてください。")
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            said = json.loads(line)
            if isinstance(said, dict) and "refused" in said:
                raise RefusedError(said["refused"])
            if isinstance(said, dict) and "end" in said:
                return
            yield said


def _sheets(lines: Iterator[object]) -> Iterator[Sheet]:
    waiting: list[dict[str, object]] = []

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        for said in lines:
            if isinstance(said, dict):
                waiting.append(said)
                return
            row: tuple[int, list[object]] = said  # type: ignore[assignment]
            yield row[0], [_cell(cell) for cell in row[1]]

    for first in lines:
        waiting.append(first)  # type: ignore[arg-type]
        while waiting:
            head = waiting.pop()
            sheet = _sheet(head, rows())
            yield sheet
            for _ in sheet.rows:  # what the reader left
                pass


def _sheet(said: dict[str, object], rows: Iterator[tuple[int, list[Cell]]]) -> Sheet:
    merged = [tuple(one) for one in said["merged"]]  # type: ignore[attr-defined]
    faults = [(str(place), str(what)) for place, what in said["faults"]]  # type: ignore[attr-defined]
    height = int(said["height"])  # type: ignore[call-overload]
    return Sheet(
        str(said["sheet"]),
        bool(said["hidden"]),
        height,
        merged,
        faults,
        str(said.get("encoding", "")),
        bool(said["alone"]),
        rows,
    )


def _cell(said: object) -> Cell:
    if isinstance(said, dict):
        if "d" not in said:
            return clock.fromisoformat(said["t"])
        day = date.fromisoformat(said["d"])
        if said.get("t", "00:00:00") == "00:00:00":
            return day
        return datetime.combine(day, clock.fromisoformat(said["t"]))
    if isinstance(said, str | int | float):
        return said
    return ""
