"""tests/journeys/*.yaml: women's situations, what must come and what must not.

Each journey: title, story, at, lang (ja), answers, expect. Always compared exactly: `urgent` (cards in order, default
none), `ignored` (default none), `issues` ({issue: band, or a list of bands}). A text that starts with = is a text key.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import i18n
from navigator.conditions import facts
from navigator.journey import checked, on_path
from navigator.memo import memo_text
from navigator.model import CHANNELS, NOT_SAID, Content
from navigator.plan import Plan, shown_services
from navigator.presenting import as_dict
from navigator.services import Suggestion

FOLDER = Path(__file__).parents[1] / "journeys"
JOURNEYS = [
    pytest.param(journey, id=f"{path.stem}-{number:02}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for number, journey in enumerate(yaml.safe_load(path.read_text("utf-8")), 1)
]
ALL: list[dict[str, Any]] = [param.values[0] for param in JOURNEYS]  # type: ignore[misc]
STATES = {"open": 0, "unknown": 1, "closed": 2}


def names(value: Any) -> list[Any]:
    """One name or several."""
    return value if isinstance(value, list) else [value]


class Seen:
    """A plan as the expectations ask for it."""

    def __init__(self, content: Content, plan: Plan) -> None:
        self.content, self.plan = content, plan
        self.door = plan.first_door
        self.cards = {card.found.issue.id: card for card in plan.issues}
        self.services = {service.id for service in shown_services(plan)}
        self.in_cards = {issue: {d.service.id: d for d in card.services} for issue, card in self.cards.items()}
        self.memo = memo_text(content, plan)

    def doors(self, service: str) -> list[Suggestion]:
        """The service wherever it stands in the plan."""
        found = [row[service] for row in self.in_cards.values() if service in row]
        found += [door for card in self.plan.urgent for door in card.services if door.service.id == service]
        return [*found, self.door.door] if self.door.door.service.id == service else found

    def state(self, service: str) -> str:
        """The best state of the service's ways whose hours somebody said."""
        ways = [way.opening.state for door in self.doors(service) for way in door.ways if way.route.hours]
        return min(ways, key=STATES.__getitem__, default="none")

    def opens_next(self, service: str) -> str | None:
        """The soonest next opening of its ways, in Tokyo, to the minute."""
        ways = [way.opening.next_opening for door in self.doors(service) for way in door.ways]
        soonest = min((moment for moment in ways if moment), default=None)
        return soonest.strftime("%Y-%m-%dT%H:%M") if soonest else None

    def text(self, wanted: str) -> str:
        """A literal, or the words of a text key (the longest run without a parameter)."""
        if not wanted.startswith("="):
            return wanted
        text = i18n.plain(self.content.words[self.plan.lang][wanted[1:]])
        return max(re.split(r"\{[^}]*\}", text), key=len)

    def knots(self) -> set[str]:
        """Ids of the knots said between her issues."""
        return {knot.id for card in self.plan.issues for _, knot in card.after}

    def confirm(self, service: str) -> set[str]:
        """What the desk must still confirm about a service."""
        return {name for door in self.doors(service) for name in door.confirm}

    def overdue(self, service: str) -> bool:
        """Whether every way of the service is past its recheck."""
        ways = [way for door in self.doors(service) for way in door.ways]
        return bool(ways) and all(way.overdue for way in ways)


def _same(found: object, wanted: object, what: str) -> list[str]:
    return [] if found == wanted else [f"{what}: {found!r}, wanted {wanted!r}"]


def _one_of(found: object, wanted: Any, what: str) -> list[str]:
    return [] if found in names(wanted) else [f"{what}: {found!r}, wanted {wanted!r}"]


def _issues(seen: Seen, wanted: dict[str, Any]) -> list[str]:
    found = {card.found.issue.id: card.order for card in seen.plan.issues}
    faults = _same(sorted(found), sorted(wanted), "issues")
    return faults + [f for i, band in wanted.items() if i in found for f in _one_of(found[i], band, f"band of {i}")]


def _in_order(seen: Seen, wanted: list[str]) -> list[str]:
    return _same([issue for issue in seen.cards if issue in wanted], wanted, "order of the issues")


def _display(seen: Seen, wanted: dict[str, str]) -> list[str]:
    shown = {service: {r[service].display for r in seen.in_cards.values() if service in r} for service in wanted}
    return [f for service, one in wanted.items() for f in _same(shown[service], {one}, f"display of {service}")]


def _next(seen: Seen, wanted: str | None) -> list[str]:
    opening = seen.door.way.opening.next_opening
    return _same(opening.strftime("%Y-%m-%dT%H:%M") if opening else None, wanted, "next opening")


def _routes(seen: Seen, wanted: dict[str, list[str]]) -> list[str]:
    return [
        fault
        for service, channels in wanted.items()
        for door in seen.doors(service)
        for fault in _same([w.route.channel for w in door.ways], channels, f"ways of {service}")
    ]


