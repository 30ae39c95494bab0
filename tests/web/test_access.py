"""Who may open what: every page and every route, for every role, for nobody, and for accounts that may not come in."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

import settings
from data import migrating, sessions
from data.database import Database
from data.models import Account
from data.tokens import hashed
from tests.web.stream_client import Run, Visitor
from ui import access
from ui.staff.words import say

ROOT = Path(__file__).resolve().parents[2]
ROLES = access.STAFF
# Nobody; somebody whose account was disabled after she signed in; somebody who has to change her password first;
# somebody who signed out; somebody with an invented cookie.
ENDED = ("disabled", "signed_out", "invented")
OUTSIDE = ("nobody", *ENDED)
EVERYBODY = (*ROLES, "must_change", *OUTSIDE)
PAGES = {name: page for name, page in access.PAGES.items() if not page.is_public}
SHELL = "data-hand-over"  # stands in the script of the staff's shell alone

# The routes that are no pages: what a visitor may read, and those that `others` asks below.
OPEN_ROUTES = {"/plain", "/leave", "/healthz", "/favicon.png", "/set-up", "/survey/{token}", "/survey/{token}/thanks"}
ROUTES = {"/session", "/sign-out", "/download", "/case-print"}


def pages_of(who: str) -> set[str]:
    """The staff's pages that this person may open."""
    role = who if who in ROLES else access.EVERYONE
    return {name for name in PAGES if who in ROLES and role in access.PAGES[name].roles} | (
        {access.OWN} if who == "must_change" else set()
    )


@pytest.fixture(scope="module")
def cookies(tmp_path_factory) -> tuple[str, dict[str, dict[str, str]]]:
    """The address of a database, and the headers of everybody."""
    url = f"sqlite:///{tmp_path_factory.mktemp('access') / 'records.db'}"
    database, now = Database(url), datetime.now(UTC)
    migrating.upgrade(database)
    tokens = {"invented": "x" * 43}
    with database.write() as session:
        for who in (*ROLES, "must_change", "disabled", "signed_out"):
            role = who if who in ROLES else access.ADMIN
            account = Account(name=who, display_name=who, role=role, created_at=now, must_change=who == "must_change")
            account.password_hash = "of a password that somebody else gave"
            session.add(account)
            session.flush()
            tokens[who] = sessions.begin(session, account.id, now)
        session.scalars(select(Account).where(Account.name == "disabled")).one().disabled_at = now
        sessions.end(session, hashed(tokens["signed_out"]), now)
    database.close()
    return url, {who: {"cookie": f"{settings.SESSION_COOKIE}={token}"} for who, token in tokens.items()}


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_opens_for_whom_the_table_says_and_for_nobody_else(serve, ask, cookies, who):
    url, headers = cookies
    own, may = headers.get(who, {}), pages_of(who)
    shut_first = sorted(PAGES, key=lambda name: (name in may, name == access.SIGN_IN))
    with serve(DATABASE_URL=url) as fresh:
        # The very first request of a fresh server is a websocket that asks for a page that is shut.
        for name in shut_first:
            with Visitor(fresh.url, headers=own) as line:
                run = line.run(PAGES[name].address)
            if name == access.SIGN_IN:
                assert is_drawn(line, run, name) is (who not in (*ENDED, "must_change"))
                continue
            assert is_drawn(line, run, name) is (name in may), f"{who} {name}"
            assert (say("pages.sign_out") in run.text) is (name in may)
            assert say("pages.forbidden") not in run.text
        for name, page in PAGES.items():
            answer = ask(fresh, f"/{page.address}", **own)
            status, leads = expected(who, name, may)
            assert (answer.status, answer.headers["location"]) == (status, leads), f"{who} {name}"
            assert (SHELL in answer.text) is (status == 200)
        assert sends_a_file(fresh, ask, own) is (who in access.MAY_UPLOAD)
        # A file leaves for a ticket of ones own alone.
        answer = ask(fresh, "/download?ticket=invented", **own)
        assert answer.status == 403, who
        # Whoever may open the cases is told that there is none of that code; nobody else learns anything.
        may_print = who in access.PAGES["cases"].roles
        printed = 404 if may_print else 303 if who in OUTSIDE else 403
        assert ask(fresh, "/case-print?case=K-2026-0001", **own).status == printed, who
        for path, method, status in others():
            answer = ask(fresh, path, method, origin=fresh.url, **own)
            assert answer.status == status, f"{who} {method} {path}"


def is_drawn(line: Visitor, run: Run, name: str) -> bool:
    """Whether the page asked for is the one that was drawn."""
    listed = [page for message in run.of("navigation") for page in message.navigation.app_pages]
    mine = {page.page_script_hash for page in listed if page.url_pathname == PAGES[name].address}
    return not run.of("page_not_found") and line.page_hash in mine


def sends_a_file(server, ask, own: dict[str, str]) -> bool:
    """Whether a file gets as far as Streamlit, which then does not know the page it is said to be for."""
    key = ask(server, "/_stcore/health").headers["set-cookie"].split(";")[0]
    sent = {"cookie": "; ".join([key, *own.values()]), "x_xsrftoken": key.partition("=")[2].strip('"')}
    answer = ask(server, "/_stcore/upload_file/a/b", "PUT", origin=server.url, **sent)
    assert answer.status in (400, 403)
    # What Streamlit says of it is English; the page reads its status alone.
    assert (answer.body == b"") == (answer.status == 400)
    return answer.status == 400


def expected(who: str, name: str, may: set[str]) -> tuple[int, str | None]:
    """The status of a page's address, and where it leads."""
    home = f"/{access.homes()[who]}" if who in ROLES else "/own"
    if who in OUTSIDE:
        return (200, None) if name == access.SIGN_IN else (303, "/sign-in")
    if name == access.SIGN_IN or (who == "must_change" and name not in may):
        return 303, home
    return (200, None) if name in may else (403, None)


def others() -> Iterator[tuple[str, str, int]]:
    """Routes that are no pages: (path, method, status)."""
    yield "/session", "POST", 403
    yield "/session", "GET", 405
    yield "/set-up", "GET", 200
    yield "/set-up", "POST", 403
    yield "/sign-out", "POST", 303


def test_no_route_is_missing_from_this_walk():
    read = "import app, json; print(json.dumps([route.path for route in app.SITE.routes]))"
    done = subprocess.run([sys.executable, "-c", read], cwd=ROOT, capture_output=True, text=True, check=True)
    known = {f"/{page.address}" for page in access.PAGES.values()} | OPEN_ROUTES | ROUTES
    assert set(json.loads(done.stdout.splitlines()[-1])) == known
