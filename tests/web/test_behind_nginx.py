"""Behind the relay of docs/deploy/nginx.conf everything works, the caller is who she is, and nothing about her is kept."""

import http.client
import socket
import ssl
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

import settings
from data import migrating, passwords
from data.database import Database
from data.models import Account, Desk, SignInAttempt
from tests.conftest import PATIENCE, free_port
from tests.web import nginx
from tests.web.conftest import Answer
from web.policy import ALWAYS, TRANSPORT

GOOD = "kamome ga niwa tonda hi"
ELSEWHERE = "127.0.0.2"


@pytest.fixture(scope="module")
def relay(serve, tmp_path_factory):
    """The app with an account for the lead, nginx before it, and a way in for somebody from elsewhere."""
    home = tmp_path_factory.mktemp("nginx")
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'records.db'}"
    database = Database(url)
    migrating.upgrade(database)
    kept = passwords.hashed(GOOD)
    with database.write() as session:
        session.add(Desk(name="試験の相談室", opened_month=202108))
        session.add(
            Account(name="lead", display_name="統括", role="lead", created_at=datetime.now(UTC), password_hash=kept)
        )
    plain, safe = free_port(), free_port()
    with (
        serve(DATABASE_URL=url, KURASHI_TRUSTED_PROXIES="127.0.0.1") as app,
        nginx.coming_from(ELSEWHERE, safe) as outside,
        nginx.running(home, nginx.filled(home, app.host, plain, safe, outside), (plain, safe)),
    ):
        at = f"https://{nginx.NAME}:{outside}"
        yield SimpleNamespace(url=at, home=home, plain=plain, safe=safe, outside=outside, database=database)
    database.close()


@pytest.fixture
def her(browser):
    """A fresh browser that takes a certificate nobody vouches for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP", ignore_https_errors=True)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def line(port: int, name: str = nginx.NAME) -> ssl.SSLSocket:
    """An encrypted connection to nginx that asks for that name."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    bare = socket.create_connection(("127.0.0.1", port), timeout=10)
    try:
        return trusting.wrap_socket(bare, server_hostname=name)
    except OSError:
        bare.close()
        raise


def asked(relay, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """An answer over https with its body read; headers as keywords, _ for -."""
    connection = http.client.HTTPConnection("127.0.0.1")
    connection.sock = line(relay.safe)
    named = {"Host": f"{nginx.NAME}:{relay.outside}"} | {name.replace("_", "-"): one for name, one in headers.items()}
    connection.request(method, path, body or None, named)
    got = connection.getresponse()
    answer = Answer(got.status, got.headers, got.read())
    connection.close()
    return answer


def tries(relay) -> list[tuple[str, bool]]:
    """The tries to sign in: from where, and whether it was the right password."""
    with relay.database.read() as session:
        rows = session.execute(select(SignInAttempt.address, SignInAttempt.succeeded).order_by(SignInAttempt.id))
        return [tuple(row) for row in rows]


def test_a_sign_in_from_elsewhere_goes_through_and_is_counted_where_she_is(relay, her):
    wrong = []
    her.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    her.goto(relay.url + "/monday")
    her.wait_for_url(relay.url + "/sign-in")
    for password in ("chigau pasuwado desu", GOOD):
        her.get_by_label("名前").fill("lead")
        her.get_by_label("パスワード").fill(password)
        her.get_by_role("button", name="サインインする").click()
        if password != GOOD:
            her.locator(".s-fault").filter(has_text="合いません").wait_for()
    her.wait_for_url(relay.url + "/monday")
    her.get_by_role("button", name="サインアウト").wait_for()
    assert tries(relay) == [(ELSEWHERE, False), (ELSEWHERE, True)]
    [cookie] = [one for one in her.context.cookies() if one["name"] == settings.SESSION_COOKIE]
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")
    # A book of more than nginx takes elsewhere goes up where the staff bring in books.
    her.goto(relay.url + "/import")
    rows = "".join(f"2026/4/{1 + n % 28},電話,相談成立,住まい\n" for n in range(2_500))
    book = {"name": "相談.csv", "mimeType": "text/csv", "buffer": f"受付日,相談方法,結果,主訴\n{rows}".encode()}
    assert len(book["buffer"]) > 2**16
    her.set_input_files("[data-testid=stFileUploader] input", book)
    her.get_by_role("status").filter(has_text="相談.csv").wait_for()
    her.get_by_role("button", name="サインアウト").click()
    her.wait_for_url(relay.url + "/sign-in")
    assert not wrong


def test_a_visitor_is_guided_through_it_from_the_unencrypted_address_on(relay, her):
    her.goto(f"http://{nginx.NAME}:{relay.plain}/?lang=ja")
    her.wait_for_url(relay.url + "/")
    her.locator(".st-key-door-ask button").click()
    her.get_by_role("radiogroup").first.wait_for()


def test_the_headers_come_through_and_the_line_is_known_to_be_encrypted(relay):
    answer = asked(relay, "/")
    assert answer.status == 200
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert answer.headers["strict-transport-security"] == TRANSPORT
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["server"] == "nginx"
    assert asked(relay, "/sign-in").status == 200


def test_what_the_app_refuses_is_refused_through_it_too(relay):
    assert asked(relay, "/session", "POST", origin="https://elsewhere.example").status == 403
    assert asked(relay, "/_stcore/metrics").status == 404
    assert asked(relay, "/_stcore/stream", origin="https://elsewhere.example", upgrade="websocket").status in (400, 403)


def test_what_is_too_large_is_stopped_before_the_app(relay):
    own = f"https://{nginx.NAME}:{relay.outside}"
    assert asked(relay, "/session", "POST", b"a" * 70_000, origin=own).status == 413
    assert asked(relay, "/", cookie="a" * 10_000).status == 400
    assert asked(relay, "/" + "a" * 10_000).status == 414


def test_another_name_gets_no_connection_at_all(relay):
    with pytest.raises(ssl.SSLError):
        line(relay.safe, "elsewhere.localhost")


def test_nothing_of_who_came_is_written_down(relay):
    answer = asked(relay, "/?safe_now=ok")
    assert answer.status == 200
    assert asked(relay, "/" + "a" * 10_000).status == 414
    kept = {path.name: path.read_text("utf-8") for path in relay.home.rglob("*") if path.is_file()}
    made = {"nginx.conf", "kurashi.conf", "nginx.pid", f"{nginx.NAME}.pem", f"{nginx.NAME}.key"}
    assert {name: text for name, text in kept.items() if name not in made and text} == {}
