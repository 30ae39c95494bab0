"""Accounts: add, disable, enable, give another role, reset, change one's own password; each ends what must end."""

import unicodedata
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import audit, passwords, second_step, sessions
from data.commands import links
from data.commands.checking import Check, RefusedError
from data.commands.sign_in import NAME
from data.database import Database
from data.models import Account
from data.models.accounts import ROLES
from data.sessions import Person

LONGEST_DISPLAY = 30
LINK_GONE = "このリンクは、もう使われたか、期限が過ぎています。管理者に、新しいリンクを作ってもらってください。"


def add(session: Session, who: Person | None, now: datetime, name: str, display_name: str, role: str) -> int:
    """The id of a new account that nobody can sign in to yet: its link or its first password comes after."""
    name, display = _names(session, name, display_name, role)
    account = Account(name=name, display_name=display, role=role, must_change=True, created_at=now)
    session.add(account)
    session.flush()
    _note(session, who, now, "account_added", account, role=role)
    return account.id


def link(session: Session, who: Person | None, now: datetime, account_id: int) -> str:
    """The token of a link with which the owner sets a new password; the old one and all sessions end at once."""
    account = _of(session, account_id)
    if account.disabled_at:
        raise RefusedError([("account", "止めてあるアカウントです。先に、使えるようにしてください。")])
    account.password_hash, account.must_change = None, True
    _forget_device(account)
    sessions.end_all(session, account.id, now, "reset")
    _note(session, who, now, "account_reset", account)
    return links.make(session, links.PASSWORD, account.id, now)


def give_password(session: Session, who: Person | None, now: datetime, account_id: int, password_hash: str) -> None:
    """Sets a password for one sign-in: it has to be changed then. All sessions end."""
    account = _of(session, account_id)
    account.password_hash, account.must_change, account.password_changed_at = password_hash, True, now
    _forget_device(account)
    links.void(session, links.PASSWORD, account.id)
    sessions.end_all(session, account.id, now, "reset")
    _note(session, who, now, "account_reset", account)


def disable(session: Session, who: Person | None, now: datetime, account_id: int) -> None:
    """Nobody can sign in any more; open browsers are out at their next press. What the person wrote stays."""
    account = _of(session, account_id)
    if who and who.account_id == account_id:
        raise RefusedError([("account", "自分のアカウントは、自分では止められません。ほかの管理者に頼んでください。")])
    _keep_an_administrator(session, account)
    if account.disabled_at is None:
        account.disabled_at = now
        links.void(session, links.PASSWORD, account.id)
        sessions.end_all(session, account.id, now, "disabled")
        _note(session, who, now, "account_disabled", account)


def enable(session: Session, who: Person | None, now: datetime, account_id: int) -> None:
    """The account can be used again."""
    account = _of(session, account_id)
    if account.disabled_at is not None:
        account.disabled_at = None
        _note(session, who, now, "account_enabled", account)


def change_role(session: Session, who: Person | None, now: datetime, account_id: int, role: str) -> None:
    """Another role; open browsers have to sign in anew."""
    account = _of(session, account_id)
    if role not in ROLES:
        raise RefusedError([("role", "役割は、一覧から選んでください。")])
    if role == account.role:
        return
    _keep_an_administrator(session, account)
    before, account.role = account.role, role
    sessions.end_all(session, account.id, now, "role_changed")
    _note(session, who, now, "account_role_changed", account, before=before, after=role)


def tie(session: Session, who: Person | None, now: datetime, account_id: int, issuer: str, subject: str) -> None:
    """Ties an account to an identity of another sign-in service (OIDC), or unties it where both are empty."""
    account, check = _of(session, account_id), Check()
    clean = [check.text(field, label, text, 200) for field, label, text in (
        ("issuer", "発行者", issuer), ("subject", "利用者の番号", subject))]  # fmt: skip
    if bool(clean[0]) != bool(clean[1]):
        check.fault("subject", "発行者と利用者の番号は、両方入れるか、両方空にしてください。")
    same = (Account.oidc_issuer == clean[0], Account.oidc_subject == clean[1], Account.id != account_id)
    if clean[0] and (other := session.scalar(select(Account.name).where(*same))):
        check.fault("subject", f"この利用者は、もう「{other}」と結びついています。先に、そちらを外してください。")
    check.done()
    account.oidc_issuer, account.oidc_subject = clean
    sessions.end_all(session, account.id, now, "tied")
    _note(session, who, now, "account_tied", account, tied=bool(clean[0]))


def own_hash(session: Session, who: Person) -> str:
    """The hash of one's own password, to check the old one against; one that nothing matches where there is none."""
    return _of(session, who.account_id).password_hash or passwords.NOBODY


