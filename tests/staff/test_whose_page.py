"""One browser, two people: an open page stays with whom it was begun by, and a sign-in leaves no other session behind."""

import http.client
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.proto.WidgetStates_pb2 import WidgetState

import settings
from data import sessions
from data.models import Account, Consultation, Draft
from tests.web.stream_client import Visitor
from ui.staff.words import say

NOTE = "だれにも見せないメモ"


def cookie(token):
    """The header of a browser that is signed in."""
    return {"cookie": f"{settings.SESSION_COOKIE}={token}"}


def sent(office, ticket, token):
    """(status, where to, cookie) of a ticket that a browser with that cookie hands over."""
    line = http.client.HTTPConnection(office.url.removeprefix("http://"), timeout=10)
    form = {"content-type": "application/x-www-form-urlencoded", "origin": office.url}
    line.request("POST", "/session", f"ticket={ticket}", {**form, **cookie(token)})
    got = line.getresponse()
    line.close()
    return got.status, got.headers["location"], (got.headers["set-cookie"] or "").partition("=")[2].partition(";")[0]


def test_a_page_that_finds_its_line_again_with_a_colleagues_cookie_shows_and_does_nothing(office):
    hers = Visitor(office.url, headers=cookie(office.token("counsellor")))
    with hers as line:
        note: Any = next(element for kind, element in line.run("record").elements if kind == "text_area")
        line.widgets[note.id] = WidgetState(id=note.id, string_value=NOTE)
        line.run("record")
        line.widgets = {}
        buttons: list[Any] = [element for kind, element in line.run("record").elements if kind == "button"]
        keep = next(one.id for one in buttons if one.label == say("record.save"))
    for role in ("lead", "officer"):
        other = Visitor(office.url, headers=cookie(office.token(role)), session=hers.session)
        other.page_hash = hers.page_hash
        with other as line:
            shown = line.run("record", press=keep)
            assert line.session == hers.session
        assert say("pages.others") in shown.text
        assert NOTE.encode() not in b"".join(one.SerializeToString() for one in shown.messages)
        assert not [kind for kind, _ in shown.elements if kind in ("text_area", "button")]
    with office.database.read() as session:
        assert session.scalars(select(Consultation)).all() == []
        owners = select(Account.name).join(Draft, Draft.account_id == Account.id).distinct()
        assert session.scalars(owners).all() == ["counsellor"]
    # She herself, signed in anew, goes on where she was.
    again = Visitor(office.url, headers=cookie(office.token("counsellor")), session=hers.session)
    again.page_hash = hers.page_hash
    with again as line:
        line.run("record", press=keep)
    with office.database.read() as session:
        assert [one.note for one in session.scalars(select(Consultation))] == [NOTE]


@pytest.mark.parametrize(("page", "field"), [("record", "メモ"), ("search", "メモの言葉"), ("cases", "ケースの番号")])
def test_what_the_fields_of_a_page_held_fits_no_field_of_a_colleague_on_a_fresh_server(office, page, field):
    def field_of(run):
        shown: list[Any] = [element for kind, element in run.elements if kind in ("text_area", "text_input")]
        return next(element.id for element in shown if element.label == field)

    with Visitor(office.url, headers=cookie(office.token("counsellor"))) as line:
        hers = field_of(line.run(page))
    with Visitor(office.url, headers=cookie(office.token("lead"))) as line:
        line.widgets[hers] = WidgetState(id=hers, string_value=NOTE)
        shown = line.run(page)
        assert field_of(shown) != hers
        assert NOTE.encode() not in b"".join(one.SerializeToString() for one in shown.messages)
    with office.database.read() as session:
        lead = select(Draft.content).join(Account, Draft.account_id == Account.id).where(Account.name == "lead")
        assert session.scalars(lead).all() == []


def test_a_sign_in_over_an_open_session_ends_that_one_and_its_ticket_is_good_once(office):
    before, now = office.token("lead"), datetime.now(UTC)
    with office.database.write() as session:
        lead = session.scalars(select(Account).where(Account.name == "lead")).one()
        ticket = sessions.ticket(session, lead.id, now)
    status, leads, new = sent(office, ticket, before)
    assert (status, leads) == (303, "/monday")
    with office.database.read() as session:
        assert sessions.person(session, before, now) is None
    assert sent(office, ticket, new)[0] == 403
    with office.database.read() as session:
        assert sessions.person(session, new, now) is not None
