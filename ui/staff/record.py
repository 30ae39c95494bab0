"""The record page: one consultation written down or mended, on one screen, by the keyboard alone."""

import html
from collections.abc import Callable

import streamlit as st

from data import audit
from data.commands import consultations
from data.consultation_rules import LABELS
from data.queries import consultations as reading
from data.written import Fault
from ui.staff import record_beside, record_conflict, record_content, record_deeds, record_form, record_words, state
from ui.staff.entry import Entry
from ui.staff.state import Form
from ui.staff.words import say, shown

NAME = "record"
QUICK_KEYS = dict(zip(consultations.ONE_PRESS, ("F2", "F4", "F8"), strict=True))
# How long what one press kept can be taken back in passing.
UNDO_SECONDS = 300


def draw(entry: Entry) -> None:
    """The page for a new record, or for the one whose number stands in the address."""
    form = _open(entry, st.query_params.get("id", ""))
    if form is None:
        return
    state.take(form, (*record_form.names(), record_content.REASON))
    if not form.dirty and form.slot is None:
        record_content.refresh(form, entry)
    record_content.carry_over(form, entry)
    record_form.tidy(form.values)
    said = st.container(key="record-said")
    with said:
        found = [fault for deed in state.asked(form) for fault in _do(form, entry, deed)]
    wrong = dict(found or (record_deeds.faults_of(form, entry) if form.tried else []))
    _head(form, entry)
    _said(form, entry, wrong)
    record_beside.drafts_kept(form, entry)
    record_beside.conflict(form)
    record_form.draw(form, wrong)
    record_content.keep_draft(form, entry)
    _buttons(form)
    record_beside.below(form, entry, wrong)
    st.html(f'<span data-page-field="{form.key("issues")}"></span>')
    state.told(form)


def _open(entry: Entry, subject: str) -> Form | None:
    """The form of the record of that number ('' is a new one); None, and a sentence, where there is none to mend."""
    form = state.form(NAME, subject)
    if not subject:
        form = form or state.opened(NAME, "", record_content.defaults(entry))
        found = state.prefilled()
        if found:
            # Taken over from questions asked together (ui/staff/assist.py); what she had begun stays a draft.
            form.fresh(record_content.defaults(entry))
            form.values |= found
        return form
    if form is None:
        form = _loaded(entry, subject)
    if form is None or form.removed is not None:
        st.html(f"<h1>{shown('record.title')}</h1>")
        if form is None:
            st.html(f'<p class="s-note">{shown("record.unknown")}</p>')
        else:
            record_beside.removed(form)
        st.button(say("record.new"), key="record-new", on_click=record_beside.leave)
        return None
    return form


def _loaded(entry: Entry, subject: str) -> Form | None:
    if not (subject.isascii() and subject.isdigit() and len(subject) < 10):
        return None
    with entry.database.write() as session:
        record = reading.one(session, int(subject))
        if record:
            audit.write(session, entry.who, entry.now, "view", reading.SUBJECT, record.id)
    if record is None:
        return None
    form = state.opened(NAME, subject, record_content.as_form(record.values), record.version)
    form.removed = record.removed_reason
    return form


def _do(form: Form, entry: Entry, asked: tuple[str, ...]) -> list[Fault]:
    """What a button was pressed for; the faults that stand in its way."""
    deed, *more = asked
    if deed == "save":
        return record_deeds.save(form, entry)
    if deed == "remove":
        found = record_deeds.remove(form, entry)
        if form.removed is not None:
            st.rerun()
        return found
    if deed in consultations.ONE_PRESS:
        record_deeds.one_press(form, entry, deed)
    else:
        _DEEDS[deed](form, entry, *more)
    return []


_DEEDS: dict[str, Callable[..., None]] = {
    "undo": record_deeds.undo,
    "go": record_content.go_on,
    "drop": record_content.drop,
    "clear": record_content.clear,
    "merge": lambda form, _: record_conflict.merge(form),
    "theirs": lambda form, _: record_conflict.take_theirs(form),
}


def _head(form: Form, entry: Entry) -> None:
    """What this is about, in words, and the three presses that need no form."""
    with st.container(key="record-head", horizontal=True):
        if form.version is None:
            st.html(
                f'<h1>{shown("record.title")}</h1><p class="s-soft"><span class="s-keys">{shown("record.lead_keys")}</span>{shown("record.lead")}</p>'
            )
            with st.container(key="record-quick", horizontal=True):
                for kind, key in QUICK_KEYS.items():
                    st.button(
                        say(f"record.{kind}"),
                        key=f"record-{kind}",
                        shortcut=key,
                        on_click=state.ask,
                        args=(form, kind),
                    )
        else:
            record_beside.whose(form, entry)


def _said(form: Form, entry: Entry, wrong: dict[str, str]) -> None:
    """The last deed in one line, or what is wrong; the place is always there, so that the form below keeps its own."""
    with st.container(key="record-outcome"):
        _outcome(form, entry, wrong)
    with st.container(key="record-carried"):
        what = form.more.get("carried")
        if what and what[1]:
            words = "、".join(f"{LABELS[name]}：{record_words.one(name, value)}" for name, value in what[1].items())
            st.html(f'<p class="s-note" role="status">{shown("record.carried", code=what[0], what=words)}</p>')


def _outcome(form: Form, entry: Entry, wrong: dict[str, str]) -> None:
    if wrong:
        items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in wrong.values())
        title = shown("record.wrong_places", count=len(wrong))
        st.html(f'<div class="s-fault" role="alert"><p>{title}</p><ul class="s-list">{items}</ul></div>')
    elif form.done:
        done = form.done
        with st.container(key="record-done", horizontal=True):
            st.html(f'<p class="s-good" role="status">{html.escape(done.line)}</p>')
            if done.undo and (entry.now - done.at).total_seconds() < UNDO_SECONDS:
                st.button(say("record.undo"), key="record-undo", on_click=state.ask, args=(form, "undo"))
            elif done.number and form.version is None:
                st.button(say("record.edit"), key="record-edit", on_click=record_beside.edit, args=(done.number,))


def _buttons(form: Form) -> None:
    with st.container(key="record-buttons", horizontal=True):
        label = say("record.save" if form.version is None else "record.save_edit")
        st.button(
            label, key="record-save", type="primary", shortcut="Ctrl+Enter", on_click=state.ask, args=(form, "save")
        )
        if form.dirty:
            st.button(say("record.clear"), key="record-clear", on_click=state.ask, args=(form, "clear"))
        if form.version is not None:
            st.button(say("record.new"), key="record-new", on_click=record_beside.leave)
        st.html(f'<p class="s-soft">{shown("record.drafting") if form.slot is not None else ""}</p>')
