"""What is wrong with an input: all of it at once, each as the field and a sentence that says what to do."""

import unicodedata
from collections.abc import Iterable
from datetime import date

from data import codes, written
from data.written import Fault


class RefusedError(ValueError):
    """The input cannot be kept as it is; `faults` are all there are, and nothing was written."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = [Fault(*one) for one in faults]
        super().__init__("; ".join(f"{field}: {sentence}" for field, sentence in self.faults))


class Check:
    """Collects the faults of one input; every method gives the clean value, None where there is none."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, field: str, sentence: str) -> None:
        """Notes one fault."""
        self.faults.append(Fault(field, sentence))

    def done(self) -> None:
        """Ends the check; RefusedError where anything was wrong."""
        if self.faults:
            raise RefusedError(self.faults)

    def code(self, field: str, name: str, of: str, value: str | None, *, needed: bool = False) -> str | None:
        """An id of the code list `of`; `name` is the field's name on the screen."""
        if not value:
            if needed:
                self.fault(field, f"{name}を選んでください。")
            return None
        if value not in codes.lists()[of]:
            self.fault(field, f"{name}は、一覧から選んでください。")
        return value

    def text(self, field: str, name: str, value: str | None, longest: int, *, needed: bool = False) -> str | None:
        """A short text without its margins, refused when too long or with signs no screen can show."""
        text = (value or "").strip()
        if not text:
            if needed:
                self.fault(field, f"{name}を書いてください。")
            return None
        if len(text) > longest:
            self.fault(field, f"{name}は{longest}字までです。いまは{len(text)}字あります。")
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text):
            self.fault(field, f"{name}に、画面に出せない文字が入っています。打ち直してください。")
        return text

    def of_her(self, field: str, name: str, value: str | None, longest: int, *, needed: bool = False) -> str | None:
        """A text of a record, which may say nothing by which a woman could be found."""
        text = self.text(field, name, value, longest, needed=needed)
        try:
            return written.of_nobody(text, name) if text else None
        except ValueError as error:
            self.fault(field, str(error))
            return None

    def day(
        self, field: str, name: str, value: date | None, earliest: date, latest: date, *, needed: bool = True
    ) -> date | None:
        """A day from `earliest` to `latest`."""
        if value is None:
            if needed:
                self.fault(field, f"{name}を入れてください。")
        elif value > latest:
            self.fault(field, f"{name}が先すぎます。{spoken(latest)}までの日にしてください。")
        elif value < earliest:
            self.fault(field, f"{name}が前すぎます。{spoken(earliest)}からの日にしてください。")
        return value

    def number(
        self, field: str, name: str, value: int | None, lowest: int, highest: int, *, needed: bool = False
    ) -> int | None:
        """A whole number from `lowest` to `highest`."""
        if value is None:
            if needed:
                self.fault(field, f"{name}を入れてください。")
        elif not lowest <= value <= highest:
            self.fault(field, f"{name}は{lowest}から{highest}までの数にしてください。")
        return value


def spoken(day: date) -> str:
    """A day as people say it: 2026年11月27日."""
    return f"{day.year}年{day.month}月{day.day}日"
