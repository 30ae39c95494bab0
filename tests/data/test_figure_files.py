"""A file of a chart leaves once, to her it was made for and while her role may, and that is written down."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from data.commands import exports
from data.commands.exports import PICTURED, Finished
from data.models import AuditEntry
from tests.data import made
from ui import access

FILE = Finished("図.csv", PICTURED["csv"], b"abc")
ROLES = access.DOWNLOADS


def kept(database, who, now, file=FILE, roles=ROLES) -> str:
    with database.write() as session:
        return exports.keep(session, who, now, file, roles)


def test_a_file_of_a_chart_leaves_once_and_to_nobody_else(database, now):
    hers, other = made.person(database, now), made.person(database, now, "other")
    token = kept(database, hers, now)
    with pytest.raises(exports.NotGiven, match="forbidden"):
        exports.hand_out(database, other, token, now, ROLES)
    handed = exports.hand_out(database, hers, token, now, ROLES)
    assert (handed.name, b"".join(handed.body)) == ("図.csv", b"abc")
    with pytest.raises(exports.NotGiven, match="gone"):
        exports.hand_out(database, hers, token, now, ROLES)
    with database.read() as session:
        written = session.scalars(select(AuditEntry).where(AuditEntry.subject == "figure")).all()
    assert [one.detail for one in written] == [{"title": "図.csv"}]


@pytest.mark.parametrize("role", access.STAFF)
def test_all_of_the_staff_may_take_a_chart_along(database, now, role):
    hers = replace(made.person(database, now), role=role)
    assert exports.hand_out(database, hers, kept(database, hers, now), now, ROLES).name == "図.csv"


def test_a_role_that_is_not_named_keeps_nothing(database, now):
    hers = made.person(database, now)
    for who, roles in (
        (replace(hers, role="visitor"), ROLES),
        (hers, {}),
        (hers, {"figure": ()}),
        (hers, {"totals": (hers.role,)}),
    ):
        with pytest.raises(exports.NotPrepared, match="あなたの役割ではできません"):
            kept(database, who, now, roles=roles)


def test_a_role_that_was_taken_away_meanwhile_gets_no_file(database, now):
    hers = made.person(database, now)
    token = kept(database, hers, now)
    with pytest.raises(exports.NotGiven, match="forbidden"):
        exports.hand_out(database, replace(hers, role="visitor"), token, now, ROLES)
    assert exports.hand_out(database, hers, token, now, ROLES).name == "図.csv"


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "text/csv", ""])
def test_nothing_but_a_picture_or_its_table_is_kept(database, now, kind):
    hers = made.person(database, now)
    with pytest.raises(exports.NotPrepared, match="この形では書き出せません"):
        kept(database, hers, now, replace(FILE, media_type=kind))