def change_password(session: Session, who: Person, now: datetime, before: str, password_hash: str) -> None:
    """One's own new password; `before` is the hash that the old one was checked against. All other browsers end."""
    account = _of(session, who.account_id)
    if account.password_hash != before:
        raise RefusedError([("old", "パスワードが、いま変わったところです。もう一度サインインしてください。")])
    account.password_hash, account.must_change, account.password_changed_at = password_hash, False, now
    sessions.end_all(session, account.id, now, "password_changed", keep=who.token_hash)
    _note(session, who, now, "password_changed", account)


def set_device(session: Session, who: Person, now: datetime, secret: str | None, code: str = "") -> None:
    """Turns the second step on, if the code is of this secret; or off with None. All other browsers end."""
    account = _of(session, who.account_id)
    step = second_step.step_of(secret, code, now, None) if secret else None
    if secret and step is None:
        raise RefusedError([("code", "数字が合いません。アプリにいま出ている6けたを入れてください。")])
    account.totp_secret, account.totp_last_step = secret, step
    sessions.end_all(session, account.id, now, "second_step", keep=who.token_hash)
    _note(session, who, now, "second_step_on" if secret else "second_step_off", account)


def names_for(session: Session, token: str, now: datetime) -> tuple[str, ...] | None:
    """The names of the account a link is for, () for the first administrator's; None where the link is gone."""
    row = links.holds(session, token, now)
    if row is None:
        return None
    account = session.get(Account, row.account_id) if row.account_id else None
    return (account.name, account.display_name) if account else ()


def set_up(session: Session, now: datetime, token: str, password_hash: str, name: str = "", display: str = "") -> int:
    """Uses a link: makes the first administrator, or sets the password of the link's account; its id."""
    row = links.use(session, token, now)
    if row is None or (row.purpose == links.FIRST and links.anybody(session)):
        raise RefusedError([("link", LINK_GONE)])
    if row.purpose == links.FIRST:
        account = _of(session, add(session, None, now, name, display, "admin"))
    else:
        account = _of(session, row.account_id or 0)
        if account.disabled_at:
            raise RefusedError([("link", LINK_GONE)])
    account.password_hash, account.must_change, account.password_changed_at = password_hash, False, now
    sessions.end_all(session, account.id, now, "password_changed")
    audit.write(session, None, now, "password_set", "account", account.id, name=account.name, by="link")
    return account.id


def add_by_name(database: Database, now: datetime, name: str, display_name: str, role: str) -> str:
    """For the command line: a new account, and the password it can sign in with once."""
    password = passwords.temporary()
    made = passwords.hashed(password)
    with database.write() as session:
        give_password(session, None, now, add(session, None, now, name, display_name, role), made)
    return password


def reset_by_name(database: Database, now: datetime, name: str) -> str:
    """For the command line: a new password to sign in with once."""
    password = passwords.temporary()
    made = passwords.hashed(password)
    with database.write() as session:
        give_password(session, None, now, id_of(session, name), made)
    return password


def id_of(session: Session, name: str) -> int:
    """The id of the account of that name; RefusedError where there is none."""
    found = session.scalar(select(Account.id).where(Account.name == name.strip().lower()))
    if found is None:
        raise RefusedError([("name", f"「{name}」というアカウントはありません。")])
    return found


def _names(session: Session, name: str, display_name: str, role: str) -> tuple[str, str]:
    check, clean = Check(), unicodedata.normalize("NFKC", name).strip().lower()
    if not NAME.fullmatch(clean):
        check.fault("name", "サインインの名前は、英小文字と数字（. _ - も可）の2〜32字にしてください。例 yamada.h")
    elif session.scalar(select(Account.id).where(Account.name == clean)):
        check.fault("name", f"「{clean}」は、もうあります。ほかの名前にしてください。")
    display = check.text("display_name", "画面に出す名前", display_name, LONGEST_DISPLAY, needed=True)
    if role not in ROLES:
        check.fault("role", "役割は、一覧から選んでください。")
    check.done()
    return clean, display or ""


def _of(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise RefusedError([("account", "このアカウントはありません。")])
    return account


def _keep_an_administrator(session: Session, account: Account) -> None:
    others = select(func.count(Account.id)).where(
        Account.role == "admin", Account.disabled_at.is_(None), Account.id != account.id
    )
    if account.role == "admin" and account.disabled_at is None and not session.scalar(others):
        raise RefusedError([("account", "管理者が一人もいなくなります。先に、ほかの管理者を決めてください。")])


def _forget_device(account: Account) -> None:
    """A reset is the way back for whoever lost the device, too."""
    account.totp_secret = account.totp_last_step = None


def _note(session: Session, who: Person | None, now: datetime, action: str, account: Account, **detail: object) -> None:
    audit.write(session, who, now, action, "account", account.id, name=audit.SYSTEM, account=account.name, **detail)
