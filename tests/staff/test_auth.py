"""Around the authenticator: one check a try for known and unknown names, the brake before it, and nothing raises out."""

from datetime import UTC, datetime

import bcrypt
import pytest
from sqlalchemy import delete, event, select

import settings
from data import migrating, passwords, sessions
from data.database import Database, StoreError
from data.models import Account, AuditEntry, SignInAttempt
from ui import auth

GOOD = "雨の日は 傘を さして歩く " * 6


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A database with one account whose password is longer than bcrypt takes."""
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('auth') / 'records.db'}")
    migrating.upgrade(made)
    with made.write() as session:
        session.add(
            Account(name="yamada", display_name="山田", role="lead", created_at=datetime.now(UTC),
                    password_hash=passwords.hashed(GOOD))
        )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def checked(database, monkeypatch):
    """Every check that bcrypt makes; the tries so far are forgotten."""
    monkeypatch.setenv("KURASHI_SECRET", "for this test")
    with database.write() as session:
        session.execute(delete(SignInAttempt))
    seen, real = [], bcrypt.checkpw

    def counted(password, kept):
        seen.append(kept)
        return real(password, kept)

    monkeypatch.setattr(bcrypt, "checkpw", counted)
    return seen


def tried(database, name, password):
    """What comes of a press, without the form."""
    controller = auth._Controller(database)
    assert controller.login(name, password) is False
    return controller.outcome


def test_a_known_and_an_unknown_name_cost_exactly_one_check_of_the_same_cost(database, checked):
    assert tried(database, "yamada", "chigau pasuwado").kind == "wrong"
    assert tried(database, "nobody", "chigau pasuwado").kind == "wrong"
    assert len(checked) == 2
    assert {one.split(b"$")[2] for one in checked} == {b"12"}


def test_a_known_and_an_unknown_name_make_the_same_number_of_writes(database, checked):
    counts = []
    for name in ("yamada", "nobody"):
        seen: list[object] = []

        def counted(connection, seen=seen):
            seen.append(connection)

        event.listen(database.engine, "commit", counted)
        tried(database, name, "chigau pasuwado")
        event.remove(database.engine, "commit", counted)
        counts.append(len(seen))
    assert counts == [2, 2]
    with database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "sign_in_failed"))
        assert {one.account_name for one in noted} == {"yamada"}


def test_the_right_password_gives_a_ticket_and_leaves_nobody_signed_in_at_the_authenticator(database, checked):
    outcome = tried(database, " ＹＡＭＡＤＡ ", GOOD)
    assert outcome.kind == "ticket"
    assert tried(database, "yamada", GOOD[:-2] + "!").kind == "wrong"
    with database.write() as session:
        assert sessions.redeem(session, outcome.ticket, datetime.now(UTC))


def test_a_locked_name_is_not_checked_at_all(database, checked):
    for _ in range(5):
        tried(database, "yamada", "chigau pasuwado")
    assert tried(database, "yamada", GOOD).kind == "locked"
    assert len(checked) == 5


def test_the_right_password_alone_neither_opens_nor_loosens_the_brake_on_codes(database, checked):
    with database.write() as session:
        session.scalars(select(Account)).one().totp_secret = "A" * 32
    for _ in range(4):
        attempt = auth.take_try(database, "yamada")
        assert isinstance(attempt, int)
        auth.note_failed(database, attempt, "yamada", "second_step")
        # Another right password between two codes does not begin the count anew, and is not a failure itself.
        assert tried(database, "yamada", GOOD).kind == "code"
    assert isinstance(auth.take_try(database, "yamada"), int)
    assert tried(database, "yamada", GOOD).kind == "locked"
    with database.write() as session:
        session.scalars(select(Account)).one().totp_secret = None


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "\ud800", "x" * 100_000, "' OR 1=1 --"])
@pytest.mark.parametrize("password", ["", "\x00", "\ud800\udfff", "長" * 100_000])
def test_nothing_that_is_typed_raises(database, checked, name, password):
    assert tried(database, name, password).kind in ("empty", "wrong", "locked")


def test_a_fault_of_the_authenticator_is_a_sentence_and_one_of_the_database_is_told_apart(database, monkeypatch):
    def broken(*_, **__):
        raise KeyError("anything")

    monkeypatch.setattr(auth._Form, "login", broken)
    assert auth.form(database) == auth.Outcome("failed")

    def gone(*_, **__):
        raise StoreError("gone")

    monkeypatch.setattr(auth._Form, "login", gone)
    with pytest.raises(StoreError):
        auth.form(database)


def test_the_key_is_made_once_and_is_only_ours(tmp_path):
    chosen = settings.load({"KURASHI_VAR_DIR": str(tmp_path / "var")})
    made = settings.secret(chosen, {})
    assert settings.secret(chosen, {}) == made
    assert len(made) == 64
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret.key"]
    assert settings.secret(chosen, {"KURASHI_SECRET": "given"}) == b"given"
