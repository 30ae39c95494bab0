"""What may be written to the log: that something failed and where, never an address, a question or an answer."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType

# Streamlit's own lines may quote what a browser sent: an option, a page name, an origin, a header.
_FOREIGN = ("streamlit",)
_HIDDEN = "…"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_SPEAKERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets")


def quiet() -> None:
    """From now on: no access lines, and exceptions without their messages, in every logger of this process."""
    for name in _SPEAKERS:
        # At INFO uvicorn writes the address and the query of every websocket that opens.
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True
    # A line that cannot be written would otherwise be printed with its arguments.
    logging.raiseExceptions = False
    if not isinstance(logging.getLogRecordFactory(), _Discreet):
        logging.setLogRecordFactory(_Discreet(logging.getLogRecordFactory()))


def quiet_to_the_end() -> None:
    """From now on also what nobody caught is written without its message; before, faults of config/ are said in full."""
    sys.excepthook = _fallen
    threading.excepthook = _thread_fallen


class _Discreet:
    """A record factory that keeps the types and places of an exception and drops its message.

    A message may quote what a visitor chose (KeyError: 'afraid'); the places are enough to find the fault.
    """

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self.make = make

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self.make(*args, **kwargs)
        found = record.exc_info[1] if record.exc_info else None
        if found is not None:
            record.exc_text = "\n".join(places(found))
            record.exc_info = None
        if isinstance(record.msg, BaseException):
            record.msg = type(record.msg).__name__
        foreign = record.name.split(".")[0] in _FOREIGN
        if isinstance(record.args, tuple):
            record.args = tuple(_discreet(one, foreign) for one in record.args)
        elif isinstance(record.args, Mapping):
            record.args = {name: _discreet(one, foreign) for name, one in record.args.items()}
        if isinstance(record.msg, str):
            record.msg = _CONTROL.sub("", record.msg)
        return record


def _discreet(value: object, foreign: bool) -> object:
    """An argument of a line as it may be written; line breaks stay, for the list of faults in config/."""
    if isinstance(value, BaseException):
        return type(value).__name__
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if foreign:
        return _HIDDEN
    return _CONTROL.sub("", value) if isinstance(value, str) else value


def _fallen(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    print("\n".join(places(error)), file=sys.stderr)


def _thread_fallen(fallen: threading.ExceptHookArgs) -> None:
    if fallen.exc_value is not None and not isinstance(fallen.exc_value, SystemExit):
        print("\n".join(places(fallen.exc_value)), file=sys.stderr)


def places(error: BaseException) -> Iterator[str]:
    """The exception and its causes, innermost last: type, then file, line and function of each frame."""
    seen: BaseException | None = error
    while seen is not None:
        yield type(seen).__name__
        for frame in traceback.extract_tb(seen.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
