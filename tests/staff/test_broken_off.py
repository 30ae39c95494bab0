"""A run that another one breaks off in the middle: the next one tells the browser again what stands in the form."""

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

import settings
from data.commands import consultations
from data.models import Account
from data.sessions import Person
from tests.web.stream_client import Run, Visitor
from ui.staff import state

ISSUES = ["food", "housing"]
# What the record holds that no field shows by itself.
FILLED = {"hour", "channel", "contact_result", "issues", "primary", "note"}


@pytest.fixture(scope="module")
def number(office) -> int:
    """A record with two issues and a note."""
    content = {
        "received_on": date(2026, 11, 20), "hour": 10, "channel": "phone", "contact_result": "consulted",
        "issues": ISSUES, "primary": "food", "note": "玄関の音がこわい",
    }  # fmt: skip
    with office.database.write() as session:
        account = session.query(Account).filter_by(name="counsellor").one()
        who = Person(account.id, "counsellor", account.display_name, "counsellor", False, "", stale=False)
        return consultations.create(session, who, datetime.now(UTC), content).id


def fields(run: Run) -> dict[str, Any]:
    """{key of a field: what the browser is told of it}, the last word on each."""
    told: dict[str, Any] = {}
    for _, element in run.elements:
        name = getattr(element, "id", "").partition("-record-")[2].rpartition("-")[0]
        if name:
            told[name] = element
    return told


def asked(her: Visitor, query: str) -> bytes:
    """A run with nothing of a form: what a browser sends that was told of none."""
    ask = BackMsg()
    ask.rerun_script.page_script_hash, ask.rerun_script.query_string = her.page_hash, query
    ask.rerun_script.context_info.timezone = "Asia/Tokyo"
    return ask.SerializeToString()


def test_after_a_run_was_broken_off_what_stands_in_the_record_is_told_again(office, number):
    cookie = {"Cookie": f"{settings.SESSION_COOKIE}={office.token('counsellor')}"}
    broken = 0
    for pause in range(0, 150, 3):
        with Visitor(office.url, headers=cookie) as her:
            her.run("record")
            # The press that opens the record, and another before its page was drawn to the end.
            press = asked(her, f"id={number}")
            her.line.send(press)
            time.sleep(pause * 0.001)
            her.line.send(press)
            run = her._received()
            starts = [place for place, one in enumerate(run.messages) if one.WhichOneof("type") == "new_session"]
            if len(starts) == 1:
                # One run for both, or the second is still to come.
                continue
            broken += 1
            before, last = fields(Run(run.messages[: starts[-1]])), fields(Run(run.messages[starts[-1] :]))
            for name in FILLED - before.keys():
                assert last[name].set_value, f"after {pause} ms the browser knows nothing of {name}"
    assert broken >= 10, "nothing was broken off"


def test_a_browser_that_has_the_form_is_not_told_again(office, number):
    cookie = {"Cookie": f"{settings.SESSION_COOKIE}={office.token('counsellor')}"}
    with Visitor(office.url, headers=cookie) as her:
        first = fields(her.run("record", query=f"id={number}"))
        assert first["issues"].set_value
        time.sleep(2 * state.SENT)
        again = fields(her.run("record", query=f"id={number}"))
        assert not again["issues"].set_value, "it would take back what she has begun to type"
