"""The survey behind the QR picture: one page, no sign-in, no cookie, no script; only totals are kept, and not too many."""

import http.client
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from data import migrating, tokens
from data.commands import trainings
from data.commands.trainings import Outline
from data.database import Database
from data.models import Account, AuditEntry, Desk, SurveyResult, TrainingSession
from data.sessions import Person
from door.survey import BURST, MOST_PLACES, STEPS, Brake
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.web.conftest import Answer
from ui.staff.words import say

CAME = 100


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A database with a desk and an account."""
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('survey') / 'records.db'}")
    migrating.upgrade(made)
    with made.write() as session:
        session.add(Desk(id=1, name="試験の相談室", opened_month=202108))
        session.add(Account(id=1, name="lead", display_name="統括", role="lead", created_at=datetime.now(UTC)))
    yield made
    made.close()


@pytest.fixture(scope="module")
def hall(serve, desk):
    """A server on that database."""
    with serve(DATABASE_URL=str(desk.engine.url)) as server:
        yield server


@pytest.fixture
def opened(desk):
    """`opened(begin, end)`: the word of a survey that is open between so many hours from now."""
    who = Person(1, "lead", "統括", "lead", False, "", False)

    def make(begin: float = -1, end: float = 1, came: int = CAME, theme: str = "居場所 <b>1</b>") -> str:
        now = datetime.now(UTC)
        with desk.write() as session:
            number = len(session.scalars(select(TrainingSession.id)).all()) + 1
            one = trainings.add(session, who, now, 1, 2023, Outline(number, date(2023, 9, 15), theme, attendance=came))
            one.survey_token = tokens.new()
            one.survey_opens_at, one.survey_closes_at = (now + timedelta(hours=hours) for hours in (begin, end))
            session.add_all(
                SurveyResult(
                    training_session_id=one.id, step=step, origin="form", share_tenths=None, answers=0, source_id=None
                )
                for step in STEPS
            )
            return one.survey_token

    return make


def send(server, token: str, body: dict[str, str], **headers: str) -> Answer:
    """What a browser sends when the button is pressed."""
    line = http.client.HTTPConnection(server.host, timeout=20)
    usual = {"content-type": "application/x-www-form-urlencoded", "origin": server.url}
    try:
        line.request("POST", f"/survey/{token}", urlencode(body), usual | headers)
        got = line.getresponse()
        return Answer(got.status, got.headers, got.read())
    finally:
        line.close()


def totals(database: Database, token: str) -> dict[str, int | None]:
    with database.read() as session:
        rows = session.execute(
            select(SurveyResult.step, SurveyResult.answers)
            .join(TrainingSession, TrainingSession.id == SurveyResult.training_session_id)
            .where(TrainingSession.survey_token == token)
        )
        return {step: count for step, count in rows if count}


def test_a_press_adds_one_to_one_total_and_leads_to_thanks(hall, desk, opened, ask):
    token = opened()
    answer = send(hall, token, {"step": "good"})
    assert (answer.status, answer.headers["location"]) == (303, f"/survey/{token}/thanks")
    assert answer.headers["set-cookie"] is None
    assert totals(desk, token) == {"good": 1}
    thanks = ask(hall, f"/survey/{token}/thanks")
    assert say("survey.thanks") in thanks.text
    assert thanks.headers["set-cookie"] is None


def test_the_page_has_five_answers_and_no_place_for_words(hall, opened, ask):
    page = ask(hall, f"/survey/{opened()}")
    assert page.status == 200
    assert page.text.count("<input") == page.text.count('type="radio"') == len(STEPS)
    assert "<script" not in page.text
    assert "<textarea" not in page.text
    assert "居場所 &lt;b&gt;1&lt;/b&gt;" in page.text
    assert "script-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["set-cookie"] is None
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("begin", "end", "state", "status"), [(1, 2, "early", 403), (-2, -1, "over", 410), (None, None, "unknown", 404)]
)
def test_a_survey_that_is_not_open_is_a_calm_sentence_and_takes_nothing(
    hall, desk, opened, ask, begin, end, state, status
):
    token = opened(begin, end) if begin is not None else "x" * 43
    for answer in (ask(hall, f"/survey/{token}"), send(hall, token, {"step": "good"})):
        assert answer.status == status
        assert say(f"survey.{state}") in answer.text
        assert "<form" not in answer.text
    assert totals(desk, token) == {}


@pytest.mark.parametrize("word", ["a", "x" * 44, "..%2F..", "%E5%B1%85"])
def test_a_word_that_cannot_be_one_is_not_found(hall, ask, word):
    assert ask(hall, f"/survey/{word}").status == 404


@pytest.mark.parametrize("body", [{}, {"step": ""}, {"step": "excellent"}, {"words": "x"}])
def test_without_one_of_the_five_the_form_comes_back_with_a_sentence(hall, desk, opened, body):
    token = opened()
    answer = send(hall, token, body)
    assert answer.status == 422
    assert say("survey.choose") in answer.text
    assert "<form" in answer.text
    assert totals(desk, token) == {}


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_another_site_cannot_answer_in_somebodys_name(hall, desk, opened, origin):
    token = opened()
    assert send(hall, token, {"step": "bad"}, origin=origin).status == 403
    assert totals(desk, token) == {}


def test_a_large_body_is_refused_before_it_is_read(hall, desk, opened):
    token = opened()
    assert send(hall, token, {"step": "good", "words": "あ" * 5000}).status == 413
    assert totals(desk, token) == {}


def test_there_are_no_more_answers_than_people_came(hall, desk, opened):
    token = opened(came=3)
    assert [send(hall, token, {"step": "good"}).status for _ in range(5)] == [303, 303, 303, 403, 403]
    assert totals(desk, token) == {"good": 3}


def test_a_place_that_sends_too_many_is_asked_to_wait_and_keeps_its_choice(serve, desk, opened):
    token = opened()
    with serve(DATABASE_URL=str(desk.engine.url)) as fresh:
        answers = [send(fresh, token, {"step": "rather_bad"}) for _ in range(BURST + 15)]
        held = [one for one in answers if one.status == 429]
        log = fresh.log.read_text("utf-8")
    assert held
    assert 'value="rather_bad" checked' in held[0].text
    assert say("survey.wait") in held[0].text
    assert totals(desk, token) == {"rather_bad": len(answers) - len(held)}
    assert token not in log
    assert "rather_bad" not in log


def test_nothing_of_who_answered_is_written_anywhere(hall, desk, opened):
    token = opened()
    with desk.read() as session:
        before = len(session.scalars(select(AuditEntry.id)).all())
    send(hall, token, {"step": "bad"}, **{"user-agent": "somebody's own telephone", "x-forwarded-for": "203.0.113.9"})
    with desk.read() as session:
        assert len(session.scalars(select(AuditEntry.id)).all()) == before
    with desk.engine.connect() as connection:
        whole = "\n".join(connection.connection.driver_connection.iterdump())
    assert "somebody's own" not in whole
    assert "203.0.113.9" not in whole


def test_a_database_that_is_away_is_said_calmly(hall, desk, opened, ask):
    token = opened()
    away = desk.file.with_name("away.db")
    desk.close()
    desk.file.rename(away)
    try:
        for answer in (ask(hall, f"/survey/{token}"), send(hall, token, {"step": "good"})):
            assert answer.status == 503
            assert say("survey.trouble_text") in answer.text
    finally:
        away.rename(desk.file)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_person_answers_with_and_without_scripts(browser, hall, desk, opened, width, scripts):
    token = opened()
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="ja-JP", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{hall.url}/survey/{token}")
    if scripts:
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.evaluate(SMALL_TARGETS) == []
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
        assert page.evaluate(RUN, [TAGS, []]) == []
    page.get_by_text(say("survey.very_good"), exact=True).click()
    page.get_by_role("button", name=say("survey.send")).click()
    page.get_by_role("heading", name=say("survey.thanks")).wait_for()
    page.reload()
    assert totals(desk, token) == {"very_good": 1}
    assert context.cookies() == []
    context.close()


def test_the_brake_lets_a_hall_through_and_then_fills_again():
    brake = Brake(burst=3, a_minute=60)
    assert [brake.may("192.0.2.1", 0) for _ in range(4)] == [True, True, True, False]
    assert brake.may("192.0.2.2", 0)
    assert [brake.may("192.0.2.1", 2) for _ in range(3)] == [True, True, False]


def test_the_brake_takes_one_line_of_the_new_kind_as_one_place():
    brake = Brake(burst=1, a_minute=1)
    assert brake.may("2001:db8:1:2::1", 0)
    assert not brake.may("2001:db8:1:2:ffff::9", 0)
    assert brake.may("2001:db8:1:3::1", 0)


def test_the_brake_never_holds_more_places_than_it_may_and_no_address():
    brake = Brake(most_places=5)
    for place in range(20):
        brake.may(f"192.0.2.{place}", place)
    assert len(brake._places) == 5
    assert b"192.0.2.19" not in b"".join(brake._places)
    assert MOST_PLACES >= 10_000
