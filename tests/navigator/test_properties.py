"""P4, P5, P9 and P10 over random answers and moments, through the plan itself."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from navigator.content import load
from navigator.hours import TOKYO
from navigator.journey import checked, on_path, with_answer
from navigator.model import NOT_SAID, Answer
from navigator.plan import Plan, plan, shown_services
from navigator.presenting import as_dict
from tests.navigator.conftest import CONFIG

CONTENT = load(CONFIG)
QUESTIONS = CONTENT.questions
REFINING = [q.id for q in QUESTIONS.values() if q.role in ("refine", "contact")]
START = datetime(2026, 12, 1, tzinfo=TOKYO)

stable = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def answer_to(question_id: str) -> st.SearchStrategy[Answer]:
    """Any answer the question takes, わからない and 答えたくない among them."""
    question = QUESTIONS[question_id]
    ids = [option.id for option in question.options]
    if question.type == "single":
        return st.sampled_from([*ids, *NOT_SAID])
    plain = [option.id for option in question.options if not option.exclusive]
    alone = [option.id for option in question.options if option.exclusive]
    sets = st.lists(st.sampled_from(plain), min_size=1, max_size=4, unique=True).map(
        lambda chosen: tuple(sorted(chosen, key=ids.index))
    )
    return st.one_of(sets, *(st.just((one,)) for one in alone), st.sampled_from(NOT_SAID))


def answers(without: tuple[str, ...] = (), **fixed: st.SearchStrategy[Answer]) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to any of the questions, on her path or not."""
    free = {q: answer_to(q) for q in QUESTIONS if q not in without and q not in fixed}
    return st.fixed_dictionaries(dict(fixed), optional=free)


# To the minute and over the New Year and the spring; facts not yet overdue, then overdue, then long overdue.
moments = st.integers(0, 420 * 24 * 4).map(lambda quarters: START + timedelta(minutes=15 * quarters))
ticked = st.lists(st.sampled_from([*CONTENT.needs]), min_size=1, max_size=4, unique=True).map(
    lambda needs: tuple(sorted(needs, key=[*CONTENT.needs].index))
)
ticked_or_unsure = st.one_of(ticked, st.just(("unsure",)), ticked.map(lambda needs: (*needs, "unsure")))


def shown(result: Plan) -> set[str]:
    """Ids of every service of the plan."""
    return {service.id for service in shown_services(result)}


def cards(result: Plan) -> list[str]:
    """The urgent cards, in order."""
    return [urgent.card.id for urgent in result.urgent]


def seen(result: Plan) -> dict[str, Any]:
    """All a visitor sees of a plan, but the order in which her unused answers are listed."""
    data = as_dict(CONTENT, result)
    return data | {"ignored": sorted(data["ignored"]), "contact": asdict(result.contact)}


@stable
@given(given_answers=answers(), question=st.sampled_from(REFINING), value=st.sampled_from([*NOT_SAID, ""]), at=moments)
def test_p4_not_knowing_a_refining_answer_never_removes_a_service(given_answers, question, value, at):
    before = plan(CONTENT, given_answers, at)
    edited = with_answer(given_answers, question, value or None)
    after = plan(CONTENT, edited, at)
    assert shown(before) <= shown(after), (question, value)
    assert cards(before) == cards(after)
    assert [c.found.issue.id for c in before.issues if c.found.issue.id not in _ids(after)] == []


def _ids(result: Plan) -> set[str]:
    return {card.found.issue.id for card in result.issues}


@stable
@given(given_answers=answers(needs=ticked_or_unsure), more=st.sampled_from([*CONTENT.needs]), at=moments)
def test_p5_a_further_need_never_removes_a_service_nor_moves_a_card(given_answers, more, at):
    before = plan(CONTENT, given_answers, at)
    needs = given_answers["needs"]
    after = plan(CONTENT, given_answers | {"needs": (*(n for n in needs if n != more), more)}, at)
    assert shown(before) <= shown(after)
    assert _ids(before) <= _ids(after)
    # A follow-up that the new need asks may raise a further card; what stood there stays, in its order.
    assert [card for card in cards(after) if card in cards(before)] == cards(before)


@stable
@given(given_answers=answers(), at=moments, data=st.data())
def test_p9_the_order_of_answering_does_not_matter(given_answers, at, data):
    shuffled = dict(data.draw(st.permutations(list(given_answers.items()))))
    assert seen(plan(CONTENT, given_answers, at)) == seen(plan(CONTENT, shuffled, at))


@stable
@given(given_answers=answers(), question=st.sampled_from([*QUESTIONS]), at=moments, data=st.data())
def test_p10_an_edit_equals_a_fresh_run(given_answers, question, at, data):
    value = data.draw(st.none() | answer_to(question))
    edited = with_answer(given_answers, question, value)
    fresh = {q: edited[q] for q in QUESTIONS if q in edited}
    result = plan(CONTENT, edited, at)
    assert seen(result) == seen(plan(CONTENT, fresh, at))
    # Off-path answers are listed, and a plan without them is the same plan.
    assert set(result.answers) | set(result.ignored) == set(edited)
    assert not set(result.answers) & set(result.ignored)
    on_her_path = plan(CONTENT, result.answers, at)
    assert seen(result) | {"ignored": []} == seen(on_her_path)


@stable
@given(given_answers=answers(), at=moments)
def test_any_answers_end_at_a_door_and_nothing_is_shown_that_must_not_be(given_answers, at):
    """P1, P2, P3 and P8 on whole random answer sets, and the publish rule."""
    result = plan(CONTENT, given_answers, at)
    assert result.first_door.way.route.value
    assert all(service.shown != "staff" for service in shown_services(result))
    flagged = {o.red_flag for q in result.answers for o in QUESTIONS[q].options if o.id in _options(result.answers[q])}
    assert {urgent.card.red_flag for urgent in result.urgent} == flagged - {""}
    ranks = [urgent.card.rank for urgent in result.urgent]
    assert ranks == sorted(ranks)
    for card in result.issues:
        for door in card.services:
            assert door.ways
            assert all(way.route.usable and way.route.value for way in door.ways)
            assert all(option in _options(result.answers[q]) for q, option in door.because)
    bands = ["today", "this_week", "later"]
    order = [bands.index(card.order) for card in result.issues]
    assert order == sorted(order)
    assert "i_divorce" not in {card.found.issue.id for card in result.issues if card.order == "today"}


def _options(answer: Answer) -> tuple[str, ...]:
    return (answer,) if isinstance(answer, str) else answer


@stable
@given(given_answers=answers(), without=st.sampled_from([*QUESTIONS]))
def test_answers_from_a_file_are_read_as_they_are(given_answers, without):
    """Lists in any order, and a question left out or empty, read as the same answers."""
    raw = {q: list(reversed(v)) if isinstance(v, tuple) else v for q, v in given_answers.items() if q != without}
    assert checked(CONTENT, raw | {without: None}) == {q: v for q, v in given_answers.items() if q != without}


@stable
@given(given_answers=answers())
def test_the_way_is_short_and_asks_each_question_once(given_answers):
    path = on_path(CONTENT, given_answers)
    asked = [question for page in path.pages for question in page]
    assert len(path.pages) <= 8
    assert asked == [question.id for question in path.questions]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("question", REFINING)
def test_refining_questions_raise_no_flag(question):
    """What may only order and confirm raises no card and derives no issue."""
    assert not any(option.red_flag for option in QUESTIONS[question].options)
    derived = [c for issue in CONTENT.issues.values() for c in issue.derive if c.question == question]
    assert not derived
