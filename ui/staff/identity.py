"""The sign-in of an organisation (OIDC) beside ours, where one is configured: it says who, our own account says what."""

import streamlit as st

from data.commands import sign_in
from data.database import Database
from ui import auth
from ui.auth import Outcome
from ui.staff.words import say


def is_configured() -> bool:
    """Whether .streamlit/secrets.toml has an [auth] section."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def offered(database: Database) -> Outcome:
    """A button to go there; whoever comes back is let in if an administrator has tied the identity to an account."""
    if not is_configured():
        return Outcome()
    if not st.user.is_logged_in:
        st.button(say("sign_in.other"), key="sign-in-other", on_click=st.login)
        return Outcome()
    with database.read() as session:
        account_id = sign_in.linked(session, str(st.user.get("iss", "")), str(st.user.get("sub", "")))
    if account_id is None:
        st.button(say("sign_in.other_out"), key="sign-out-other", on_click=st.logout)
        return Outcome("not_linked")
    return auth.admitted(database, account_id, way="oidc")
