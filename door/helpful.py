"""The one door from the public pages to the records: how often 「役に立ちましたか」 was answered how. Nothing else fits through."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock

ANSWERS = ("helped", "a_little", "not_much")
# Between two writings (ten minutes) no more are counted, whoever presses: a script cannot make it more than 8,640 a day.
MOST = 60
Totals = Mapping[tuple[int, str], int]


class Tally:
    """Presses that wait to be written, as totals by month and answer: no visit, no order, no time finer than the month."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._waiting, self._lock = most, Counter[tuple[int, str]](), Lock()

    def count(self, month: int, answer: str) -> bool:
        """Counts one press of a month (as 202611); says whether there was room for it. ValueError for another answer."""
        if answer not in ANSWERS:
            raise ValueError(f"{answer} is no answer")
        with self._lock:
            if self._waiting.total() >= self._most:
                return False
            self._waiting[month, answer] += 1
            return True

    def waiting(self) -> dict[tuple[int, str], int]:
        """What is not in the database yet."""
        with self._lock:
            return dict(self._waiting)

    def written(self, totals: Totals) -> None:
        """Takes off what is in the database now; what was pressed meanwhile stays."""
        with self._lock:
            self._waiting = +(self._waiting - Counter(dict(totals)))


PRESSES = Tally()
