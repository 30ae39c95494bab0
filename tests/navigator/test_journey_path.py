"""Which questions are on her path, how they stand on pages, and what an answer from a file may be."""

import pytest

from navigator.conditions import KINDS, Facts, Truth, chosen, chosen_needs, facts, holds, is_unsure
from navigator.journey import AnswerError, checked, on_path, with_answer
from navigator.model import NOT_SAID, Answer, Condition

ALWAYS_ASKED = {"safe_now", "urgent", "self", "needs", "age_band", "municipality", "voice", "device", "payer"}


def asked(content, answers) -> set[str]:
    return {question.id for question in on_path(content, checked(content, answers)).questions}


# --- the path -------------------------------------------------------------------------------------------------------


def test_with_no_answer_each_need_is_asked_one_line(content):
    lines = {question for question in asked(content, {}) if question.startswith("near_")}
    assert lines == {f"near_{need}" for need in content.needs}
    assert asked(content, {}) == lines | ALWAYS_ASKED


def test_each_need_asks_what_it_owns_and_nothing_else(content):
    for need in content.needs.values():
        own = asked(content, {"needs": [need.id]}) - ALWAYS_ASKED
        assert own == {*need.asks, "refused"} - ALWAYS_ASKED


def test_a_question_two_needs_own_is_asked_once(content):
    path = on_path(content, checked(content, {"needs": ["n_money", "n_home", "n_divorce"]}))
    ids = [question.id for question in path.questions]
    assert ids.count("partner_fear") == 1
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("answers", "question", "expected"),
    [
        ({"voice": "later"}, "talk_time", True),
        ({"voice": "overheard"}, "talk_time", False),
        ({"voice": "rather_not"}, "talk_time", False),
        ({}, "talk_time", False),
        ({"safe_now": "watched"}, "device", False),
        ({"safe_now": "rather_not"}, "device", True),
        ({"device": "nobody"}, "payer", False),
        ({"device": "unknown"}, "payer", True),
        ({"safe_now": "watched"}, "payer", True),
        ({"needs": ["n_body"]}, "refused", True),
        ({"needs": "rather_not"}, "refused", False),
        ({"needs": ["unsure"], "near_n_money": "little"}, "food_today", True),
        ({"needs": ["unsure"], "near_n_money": "different"}, "food_today", False),
        ({"needs": ["unsure"], "near_n_money": "rather_not"}, "food_today", False),
        ({"needs": ["n_work"], "near_n_money": "near"}, "food_today", False),
    ],
)
def test_when_a_question_is_asked(answers, question, expected, content):
    assert (question in asked(content, answers)) is expected


def test_pages_hold_the_path_in_order_and_are_few(content):
    everything = {"needs": list(content.needs), "voice": "later"}
    path = on_path(content, checked(content, everything))
    assert [q for page in path.pages for q in page] == [question.id for question in path.questions]
    assert len(path.pages) <= 8
    assert path.pages[0] == ("safe_now", "urgent", "self")
    assert path.pages[1] == ("needs",)
    assert all(page for page in path.pages)


def test_one_need_is_a_short_way(content):
    for need in content.needs:
        assert len(on_path(content, {"needs": (need,)}).pages) <= 5


def test_answers_off_the_path_are_ignored_and_listed_in_the_order_given(content):
    given: dict[str, Answer] = {
        "payer": "other",
        "talk_time": ("evening",),
        "needs": ("n_body",),
        "device": "nobody",
        "tonight": "outside",
    }
    path = on_path(content, given)
    assert path.ignored == ("payer", "talk_time", "tonight")
    assert set(path.answers) == {"needs", "device"}
    assert path.known.flags == frozenset()


def test_an_edit_keeps_the_rest_and_can_take_an_answer_back():
    answers: dict[str, Answer] = {"voice": "later", "talk_time": ("evening",)}
    assert with_answer(answers, "voice", "overheard") == {"voice": "overheard", "talk_time": ("evening",)}
    assert with_answer(answers, "voice", None) == {"talk_time": ("evening",)}
    assert with_answer(answers, "talk_time", ()) == {"voice": "later"}
    assert answers == {"voice": "later", "talk_time": ("evening",)}


# --- answers from a file --------------------------------------------------------------------------------------------


def test_answers_are_put_in_the_order_of_the_options(content):
    assert checked(content, {"needs": ["n_work", "n_money", "n_work"]}) == {"needs": ("n_money", "n_work")}
    assert checked(content, {"needs": "n_money"}) == {"needs": ("n_money",)}
    assert checked(content, {"voice": ["later"]}) == {"voice": "later"}


