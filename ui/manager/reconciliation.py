"""Every mismatch with both figures, their places and the reason as far as it is known; then what must be known beside them."""

import html
from dataclasses import replace

import streamlit as st

from data.queries import reconciliation, series
from data.queries.mismatch import IMPORT, SINCE_CLOSE, SOURCES, Mismatch, Result
from ui import access
from ui.staff import saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown


def draw(entry: Entry) -> None:
    """How many do not fit, in a sentence; each of them; the notes; the documents."""
    st.html(f"<h1>{shown('reconciliation.title')}</h1>")
    with entry.database.read() as session:
        desk = series.desk(session)
        result = reconciliation.of_desk(session, desk, entry.today) if desk else Result((), {})
        documents = [(one.title, one.issuer, one.published, one.note) for one in reconciliation.documents(session)]
    if desk is None or not (result.found or result.compared):
        saving.emptied("reconciliation.empty", "s-lead")
        return
    if entry.who.role == access.OFFICER:
        result = _published(result)
    compared = sum(result.compared.values())
    key = "reconciliation.lead" if result.mismatches else "reconciliation.lead_none"
    st.html(f'<p class="s-lead">{shown(key, compared=compared, count=len(result.mismatches))}</p>')
    st.html(f"<p>{shown('reconciliation.rule')}</p>")
    if result.mismatches:
        # Streamlit refuses a part without anything in it.
        st.html("".join(_one(one) for one in result.mismatches))
    if result.notes:
        st.html(f"<h2>{shown('reconciliation.notes')}</h2>" + "".join(_one(one) for one in result.notes))
    items = "".join(_document(*one) for one in documents)
    if items:
        st.html(f'<h2>{shown("reconciliation.documents")}</h2><ul class="s-list">{items}</ul>')


def _published(result: Result) -> Result:
    """What the officer sees: of records no number, also not that they come to what a document prints, or do not."""
    told = [one for one in result.found if one.kind != SOURCES]
    found = [
        replace(one, sides=(), difference="", why=_why(one)) if one.kind in (SINCE_CLOSE, IMPORT) else one
        for one in told
    ]
    return Result(tuple(found), {kind: count for kind, count in result.compared.items() if kind != SOURCES})


def _why(one: Mismatch) -> str:
    return say("reconciliation.import_some") if one.kind == IMPORT else one.why


def _one(one: Mismatch) -> str:
    kind = shown(f"reconciliation.kind_{one.kind}")
    off = (
        f'<p class="s-goal-words">{shown("reconciliation.distance", off=one.difference)}</p>' if one.difference else ""
    )
    sides = "".join(
        f"<li><b>{html.escape(side.what)}：{html.escape(side.said)}</b>"
        f'<span class="s-soft s-rule">{html.escape(side.where or "出典の記載なし")}</span></li>'
        for side in one.sides
    )
    listed = f'<ul class="s-list">{sides}</ul>' if sides else ""
    return (
        f'<section class="s-goal" data-kind="{one.kind}"><h3>{html.escape(one.about)} <span class="s-state">{kind}</span></h3>'
        f"{off}{listed}<p>{shown('reconciliation.why')}{html.escape(one.why)}</p></section>"
    )


def _document(title: str, issuer: str, published: str, note: str) -> str:
    about = "、".join(part for part in (issuer, published) if part)
    more = f'<span class="s-soft s-rule">{html.escape(note)}</span>' if note else ""
    return f"<li><b>{html.escape(title)}</b>{f'（{html.escape(about)}）' if about else ''}{more}</li>"
