"""Brings the presses of 「役に立ちましたか」 from the door into the database, in a thread that no visitor waits for."""

import logging
from threading import Event, Thread

from data.commands import helpful
from data.database import Database, StoreError
from door.helpful import Tally

_LOG = logging.getLogger(__name__)
# How long a stop of the server waits for the last writing; a database that is locked must not hold it up.
LAST_SECONDS = 3


class Writer:
    """Writes what waits, every so many seconds and once more at the end; what cannot be written waits for the next time."""

    def __init__(self, database: Database, tally: Tally, every: float) -> None:
        self._database, self._tally, self._every = database, tally, every
        self._failing = False
        self._ended = Event()
        self._thread = Thread(target=self._run, name="write the presses", daemon=True)

    def start(self) -> None:
        """Begins; the database is not touched before there is something to write."""
        self._thread.start()

    def stop(self) -> None:
        """Writes once more and ends; what cannot be written within seconds is lost."""
        self._ended.set()
        self._thread.join(LAST_SECONDS)

    def write(self) -> bool:
        """Writes what waits; says whether nothing is left. A fault is noted once until it is over."""
        totals = self._tally.waiting()
        if not totals:
            return True
        try:
            self._add(totals)
        except Exception as error:
            # Whatever it is, visitors are not to notice; the presses wait, and no more than the door holds.
            if not self._failing:
                _LOG.exception("the presses could not be written", exc_info=error)
            self._failing = True
            return False
        self._failing = False
        self._tally.written(totals)
        return True

    def _add(self, totals: dict[tuple[int, str], int]) -> None:
        if self._database.file and not self._database.file.is_file():
            # SQLite would make an empty file where `python -m data migrate` was never run.
            raise StoreError("gone")
        with self._database.write() as session:
            helpful.add(session, totals)

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            self.write()
        self.write()
