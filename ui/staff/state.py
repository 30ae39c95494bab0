"""The only st.session_state keys of the staff's pages: what stands in their forms, and what one page hands to another.

The content of a form lives in its Form; widgets show it and hand it back (`take`), so that nothing is lost where a page was left
or a run broke off. What writes to the database never runs in a callback: callbacks come before the door of the page (ui/staff/entry.py).
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import streamlit as st

FORMS = "staff-forms"
# Seconds after the end of a run in which all of it has surely been sent.
SENT = 1.0
PREFILL = "staff-prefill"
IMPORT = "staff-import"
OWNER = "staff-owner"


def is_hers(account_id: int) -> bool:
    """Whether this open page is of that account. The first to be seen keeps it: a page that finds its line again may come
    back with the cookie of a colleague who has signed in since, and what stands in its forms is not hers."""
    return bool(st.session_state.setdefault(OWNER, account_id) == account_id)


@dataclass(frozen=True, slots=True)
class Done:
    """What was just done, in one line; `number` and `version` for whoever wants it changed or undone."""

    line: str
    at: datetime
    number: int | None = None
    version: int | None = None
    undo: bool = False


@dataclass
class Form:
    """One form: its content, how it was when it was loaded, its place among the drafts, what a press asked for.

    `round` names the widgets: a new one makes them all show `values` anew. `untold` are the keys of those that were set and
    may not have reached the browser; `ended` is when the last run came to its end, 0 where it did not.
    """

    name: str
    subject: str
    round: int
    values: dict[str, Any]
    base: dict[str, Any]
    version: int | None = None
    slot: str | None = None
    drafted: dict[str, Any] = field(default_factory=dict)
    tried: bool = False
    asked: list[tuple[str, ...]] = field(default_factory=list)
    removed: str | None = None
    done: Done | None = None
    theirs: Any = None
    more: dict[str, Any] = field(default_factory=dict)
    untold: set[str] = field(default_factory=set)
    ended: float = 0.0

    @property
    def dirty(self) -> bool:
        """Whether something stands in it that was not loaded with it."""
        return self.values != self.base

    def key(self, name: str) -> str:
        """The key of a field's widget."""
        return f"{self.name}-{name}-{self.round}"

    def fresh(self, values: dict[str, Any], version: int | None = None) -> None:
        """Other content, as if just opened; what was said about the last deed stays."""
        self.values, self.base, self.version = dict(values), dict(values), version
        self.slot, self.drafted, self.tried, self.theirs = None, {}, False, None
        self.more, self.round = {}, self.round + ROUNDS

    def show(self, values: dict[str, Any]) -> None:
        """Lets the widgets show other content; what it is compared with stays."""
        self.values, self.round = dict(values), self.round + ROUNDS


class Forms(dict[tuple[str, str], Form]):
    """The open forms by name and subject. The wiping of lines that broke (web/sessions.py) asks them as it asks a visit."""

    @property
    def said(self) -> bool:
        """Whether something stands in one that was not loaded with it."""
        return any(one.dirty for one in self.values())

    def forget(self) -> None:
        """Empties every form in place, for whoever may still hold it."""
        for one in self.values():
            for content in (one.values, one.base, one.drafted, one.more, one.asked, one.untold):
                content.clear()
            one.done, one.theirs = None, None
        self.clear()


# Forms count their rounds in steps, each from a start of its own: no two ever share the key of a widget.
ROUNDS = 1000
# So far apart are the starts of two accounts: a browser that comes back to a fresh server brings what its fields held,
# and that must fit no field of a colleague who has signed in since.
APART = 10_000_000


def start() -> int:
    """Where the rounds of this account's forms begin."""
    return int(st.session_state.get(OWNER, 0)) * APART


def form(name: str, subject: str) -> Form | None:
    """The form that is open in this browser; None where it is not."""
    return _forms().get((name, subject))


def opened(name: str, subject: str, values: dict[str, Any], version: int | None = None) -> Form:
    """A form that opens now with that content."""
    forms = _forms()
    made = Form(name, subject, start() + len(forms), dict(values), dict(values), version)
    forms[name, subject] = made
    return made


def take(form: Form, names: Iterable[str]) -> None:
    """Takes over what stands in the widgets of these fields."""
    if form.ended and time.monotonic() - form.ended > SENT:
        form.untold.clear()
    form.ended = 0.0
    within = st.session_state.to_dict()
    for name in names:
        key = form.key(name)
        if key in within:
            form.values[name] = within[key]


def mirror(form: Form, name: str) -> str:
    """Lets the field's widget show what the form holds, and gives the widget's key."""
    key, within = form.key(name), st.session_state.to_dict()
    if key in form.untold or key not in within or within[key] != form.values.get(name):
        form.untold.add(key)
        st.session_state[key] = form.values.get(name)
    return key


def told(form: Form) -> None:
    """The form was drawn to its end. Of a run that another one broke off, or followed at once, the browser may have got
    nothing, and a field that it was never told of would come back empty."""
    form.ended = time.monotonic()


def ask(form: Form, *deed: str) -> None:
    """Notes what a button was pressed for; the page does it in the same run, once the door was passed."""
    form.asked.append(deed)


def asked(form: Form) -> list[tuple[str, ...]]:
    """What was asked for and not done yet, in the order of the presses; asked once, it is gone."""
    deeds, form.asked = form.asked, []
    return deeds


def rescue() -> None:
    """Where a run breaks off before its page: takes over what the widgets hold, and no press waits to be done later."""
    for one in _forms().values():
        take(one, list(one.values))
        one.asked = []


def _forms() -> Forms:
    found: Forms = st.session_state.setdefault(FORMS, Forms())
    return found


def prefill(values: Mapping[str, object]) -> None:
    """Lays values ready for the record page, by the names of its fields."""
    st.session_state[PREFILL] = dict(values)


def prefilled() -> dict[str, object]:
    """What lies ready for the record page; read once, it is gone."""
    found: dict[str, object] = st.session_state.pop(PREFILL, {})
    return found


@dataclass
class Importing:
    """The file that is looked at: `seen` is its preview and `seen_of` what it was made from; `round` names the uploader."""

    round: int = 0
    seen_of: tuple[Any, ...] = ()
    seen: Any = None
    answers: dict[str, str] = field(default_factory=dict)
    said: str = ""
    sure: int = 0

    def let_go(self, said: str = "") -> None:
        """Forgets the file and its preview; `said` is the line of what was done with it."""
        self.round, self.seen_of, self.seen, self.answers, self.said = self.round + 1, (), None, {}, said


def importing() -> Importing:
    """What stands on the import page of this browser."""
    made: Importing = st.session_state.setdefault(IMPORT, Importing())
    return made
