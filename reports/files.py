"""The four files of a report, each made once: whoever made them a moment ago is handed the same."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock

from reports.model import Report

# {ending: (what it is called, its media type)} in the order they are made.
FORMATS: Mapping[str, tuple[str, str]] = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": ("PDF", "application/pdf"),
    "pptx": ("スライド", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
KEPT = 2
Writer = Callable[[Report, Mapping[str, bytes]], bytes]


class NotDrawnError(RuntimeError):
    """The charts could not be drawn, or not in time: no file was made."""


class Files:
    """The files of one report, made when they are asked for."""

    def __init__(self, report: Report) -> None:
        self.report, self._lock = report, Lock()
        self._pictures: dict[str, bytes] | None = None
        self._made: dict[str, bytes] = {}

    def pictures(self) -> Mapping[str, bytes]:
        """{title: PNG} of the charts, drawn once for all four; NotDrawnError."""
        with self._lock:
            if self._pictures is None:
                from charts.child import DrawingError
                from reports import pictures

                try:
                    self._pictures = pictures.draw(self.report)
                except DrawingError as error:
                    raise NotDrawnError(str(error)) from error
            return self._pictures

    def make(self, ending: str) -> bytes:
        """One file; KeyError for an ending that is none."""
        writer, pictures = _writer(ending), self.pictures()
        with self._lock:
            if ending not in self._made:
                self._made[ending] = writer(self.report, pictures)
            return self._made[ending]


_kept: OrderedDict[str, Files] = OrderedDict()
_lock = Lock()


def of(report: Report) -> Files:
    """The files of a report; those of the last two reports are kept in memory, so that what was made is not made again."""
    with _lock:
        found = _kept.pop(report.digest, None) or Files(report)
        _kept[report.digest] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return found


def _writer(ending: str) -> Writer:
    """The libraries of documents take a second to come in: only whoever makes a file waits for them."""
    if ending == "docx":
        from reports.word import make
    elif ending == "xlsx":
        from reports.book import make
    elif ending == "pdf":
        from reports.paper import make
    elif ending == "pptx":
        from reports.slides import make
    else:
        raise KeyError(ending)
    return make
