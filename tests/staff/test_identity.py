"""An organisation's sign-in beside ours: a real provider on this machine, tied to an account or not."""

import json
import secrets
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import expect

import settings
from data.commands import accounts
from tests.conftest import PATIENCE, free_port

KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})


class Provider(BaseHTTPRequestHandler):
    """A small OpenID provider that lets everybody in as the subject it is set to."""

    subject = "7"
    nonces: dict[str, str] = {}  # noqa: RUF012  one provider a run

    def log_message(self, *_) -> None:
        """Silent."""

    @property
    def issuer(self) -> str:
        """Its own address."""
        return "http://" + self.headers["host"]

    def do_GET(self) -> None:
        """What it is, its key, and the way back with a code."""
        asked = urlsplit(self.path)
        if asked.path == "/authorize":
            given = {name: values[0] for name, values in parse_qs(asked.query).items()}
            code = secrets.token_hex(8)
            self.nonces[code] = given["nonce"]
            self.send_response(302)
            self.send_header(
                "location", f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"
            )
            self.end_headers()
        elif asked.path == "/keys":
            self.answer({"keys": [KEY.as_dict(private=False)]})
        else:
            self.answer({
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip

    def do_POST(self) -> None:
        """The tokens for a code."""
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": Provider.subject, "aud": "kurashi", "iat": now, "exp": now + 300,
                  "nonce": self.nonces.pop(form["code"][0])}  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        self.answer({"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def answer(self, body: dict) -> None:
        """One answer as JSON."""
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


@pytest.fixture
def provider():
    """Its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def with_identity(serve, office, provider, tmp_path):
    """A second server on the office's database that offers the provider's sign-in."""
    # The way back names the port, so it is chosen before the server runs.
    port, file = free_port(), tmp_path / "secrets.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "for this test"\n'
        f'client_id = "kurashi"\nclient_secret = "x"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n',
        "utf-8",
    )
    with serve("--secrets.files", str(file), port=port, DATABASE_URL=str(office.database.engine.url)) as server:
        yield server


def test_whoever_comes_back_is_let_in_as_the_account_she_is_tied_to_and_nobody_else(
    office, with_identity, provider, browser
):
    context = browser.new_context(viewport={"width": 360, "height": 780})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(with_identity.url + "/sign-in")
    page.get_by_role("button", name="組織のアカウントでサインインする").click()
    expect(page.locator(".s-fault")).to_contain_text("まだ相談の記録のアカウントと結びついていません")
    expect(page).to_have_url(with_identity.url + "/sign-in")
    with office.database.write() as session:
        accounts.tie(session, None, datetime.now(UTC), accounts.id_of(session, "lead"), provider, "7")
    page.reload()
    page.wait_for_url(with_identity.url + "/monday")
    names = {cookie["name"] for cookie in context.cookies()}
    assert settings.SESSION_COOKIE in names
    assert not [name for name in names if name.startswith("_streamlit_user")]
    page.goto(with_identity.url + "/own")
    part = page.locator(".st-key-own-no-password")
    expect(part).to_contain_text("管理者に一度だけのリンクを作ってもらってください")
    expect(page.get_by_label("いまのパスワード")).to_have_count(0)
    expect(page.locator(".st-key-own-second-step")).to_have_count(0)
    page.get_by_role("button", name="サインアウト").click()
    page.wait_for_url(with_identity.url + "/sign-in")
    expect(page.get_by_role("button", name="組織のアカウントでサインインする")).to_be_visible()
    context.close()


def test_without_a_configured_provider_its_addresses_are_shut(office, browser):
    page = browser.new_page()
    for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
        answer = page.goto(office.url + path)
        assert answer is not None
        assert answer.status == 404
    page.close()
