"""What stands around the record form: drafts, two editors, whose record it is, how it was, today's records, taking back."""

import html

import streamlit as st

from data.commands import drafts
from data.queries import consultations as reading
from ui.staff import faults, record_content, record_words, state
from ui.staff.entry import Entry
from ui.staff.state import Form
from ui.staff.words import say, shown

# So many drafts stand above the form; the others unfold, so that the form is still seen on a telephone.
DRAFTS_AT_ONCE = 1


def edit(number: int) -> None:
    """Opens a record to be mended."""
    st.query_params["id"] = str(number)


def leave() -> None:
    """Goes to a new record."""
    st.query_params.clear()


def drafts_kept(form: Form, entry: Entry) -> None:
    """What she had begun before, each to go on with or to let go; a deed waits until the door was passed."""
    kept: list[drafts.Kept] = []
    with faults.calmly(aloud=False), entry.database.read() as session:
        kept = [one for one in drafts.found(session, entry.who, form.name, form.subject) if one.slot != form.slot]
    with st.container(key="record-drafts"):
        if kept:
            _offer(form, kept)


def _offer(form: Form, kept: list[drafts.Kept]) -> None:
    st.html(f'<p class="s-note" role="status">{shown("record.drafts", count=len(kept))}</p>')
    for place, one in enumerate(kept[:DRAFTS_AT_ONCE]):
        _draft(form, place, one)
    if kept[DRAFTS_AT_ONCE:]:
        with st.expander(say("record.drafts_more", count=len(kept) - DRAFTS_AT_ONCE)):
            for place, one in enumerate(kept[DRAFTS_AT_ONCE:], start=DRAFTS_AT_ONCE):
                _draft(form, place, one)


def _draft(form: Form, place: int, one: drafts.Kept) -> None:
    values, base = one.content["values"], one.content["base"]
    line = record_words.line(values) + ("・" + say("record.draft_more") if values.get("note") else "")
    with st.container(key=f"record-draft{place}", horizontal=True):
        at = record_words.moment(one.updated_at)
        st.html(f"<p>{shown('record.draft', at=at, line=line if values != base else '')}</p>")
        for deed in ("go", "drop"):
            st.button(
                say(f"record.draft_{deed}"),
                key=f"draft-{deed}-{place}",
                on_click=state.ask,
                args=(form, deed, one.slot),
            )


def conflict(form: Form) -> None:
    """Who saved first, when, and what differs; her own content is still in the form."""
    with st.container(key="record-conflict"):
        if form.theirs is not None:
            _compared(form)


def _compared(form: Form) -> None:
    record, versions = form.theirs
    name, at = (versions[0].name, versions[0].saved_at) if versions else (record.written_by, record.updated_at)
    theirs = reading.differences(form.base, record_content.as_form(record.values))
    mine = set(reading.differences(form.base, form.values))
    said = f"<p>{shown('record.conflict', name=name, at=record_words.moment(at))}</p>"
    for title, fields in (
        ("record.conflict_theirs", [field for field in theirs if field not in mine]),
        ("record.conflict_both", [field for field in theirs if field in mine]),
    ):
        items = "".join(
            f"<li>{html.escape(one)}</li>"
            for one in record_words.changes(form.base, record_content.as_form(record.values), fields)
        )
        said += f'<h3>{shown(title, name=name)}</h3><ul class="s-list">{items}</ul>' if items else ""
    st.html(f'<div class="s-fault" role="alert">{said}</div>')
    with st.container(key="record-conflict-ways", horizontal=True):
        for deed in ("merge", "theirs"):
            text = say("record.conflict_merge" if deed == "merge" else "record.conflict_drop")
            st.button(text, key=f"record-{deed}", on_click=state.ask, args=(form, deed))


def whose(form: Form, entry: Entry) -> None:
    """Whose record it is, and how it was before each save."""
    title = f"<h1>{shown('record.title_edit', number=form.subject)}</h1>"
    said = ""
    with faults.calmly(aloud=False), entry.database.read() as session:
        record = reading.one(session, int(form.subject))
        versions = reading.versions(session, int(form.subject))
        said = _told(record, versions) if record else ""
    st.html(title + said)


def _told(record: reading.Record, versions: list[reading.Before]) -> str:
    written = record_words.moment(record.created_at)
    said = f'<p class="s-soft">{shown("record.lead_edit", written=written, name=record.written_by)}</p>'
    done = "".join(f"<li>{html.escape(record_words.activity(one))}</li>" for one in record.activities)
    said += f'<ul class="s-list">{done}</ul>' if done else ""
    rows, after = "", record.values
    for one in versions:
        fields = reading.differences(one.content, after)
        what = "、".join(record_words.changes(one.content, after, fields)) or say("record.history_same")
        when = shown("record.history_line", at=record_words.moment(one.saved_at), name=one.name)
        rows += f"<li>{when}<br>{html.escape(what)}</li>"
        after = one.content
    title = shown("record.history", count=len(versions))
    fold = f'<details class="s-fold"><summary>{title}</summary><ul class="s-list">{rows}</ul></details>'
    return said + (fold if rows else "")


def below(form: Form, entry: Entry, wrong: dict[str, str]) -> None:
    """Under a new record today's of this person; under a stored one the way to take it back."""
    if form.version is None:
        _today(entry)
        return
    with st.expander(
        say("record.remove"), expanded=bool(form.values.get(record_content.REASON)) or record_content.REASON in wrong
    ):
        key = state.mirror(form, record_content.REASON)
        st.text_input(say("record.remove_reason"), key=key, placeholder=say("record.remove_hint"))
        with st.container():
            if record_content.REASON in wrong:
                st.html(f'<p class="s-wrong">{html.escape(wrong[record_content.REASON])}</p>')
        st.button(say("record.remove_do"), key="record-remove", on_click=state.ask, args=(form, "remove"))


def _today(entry: Entry) -> None:
    with faults.calmly(aloud=False), entry.database.read() as session:
        mine = reading.written_on(session, entry.who.account_id, entry.today)
        said = shown("record.today", count=len(mine)) if mine else shown("record.today_none")
        with st.container(key="record-today"):
            st.html(f"<h2>{said}</h2>")
            rows = "".join(
                f'<li><a href="/record?id={one.id}">{html.escape(record_words.line(one.values))}</a></li>'
                for one in mine
            )
            st.html(f'<ul class="s-list">{rows}</ul>')


def removed(form: Form) -> None:
    """That the record was taken back, and why."""
    st.html(f'<p class="s-note">{shown("record.removed", reason=form.removed)}</p>')
