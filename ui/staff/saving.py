"""One save from a page: what was typed is read, the deed is done in one transaction, and what is wrong is said at once."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from data import codes, written
from data.commands.checking import RefusedError
from data.database import SavedMeanwhileError, StoreError
from data.written import Fault
from ui import access
from ui.staff import case_state
from ui.staff.entry import Entry
from ui.staff.words import say, shown

Deed = Callable[[Session], object]
_MARKDOWN = re.compile(r"([\\`*_\[\]~:$<>#|])")
_ADDRESS = re.compile(r":(?=/)|\bwww(?=\.)|@", re.IGNORECASE)
_UNSEEN = "\u2060"
_NO_YEAR = re.compile(r"\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?")


class Typed:
    """Reads what was typed into a form and keeps what could not be read."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.faults: list[Fault] = []

    def day(self, field: str, name: str, text: str | None, *, coming: bool = False) -> date | None:
        """A day as people write it; of one that is to come, a day without a year is the next there is."""
        try:
            found = written.day(text, name, self.today)
        except ValueError as error:
            self.faults.append(Fault(field, str(error)))
            return None
        if coming and found and found < self.today and _NO_YEAR.fullmatch(written.half(text or "").strip()):
            return date(found.year + 1, found.month, min(found.day, 28) if found.month == 2 else found.day)
        return found

    def number(self, field: str, name: str, text: str | None, most: int, unit: str) -> int | None:
        """A whole number."""
        try:
            return written.whole(text, name, most, unit)
        except ValueError as error:
            self.faults.append(Fault(field, str(error)))
            return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a save went: nothing in it is good; `meanwhile` where somebody else saved first."""

    faults: tuple[str, ...] = ()
    meanwhile: bool = False

    @property
    def done(self) -> bool:
        """Whether it is kept."""
        return not self.faults


def save(entry: Entry, deed: Deed, typed: Typed | None = None) -> Outcome:
    """Does the deed in one transaction; whatever is wrong, nothing is written and all of it is said."""
    unread = typed.faults if typed else []
    try:
        with entry.database.write() as session:
            deed(session)
            if unread:
                raise RefusedError(unread)
    except RefusedError as refused:
        fields = {field for field, _ in unread}
        others = [sentence for field, sentence in refused.faults if field not in fields]
        return Outcome((*(sentence for _, sentence in unread), *others))
    except SavedMeanwhileError:
        return Outcome((say("cases.meanwhile"),), meanwhile=True)
    except StoreError as error:
        return Outcome((say(f"pages.trouble_{error.kind}"),))
    return Outcome()


def done(form: str, line: str) -> None:
    """After a good save: the form anew, the line at the top of the next run, which begins now."""
    case_state.anew(form)
    case_state.tell(line)
    st.rerun()


def say_faults(outcome: Outcome) -> None:
    """What stands in the way, as a list, where the form begins."""
    items = "".join(f"<li>{html.escape(one)}</li>" for one in outcome.faults)
    st.html(f'<div class="s-fault" role="alert"><ul class="s-list">{items}</ul></div>')


def say_line() -> None:
    """What was just done, once; its place is always there, so that the forms below are not made anew when it goes."""
    line = case_state.told()
    with st.container(key="said-line"):
        if line:
            st.html(f'<p class="s-good" role="status">{html.escape(line)}</p>')


def pick(
    form: str, field: str, label: str, of: str, value: str | None = None, only: tuple[str, ...] = ()
) -> str | None:
    """A list to choose a code from; None where nothing is chosen."""
    labels = {one: name for one, name in codes.labels(of).items() if not only or one in only}
    ids = list(labels)
    return st.selectbox(
        label,
        ids,
        index=ids.index(value) if value in labels else None,
        format_func=lambda one: labels.get(one, one),
        placeholder=say("cases.unset"),
        key=case_state.key(form, field),
    )


def line(form: str, field: str, label: str, value: str = "", hint: str = "") -> str:
    """A field of one line."""
    return st.text_input(label, value=value, placeholder=hint or None, key=case_state.key(form, field))


def note(form: str, field: str, value: str | None = None) -> str:
    """The short note, which never leaves with an export or a print."""
    return st.text_area(say("cases.note"), value=value or "", height=90, key=case_state.key(form, field))


def in_form(day: date | None) -> str:
    """A stored day as a field shows it."""
    return f"{day:%Y-%m-%d}" if day else ""


def spoken(day: date, today: date) -> str:
    """A day as people say it: 11月20日（金）, with its year where it is another one."""
    weekday = "月火水木金土日"[day.weekday()]
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（{weekday}）"


def link(name: str, label: str, **params: str) -> None:
    """A press that leads to another page of the staff, with what it is about in the address."""
    st.page_link(access.PAGES[name].as_streamlit(say("pages.site")), label=label, query_params=params or None)


def emptied(text: str, kind: str = "s-soft") -> None:
    """The sentence where a list has nothing in it; `s-lead` where it is the page's first line."""
    st.html(f'<p class="{kind}">{shown(text)}</p>')


def review_due(day: date | None, today: date) -> str:
    """When the next review is, as html; what is late says so with a mark and a word."""
    if day is None:
        return f'<b class="s-late">▲ {shown("cases.next_review_none")}</b>'
    if day < today:
        return f'<b class="s-late">▲ {shown("cases.next_review_late", days=(today - day).days)}</b>'
    return shown("cases.next_review", day=spoken(day, today))


def plain(text: str) -> str:
    """Somebody's words for the label of a part, where markdown would be read: no sign of it works, no address is a link."""
    # Addresses become links after the signs were read: only something unseen between their parts keeps them words.
    return _ADDRESS.sub(lambda found: found[0] + _UNSEEN, _MARKDOWN.sub(r"\\\1", text))
