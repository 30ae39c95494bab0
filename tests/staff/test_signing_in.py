"""The way in, in a real browser: sign-in, forced change, second step, lock, sign-out, the first administrator's link."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, select

import settings
from data import passwords, sessions, tokens
from data.commands import accounts, links
from data.models import Account, AccountSession, AuditEntry, SignInAttempt
from tests.browser.rest import rest, watch
from tests.conftest import PATIENCE

GOOD = "雨の日は 傘を さして歩く"
OTHER = "晴れたら 布団を 干したい"


@pytest.fixture
def phone(browser: Browser, office):
    """A fresh browser and every address it asked for."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="ja-JP")
    context.set_default_timeout(PATIENCE)
    page = watch(context.new_page())
    yield page
    context.close()


def give(office, name: str, *, must_change: bool = False, secret: str | None = None) -> None:
    """The account gets the password GOOD; the tries of all names are forgotten."""
    with office.database.write() as session:
        account = session.scalars(select(Account).where(Account.name == name)).one()
        account.password_hash, account.must_change = passwords.hashed(GOOD), must_change
        account.totp_secret, account.totp_last_step = secret, None
        session.execute(delete(SignInAttempt))


def fill(page: Page, url: str, name: str, password: str) -> None:
    """Opens the sign-in page and sends name and password."""
    page.goto(url + "/sign-in")
    again(page, name, password)


def again(page: Page, name: str, password: str) -> None:
    """Sends name and password on the page that is open."""
    page.get_by_label("名前").fill(name)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="サインインする").click()


def test_from_a_shut_page_through_the_sign_in_to_the_page_and_out_again(office, phone):
    give(office, "lead")
    asked, wrong = [], []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    phone.goto(office.url + "/monday")
    expect(phone).to_have_url(office.url + "/sign-in")
    again(phone, " Lead ", GOOD)
    phone.wait_for_url(office.url + "/monday")
    expect(phone.get_by_role("button", name="サインアウト")).to_be_visible()
    [cookie] = [one for one in phone.context.cookies() if one["name"] == settings.SESSION_COOKIE]
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"], cookie["expires"]) == (True, True, "Strict", -1)
    assert not [url for url in asked if "ticket" in url or "?" in url]
    assert not wrong
    phone.get_by_role("button", name="サインアウト").click()
    phone.wait_for_url(office.url + "/sign-in")
    with office.database.read() as session:
        assert sessions.person(session, cookie["value"], datetime.now(UTC)) is None
        row = session.get(AccountSession, tokens.hashed(cookie["value"]))
        assert row is not None
        assert row.ended_reason == "signed_out"
    phone.goto(office.url + "/monday")
    expect(phone).to_have_url(office.url + "/sign-in")


def test_there_is_no_way_out_on_a_key_and_nothing_is_kept_on_the_device(office, phone):
    phone.goto(office.url + "/sign-in")
    name = phone.get_by_label("名前")
    name.fill("yamada")
    for _ in range(4):
        name.press("Shift")
    expect(name).to_have_value("yamada")
    expect(phone).to_have_url(office.url + "/sign-in")
    assert phone.locator("#leave-now").count() == 0
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert name.get_attribute("autocomplete") == "username"


def test_a_wrong_password_and_an_unknown_name_look_the_same_until_both_are_locked(office, phone):
    give(office, "officer")
    fault = phone.locator(".s-fault")
    seen = {}
    for name in ("officer", "nobody-here"):
        phone.goto(office.url + "/sign-in")
        words = []
        for _ in range(6):
            again(phone, name, "chigau pasuwado desu")
            rest(phone)
            words.append(re.sub(r"\d+:\d+", "", fault.inner_text()))
        seen[name] = words
    assert seen["officer"] == seen["nobody-here"]
    assert set(seen["officer"][:5]) == {"名前かパスワードが合いません。もう一度ためしてください。"}
    assert "止めています" in seen["officer"][5]
    fill(phone, office.url, "officer", GOOD)
    expect(fault).to_contain_text("止めています")
    assert not [one for one in phone.context.cookies() if one["name"] == settings.SESSION_COOKIE]


