"""The memo she takes along: what it says, what it must not say, and the short one that says nothing of why."""

import pytest

import i18n
from navigator.memo import ASK, DOORS, as_plain, memo, memo_text, short_memo

AFRAID = {"needs": ["n_partner", "n_money", "n_work", "n_mind"], "partner_fear": "afraid", "municipality": "fujisawa"}


@pytest.fixture
def words(content):
    return content.words["ja"]


def sections(made) -> dict[str, tuple[str, ...]]:
    return dict(made.sections)


def test_the_full_memo_has_its_four_parts_in_order(content, planned, words):
    made = memo(content, planned(AFRAID))
    assert made.title == words["memo.title"]
    headings = [words[f"memo.heading.{part}"] for part in ("issues", "say", "ask", "routes")]
    assert list(sections(made)) == headings
    assert all(lines for lines in sections(made).values())


def test_her_issues_stand_in_the_order_of_the_plan(content, planned, words):
    result = planned(AFRAID)
    listed = sections(memo(content, result))[words["memo.heading.issues"]]
    assert list(listed) == [words[f"issues.{card.found.issue.id}"] for card in result.issues]


def test_there_are_three_sentences_and_the_first_names_at_most_three_issues(content, planned, words):
    result = planned({**AFRAID, "voice": "can_speak", "device": "nobody"})
    lines = sections(memo(content, result))[words["memo.heading.say"]]
    assert len(lines) == 3
    phrases = [words[f"issues.{card.found.issue.id}.phrase"] for card in result.issues]
    assert [phrase in lines[0] for phrase in phrases[:5]] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("answers", "wish"),
    [
        ({"needs": ["n_body"]}, "listen"),
        ({"needs": ["n_money"]}, "together"),
        ({"needs": ["n_mind"], "go_alone": "with_someone"}, "come"),
        ({"needs": ["n_mind"], "go_alone": "cannot_go"}, "come"),
        ({"needs": ["n_mind"], "go_alone": "rather_not"}, "listen"),
    ],
)
def test_what_she_would_like(answers, wish, content, planned, words):
    text = memo_text(content, planned(answers))
    wishes = {key: words[f"memo.wish.{key}"] in text for key in ("listen", "together", "come")}
    assert wishes == {key: key == wish for key in wishes}


@pytest.mark.parametrize(
    ("refused", "line"),
    [
        (["first_time"], "memo.line.before_none"),
        (None, "memo.line.before_unknown"),
        ("rather_not", "memo.line.before_unknown"),
    ],
)
def test_what_was_tried_before(refused, line, content, planned, words):
    text = memo_text(content, planned({"needs": ["n_work"], "refused": refused}))
    assert words[line] in text


def test_places_that_turned_her_away_are_named(content, planned, words):
    text = memo_text(content, planned({"needs": ["n_work"], "refused": ["work", "legal"]}))
    assert words["questions.refused.work"] in text
    assert words["questions.refused.legal"] in text
    assert words["memo.line.before_none"] not in text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"device": "nobody", "voice": "can_speak"}, False),
        ({"device": "nobody", "voice": "overheard"}, True),
        ({"device": "maybe", "voice": "can_speak"}, True),
        ({}, True),
    ],
)
def test_nobody_is_to_call_back_where_a_call_could_be_seen(answers, said, content, planned, words):
    text = memo_text(content, planned({"needs": ["n_body"], **answers}))
    assert (words["say.no_callback"] in text) is said
    assert (words["say.no_voicemail"] in text) is said


def test_what_to_ask_there(content, planned, words):
    asked = sections(memo(content, planned({})))[words["memo.heading.ask"]]
    assert list(asked) == [words[f"memo.ask.{n}"] for n in range(1, ASK + 1)]


def test_routes_begin_with_the_first_door_and_stay_few(content, planned, words):
    result = planned(AFRAID, at="2026-12-08T23:00")
    lines = sections(memo(content, result))[words["memo.heading.routes"]]
    assert lines[0].startswith(result.first_door.door.service.name)
    named = {service.name for service in content.services.values() if any(s.startswith(service.name) for s in lines)}
    assert 1 <= len(named) <= DOORS + 2
    assert all(line.count("　") == 2 for line in lines)


def test_the_memo_tells_hours_and_not_what_is_open_now(content, planned, words):
    for at in ("2026-12-08T23:00", "2026-12-08T11:00"):
        text = memo_text(content, planned({"needs": ["n_money"]}, at=at))
        assert "月〜金 10:00〜17:00" in text
        assert "いま開いています" not in text
        assert "いま閉まっています" not in text


def test_a_way_that_takes_letters_at_any_time_says_so_and_not_that_it_is_open_now(content, planned, words):
    text = memo_text(content, planned({**AFRAID, "voice": "overheard"}))
    [line] = [line for line in text.splitlines() if "form.soudanplus.jp" in line]
    assert line.endswith(words["states.write_any_time"])


def test_the_open_door_meanwhile_is_in_the_memo(content, planned):
    result = planned({"needs": ["n_money"]}, at="2026-12-08T23:00")
    assert result.first_door.meanwhile
    assert result.first_door.meanwhile[0].service.name in memo_text(content, result)


def test_unchecked_services_are_not_in_the_memo(content, planned):
    text = memo_text(content, planned({"needs": ["n_debt"], "municipality": "yokohama-naka"}))
    assert content.services["jiritsu-yokohama-naka"].name not in text


def test_the_short_memo_says_nothing_of_why(content, planned, words):
    result = planned(AFRAID)
    short = as_plain(short_memo(content, result))
    assert short.startswith(words["memo.short_title"])
    for card in result.issues:
        assert words[f"issues.{card.found.issue.id}"] not in short
        assert words[f"issues.{card.found.issue.id}.phrase"] not in short
    assert words["say.no_callback"] not in short


@pytest.mark.parametrize(
    ("device", "short_first"), [("looked_at", True), ("maybe", False), ("nobody", False), (None, False)]
)
def test_the_short_memo_stands_first_where_her_phone_is_looked_at(device, short_first, content, planned, words):
    text = memo_text(content, planned({"needs": ["n_partner"], "device": device}))
    assert text.startswith(words["memo.short_title"]) is short_first
    assert words["memo.title"] in text


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_memo_in_every_language_is_plain_text(lang, content, planned):
    text = memo_text(content, planned({**AFRAID, "device": "looked_at", "refused": ["police"]}, lang=lang))
    assert "{" not in text
    assert "|" not in text
    assert i18n.plain(content.words[lang]["memo.title"]) in text
    assert "None" not in text