def _displayed_in(seen: Seen, wanted: dict[str, dict[str, str]]) -> list[str]:
    rows = {f"{service} in {issue}": one for issue, row in wanted.items() for service, one in row.items()}
    found = {f"{s} in {i}": door.display for i, doors in seen.in_cards.items() for s, door in doors.items()}
    return _each(rows, found.get, "display")


def _each(wanted: dict[str, Any], look: Callable[[str], Any], what: str) -> list[str]:
    return [f for name, one in wanted.items() for f in _same(look(name), one, f"{what} of {name}")]


def _lacking(wanted: dict[str, list[Any]], look: Callable[[str], Any], what: str) -> list[str]:
    return [f"{what} of {name}: no {one}" for name, some in wanted.items() for one in some if one not in look(name)]


def _having(wanted: dict[str, list[Any]], look: Callable[[str], Any], what: str) -> list[str]:
    return [f"{what} of {name}: {one}" for name, some in wanted.items() for one in some if one in look(name)]


EXPECT: dict[str, Callable[[Seen, Any], list[str]]] = {
    "first_door": lambda s, w: _one_of(s.door.door.service.id, w, "first door"),
    "state": lambda s, w: _same(s.door.way.opening.state, w, "state of the first door"),
    "next_opening": _next,
    "channel_first": lambda s, w: _one_of(s.door.way.route.channel, w, "way to the first door"),
    "meanwhile": lambda s, w: _one_of(s.door.meanwhile[0].service.id if s.door.meanwhile else None, w, "meanwhile"),
    "urgent": lambda s, w: _same([u.card.id for u in s.plan.urgent], w, "urgent cards"),
    "urgent_first": lambda s, w: _each(
        w, lambda c: next(u.services[0].service.id for u in s.plan.urgent if u.card.id == c), "first door on the card"
    ),
    "silent_missing": lambda s, w: _same([u.card.id for u in s.plan.urgent if u.silent_missing], w, "silent missing"),
    "issues": _issues,
    "in_order": _in_order,
    "services": lambda s, w: [f"{one} is not shown" for one in w if one not in s.services],
    "not_services": lambda s, w: [f"{one} is shown" for one in w if one in s.services],
    "within": lambda s, w: _lacking(w, lambda issue: s.in_cards[issue], "services"),
    "tops": lambda s, w: [
        f for issue, one in w.items() for f in _one_of(next(iter(s.in_cards[issue])), one, f"top of {issue}")
    ],
    "display": _display,
    "displayed_in": _displayed_in,
    "confirm": lambda s, w: _lacking(w, s.confirm, "to confirm"),
    "not_confirm": lambda s, w: _having(w, s.confirm, "to confirm"),
    "after": lambda s, w: _lacking(w, lambda i: {before for before, _ in s.cards[i].after}, "comes after"),
    "knots": lambda s, w: [f"knot {one} is missing" for one in w if one not in s.knots()],
    "not_knots": lambda s, w: [f"knot {one} is said" for one in w if one in s.knots()],
    "because": lambda s, w: _lacking(w, lambda i: [list(p) for p in s.cards[i].found.because], "because"),
    "say": lambda s, w: [f"{one} is not said" for one in w if one not in s.door.say],
    "not_say": lambda s, w: [f"{one} is said" for one in w if one in s.door.say],
    "memo": lambda s, w: [f"memo lacks {one}" for one in w if s.text(one) not in s.memo],
    "not_memo": lambda s, w: [f"memo has {one}" for one in w if s.text(one) in s.memo],
    "memo_starts": lambda s, w: [] if s.memo.startswith(s.text(w)) else [f"memo starts with {s.memo[:30]!r}"],
    "ignored": lambda s, w: _same(sorted(s.plan.ignored), sorted(w), "ignored"),
    "refused": lambda s, w: _same(list(s.door.refused), w, "refused before"),
    "service_state": lambda s, w: _each(w, s.state, "state"),
    "service_next": lambda s, w: _each(w, s.opens_next, "next opening"),
    "overdue": lambda s, w: [f"{one} is not marked overdue" for one in w if not s.overdue(one)],
    "not_overdue": lambda s, w: [f"{one} is marked overdue" for one in w if s.overdue(one)],
    "routes": _routes,
    "suits": lambda s, w: _each(w, lambda d: any(way.suits for x in s.doors(d) for way in x.ways), "suits her times"),
}


