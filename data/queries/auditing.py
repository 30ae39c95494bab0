"""The audit log as it is read: by person, action, subject and day, newest first; who saw which record."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from data.calendar import TOKYO
from data.models import AuditEntry
from data.sheets import Row, Sheet

PAGE = 50
COUNTED = 10_000
AT_ONCE = 2_000
HEAD = ("番号", "日時", "だれが", "したこと", "何に", "番号・名前", "くわしく")
# The actions and subjects that have words; whatever else is written is shown as it stands.
ACTIONS = {
    "sign_in": "サインイン",
    "sign_in_failed": "サインインできなかった",
    "sign_in_locked": "まちがいが続いて止まった",
    "sign_out": "サインアウト",
    "list": "一覧を見た",
    "view": "開いて見た",
    "create": "書いた",
    "update": "直した",
    "remove": "消した",
    "export": "書き出した",
    "import": "取り込んだ",
    "import_undo": "取り込みを戻した",
    "print": "印刷した",
    "review": "見直した",
    "close": "終わりにした",
    "reopen": "また始めた",
    "goal_added": "目標を足した",
    "goal_changed": "目標を直した",
    "callback_done": "折り返した",
    "callback_moved": "折り返しの日を変えた",
    "account_added": "アカウントを足した",
    "account_reset": "パスワードのリンクを作り直した",
    "account_disabled": "アカウントを止めた",
    "account_enabled": "アカウントをまた使えるようにした",
    "account_role_changed": "役割を変えた",
    "account_tied": "外のサインインと結んだ",
    "password_set": "リンクからパスワードを決めた",
    "password_changed": "パスワードを変えた",
    "second_step_on": "二つめの確認を始めた",
    "second_step_off": "二つめの確認をやめた",
    "seed": "公表された数字を入れた",
    "demo": "架空の記録を作った",
}
SUBJECTS = {
    "consultation": "相談の記録",
    "activity": "活動",
    "support_plan": "支援計画",
    "case_file": "ケース",
    "account": "アカウント",
    "audit_log": "操作の記録",
    "import_batch": "取り込み",
    "totals": "集計",
}
DETAILS = {
    "filters": "条件",
    "count": "件数",
    "ids": "記録",
    "from_to": "記録の番号",
    "reason": "理由",
    "format": "形式",
    "notes": "メモも",
    "dimensions": "項目",
    "way": "方法",
    "lock": "止めたもの",
    "place": "場所",
}
WORDS = {
    "way": {
        "password": "パスワード",
        "second_step": "二つめの確認",
        "oidc": "組織のサインイン",
        "own_password": "自分の設定のパスワード",
    },
    "lock": {"name": "この名前", "address": "この場所"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an entry must fit; `record` also finds lists and exports that held the record of that number."""

    person: str = ""
    action: str = ""
    subject: str = ""
    record: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of the log, newest first; `count` None beyond 10,000; `older` is the number to go on below."""

    rows: tuple[AuditEntry, ...]
    count: int | None
    older: int | None


def page(session: Session, asked: Asked, below: int | None = None, size: int = PAGE) -> Entries:
    """The newest entries that fit, or those below a number."""
    where = conditions(asked)
    some = select(AuditEntry.id).where(where).limit(COUNTED + 1).subquery()
    count = session.scalars(select(func.count()).select_from(some)).one()
    place = and_(where, AuditEntry.id < below) if below else where
    found = session.scalars(select(AuditEntry).where(place).order_by(AuditEntry.id.desc()).limit(size + 1)).all()
    session.expunge_all()
    return Entries(
        tuple(found[:size]), None if count > COUNTED else count, found[size - 1].id if len(found) > size else None
    )


def people(session: Session) -> list[str]:
    """Everyone the log names."""
    return list(session.scalars(select(AuditEntry.account_name).distinct().order_by(AuditEntry.account_name)))


def kinds(session: Session) -> tuple[list[str], list[str]]:
    """The actions and the subjects there are."""
    return tuple(  # type: ignore[return-value]
        list(session.scalars(select(column).distinct().order_by(column)))
        for column in (AuditEntry.action, AuditEntry.subject)
    )


def unnamed(session: Session, asked: Asked) -> int:
    """How many exports of the time were too large to name each record: a search by number cannot see into them."""
    where = and_(_when(asked), cast(AuditEntry.detail, String).contains('"from_to":'))
    return session.scalars(select(func.count()).select_from(AuditEntry).where(where)).one()


def conditions(asked: Asked) -> ColumnElement[bool]:
    """The filters as one condition."""
    tests = [_when(asked)]
    if asked.person:
        tests.append(AuditEntry.account_name == asked.person)
    if asked.action:
        tests.append(AuditEntry.action == asked.action)
    if asked.subject:
        tests.append(AuditEntry.subject == asked.subject)
    if asked.record:
        listed = cast(AuditEntry.detail, String).contains(f",{asked.record},", autoescape=True)
        tests.append(or_(AuditEntry.subject_id == asked.record, listed))
    return and_(*tests)


def sheet(session: Session, asked: Asked, above: tuple[str, ...] = ()) -> Sheet:
    """The entries that fit as a table, oldest first."""
    where = conditions(asked)
    count = session.scalars(select(func.count()).select_from(AuditEntry).where(where)).one()
    return Sheet(above, HEAD, _rows(session, where), count)


def cells(entry: AuditEntry) -> tuple[int, str, str, str, str, str, str]:
    """An entry in words, in the order of HEAD; the time is Tokyo's."""
    return (
        entry.id,
        entry.at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M:%S"),
        entry.account_name,
        ACTIONS.get(entry.action, entry.action),
        SUBJECTS.get(entry.subject, entry.subject),
        entry.subject_id,
        said(entry.detail),
    )


def said(detail: dict[str, Any]) -> str:
    """The details in one line."""
    return "・".join(
        f"{DETAILS.get(name, name)} {WORDS.get(name, {}).get(str(value)) or _word(value)}"
        for name, value in detail.items()
        if value != ""
    )


def describe(asked: Asked) -> str:
    """The filters in one line."""
    words = {
        "person": "だれが",
        "action": "したこと",
        "subject": "何に",
        "record": "番号・名前",
        "since": "から",
        "until": "まで",
    }
    shown = {"action": ACTIONS, "subject": SUBJECTS}
    found = [(one.name, getattr(asked, one.name)) for one in fields(asked)]
    said_ones = [f"{words[name]} {shown.get(name, {}).get(value, value)}" for name, value in found if value]
    return "・".join(said_ones) or "すべて"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, str):
        return value.strip(",").replace(",", " ") if value.startswith(",") else value
    return str(value)


def _when(asked: Asked) -> ColumnElement[bool]:
    """The days are those of Tokyo."""
    tests: list[ColumnElement[bool]] = [AuditEntry.id > 0]
    if asked.since:
        tests.append(AuditEntry.at >= _start(asked.since))
    if asked.until:
        tests.append(AuditEntry.at < _start(asked.until + timedelta(days=1)))
    return and_(*tests)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)


def _rows(session: Session, where: ColumnElement[bool]) -> Iterator[Row]:
    asked = select(AuditEntry).where(where).order_by(AuditEntry.id).execution_options(yield_per=AT_ONCE)
    for some in session.scalars(asked).partitions():
        for entry in some:
            yield cells(entry)
            session.expunge(entry)
