"""Cases: found by their code, listed with what comes next, opened on a page of their own."""

import html

import streamlit as st

from data import case_codes, codes
from data.commands import case_files
from data.queries import cases as reading
from data.queries.cases import CaseLine
from ui.staff import case_state, case_view, saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown

NEW, FIND = "case-new", "case-find"


def draw(entry: Entry) -> None:
    """The case whose code stands in the address, or the list."""
    asked = st.query_params.get("case", "")
    if asked:
        case_view.draw(entry, asked)
    else:
        _list(entry)


def _list(entry: Entry) -> None:
    with entry.database.read() as session:
        counts, desks = reading.counts(session, entry.today), reading.desks(session)
    key = "cases.lead" if counts.overdue else "cases.lead_fine"
    lead = shown(key, open=counts.open_plans, late=counts.overdue)
    st.html(f"<h1>{shown('cases.title')}</h1><p>{lead}</p>")
    saving.say_line()
    # The field for a code comes first, so that on a phone nobody goes past fifty cases to reach it.
    left, right = st.columns([3, 7], gap="medium")
    with left:
        _find(entry)
        _new(entry, desks)
    with right:
        _lines(entry)


def _find(entry: Entry) -> None:
    with st.form(FIND):
        text = saving.line(FIND, "code", say("cases.search"), hint=say("cases.search_hint"))
        pressed = st.form_submit_button(say("cases.search_do"), type="primary")
        if not (pressed and text.strip()):
            return
        code = case_codes.spelled(text) or case_codes.spelled(f"K-{text}")
        if code is None:
            wrong = shown("cases.search_wrong", typed=text.strip()[:20])
        else:
            with entry.database.read() as session:
                found = reading.exists(session, code)
            if found:
                _go(code)
            wrong = shown("cases.search_none", code=code)
        st.html(f'<div class="s-fault" role="alert"><p>{wrong}</p></div>')


def _new(entry: Entry, desks: dict[int, str]) -> None:
    with st.form(NEW):
        st.html(f"<h2>{shown('cases.new')}</h2><p class='s-soft'>{shown('cases.new_lead')}</p>")
        desk = next(iter(desks), 0)
        if len(desks) > 1:
            chosen = st.selectbox(say("cases.new_desk"), list(desks), format_func=lambda one: desks[one])
            desk = chosen or desk
        if not st.form_submit_button(say("cases.new")):
            return
        made: list[str] = []
        outcome = saving.save(entry, lambda s: made.append(case_files.open_case(s, entry.who, entry.now, desk)))
        if outcome.done:
            case_state.tell(say("cases.said_new", code=made[0]))
            _go(made[0])
        saving.say_faults(outcome)


def _go(code: str) -> None:
    case_state.anew(FIND)
    st.query_params["case"] = code
    st.rerun()


def _lines(entry: Entry) -> None:
    names = {"support": say("cases.which_support"), "all": say("cases.which_all")}
    which = st.radio(
        say("cases.which"), list(names), format_func=lambda one: names[one], horizontal=True, key="cases-which"
    )
    start = case_state.place(str(which))
    with entry.database.read() as session:
        found = reading.in_support(session, start) if which == "support" else reading.newest(session, start)
    if not found:
        saving.emptied(f"cases.none_{which}")
    for one in found:
        with st.container(key=f"case-{one.code}", horizontal=True):
            saving.link("cases", one.code, case=one.code)
            bits = "".join(f'<span class="s-bit">{word}</span>' for word in _words(entry, one))
            st.html(f'<p class="s-line s-row">{bits}</p>')
    with st.container(key="cases-turn", horizontal=True):
        if start and st.button(say("cases.fewer")):
            case_state.turn(str(which), start - reading.PAGE)
        if len(found) == reading.PAGE and st.button(say("cases.more")):
            case_state.turn(str(which), start + reading.PAGE)


def _words(entry: Entry, one: CaseLine) -> list[str]:
    """What stands beside a code, as html."""
    last = saving.spoken(one.last_contact, entry.today) if one.last_contact else ""
    contact = shown("cases.last_contact", day=last) if last else shown("cases.last_contact_none")
    if one.stage is None:
        return ["", shown("cases.no_plan"), contact]
    return [html.escape(codes.label("plan_stage", one.stage)), saving.review_due(one.next_review, entry.today), contact]