@pytest.mark.parametrize("journey", JOURNEYS)
def test_journey(journey, content, planned):
    seen = Seen(content, planned(journey["answers"], journey["at"], journey.get("lang", "ja")))
    expect = {"urgent": [], "ignored": []} | journey["expect"]
    faults = [fault for key, wanted in expect.items() for fault in EXPECT[key](seen, wanted)]
    assert not faults, f"{journey['title']}（{journey['story']}）\n" + "\n".join(faults)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_journey_reads_in_its_language(journey, content, planned):
    """Every sentence is filled in, English has no Japanese sentence, and every kanji of やさしい日本語 has its reading."""
    lang = journey.get("lang", "ja")
    data = as_dict(content, planned(journey["answers"], journey["at"], lang))
    spoken = [text for card in data["urgent"] for text in (card["title"], *card["lines"], *card["because"])]
    spoken += [text for issue in data["issues"] for text in (issue["text"], *issue["because"])]
    spoken += [knot["text"] for issue in data["issues"] for knot in issue["knots"]]
    spoken += [*data["first_door"]["say"], data["first_door"]["state_text"]]
    for text in spoken:
        assert text.strip()
        assert not re.search(r"[{}|]", text), text
        if lang == "en":
            assert not re.search(r"[ぁ-んァ-ヶ一-龯]", text), text
        if lang == "ja-easy":
            assert not re.search(r"[一-龯々](?![一-龯々]*\()", text), text


@pytest.mark.parametrize("journey", JOURNEYS)
def test_journey_is_well_written(journey, content):
    """Known keys, a Japanese title and a story, expectations that name things that exist."""
    assert set(journey) <= {"title", "story", "at", "lang", "answers", "expect"}
    assert set(journey["expect"]) <= set(EXPECT), "an expectation nobody checks"
    assert "issues" in journey["expect"]
    assert journey["title"].strip()
    assert re.search("[ぁ-ん]", journey["story"])
    assert journey.get("lang", "ja") in i18n.LANGUAGES
    expect = journey["expect"]
    for key in ("services", "not_services", "overdue", "not_overdue"):
        assert set(expect.get(key, ())) <= set(content.services), key
    for key in ("display", "service_state", "service_next", "confirm", "not_confirm", "routes"):
        assert set(expect.get(key, ())) <= set(content.services), key
    assert set(expect["issues"]) <= set(content.issues)
    assert set(expect.get("knots", ())) | set(expect.get("not_knots", ())) <= {knot.id for knot in content.knots}
    assert {text[1:] for text in expect.get("memo", ()) if text.startswith("=")} <= set(content.words["ja"])


def _given(question: str) -> set[str]:
    """Every answer the journeys give to a question."""
    return {answer for journey in ALL for answer in names(journey["answers"].get(question, []))}


def test_there_are_enough_journeys_and_each_has_its_own_title():
    assert len(ALL) >= 64
    assert len({journey["title"] for journey in ALL}) == len(ALL)


@pytest.mark.parametrize("question", ["needs", "age_band", "refused", "safe_now", "urgent", "self", "voice", "device"])
def test_journeys_give_every_answer(question, content):
    missing = {option.id for option in content.questions[question].options} - _given(question)
    assert not missing, f"no journey answers {question} with {missing}"


def test_journeys_raise_every_flag_and_derive_every_issue(content):
    expected = [journey["expect"] for journey in ALL]
    assert {card for expect in expected for card in expect.get("urgent", ())} == set(content.cards)
    assert {issue for expect in expected for issue in expect["issues"]} == set(content.issues)
    known = [facts(content, on_path(content, checked(content, journey["answers"])).answers) for journey in ALL]
    flags = {option.red_flag for question in content.questions.values() for option in question.options}
    assert {flag for one in known for flag in one.flags} == flags - {""}


def test_journeys_speak_every_language_and_use_every_door():
    assert {journey.get("lang", "ja") for journey in ALL} == set(i18n.LANGUAGES)
    channels = {channel for journey in ALL for channel in names(journey["expect"].get("channel_first", []))}
    assert {"phone", "line", "web_chat", "email_form"} <= channels <= set(CHANNELS)
    states = {journey["expect"].get("state") for journey in ALL}
    assert {"open", "closed", "unknown"} <= states


def test_journeys_leave_each_kind_of_question_unsaid(content):
    """わからない and 答えたくない in every section, and every question of it answered somewhere."""
    for section in content.sections:
        questions = [question.id for question in content.questions.values() if question.section == section]
        answers = [_given(question) for question in questions]
        assert any(set(NOT_SAID) & given for given in answers), f"nobody declines to answer in {section}"
        if section != "lines":
            assert all(answers), f"a question of {section} is never answered"


def test_journeys_spread_over_clock_calendar_and_towns(content):
    at = [journey["at"] for journey in ALL]
    dates = {text[:10] for text in at}
    assert {"2026-12-30", "2027-03-22", "2027-05-03"} <= dates
    assert {"2026-12-05", "2026-12-06"} & dates, "no weekend"
    assert any(date > "2027-06" for date in dates)
    assert any(date > "2027-09" for date in dates)
    hours = {int(text[11:13]) for text in at}
    assert hours & set(range(6)), "no night"
    assert hours & {21, 22, 23}, "no late evening"
    towns = _given("municipality") - set(NOT_SAID)
    assert len(towns) >= 30, sorted(towns)
    assert {content.municipalities[town].parent for town in towns if town in content.municipalities} >= {
        "yokohama",
        "kawasaki",
        "sagamihara",
    }
    assert {"outside", "not_fixed"} <= towns
    assert sum(bool(journey["expect"].get("ignored")) for journey in ALL) >= 5
