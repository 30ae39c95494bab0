"""The way in: name and password, the code of the second step where there is one, and over to the route with the cookie."""

import html
from datetime import UTC, datetime

import streamlit as st

from data import attempts, calendar
from data.commands import sign_in
from data.database import StoreError
from ui import auth
from ui.auth import Outcome
from ui.staff import entry, frame, identity
from ui.staff.at_desk import desk
from ui.staff.words import say, shown


def draw() -> None:
    """The page; a calm sentence where the database does not answer."""
    st.set_page_config(page_title=say("pages.site"))
    with st.container(key="sign-in"):
        try:
            _draw()
        except StoreError as fault:
            frame.trouble(fault.kind)


def _draw() -> None:
    frame.made_up()
    st.html(f'<h1 class="s-site">{shown("pages.site")}</h1>')
    outcome = _code() if desk().waits(datetime.now(UTC)) else auth.form(entry.database())
    if outcome.kind == "code":
        desk().account_id, desk().name, desk().since = outcome.account_id, outcome.name, datetime.now(UTC)
        st.rerun()
    if outcome.kind == "":
        outcome = identity.offered(entry.database())
    _say(outcome)
    st.html(f'<p class="s-soft">{shown("sign_in.lost")}</p><p><a href="/">{shown("sign_in.public")}</a></p>')


def _code() -> Outcome:
    with st.form("second-step"):
        st.subheader(say("sign_in.code_form"))
        code = st.text_input(say("sign_in.code"), max_chars=12, key="second-step-code")
        pressed = st.form_submit_button(say("sign_in.do"))
    if st.button(say("sign_in.again"), key="sign-in-again", type="tertiary"):
        desk().forget()
        st.rerun()
    if not pressed:
        return Outcome("waiting")
    here = desk()
    attempt = auth.take_try(entry.database(), here.name)
    if isinstance(attempt, attempts.Locked):
        return Outcome("locked", until=attempt.until)
    with entry.database().write() as session:
        right = sign_in.is_right_code(session, here.account_id, code, datetime.now(UTC))
    if not right:
        auth.note_failed(entry.database(), attempt, here.name, "second_step")
        return Outcome("wrong_code")
    account_id, since = here.account_id, here.since
    here.forget()
    return auth.admitted(entry.database(), account_id, attempt, "second_step", since)


def _say(outcome: Outcome) -> None:
    """What came of it; of a ticket, the form that the page's script sends on at once."""
    if outcome.kind == "ticket":
        st.html(
            f'<form method="post" action="/session" data-hand-over role="status"><p>{shown("sign_in.going")}</p>'
            f'<input type="hidden" name="ticket" value="{html.escape(outcome.ticket)}">'
            f'<button type="submit" class="s-button">{shown("sign_in.go")}</button></form>'
        )
    elif outcome.kind == "locked" and outcome.until:
        until = outcome.until.astimezone(calendar.TOKYO)
        _fault(shown("sign_in.locked", time=f"{until:%H:%M}"))
    elif outcome.kind not in ("", "waiting"):
        _fault(shown(f"sign_in.{outcome.kind}"))


def _fault(sentence: str) -> None:
    st.html(f'<div class="s-fault" role="alert"><p>{sentence}</p></div>')
