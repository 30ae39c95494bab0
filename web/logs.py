"""What may be written to the log: that something failed and where, never an address, a question or an answer."""

import logging
import traceback
from collections.abc import Callable, Iterator

_SPEAKERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets")


def quiet() -> None:
    """From now on: no access lines, and exceptions without their messages, in every logger of this process."""
    for name in _SPEAKERS:
        # At INFO uvicorn writes the address and the query of every websocket that opens.
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True
    if not isinstance(logging.getLogRecordFactory(), _Discreet):
        logging.setLogRecordFactory(_Discreet(logging.getLogRecordFactory()))


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
        if isinstance(record.args, tuple):
            record.args = tuple(type(a).__name__ if isinstance(a, BaseException) else a for a in record.args)
        return record


def places(error: BaseException) -> Iterator[str]:
    """The exception and its causes, innermost last: type, then file, line and function of each frame."""
    seen: BaseException | None = error
    while seen is not None:
        yield type(seen).__name__
        for frame in traceback.extract_tb(seen.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
