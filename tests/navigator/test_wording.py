"""What the plan says: what helps where she was turned away, and why a desk stands where it stands."""

from dataclasses import replace

import pytest

import i18n
from navigator.memo import memo_text, short_memo
from navigator.model import WRITTEN
from navigator.plan import preferred_kinds
from navigator.presenting import as_dict
from navigator.wording import Wording

SPEAKS = {"voice": "can_speak", "device": "nobody"}


def doors_of(plan):
    """Every door of the issues with the reasons printed for it."""
    return [door for card in plan.issues for door in card.services]


# --- 前に断られた所 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_place_that_turned_her_away_has_its_own_line(lang, content, planned):
    for place in content.refusals:
        plan = planned({"needs": ["n_money"], **SPEAKS, "refused": [place]}, lang=lang)
        words = Wording(content, lang)
        line = words.say(f"refusals.{place}.say")
        assert content.refusals[place].say
        assert line in words.say_there(plan.first_door)
        assert i18n.plain(line) in memo_text(content, plan)
        assert i18n.plain(line) in as_dict(content, plan)["first_door"]["say"]


def test_several_places_have_one_sentence_together_and_each_its_own_line(content, planned):
    plan = planned({"needs": ["n_money"], **SPEAKS, "refused": ["welfare", "legal"]})
    words, said = content.words["ja"], Wording(content, "ja").say_there(plan.first_door)
    together = [line for line in said if line.startswith(words["say.next_time"].split("（")[0])]
    assert len(together) == 1
    assert all(words[f"questions.refused.{place}"] in together[0] for place in ("welfare", "legal"))
    assert said[said.index(together[0]) + 1 :] == [words["refusals.welfare.say"], words["refusals.legal.say"]]


@pytest.mark.parametrize(
    ("voice", "sentence"), [("later", "say.write"), (None, "say.write"), ("overheard", "say.chat")]
)
def test_only_she_who_cannot_speak_writes_that_she_cannot(voice, sentence, content, planned):
    """In English the first door of a woman who is afraid is a form, though she could speak."""
    plan = planned({"needs": ["n_partner"], "voice": voice}, lang="en")
    assert plan.first_door.way.route.channel in WRITTEN
    assert plan.first_door.say[0] == sentence


def test_a_place_without_a_line_says_none(content, planned):
    silent = {**content.refusals, "legal": replace(content.refusals["legal"], say="")}
    changed = replace(content, refusals=silent)
    plan = planned({"needs": ["n_money"], **SPEAKS, "refused": ["legal"]}, of=changed)
    assert Wording(changed, "ja").say_again(plan.first_door) == []


def test_nobody_who_was_not_turned_away_is_told_how_to_go_again(content, planned):
    for refused in (None, ["first_time"], "rather_not"):
        plan = planned({"needs": ["n_money"], **SPEAKS, "refused": refused})
        assert Wording(content, "ja").say_again(plan.first_door) == []
        assert content.words["ja"]["refused.next_time_title"] not in memo_text(content, plan)


def test_the_short_memo_says_nothing_of_where_she_was(content, planned):
    plan = planned({"needs": ["n_money"], **SPEAKS, "refused": ["welfare"]})
    assert len(short_memo(content, plan).sections) == 1


# --- ここに出した理由 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "answers", "lang", "holds"),
    [
        ("urgent", {"needs": ["n_partner"], "safe_now": "danger"}, "ja", lambda p, d: d.service.id in p.urgent_services),
        ("serves_several", {"needs": ["n_money", "n_home"]}, "ja", lambda p, d: d.serves > 1 and d.specific),
        ("near", {"needs": ["n_money"], "municipality": "yokohama-naka"}, "ja",
         lambda p, d: d.service.level == "city" and "area" not in d.confirm),
        ("open_now", {"needs": ["n_money"]}, "ja", lambda p, d: d.open_now),
        ("accompaniment", {"needs": ["n_mind"], "go_alone": "cannot_go"}, "ja",
         lambda p, d: d.service.accompaniment == "offered"),
        ("no_voice", {"needs": ["n_partner"], "voice": "hard_to_speak"}, "ja",
         lambda p, d: {w.route.channel for w in d.ways} & {"line", "web_chat", "email", "email_form", "fax"}),
        ("language", {"needs": ["n_work"]}, "en", lambda p, d: any("en" in w.route.languages for w in d.ways)),
        ("fits", {"needs": ["n_alone"], "age_band": "twenties"}, "ja",
         lambda p, d: (d.service.age_min is not None or d.service.age_max is not None)
         and d.display != "other_door" and not {"area", "age"} & set(d.confirm)),
    ],
)  # fmt: skip
def test_a_reason_is_printed_where_it_is_true_and_only_there(reason, answers, lang, holds, content, planned):
    plan, words = planned(answers, lang=lang), Wording(content, lang)
    listed = [d for d in doors_of(plan) if d.ways]
    printed = {d.service.id for d in listed if words.say(f"reasons.{reason}", n=d.serves) in words.reasons(d, plan)}
    assert printed
    assert printed == {d.service.id for d in listed if holds(plan, d)}


def test_a_door_that_came_forward_after_a_refusal_says_so(content, planned):
    plan, words = planned({"needs": ["n_money"], "refused": ["passed_around", "women_shelter"]}), Wording(content, "ja")
    kinds = preferred_kinds(content, plan.known)
    printed = {d.service.id for d in doors_of(plan) if words.say("reasons.after_refusal") in words.reasons(d, plan)}
    assert printed
    assert printed == {d.service.id for d in doors_of(plan) if kinds & set(d.service.kinds) and not d.refused_at}
    assert any(d.refused_at and kinds & set(d.service.kinds) for d in doors_of(plan)), "no desk is of both kinds"


@pytest.mark.parametrize("reason", ["after_refusal", "no_voice", "language", "accompaniment", "urgent"])
def test_what_she_did_not_say_is_no_reason(reason, content, planned):
    plan, words = planned({"needs": ["n_money", "n_partner"], **SPEAKS}), Wording(content, "ja")
    assert not [d for d in doors_of(plan) if words.say(f"reasons.{reason}") in words.reasons(d, plan)]


def test_she_who_was_turned_away_does_not_say_it_is_her_first_time(planned, content):
    result = planned({"needs": ["n_money"], "refused": ["welfare"], **SPEAKS})
    said = " ".join(Wording(content, "ja").say_here(result.first_door))
    assert "はじめてです" not in said
    assert "前に断られたことがあります" in said
