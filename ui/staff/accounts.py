"""The administrator's page: who may sign in, as what; a new colleague, another role, a link for a new password."""

import html
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import streamlit as st
from sqlalchemy.orm import Session

from data import codes
from data.calendar import TOKYO
from data.commands import accounts
from data.commands.checking import RefusedError
from data.database import SavedMeanwhileError
from data.models.accounts import ROLES
from data.queries import accounts as queries
from data.queries.accounts import Row
from ui.staff import case_state
from ui.staff.at_desk import desk
from ui.staff.entry import Entry
from ui.staff.words import say, shown

ADD = "account-add"


def draw(entry: Entry) -> None:
    """The list, then one account to change, then a new one."""
    with entry.database.read() as session:
        rows = queries.listed(session, entry.now)
    used = sum(not row.disabled for row in rows)
    st.html(f"<h1>{shown('accounts.title', used=used, disabled=len(rows) - used)}</h1>")
    _said()
    st.html(_table(rows))
    with st.container(key="account-forms", horizontal=True):
        _change(entry, rows)
        _add(entry)


def _said() -> None:
    """What the last press did: once a link, which nobody can show again."""
    with st.container(key="accounts-said"):
        if desk().shown:
            st.html(f'<div class="s-good" role="status">{desk().shown}</div>')
            desk().shown = ""


def _table(rows: list[Row]) -> str:
    head = "".join(f"<th>{shown(f'accounts.{name}')}</th>" for name in ("name", "display", "role", "state", "seen"))
    body = "".join(
        f"<tr><td>{html.escape(row.name)}</td><td>{html.escape(row.display_name)}</td>"
        f"<td>{html.escape(codes.label('role', row.role))}</td><td>{_state(row)}</td><td>{_seen(row)}</td></tr>"
        for row in rows
    )
    return (
        f'<div class="s-wide"><table class="s-people"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _state(row: Row) -> str:
    if row.disabled:
        return shown("accounts.disabled")
    marks = [("waits", row.waits_for_password), ("second_step", row.second_step), ("tied", row.tied)]
    return "・".join(shown(f"accounts.{name}") for name, holds in marks if holds) or shown("accounts.usable")


def _seen(row: Row) -> str:
    if row.signed_in:
        return shown("accounts.now", count=row.signed_in)
    return f"{row.last_seen.astimezone(TOKYO):%Y-%m-%d %H:%M}" if row.last_seen else shown("accounts.never")


def _change(entry: Entry, rows: list[Row]) -> None:
    by_name = {f"{row.name}（{row.display_name}）": row for row in rows}
    with st.container(key="account-change", border=True):
        st.html(f"<h2>{shown('accounts.change')}</h2>")
        chosen = st.selectbox(say("accounts.who"), by_name, index=None, placeholder=say("accounts.choose"))
        if chosen is None:
            st.html(f'<p class="s-soft">{shown("accounts.change_text")}</p>')
            return
        row = by_name[chosen]
        with st.form(f"role-{row.id}", border=False):
            role = st.selectbox(say("accounts.role"), ROLES, index=ROLES.index(row.role), format_func=_label)
            pressed = st.form_submit_button(say("accounts.give_role"))
        # A sentence on what is wrong comes into a place of its own: the buttons below stay where they are.
        with st.container(key="account-role-said"):
            if pressed:
                _do(
                    entry,
                    lambda s: accounts.change_role(s, entry.who, entry.now, row.id, role),
                    "accounts.role_done",
                    row,
                )
        with st.container(key="account-buttons", horizontal=True):
            if st.button(say("accounts.reset"), key=f"reset-{row.id}", disabled=row.disabled):
                _link(entry, row)
            if row.disabled and st.button(say("accounts.enable"), key=f"enable-{row.id}"):
                _do(entry, lambda s: accounts.enable(s, entry.who, entry.now, row.id), "accounts.enabled_done", row)
            if not row.disabled and st.button(say("accounts.disable"), key=f"disable-{row.id}"):
                _do(entry, lambda s: accounts.disable(s, entry.who, entry.now, row.id), "accounts.disabled_done", row)
        st.html(f'<p class="s-soft">{shown("accounts.reset_text")}</p>')
        _tie(entry, row)


def _tie(entry: Entry, row: Row) -> None:
    with st.expander(say("accounts.tie")), st.form(f"tie-{row.id}", border=False):
        issuer = st.text_input(say("accounts.issuer"), max_chars=200)
        subject = st.text_input(say("accounts.subject"), max_chars=200)
        if st.form_submit_button(say("accounts.tie_do")):
            _do(
                entry,
                lambda s: accounts.tie(s, entry.who, entry.now, row.id, issuer, subject),
                "accounts.tie_done",
                row,
            )


def _add(entry: Entry) -> None:
    key = partial(case_state.key, ADD)
    # What is wrong stands within the form, beside the button; made anew, the form is empty for the next colleague.
    with st.form(ADD):
        st.html(f"<h2>{shown('accounts.add')}</h2>")
        name = st.text_input(say("accounts.name"), max_chars=32, placeholder="yamada.h", key=key("name"))
        display = st.text_input(say("accounts.display"), max_chars=accounts.LONGEST_DISPLAY, key=key("display"))
        role = st.selectbox(say("accounts.role"), ROLES, format_func=_label, key=key("role"))
        st.html(f'<p class="s-soft">{shown("accounts.add_text")}</p>')
        if st.form_submit_button(say("accounts.add_do"), type="primary"):
            _added(entry, name, display, role)


def _added(entry: Entry, name: str, display: str, role: str) -> None:
    try:
        with entry.database.write() as session:
            account_id = accounts.add(session, entry.who, entry.now, name, display, role)
            token = accounts.link(session, entry.who, entry.now, account_id)
    except RefusedError as refused:
        _faults(refused)
    else:
        case_state.anew(ADD)
        _show_link(name.strip().lower(), token)


def _link(entry: Entry, row: Row) -> None:
    try:
        with entry.database.write() as session:
            token = accounts.link(session, entry.who, entry.now, row.id)
    except (RefusedError, SavedMeanwhileError) as refused:
        _faults(refused)
    else:
        _show_link(row.name, token)


def _show_link(name: str, token: str) -> None:
    here = urlsplit(st.context.url or "")
    address = f"{here.scheme}://{here.netloc}/set-up#{token}"
    desk().shown = (
        f"<p>{shown('accounts.link', name=name)}</p><p><code>{html.escape(address)}</code></p>"
        f"<p>{shown('accounts.link_once')}</p>"
    )
    st.rerun()


def _do(entry: Entry, deed: Callable[[Session], None], done: str, row: Row) -> None:
    try:
        with entry.database.write() as session:
            deed(session)
    except (RefusedError, SavedMeanwhileError) as refused:
        _faults(refused)
    else:
        desk().shown = f"<p>{shown(done, name=row.display_name)}</p>"
        st.rerun()


def _faults(refused: RefusedError | SavedMeanwhileError) -> None:
    faults = refused.faults if isinstance(refused, RefusedError) else [("", say("accounts.meanwhile"))]
    items = "".join(f"<p>{html.escape(sentence)}</p>" for _, sentence in faults)
    st.html(f'<div class="s-fault" role="alert">{items}</div>')


def _label(role: str) -> str:
    return codes.label("role", role)
