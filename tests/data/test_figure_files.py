"""A file of a chart leaves once, to her it was made for, and that is written down."""

import pytest
from sqlalchemy import select

from data.commands import exports
from data.models import AuditEntry
from tests.data import made


def test_a_file_of_a_chart_leaves_once_and_to_nobody_else(database, now):
    hers, other = made.person(database, now), made.person(database, now, "other")
    with database.write() as session:
        token = exports.keep(session, hers, now, "図.csv", "text/csv", b"abc")
    with pytest.raises(exports.NotGiven, match="forbidden"):
        exports.hand_out(database, other, token, now, {})
    handed = exports.hand_out(database, hers, token, now, {})
    assert (handed.name, b"".join(handed.body)) == ("図.csv", b"abc")
    with pytest.raises(exports.NotGiven, match="gone"):
        exports.hand_out(database, hers, token, now, {})
    with database.read() as session:
        written = session.scalars(select(AuditEntry).where(AuditEntry.subject == "figure")).all()
    assert [one.detail for one in written] == [{"title": "図.csv"}]
