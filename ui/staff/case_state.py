"""What the pages of cases and of the week hold between two runs: which round a form is in, the version it began with,
the line to say once, what was noted as seen. Nothing here is of a visitor, and nothing is content of a record."""

from typing import Any

import streamlit as st

from ui.staff import state

HELD = "staff-cases"


class Held(dict[str, Any]):
    """What is held between two runs. The wiping of lines that broke (web/sessions.py) asks it as it asks a visit."""

    @property
    def said(self) -> bool:
        """Whether a form is open: what she types stands in her browser alone until she presses, in fields that are named after
        its round, and it is saved on top of the version it began with."""
        return bool(self.get("rounds"))

    def forget(self) -> None:
        """Empties it in place."""
        self.clear()


def key(form: str, field: str) -> str:
    """The key of a field's widget; a new round of the form shows all its fields anew."""
    return f"{form}-{field}-{_held().setdefault('rounds', {}).get(form, state.start())}"


def anew(form: str) -> None:
    """The form was saved: its fields are empty, or as stored, at the next run."""
    rounds = _held().setdefault("rounds", {})
    rounds[form] = rounds.get(form, state.start()) + 1


def began(form: str, field: str, version: int) -> int:
    """The version the form began with: what is stored now, unless its fields are on the screen already."""
    versions = _held().setdefault("versions", {})
    if key(form, field) not in st.session_state:
        versions[form] = version
    return int(versions.setdefault(form, version))


def caught_up(form: str, version: int) -> None:
    """She was told what somebody else saved meanwhile: her next save is on top of it."""
    _held().setdefault("versions", {})[form] = version


def follow(forms: str, before: int, after: int) -> None:
    """Forms whose names begin like that and that began with one version go on with another."""
    versions = _held().setdefault("versions", {})
    versions.update({form: after for form, held in versions.items() if form.startswith(forms) and held == before})


def tell(line: str) -> None:
    """A line to say at the next run."""
    _held()["line"] = line


def told() -> str:
    """The line that waits to be said, once."""
    return str(_held().pop("line", ""))


def place(listed: str) -> int:
    """Where the page of a list begins."""
    return int(_held().setdefault("places", {}).get(listed, 0))


def turn(listed: str, start: int) -> None:
    """Turns to another page of a list."""
    _held().setdefault("places", {})[listed] = max(start, 0)
    st.rerun()


def places(listed: str, numbers: list[int]) -> list[int]:
    """The rows of a list with those that are gone in between, until a row comes in or moves: then as they are."""
    held = _held().setdefault("rows", {})
    if [one for one in held.get(listed, []) if one in numbers] != numbers:
        held[listed] = list(numbers)
    return list(held.get(listed, []))


def is_new(what: str, seen: object) -> bool:
    """Whether this was not yet noted as seen on that page of this browser's visit."""
    noted = _held().setdefault("seen", {})
    if noted.get(what) == seen:
        return False
    noted[what] = seen
    return True


def _held() -> Held:
    found: Held = st.session_state.setdefault(HELD, Held())
    return found
