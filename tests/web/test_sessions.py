"""Answers wait ten minutes for a broken line and are then wiped, whether or not somebody else comes."""

import gc
import time
import weakref
from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.state import SessionState

from tests.web.stream_client import Visitor
from web import sessions


class Said:
    """The visit in the session's state."""

    def __init__(self, *answers):
        self.answers = list(answers)

    @property
    def said(self):
        """Whether she said anything."""
        return bool(self.answers)

    def forget(self):
        """As ui.state.Visit does."""
        self.answers.clear()


class Visit:
    """A session as far as the wiping is concerned, in a circle with itself as the real ones are."""

    def __init__(self, key):
        self.id = key
        self.is_shut = False
        self.session_state = SessionState()
        self.session_state["visit"] = Said("what she said")
        self._client_state = ClientState(query_string="what she sent")
        self.itself = self

    def shutdown(self):
        """As AppSession's."""
        self.is_shut = True


@pytest.fixture
def clock():
    """A time that the test moves."""
    return SimpleNamespace(now=0.0)


@pytest.fixture
def store(clock):
    """Streamlit's own store, its clock ours."""
    storage = MemorySessionStorage(ttl_seconds=600)
    storage._cache = TTLCache(maxsize=128, ttl=600, timer=lambda: clock.now)
    app = SimpleNamespace(_runtime=SimpleNamespace(_session_mgr=SimpleNamespace(_session_storage=storage)))
    return sessions.store_of(app)


def keep(store, key):
    """A visit whose line has just broken."""
    visit = Visit(key)
    store[key] = SessionInfo(client=None, session=cast("AppSession", visit))
    return visit


def test_a_visit_is_wiped_when_its_time_is_over_and_not_before(store, clock):
    first = keep(store, "first")
    held = first.session_state["visit"]
    clock.now = 500
    second = keep(store, "second")
    clock.now = 599
    assert sessions.purge(store) == 0
    clock.now = 601
    assert sessions.purge(store) == 1
    assert first.is_shut
    assert not first.session_state.filtered_state
    assert not held.answers
    assert not first._client_state.query_string
    assert second.session_state["visit"].answers == ["what she said"]


def test_nothing_of_a_wiped_visit_stays_in_memory(store, clock):
    trace = weakref.ref(keep(store, "her"))
    gc.disable()
    try:
        clock.now = 601
        sessions.purge(store)
        assert trace() is None
    finally:
        gc.enable()


def test_many_broken_lines_at_once_push_nobody_out(store):
    for number in range(500):
        keep(store, str(number))
    assert "0" in store


def test_a_line_that_never_asked_for_a_page_is_not_kept(store):
    keep(store, "bare").session_state.clear()
    keep(store, "her")
    assert sessions.purge(store) == 1
    assert list(store) == ["her"]


def test_when_room_grows_short_visits_that_said_nothing_go_first(store):
    store._maxsize = 6
    keep(store, "her")
    for number in range(2):
        keep(store, str(number)).session_state["visit"] = Said()
    assert sessions.purge(store) == 0
    keep(store, "3").session_state["visit"] = Said()
    keep(store, "her too")
    assert sessions.purge(store) == 3
    assert list(store) == ["her", "her too"]


def test_an_upgrade_that_moves_the_store_stops_the_server_from_starting():
    with pytest.raises(AttributeError):
        sessions.store_of(SimpleNamespace(_runtime=SimpleNamespace()))
    storage = SimpleNamespace(_cache=[])
    with pytest.raises(AttributeError, match="mapping"):
        sessions.store_of(
            SimpleNamespace(_runtime=SimpleNamespace(_session_mgr=SimpleNamespace(_session_storage=storage)))
        )


def test_a_broken_line_finds_its_session_again_until_it_is_wiped(serve):
    with serve("--server.disconnectedSessionTTL=2", KURASHI_PURGE_SECONDS="0.2") as server:
        with Visitor(server.url) as her:
            her.run()
        with Visitor(server.url, session=her.session) as again:
            again.run()
        assert again.session == her.session
        time.sleep(2.5)
        with Visitor(server.url, session=her.session) as late:
            late.run()
        assert late.session != her.session
