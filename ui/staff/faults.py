"""What the database cannot do right now, as a calm sentence on the page; nothing was half-written, the form stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from data.database import StoreError
from ui.staff import state
from ui.staff.words import say, shown

KINDS = ("gone", "locked", "full", "read_only")


@dataclass
class Attempt:
    """Whether what was tried came about; `kind` is why not."""

    kind: str = ""

    @property
    def failed(self) -> bool:
        """Whether the database could not do it."""
        return bool(self.kind)


@contextmanager
def calmly(*, aloud: bool = True) -> Iterator[Attempt]:
    """Goes on below the block where the database fails; says so where this stands, unless it is not to be said aloud."""
    attempt = Attempt()
    try:
        yield attempt
    except StoreError as error:
        attempt.kind = error.kind
        if aloud:
            st.html(sentence(error.kind))


def sentence(kind: str) -> str:
    """What a fault of that kind means for her, as html."""
    known = kind if kind in KINDS else "failed"
    said = f"<p>{shown(f'pages.trouble_{known}')}</p><p>{shown('faults.kept')}</p>"
    return f'<div class="s-fault" role="alert">{said}</div>'


def of_ours() -> None:
    """A fault of ours, said to a colleague, with a press to try again; what stands in her forms is taken over first."""
    state.rescue()
    st.html(f'<div class="s-fault" role="alert"><h2>{shown("faults.title")}</h2><p>{shown("faults.text")}</p></div>')
    st.button(say("faults.again"), key="again-after-failure", type="primary")
