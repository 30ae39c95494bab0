"""Drawing: the public pages in turn, and those parts of a page that a press may draw again alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Semaphore

import streamlit as st

from ui.content import Screen, begin

# Python runs one thread at once anyway. Runs side by side only take the processor from each other and from the line to
# the browsers: measured with 400 visitors, the middle press took 3.5 s side by side and 0.1 s in turn.
_TURN = Semaphore()
_NOW: ContextVar[Screen | None] = ContextVar("screen", default=None)


@contextmanager
def drawing() -> Iterator[Screen]:
    """What is shown, from here to the end of the block; within a page that is being drawn, the page's own."""
    now = _NOW.get()
    if now is not None:
        yield now
        return
    with _TURN:
        token = _NOW.set(begin())
        try:
            yield screen()
        finally:
            _NOW.reset(token)


def screen() -> Screen:
    """The same for the page's own script; RuntimeError outside of a drawing."""
    now = _NOW.get()
    if now is None:
        raise RuntimeError("nothing is being drawn")
    return now


def part(name: str, draw: Callable[[Screen], None]) -> None:
    """A part that the presses within it draw again alone: what stands around it is neither made nor sent once more.

    A callback can also draw it by its name (st.rerun); the name must not be given twice on a page.
    """

    def alone() -> None:
        with drawing() as now:
            draw(now)

    st.fragment(alone, key=name)()
