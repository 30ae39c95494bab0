"""The audit log for administrators: filtered, newest first, with what each list and export held."""

from datetime import date

import streamlit as st

from data.commands.exports import Export
from data.queries import audit_words, auditing, filters
from data.queries.auditing import Asked, Entries
from ui.staff import search_export
from ui.staff.entry import Entry
from ui.staff.search_table import safe
from ui.staff.words import say, shown

# A longer detail is folded: a list that was looked at names fifty records and more.
LONGEST_LINE = 60
FIELDS = ("person", "action", "subject", "record", "since", "until")


def draw(entry: Entry) -> None:
    """The page."""
    asked, faults = _asked({name: st.query_params.get(name, "") for name in FIELDS})
    below = st.query_params.get("below", "")
    with entry.database.read() as session:
        found = auditing.page(session, asked, int(below) if below.isdecimal() and len(below) < 10 else None)
        people, (actions, subjects) = auditing.people(session), auditing.kinds(session)
        unnamed = auditing.unnamed(session, asked) if asked.record else 0
    head = st.container(key="audit-head")
    given = _form(asked, people, actions, subjects)
    if given is not None:
        wrong = _asked(given)[1]
        if not wrong:
            st.query_params.from_dict({name: text for name, text in given.items() if text})
            st.rerun()
        faults += wrong
    with head:
        _first_line(asked, found, unnamed, faults)
    _table(found)
    _turn(found, bool(below))
    if st.button(say("audit.export"), key="audit-export"):
        search_export.offer(entry, Export("audit", asked=asked))


def _asked(given: dict[str, str]) -> tuple[Asked, list[str]]:
    faults: list[str] = []
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = filters.read_day(given[name])
        except ValueError as error:
            faults.append(f"{say(f'audit.{name}')}: {error}")
    texts = {name: given[name].strip()[:64] for name in ("person", "action", "subject", "record")}
    return Asked(**texts, since=days.get("since"), until=days.get("until")), faults


def _form(asked: Asked, people: list[str], actions: list[str], subjects: list[str]) -> dict[str, str] | None:
    options = {
        "person": {one: one for one in people},
        "action": {one: audit_words.ACTIONS.get(one, one) for one in actions},
        "subject": {one: audit_words.SUBJECTS.get(one, one) for one in subjects},
    }
    given: dict[str, str] = {}
    with st.container(key="audit-form"), st.form("audit"):
        columns = dict(zip(FIELDS, (*st.columns(3), *st.columns(3)), strict=True))
        for name, known in options.items():
            now = getattr(asked, name)
            given[name] = (
                columns[name].selectbox(
                    say(f"audit.{name}"),
                    list(known),
                    index=list(known).index(now) if now in known else None,
                    format_func=known.__getitem__,
                    placeholder=say("audit.any"),
                )
                or ""
            )
        given["record"] = columns["record"].text_input(say("audit.record"), value=asked.record, max_chars=64)
        for name in ("since", "until"):
            day = getattr(asked, name)
            given[name] = columns[name].text_input(
                say(f"audit.{name}"),
                value=day.isoformat() if day else "",
                placeholder=say("audit.day_hint"),
                max_chars=20,
            )
        st.html(f'<p class="s-soft">{shown("audit.record_hint")}</p>')
        sent = st.form_submit_button(say("audit.find"), type="primary", key="audit-find")
    return given if sent else None


def _first_line(asked: Asked, found: Entries, unnamed: int, faults: list[str]) -> None:
    if found.count == 0:
        line = shown("audit.found_none")
    else:
        line = shown("audit.found_more") if found.count is None else shown("audit.found", count=f"{found.count:,}")
    wrong = "".join(f"<li>{safe(one)}</li>" for one in faults)
    st.html(
        f"<h1>{shown('audit.title')}</h1>"
        + (f'<div class="s-fault" role="alert"><ul class="s-list">{wrong}</ul></div>' if wrong else "")
        + f'<p class="s-lead" role="status">{line}</p>'
        + f'<p class="s-soft">{shown("audit.text")} {shown("audit.now_shown", filters=auditing.describe(asked))}</p>'
        + (f'<p class="s-note">{shown("audit.unnamed", count=unnamed)}</p>' if unnamed else "")
    )


def _table(found: Entries) -> None:
    if not found.rows:
        return
    heads = auditing.HEAD
    top = "".join(f'<th role="columnheader" scope="col">{safe(head)}</th>' for head in heads)
    body = ""
    for row in found.rows:
        *short, detail = auditing.cells(row)
        cells = (*(safe(str(cell)) for cell in short), _folded(detail))
        drawn = (
            f'<td role="cell" data-label="{safe(head)}"{"" if cell else " class=s-empty"}>{cell}</td>'
            for head, cell in zip(heads, cells, strict=True)
        )
        body += f'<tr role="row">{"".join(drawn)}</tr>'
    st.html(
        f'<table class="s-table s-cards s-log" role="table"><caption class="s-hidden">{shown("audit.title")}</caption>'
        f'<thead role="rowgroup"><tr role="row">{top}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _folded(detail: str) -> str:
    """A long detail, as the numbers of a whole list, as html that shows its beginning and opens with a press."""
    if len(detail) <= LONGEST_LINE:
        return safe(detail)
    begin = detail[:LONGEST_LINE].rsplit(" ", 1)[0]
    return (
        f'<details class="s-fold"><summary>{safe(begin)}… <span>{shown("audit.whole")}</span></summary>'
        f"<p>{safe(detail)}</p></details>"
    )


def _turn(found: Entries, moved: bool) -> None:
    with st.container(key="audit-turn", horizontal=True):
        if moved and st.button(say("audit.newest"), key="audit-newest"):
            st.query_params.pop("below", None)
            st.rerun()
        if found.older and st.button(say("audit.older"), key="audit-older"):
            st.query_params["below"] = str(found.older)
            st.rerun()
