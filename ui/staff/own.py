"""One's own page: a new password, the second step on or off, and out of all other browsers."""

import html

import segno
import streamlit as st

from data import attempts, passwords, second_step, sessions
from data.calendar import TOKYO
from data.commands import accounts
from data.commands.checking import RefusedError
from data.queries import accounts as queries
from ui import auth
from ui.staff.at_desk import desk
from ui.staff.entry import Entry
from ui.staff.words import say, shown


def draw(entry: Entry) -> None:
    """The change of the password alone, while that has to come first."""
    with entry.database.read() as session:
        has_password = queries.has_password(session, entry.who.account_id)
    with st.container(key="account"):
        st.html(f"<h1>{shown('own.must' if entry.who.must_change else 'own.title', name=entry.who.display_name)}</h1>")
        with st.container(key="own-said"):
            if desk().shown:
                st.html(f'<div class="s-good" role="status">{desk().shown}</div>')
                desk().shown = ""
        with st.container(key="own-password-part"):
            if has_password:
                _password(entry)
            else:
                _no_password()
        if not entry.who.must_change:
            if has_password:
                _second_step(entry)
            _elsewhere(entry)


def _no_password() -> None:
    """Who comes in by her organisation's sign-in alone has nothing to change here."""
    with st.container(key="own-no-password", border=True):
        st.html(f"<h2>{shown('own.no_password')}</h2><p>{shown('own.no_password_text')}</p>")


def _password(entry: Entry) -> None:
    with st.form("own-password"):
        st.html(f"<h2>{shown('own.password')}</h2><p class='s-soft'>{shown('own.rule')}</p>")
        old = st.text_input(say("own.old"), type="password")
        new = st.text_input(say("own.new"), type="password")
        again = st.text_input(say("own.again"), type="password")
        pressed = st.form_submit_button(say("own.password_do"), type="primary")
    if pressed:
        faults = _changed(entry, old, new, again)
        if not faults:
            desk().shown = f"<p>{shown('own.password_done')}</p>"
            st.rerun()
        _faults(faults)


def _changed(entry: Entry, old: str, new: str, again: str) -> list[str]:
    """What is wrong, nothing where the password is changed; hashing is done before the database is held."""
    if not old:
        return [say("own.old_empty")]
    faults = passwords.faults(new, entry.who.name, entry.who.display_name)
    if passwords.normal(new) != passwords.normal(again):
        faults.append(say("own.not_same"))
    if passwords.normal(new) == passwords.normal(old):
        faults.append(say("own.same_as_old"))
    if faults:
        return faults
    before, faults = _checked(entry, old)
    if faults:
        return faults
    made = auth.hashed(new)
    try:
        with entry.database.write() as session:
            accounts.change_password(session, entry.who, entry.now, before, made)
    except RefusedError as refused:
        return [sentence for _, sentence in refused.faults]
    return []


def _checked(entry: Entry, password: str) -> tuple[str, list[str]]:
    """The hash that one's own password was checked against, behind the same brake as the sign-in; or what is wrong."""
    if not password:
        return "", [say("own.old_empty")]
    attempt = auth.take_try(entry.database, entry.who.name)
    if isinstance(attempt, attempts.Locked):
        return "", [say("own.locked", time=f"{attempt.until.astimezone(TOKYO):%H:%M}")]
    with entry.database.read() as session:
        before = accounts.own_hash(session, entry.who)
    if not auth.is_password(password, before):
        auth.note_failed(entry.database, attempt, entry.who.name, "own_password")
        return "", [say("own.old_wrong")]
    with entry.database.write() as session:
        attempts.succeeded(session, attempt)
    return before, []


def _second_step(entry: Entry) -> None:
    with entry.database.read() as session:
        is_on = queries.has_second_step(session, entry.who.account_id)
    with st.container(key="own-second-step", border=True):
        st.html(f"<h2>{shown('own.second_step')}</h2><p>{shown('own.is_on' if is_on else 'own.is_off')}</p>")
        if is_on:
            with st.form("own-unenrol"):
                password = st.text_input(say("own.old"), type="password", key="own-off-password")
                pressed = st.form_submit_button(say("own.turn_off"))
            if pressed:
                _set_device(entry, password, None, "", "own.off_done")
        elif not desk().secret:
            if st.button(say("own.turn_on"), key="own-turn-on"):
                desk().secret = second_step.secret()
                st.rerun()
        else:
            _enrol(entry, desk().secret)


def _enrol(entry: Entry, secret: str) -> None:
    picture = segno.make(second_step.address(secret, entry.who.name)).svg_data_uri(scale=5, dark="#1F2933")
    st.html(
        f'<p>{shown("own.scan")}</p><p><img src="{picture}" alt="{shown("own.qr")}"></p>'
        f"<p>{shown('own.by_hand')} <code>{html.escape(secret)}</code></p>"
    )
    with st.form("own-enrol"):
        password = st.text_input(say("own.old"), type="password", key="own-on-password")
        code = st.text_input(say("sign_in.code"), max_chars=12)
        pressed = st.form_submit_button(say("own.turn_on_do"), type="primary")
    if st.button(say("own.give_up"), key="own-give-up", type="tertiary"):
        desk().secret = ""
        st.rerun()
    if pressed:
        _set_device(entry, password, secret, code, "own.on_done")


def _set_device(entry: Entry, password: str, secret: str | None, code: str, done: str) -> None:
    """For whoever knows the password alone: a page left open must not be enough to take the account over, or to weaken it."""
    _, faults = _checked(entry, password)
    if faults:
        _faults(faults)
        return
    try:
        with entry.database.write() as session:
            accounts.set_device(session, entry.who, entry.now, secret, code)
    except RefusedError as refused:
        _faults([sentence for _, sentence in refused.faults])
    else:
        desk().secret, desk().shown = "", f"<p>{shown(done)}</p>"
        st.rerun()


def _elsewhere(entry: Entry) -> None:
    with st.container(key="own-elsewhere", border=True):
        st.html(f"<h2>{shown('own.elsewhere')}</h2><p>{shown('own.elsewhere_text')}</p>")
        if st.button(say("own.elsewhere_do"), key="own-elsewhere-do"):
            with entry.database.write() as session:
                sessions.end_all(session, entry.who.account_id, entry.now, "everywhere", keep=entry.who.token_hash)
            desk().shown = f"<p>{shown('own.elsewhere_done')}</p>"
            st.rerun()


def _faults(sentences: list[str]) -> None:
    items = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
    st.html(f'<div class="s-fault" role="alert">{items}</div>')