@pytest.mark.parametrize("value", NOT_SAID)
def test_every_question_takes_both_ways_of_not_saying(value, content):
    assert checked(content, dict.fromkeys(content.questions, value)) == dict.fromkeys(content.questions, value)


@pytest.mark.parametrize("raw", [{}, {"needs": None}, {"needs": []}, {"municipality": None, "urgent": []}])
def test_an_empty_answer_is_no_answer(raw, content):
    assert checked(content, raw) == {}


@pytest.mark.parametrize(
    "raw",
    [
        {"nobody": "x"},
        {1: "x"},
        {"voice": "can_speek"},
        {"voice": 5},
        {"voice": ["later", "overheard"]},
        {"self": ["unknown", "rather_not"]},
        {"urgent": ["none_of_these", "ill_now"]},
        {"danger_signs": ["unknown", "blade"]},
        {"urgent": [["ill_now"]]},
        {"needs": {"n_money": True}},
    ],
)
def test_an_answer_no_question_has_is_refused(raw, content):
    with pytest.raises(AnswerError, match=r"[ぁ-ん]"):
        checked(content, raw)


# --- three values ---------------------------------------------------------------------------------------------------


def know(content, **answers) -> Facts:
    return facts(content, checked(content, answers))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"tonight": "outside"}, Truth.YES),
        ({"tonight": "home_ok"}, Truth.NO),
        ({"tonight": "unknown"}, Truth.UNKNOWN),
        ({"tonight": "rather_not"}, Truth.UNKNOWN),
        ({}, Truth.UNKNOWN),
    ],
)
def test_is_has_three_values_and_is_not_the_opposite(answers, expected, content):
    known = know(content, **answers)
    assert holds(Condition("is", "tonight", ("outside", "netcafe")), known) is expected
    opposite = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}[expected]
    assert holds(Condition("is_not", "tonight", ("outside", "netcafe")), known) is opposite


def test_is_of_several_answers_is_any_of_them(content):
    known = know(content, danger_signs=["blade", "knows_place"])
    assert holds(Condition("is", "danger_signs", ("choking", "blade")), known) is Truth.YES
    assert holds(Condition("is", "danger_signs", ("choking",)), known) is Truth.NO


def test_every_condition_kind_has_an_answer_for_nothing_said(content):
    known = know(content)
    found = {kind: holds(Condition(kind, "voice", ("n_money",)), known) for kind in KINDS}
    assert found == {
        "always": Truth.YES,
        "need": Truth.NO,
        "need_chosen": Truth.NO,
        "flag": Truth.NO,
        "unsure": Truth.YES,
        "not_unsure": Truth.NO,
        "is": Truth.UNKNOWN,
        "is_not": Truth.UNKNOWN,
    }


def test_a_condition_kind_that_is_not_in_the_table_is_an_error(content):
    with pytest.raises(KeyError):
        holds(Condition("perhaps"), know(content))


@pytest.mark.parametrize(
    ("answers", "unsure", "needs"),
    [
        ({}, True, set()),
        ({"needs": "rather_not"}, True, set()),
        ({"needs": ("unsure",)}, True, set()),
        ({"needs": ("n_money",)}, False, {"n_money"}),
        ({"needs": ("n_money", "unsure"), "near_n_home": "near"}, True, {"n_money", "n_home"}),
        ({"near_n_home": "little", "near_n_debt": "different", "near_n_work": "unknown"}, True, {"n_home"}),
        ({"needs": ("n_money",), "near_n_home": "near"}, False, {"n_money"}),
    ],
)
def test_unsure_and_the_needs_she_chose(answers, unsure, needs):
    assert is_unsure(answers) is unsure
    assert chosen_needs(answers) == needs


def test_not_saying_is_no_choice():
    assert chosen({"voice": "unknown"}, "voice") == ()
    assert chosen({"needs": ("rather_not",)}, "needs") == ()
    assert chosen({}, "voice") == ()
    assert chosen({"voice": "later"}, "voice") == ("later",)


def test_flags_remember_which_answer_raised_them(content):
    known = know(content, safe_now="danger", urgent=["hurt_recent", "ill_now"], self="sometimes")
    assert known.flags == {"danger_now", "medical_now", "wants_to_die"}
    assert known.said["danger_now"] == (("safe_now", "danger"), ("urgent", "hurt_recent"))
