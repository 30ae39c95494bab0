"""What stands in the record form while time goes on."""

from datetime import UTC, datetime
from typing import Any

from data.sessions import Person
from ui.staff import record_content
from ui.staff.entry import Entry
from ui.staff.state import Form

WHO = Person(2, "sasaki", "佐々木", "counsellor", must_change=False, token_hash="", stale=False)


def entry(hour: int) -> Entry:
    """Somebody at the page at that hour of the day in UTC; a new form asks no database."""
    nothing: Any = None
    return Entry(WHO, datetime(2026, 11, 27, hour, 59, tzinfo=UTC), nothing)


def test_the_hour_goes_on_in_the_same_widgets():
    empty = record_content.defaults(entry(1))
    form = Form("record", "", 7, dict(empty), dict(empty))
    record_content.refresh(form, entry(2))
    assert (form.values["hour"], form.base["hour"]) == (11, 11)
    assert not form.dirty
    assert form.round == 7, "a choice that is on its way would be of widgets that are no longer there"
