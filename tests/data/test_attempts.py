"""The brake before the sign-in holds for known and unknown names, side by side, over a restart, and ends by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from data import attempts, audit
from data.attempts import LOCK, PER_ADDRESS, PER_NAME, Locked
from data.commands import accounts, sign_in
from data.database import Database
from data.models import AuditEntry

MINUTE = timedelta(minutes=1)


def tried(database, now, name="yamada", address="192.0.2.1"):
    """One try."""
    with database.write() as session:
        return attempts.take(session, attempts.key_of(b"secret", name), address, now)


def test_after_five_failures_a_name_is_locked_from_everywhere_and_others_are_not(database, now):
    for n in range(PER_NAME):
        assert isinstance(tried(database, now + n * MINUTE, address=f"192.0.2.{n}"), int)
    last = now + (PER_NAME - 1) * MINUTE
    assert tried(database, last + MINUTE, address="198.51.100.7") == Locked(last + LOCK)
    assert isinstance(tried(database, last + MINUTE, name="sato"), int)


def test_the_lock_ends_by_itself_and_is_not_made_longer_by_knocking(database, now):
    for _ in range(PER_NAME):
        tried(database, now)
    assert [tried(database, now + n * MINUTE) for n in range(1, 15)] == [Locked(now + LOCK)] * 14
    assert isinstance(tried(database, now + LOCK), int)
    # One more failure and the door is shut again.
    assert isinstance(tried(database, now + LOCK + MINUTE), Locked)


def test_a_right_password_ends_the_count(database, now):
    for _ in range(PER_NAME - 1):
        tried(database, now)
    with database.write() as session:
        number = attempts.take(session, attempts.key_of(b"secret", "yamada"), "192.0.2.1", now)
        assert isinstance(number, int)
        attempts.succeeded(session, number)
    assert isinstance(tried(database, now), int)


def test_one_address_cannot_go_through_many_names_even_with_a_right_one_among_them(database, now):
    for n in range(PER_ADDRESS):
        assert isinstance(tried(database, now, name=f"name{n}"), int)
        if n == PER_ADDRESS // 2:
            with database.write() as session:
                number = attempts.take(session, attempts.key_of(b"secret", "mine"), "192.0.2.1", now)
                assert isinstance(number, int)
                attempts.succeeded(session, number)
    assert isinstance(tried(database, now, name="another"), Locked)
    assert isinstance(tried(database, now, name="another", address="192.0.2.2"), int)


def test_of_thirty_tries_side_by_side_five_are_checked(database, now):
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda _: tried(database, now), range(30)))
    assert sum(isinstance(one, int) for one in got) == PER_NAME


def test_the_lock_survives_a_restart(url, database, now):
    for _ in range(PER_NAME):
        tried(database, now)
    database.close()
    anew = Database(url)
    assert isinstance(tried(anew, now + MINUTE), Locked)
    anew.close()


def test_what_somebody_typed_as_a_name_is_not_kept(database, now):
    assert attempts.key_of(b"secret", "my password") != attempts.key_of(b"other", "my password")
    assert "my password" not in attempts.key_of(b"secret", "my password")


@pytest.mark.parametrize(("address", "counts_as"), [
    ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("garbage", "?"), ("", "?"),
])  # fmt: skip
def test_one_house_is_one_address(address, counts_as):
    assert attempts.place(address) == counts_as


@pytest.fixture
def known(database, now):
    """The number of an account named yamada; the log is read without its own line."""
    with database.write() as session:
        return accounts.add(session, None, now, "yamada", "山田", "counsellor")


def failed(database, now, name, address="192.0.2.1", way="password"):
    """One try that fails, as the sign-in notes it."""
    attempt = tried(database, now, name, address)
    assert isinstance(attempt, int)
    with database.write() as session:
        sign_in.failed(session, attempt, name, now, way)


def noted(database):
    """What the log says of tries: (action, name, number, detail), in order."""
    with database.read() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action.like("sign_in%")).order_by(AuditEntry.id))
        return [(one.action, one.account_name, one.subject_id, one.detail) for one in found]


def test_failed_tries_of_an_account_and_the_lock_they_end_in_stand_in_the_audit_log(database, known, now):
    for n in range(PER_NAME):
        failed(database, now + n * MINUTE, "yamada", way="second_step" if n == 1 else "password")
    seen = noted(database)
    assert [one[0] for one in seen] == ["sign_in_failed"] * PER_NAME + ["sign_in_locked"]
    assert {one[1:3] for one in seen} == {("yamada", str(known))}
    assert [one[3].get("way") for one in seen[:2]] == ["password", "second_step"]
    assert seen[-1][3] == {"lock": "name", "place": "192.0.2.1"}
    # The lock ends; one more failure shuts the door again, and that is told again.
    failed(database, now + (PER_NAME - 1) * MINUTE + LOCK, "yamada")
    assert [one[0] for one in noted(database)[-2:]] == ["sign_in_failed", "sign_in_locked"]


def test_a_disabled_account_that_somebody_tries_is_noted_too(database, known, now):
    with database.write() as session:
        accounts.disable(session, None, now, known)
    failed(database, now, "yamada")
    assert [one[:2] for one in noted(database)] == [("sign_in_failed", "yamada")]


def test_of_a_name_that_is_no_account_only_the_lock_is_noted_and_never_what_was_typed(database, known, now):
    for _ in range(PER_NAME):
        failed(database, now, "my secret password\x00")
    assert noted(database) == [("sign_in_locked", audit.NOBODY, "", {"lock": "name", "place": "192.0.2.1"})]


def test_the_lock_of_an_address_is_told_once_with_the_address(database, known, now):
    for n in range(PER_ADDRESS):
        failed(database, now, f"name{n}", "2001:db8:1:2::7")
    assert noted(database) == [("sign_in_locked", audit.NOBODY, "", {"lock": "address", "place": "2001:db8:1:2::/64"})]


def test_of_tries_side_by_side_one_tells_the_lock(database, known, now):
    made = [tried(database, now, "yamada") for _ in range(PER_NAME)]
    for attempt in made:
        with database.write() as session:
            sign_in.failed(session, attempt, "yamada", now)
    assert [one[0] for one in noted(database)].count("sign_in_locked") == 1
