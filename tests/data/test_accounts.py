"""Accounts: what ends which sessions at once, who stays administrator, and links that work once."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from data import audit, passwords, sessions, tokens
from data.commands import accounts, links, sign_in
from data.commands.checking import RefusedError
from data.database import SavedMeanwhileError
from data.first_account import link as first_link
from data.models import Account, AuditEntry

HASH = "$2b$12$" + "a" * 53


@pytest.fixture
def made(database, now):
    """{name: id} of an administrator and a counsellor, each with a password."""
    found = {}
    with database.write() as session:
        for name, role in (("chief", "admin"), ("yamada", "counsellor")):
            found[name] = accounts.add(session, None, now, name, f"{name}さん", role)
            session.get_one(Account, found[name]).password_hash = HASH
            session.get_one(Account, found[name]).must_change = False
    return found


def entered(database, account_id, now):
    """The token of a new session."""
    with database.write() as session:
        return sessions.begin(session, account_id, now)


def who(database, token, now):
    """Who is signed in with the token."""
    with database.read() as session:
        return sessions.person(session, token, now)


def test_a_session_ends_by_rest_and_by_age(database, made, now):
    token = entered(database, made["yamada"], now)
    assert who(database, token, now + sessions.IDLE) is not None
    assert who(database, token, now + sessions.IDLE + timedelta(seconds=1)) is None
    later = now
    while later < now + sessions.ABSOLUTE:
        later += timedelta(minutes=20)
        with database.write() as session:
            sessions.touch(session, tokens.hashed(token), later)
    assert who(database, token, later + timedelta(seconds=1)) is None


def test_a_ticket_is_good_once_and_for_a_minute(database, made, now):
    with database.write() as session:
        ticket, late = (sessions.ticket(session, made["yamada"], now) for _ in range(2))
    with database.write() as session:
        token = sessions.redeem(session, ticket, now + timedelta(seconds=50))
        assert token is not None
        assert sessions.redeem(session, ticket, now + timedelta(seconds=51)) is None
        assert sessions.redeem(session, late, now + timedelta(seconds=61)) is None
        assert sessions.redeem(session, "invented", now) is None
    person = who(database, token, now + timedelta(seconds=52))
    assert person is not None
    assert person.name == "yamada"


def test_a_ticket_on_its_way_is_no_good_after_what_ends_every_session(database, made, now):
    with database.write() as session:
        ticket = sessions.ticket(session, made["yamada"], now)
        other = sessions.ticket(session, made["chief"], now)
        accounts.give_password(session, None, now, made["yamada"], HASH)
    with database.write() as session:
        assert sessions.redeem(session, ticket, now) is None
        assert sessions.redeem(session, other, now) is not None


def test_a_password_that_changed_while_the_code_was_awaited_lets_nobody_in(database, made, now):
    later = now + timedelta(minutes=1)
    with database.write() as session:
        accounts.give_password(session, None, later, made["yamada"], HASH)
        assert sign_in.admit(session, made["yamada"], None, later, since=now) is None
        assert sign_in.admit(session, made["yamada"], None, later, since=later) is not None


def test_a_sign_out_is_noted_once_and_only_of_a_session_that_lives(database, made, now):
    token = entered(database, made["yamada"], now)
    with database.write() as session:
        for one in (token, token, "invented"):
            sign_in.out(session, one, now)
        found = session.scalars(select(AuditEntry).where(AuditEntry.action == "sign_out")).all()
        assert [(one.account_name, one.subject_id) for one in found] == [("yamada", str(made["yamada"]))]
    assert who(database, token, now) is None


@pytest.mark.parametrize("deed", [
    lambda s, chief, now, it: accounts.disable(s, chief, now, it),
    lambda s, chief, now, it: accounts.change_role(s, chief, now, it, "lead"),
    lambda s, chief, now, it: accounts.link(s, chief, now, it),
    lambda s, chief, now, it: accounts.give_password(s, chief, now, it, HASH),
    lambda s, chief, now, it: accounts.tie(s, chief, now, it, "https://id.example", "7"),
], ids=["disable", "role", "link", "password", "tie"])  # fmt: skip
def test_what_an_administrator_changes_ends_every_session_at_once_and_is_noted(database, made, now, deed):
    tokens = [entered(database, made["yamada"], now) for _ in range(2)]
    chief = who(database, entered(database, made["chief"], now), now)
    with database.write() as session:
        deed(session, chief, now, made["yamada"])
    assert [who(database, token, now) for token in tokens] == [None, None]
    with database.read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last is not None
        assert (last.account_name, last.subject, last.subject_id) == ("chief", "account", str(made["yamada"]))
        assert HASH not in str(last.detail)


def test_ones_own_new_password_and_second_step_end_the_other_browsers_only(database, made, now):
    here, there = (entered(database, made["yamada"], now) for _ in range(2))
    me = who(database, here, now)
    with database.write() as session:
        accounts.change_password(session, me, now, HASH, HASH[:-1] + "b")
    assert [who(database, token, now) is not None for token in (here, there)] == [True, False]
    with database.write() as session, pytest.raises(RefusedError):
        accounts.change_password(session, me, now, HASH, HASH[:-1] + "c")


def test_a_code_counts_once_and_only_near_its_time(database, made, now):
    me = who(database, entered(database, made["yamada"], now), now)
    secret = pyotp.random_base32()
    with database.write() as session, pytest.raises(RefusedError):
        accounts.set_device(session, me, now, secret, "12345")
    with database.write() as session:
        accounts.set_device(session, me, now, secret, pyotp.TOTP(secret).at(now))
    later = now + timedelta(minutes=5)
    code = pyotp.TOTP(secret).at(later)
    with database.write() as session:
        assert not sign_in.is_right_code(session, made["yamada"], code, later + timedelta(minutes=2))
        wide = code.translate({ord(n): chr(ord(n) + 0xFEE0) for n in "0123456789"})
        assert sign_in.is_right_code(session, made["yamada"], f"{wide[:3]} {wide[3:]}", later)
        assert not sign_in.is_right_code(session, made["yamada"], code, later)
        before = pyotp.TOTP(secret).at(later - timedelta(seconds=30))
        assert not sign_in.is_right_code(session, made["yamada"], before, later)
    with database.write() as session:
        accounts.link(session, None, now, made["yamada"])
        assert session.get_one(Account, made["yamada"]).totp_secret is None


def test_there_is_always_an_administrator(database, made, now):
    chief = who(database, entered(database, made["chief"], now), now)
    for deed in (
        lambda s: accounts.disable(s, chief, now, made["chief"]),
        lambda s: accounts.disable(s, None, now, made["chief"]),
        lambda s: accounts.change_role(s, chief, now, made["chief"], "officer"),
    ):
        with database.write() as session, pytest.raises(RefusedError, match="管理者"):
            deed(session)
    with database.write() as session:
        accounts.change_role(session, chief, now, made["yamada"], "admin")
        accounts.disable(session, None, now, made["chief"])
        assert session.get_one(Account, made["chief"]).disabled_at == now


@pytest.mark.parametrize(("name", "display", "role", "field"), [
    ("", "山田", "lead", "name"), ("山田", "山田", "lead", "name"), ("a" * 33, "山田", "lead", "name"),
    ("yamada", "山田", "lead", "name"), ("ok", "", "lead", "display_name"), ("ok", "あ" * 31, "lead", "display_name"),
    ("ok", "山田", "boss", "role"), ("ok\x00", "山田", "lead", "name"), ("😀😀", "山田", "lead", "name"),
])  # fmt: skip
def test_a_new_account_is_refused_field_by_field_and_nothing_is_written(
    database, made, now, name, display, role, field
):
    with database.write() as session, pytest.raises(RefusedError) as refused:
        accounts.add(session, None, now, name, display, role)
    assert [one for one, _ in refused.value.faults] == [field]
    with database.read() as session:
        assert len(session.scalars(select(Account)).all()) == 2


def test_a_link_sets_a_password_once_and_a_newer_one_takes_its_place(database, made, now):
    with database.write() as session:
        old = accounts.link(session, None, now, made["yamada"])
        new = accounts.link(session, None, now, made["yamada"])
        assert sign_in.known(session, "yamada").account_id is None
    with database.write() as session:
        assert accounts.names_for(session, old, now) is None
        assert accounts.names_for(session, new, now) == ("yamada", "yamadaさん")
        assert accounts.names_for(session, new, now + links.VALID[links.PASSWORD]) is None
        accounts.set_up(session, now, new, HASH)
    with database.write() as session, pytest.raises(RefusedError):
        accounts.set_up(session, now, new, HASH)
    with database.read() as session:
        assert sign_in.known(session, "yamada").account_id == made["yamada"]


def test_the_first_link_is_there_while_there_is_no_account_and_only_the_newest_works(database, now):
    first = first_link(database, "http://127.0.0.1:8501/", now)
    again = first_link(database, "http://127.0.0.1:8501", now)
    assert first is not None
    assert again is not None
    assert again.startswith("http://127.0.0.1:8501/set-up#")
    token = again.partition("#")[2]
    with database.write() as session:
        assert accounts.names_for(session, first.partition("#")[2], now) is None
        with pytest.raises(RefusedError):
            accounts.set_up(session, now + links.VALID[links.FIRST], token, HASH, "chief", "所長")
        accounts.set_up(session, now, token, HASH, "Chief", "所長")
        chief = session.scalars(select(Account)).one()
        assert (chief.name, chief.role, chief.must_change) == ("chief", "admin", False)
    assert first_link(database, "http://127.0.0.1:8501", now) is None


def test_two_administrators_at_once_do_not_overwrite_each_other(database, made, now):
    with database.read() as session:
        stale = session.get_one(Account, made["yamada"])
        session.expunge(stale)
    with database.write() as session:
        accounts.change_role(session, None, now, made["yamada"], "lead")
    stale.role = "officer"
    with pytest.raises(SavedMeanwhileError), database.write() as session:
        session.add(stale)


def test_an_unknown_a_disabled_and_a_reset_account_are_checked_against_a_hash_nothing_matches(database, made, now):
    with database.write() as session:
        accounts.link(session, None, now, made["yamada"])
        session.get_one(Account, made["chief"]).disabled_at = now
    with database.read() as session:
        found = {sign_in.known(session, name) for name in ("yamada", "chief", "nobody")}
    assert len(found) == 1
    assert found.pop().account_id is None


def test_a_disabled_account_gets_no_ticket_though_its_password_was_right_a_moment_ago(database, made, now):
    with database.write() as session:
        accounts.disable(session, None, now, made["yamada"])
        assert sign_in.admit(session, made["yamada"], None, now) is None
        assert sign_in.admit(session, made["chief"], None, now) is not None
        assert audit.NOBODY not in [row.account_name for row in session.scalars(select(AuditEntry))]


def test_an_identity_leads_to_the_account_it_is_tied_to_and_to_no_other(database, made, now):
    with database.write() as session, pytest.raises(RefusedError):
        accounts.tie(session, None, now, made["yamada"], "https://id.example", "")
    # The number that a service gives may look like a telephone number; it is none.
    number = "00000000-0000-0000-c6b1-0465000000"
    with database.write() as session:
        accounts.tie(session, None, now, made["yamada"], "https://id.example", number)
        assert sign_in.linked(session, "https://id.example", number) == made["yamada"]
        accounts.tie(session, None, now, made["yamada"], "https://id.example", "7")
        assert sign_in.linked(session, "https://id.example", "7") == made["yamada"]
        assert sign_in.linked(session, "https://other.example", "7") is None
        assert sign_in.linked(session, "", "") is None
        accounts.disable(session, None, now, made["yamada"])
        assert sign_in.linked(session, "https://id.example", "7") is None


def test_an_identity_is_tied_to_one_account_only_until_it_is_untied(database, made, now):
    with database.write() as session:
        accounts.tie(session, None, now, made["yamada"], "https://id.example", "7")
        accounts.tie(session, None, now, made["yamada"], "https://id.example", "7")
    with database.write() as session, pytest.raises(RefusedError, match="yamada"):
        accounts.tie(session, None, now, made["chief"], "https://id.example", "7")
    with database.write() as session:
        accounts.tie(session, None, now, made["yamada"], "", "")
        accounts.tie(session, None, now, made["chief"], "https://id.example", "7")
        assert sign_in.linked(session, "https://id.example", "7") == made["chief"]


def test_who_comes_in_by_another_service_without_a_password_has_none_to_change(database, now):
    with database.write() as session:
        sato = accounts.add(session, None, now, "sato", "佐藤", "lead")
        accounts.tie(session, None, now, sato, "https://id.example", "8")
    token = entered(database, sato, now)
    assert who(database, token, now).must_change is False
    with database.write() as session:
        accounts.give_password(session, None, now, sato, HASH)
    assert who(database, entered(database, sato, now), now).must_change is True


def test_the_command_line_gives_a_password_for_one_sign_in(database, now):
    first = accounts.add_by_name(database, now, "Sato", "佐藤", "lead")
    second = accounts.reset_by_name(database, now, "sato")
    with database.read() as session:
        account = session.scalars(select(Account)).one()
        assert account.must_change
        assert passwords.matches(second, account.password_hash or "")
        assert not passwords.matches(first, account.password_hash or "")
    with pytest.raises(RefusedError, match="ありません"):
        accounts.reset_by_name(database, now, "nobody")
