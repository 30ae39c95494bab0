"""The list of found records: a dense table, on a phone a card each; the day opens the record."""

import html
from datetime import date
from urllib.parse import quote

import streamlit as st

from data import codes
from data.queries import filters
from data.queries.search import Found, Listing
from ui.staff.words import say

HEADS = (
    "search.date",
    *(filters.LABELS[name] for name in ("channel", "new_or_repeat", "age_band", "municipality")),
    "search.issues",
    *(filters.LABELS[name] for name in ("contact_result", "urgency")),
    "search.callback",
    "search.case",
    "search.person",
)


def safe(text: str) -> str:
    """The text as html."""
    return html.escape(text)


def draw(found: Listing) -> None:
    """The table; nothing where nothing was found."""
    if found.rows:
        heads = [say(head) if head.startswith("search.") else head for head in HEADS]
        top = "".join(f'<th role="columnheader" scope="col">{safe(head)}</th>' for head in heads)
        body = "".join(_row(one, heads) for one in found.rows)
        st.html(
            f'<table class="s-table s-cards s-found" role="table"><caption class="s-hidden">{safe(say("search.title"))}</caption>'
            f'<thead role="rowgroup"><tr role="row">{top}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
        )


def _row(one: Found, heads: list[str]) -> str:
    cells = [
        _link(one),
        *(_code(name, getattr(one, name)) for name in ("channel", "new_or_repeat", "age_band", "municipality")),
        safe("、".join(codes.label("issue", issue) for issue in one.issues)),
        *(_code(name, getattr(one, name)) for name in ("contact_result", "urgency")),
        safe(_callback(one)),
        _case(one.case_code),
        safe(one.person or ""),
    ]
    drawn = (
        f'<td role="cell" data-label="{safe(head)}"{"" if cell else " class=s-empty"}>{cell}</td>'
        for head, cell in zip(heads, cells, strict=True)
    )
    return f'<tr role="row">{"".join(drawn)}</tr>'


def _link(one: Found) -> str:
    hour = "" if one.hour is None else say("search.hour", hour=one.hour)
    name = safe(say("search.open", day=one.received_on, hour=hour))
    return f'<a href="/record?id={one.id}" aria-label="{name}">{one.received_on} <span>{hour}</span></a>'


def _case(code: str | None) -> str:
    return f'<a href="/cases?case={quote(code)}">{safe(code)}</a>' if code else ""


def _code(name: str, value: str | None) -> str:
    """An empty field stays empty: a dense table reads better without 未記入 in every other cell."""
    return "" if value is None else safe(filters.label(name, value))


def _callback(one: Found) -> str:
    if one.callback_due is None:
        return ""
    return (
        say("search.done", day=_short(one.callback_done_on))
        if one.callback_done_on
        else say("search.due", day=_short(one.callback_due))
    )


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"
