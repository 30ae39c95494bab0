"""The remarks of staff under the chart: the list with the chart's numbers, a form to add one, a press to take one back."""

import html
from collections.abc import Sequence
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from data import calendar, codes, written
from data.commands import annotations
from data.queries.annotations import Note
from ui.staff import case_state, saving
from ui.staff import trends_words as words
from ui.staff.entry import Entry
from ui.staff.words import say, shown

FORM, TAKEN = "trends-note", "trends-note-remove"
# So many are listed; the others unfold.
AT_ONCE = 8


def draw(entry: Entry, desk_id: int, notes: Sequence[Note]) -> None:
    """The part of the page."""
    st.html(f"<h2>{shown('trends.notes')}</h2>{_listed(notes)}")
    with st.container(key="trends-notes"), st.expander(say("trends.notes_add")):
        _add(entry, desk_id)
        if notes:
            _remove(entry, notes)


def _listed(notes: Sequence[Note]) -> str:
    if not notes:
        return f'<p class="s-soft">{shown("trends.notes_none")}</p>'
    lines = [_line(number, note) for number, note in enumerate(notes, start=1)]
    first = f'<ul class="s-notes">{"".join(lines[:AT_ONCE])}</ul>'
    more = lines[AT_ONCE:]
    rest = (
        f'<details class="s-fold"><summary>{shown("trends.notes_more", count=len(more))}</summary>'
        f'<ul class="s-notes">{"".join(more)}</ul></details>'
        if more
        else ""
    )
    return f"<p>{shown('trends.notes_lead', count=len(notes))}</p>{first}{rest}"


def _line(number: int, note: Note) -> str:
    said = _said(number, note)
    who = say("trends.notes_by", person=note.person, day=calendar.spoken_day(calendar.today(note.created_at)))
    return f'<li>{html.escape(said)} <span class="s-soft">{html.escape(who)}</span></li>'


def _said(number: int, note: Note) -> str:
    kind = codes.label("annotation_kind", note.kind)
    return say("trends.notes_line", number=number, month=words.month_name(note.month), kind=kind, words=note.text)


def month(text: str, today: date) -> int | None:
    """202312 of 2023-12, 令和5年12月, 12月 (the last that was), full-width too; None where it is none."""
    try:
        found = written.day(f"{text.strip()}-1" if "月" not in text else f"{text.strip()}1日", "月", today)
    except ValueError:
        return None
    return calendar.month_of(found) if found and text.strip() else None


def _add(entry: Entry, desk_id: int) -> None:
    with st.form("trends-note", border=False):
        first, second = st.columns(2)
        with first:
            when = saving.line(FORM, "month", say("trends.notes_month"), hint=say("trends.notes_month_hint"))
        with second:
            kind = saving.pick(FORM, "kind", say("trends.notes_kind"), "annotation_kind")
        text = st.text_input(say("trends.notes_text"), max_chars=annotations.LONGEST, key=case_state.key(FORM, "text"))
        st.html(f'<p class="s-soft">{shown("trends.notes_text_hint")}</p>')
        sent = st.form_submit_button(say("trends.notes_save"), key="trends-note-save")
    if sent:

        def deed(session: Session) -> None:
            number = month(when, entry.today)
            annotations.add(session, entry.who, entry.now, desk_id, number, kind, text)

        _do(entry, FORM, deed, say("trends.notes_saved"))


def _remove(entry: Entry, notes: Sequence[Note]) -> None:
    labels = {note.id: _said(number, note) for number, note in enumerate(notes, start=1)}
    with st.form("trends-note-remove", border=False):
        which = st.selectbox(
            say("trends.notes_remove_which"), list(labels), index=None, placeholder=say("cases.unset"),
            format_func=lambda one: labels.get(one, str(one)), key=case_state.key(TAKEN, "which"),
        )  # fmt: skip
        sent = st.form_submit_button(say("trends.notes_remove"), key="trends-note-take")
    if sent and which is not None:
        _do(
            entry,
            TAKEN,
            lambda session: annotations.remove(session, entry.who, entry.now, which),
            say("trends.notes_removed"),
        )


def _do(entry: Entry, form: str, deed: saving.Deed, line: str) -> None:
    outcome = saving.save(entry, deed)
    if outcome.done:
        saving.done(form, line)
    saving.say_faults(outcome)
