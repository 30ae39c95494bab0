"""One case: what stands next, its plan and its activities, and all that happened as one list."""

import html

import streamlit as st

from data import case_codes, codes
from data.commands import case_files
from data.queries import cases as reading
from data.queries.cases import CaseView, Event
from ui.staff import case_activity, case_plan, case_state, saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown


def draw(entry: Entry, asked: str) -> None:
    """The case of that code, or the sentence that there is none."""
    code = case_codes.spelled(asked) or ""
    with entry.database.read() as session:
        case = reading.view(session, code)
        if case:
            session.expunge_all()
    if st.button(say("cases.back"), key="case-back"):
        st.query_params.clear()
        st.rerun()
    if case is None:
        st.html(f"<h1>{shown('cases.title')}</h1><p>{shown('cases.unknown', code=asked[:20])}</p>")
        return
    if case_state.is_new("case", (code, case.rows)):
        with entry.database.write() as session:
            case_files.seen(session, entry.who, entry.now, code, case.rows)
    _head(entry, case)
    saving.say_line()
    left, right = st.columns([5, 4], gap="large")
    with left:
        with st.container(key="case-plan"):
            case_plan.draw(entry, case)
        with st.container(key="case-activity"):
            case_activity.draw(entry, case)
    with right:
        _timeline(entry, case)


def _head(entry: Entry, case: CaseView) -> None:
    last = saving.spoken(case.last_contact, entry.today) if case.last_contact else ""
    said = [shown("cases.last_contact", day=last) if last else shown("cases.last_contact_none")]
    if case.plan:
        said.append(saving.review_due(case.plan.next_review, entry.today))
    else:
        said.append(shown("cases.no_plan"))
    st.html(f"<h1>{html.escape(case.code)}</h1><p>{'。'.join(said)}。</p>")
    with st.container(key="case-ways", horizontal=True):
        saving.link("record", say("cases.record"), case=case.code)
        # A page of its own, opened beside this one: what stands in the forms here stays.
        address = f"/case-print?case={html.escape(case.code)}"
        st.html(f'<a class="s-button" href="{address}" target="_blank" rel="noopener">{shown("cases.print")}</a>')
    note = shown("cases.print_note")
    if case.plan and case.plan.consent != "given":
        note += shown("cases.print_consent", consent=codes.label("consent", case.plan.consent))
    st.html(f'<p class="s-soft">{note}</p>')


def _timeline(entry: Entry, case: CaseView) -> None:
    st.html(f"<h2>{shown('cases.timeline')}</h2>")
    if not case.events:
        saving.emptied("cases.timeline_none")
    for place, event in enumerate(case.events):
        with st.container(key=f"event-{place}"):
            _event(entry, event)


def _event(entry: Entry, event: Event) -> None:
    day = html.escape(saving.spoken(event.day, entry.today))
    words = html.escape("・".join(event.words))
    note = f'<br><span class="s-soft">{html.escape(event.note)}</span>' if event.note else ""
    st.html(f'<p class="s-line">{day} <b>{shown(f"cases.event_{event.kind}")}</b><br>{words}{note}</p>')
    if event.kind == "consultation":
        saving.link("record", say("cases.open_record", number=event.number), id=str(event.number))
    elif event.kind == "activity" and st.button(say("cases.mend"), key=f"mend-{event.number}"):
        st.query_params["activity"] = str(event.number)
        st.rerun()