def test_a_password_given_by_somebody_else_has_to_be_changed_first(office, phone):
    give(office, "counsellor", must_change=True)
    fill(phone, office.url, "counsellor", GOOD)
    phone.wait_for_url(office.url + "/own")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("はじめに")
    phone.goto(office.url + "/record")
    expect(phone).to_have_url(office.url + "/own")
    phone.get_by_label("いまのパスワード").fill(GOOD)
    phone.get_by_label("新しいパスワード", exact=True).fill("counsellor 12345")
    phone.get_by_label("もう一度、新しいパスワード").fill(OTHER)
    phone.get_by_role("button", name="変える", exact=True).click()
    expect(phone.locator(".s-fault")).to_contain_text("自分の名前")
    expect(phone.locator(".s-fault")).to_contain_text("二つでちがいます")
    phone.get_by_label("新しいパスワード", exact=True).fill(OTHER)
    phone.get_by_role("button", name="変える", exact=True).click()
    expect(phone.locator(".s-good")).to_contain_text("変えました")
    phone.goto(office.url + "/record")
    expect(phone).to_have_url(office.url + "/record")


def test_the_second_step_asks_for_the_code_and_takes_it_once(office, phone):
    secret = pyotp.random_base32()
    give(office, "admin", secret=secret)
    fill(phone, office.url, "admin", GOOD)
    code = phone.get_by_label("アプリに出ている6けたの数字")
    code.fill("000000")
    phone.get_by_role("button", name="サインインする").click()
    expect(phone.locator(".s-fault")).to_contain_text("数字が合いません")
    right = pyotp.TOTP(secret).now()
    code.fill(right)
    phone.get_by_role("button", name="サインインする").click()
    phone.wait_for_url(office.url + "/accounts")
    with office.database.read() as session:
        # The right password before a code counts neither way.
        assert list(session.scalars(select(SignInAttempt.succeeded).order_by(SignInAttempt.id))) == [False, True]
        last = select(AuditEntry).where(AuditEntry.action == "sign_in_failed").order_by(AuditEntry.id.desc())
        assert session.scalars(last).first().detail == {"way": "second_step"}
    phone.get_by_role("button", name="サインアウト").click()
    phone.wait_for_url(office.url + "/sign-in")
    again(phone, "admin", GOOD)
    code.fill(right)
    phone.get_by_role("button", name="サインインする").click()
    expect(phone.locator(".s-fault")).to_contain_text("数字が合いません")
    give(office, "admin")


def test_the_second_step_begins_and_ends_for_whoever_knows_the_password_alone(office, come):
    give(office, "lead")
    page = come("lead", "/own")
    part, fault = page.locator(".st-key-own-second-step"), page.locator(".s-fault")
    part.get_by_role("button", name="使いはじめる").click()
    secret = part.locator("code").inner_text()
    part.get_by_label("アプリに出ている6けたの数字").fill(pyotp.TOTP(secret).now())
    part.get_by_role("button", name="確かめて、使いはじめる").click()
    expect(fault).to_contain_text("いまのパスワードを入れてください")
    part.get_by_label("いまのパスワード").fill(GOOD)
    part.get_by_role("button", name="確かめて、使いはじめる").click()
    expect(page.locator(".s-good")).to_contain_text("使いはじめました")
    part.get_by_label("いまのパスワード").fill("chigau pasuwado desu")
    part.get_by_role("button", name="使うのをやめる").click()
    expect(fault).to_contain_text("いまのパスワードが合いません")
    with office.database.read() as session:
        kept = select(Account.totp_secret).where(Account.name == "lead")
        assert session.scalar(kept) == secret
        last = select(AuditEntry).order_by(AuditEntry.id.desc())
        assert session.scalars(last).first().detail == {"way": "own_password"}
    part.get_by_label("いまのパスワード").fill(GOOD)
    part.get_by_role("button", name="使うのをやめる").click()
    expect(page.locator(".s-good")).to_contain_text("やめました")
    with office.database.read() as session:
        assert session.scalar(kept) is None


def test_the_first_administrator_sets_herself_up_with_a_link_that_works_once(office, phone):
    with office.database.write() as session:
        token = links.make(session, links.FIRST, None, datetime.now(UTC))
        token = links.make(session, links.PASSWORD, accounts.id_of(session, "admin"), datetime.now(UTC))
    asked = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{office.url}/set-up#{token}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("パスワードを決める")
    assert not [url for url in asked if token in url.split("#")[0]]
    assert token not in phone.url
    phone.get_by_label("新しいパスワード").fill("みじかい")
    phone.get_by_label("もう一度、同じパスワード").fill(OTHER)
    phone.get_by_role("button", name="決める").click()
    expect(phone.locator(".fault").first).to_contain_text("12字以上")
    phone.get_by_label("新しいパスワード").fill(OTHER)
    phone.get_by_label("もう一度、同じパスワード").fill(OTHER)
    phone.get_by_role("button", name="決める").click()
    phone.wait_for_url(office.url + "/sign-in")
    again(phone, "admin", OTHER)
    phone.wait_for_url(office.url + "/accounts")
    phone.goto(f"{office.url}/set-up#{token}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("このリンクは使えません")
