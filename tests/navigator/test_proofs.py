"""P1–P13 hold on the real content, and a planted fault makes the right proof fail with a sentence a person can read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

import pytest

from navigator import __main__ as command_line
from navigator import (
    classes,
    conditions,
    coverage,
    fitting,
    hours,
    issues,
    journey,
    proof_doors,
    proof_hours,
    proof_order,
    proof_sets,
)
from navigator import plan as planning
from navigator import services as serving
from navigator.conditions import Facts, Truth
from navigator.coverage import Report, prove
from navigator.hours import TOKYO
from navigator.model import ALWAYS, VOICES, Condition, Content, FirstDoorRule, Issue, Option, Question, Service, Suggest
from navigator.plan import shown_services
from tests.navigator.conftest import CONFIG

AT = datetime(2026, 12, 1, 10, tzinfo=TOKYO)
Proof = Callable[[Content, datetime], Iterator[str]]


@pytest.fixture(scope="module")
def report(content) -> Report:
    """The whole proof of the real content, once."""
    return prove(content)


def faults(proof: Proof, content: Content, most: int = 200) -> str:
    """The first counter-examples of a proof, each a Japanese sentence."""
    found = list(islice(proof(content, AT), most))
    for fault in found:
        assert fault.endswith(("。", "）")), fault
        assert re.search("[ぁ-ん]", fault), fault
        assert not re.search(r"<|object at|dataclass|Truth\.", fault), fault
    return "\n".join(found)


# --- the real content -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"P{number}" for number in range(1, 14)])
def test_proven(name, report):
    assert name in coverage.PROOFS
    assert report.counterexamples.get(name, []) == []


def test_numbers_that_are_published(report, content):
    assert report.lengths.sets == 2 ** len(content.needs) - 1 == 65_535
    assert report.lengths.longest <= 8
    assert report.lengths.medians[0] <= 5
    assert report.classes["場所の類"] >= 20
    assert report.classes["年齢の類"] >= 2
    walked = report.classes["歩いた状態（はじまり×場所×連絡×時刻）"]
    open_now, later, mail, none = list(report.classes.values())[-4:]
    assert walked == open_now + later + mail + none >= 300_000
    assert open_now > later > 0 == none


def test_holes_are_findings_in_words_and_hours(report, content):
    assert report.holes
    starts = {"何も選ばない", *(n.ja for n in content.needs.values()), *(c.title for c in content.cards.values())}
    for hole in report.holes:
        assert hole.need in starts
        assert hole.channel in VOICES
        assert 0 < hole.closed <= proof_doors.WEEK
        assert hole.row().count("|") == 8


def test_an_accepted_hole_stands_in_the_list_with_its_reason(report, content):
    reason = "夜は、電話の窓口に任せると決めた。"
    accepting = replace(content, holes_accepted={("n_debt", "文字・来所"): reason})
    found = proof_doors.holes(accepting, report.at)
    debt = content.needs["n_debt"].ja
    assert {(hole.need, hole.channel) for hole in found if hole.accepted} == {(debt, "文字・来所")}
    assert len(found) == len(report.holes)
    told = replace(report, holes=found)
    assert f"認めたもの: {sum(bool(hole.accepted) for hole in found)}）" in told.text()
    assert f"| {reason} |" in told.markdown()


def test_the_report_reads_well(report):
    text, page = report.text(), report.markdown()
    assert "✗" not in text
    assert all(f"✓ {name} " in text for name in coverage.PROOFS)
    assert all(f"| {name} | " in page for name in coverage.PROOFS)
    assert "65535" in page.replace(",", "")
    assert re.search(r"最長 \d、中央値", text)
    assert re.search(r"最長 \d、中央値", page)


def test_every_town_gets_what_its_class_gets(content, planned):
    """A class is proven through one town of it, so the others must be told the same."""
    for representative, towns in classes.place_classes(content).items():
        answers = {"needs": ["n_money", "n_partner"], "municipality": representative}
        expected = {service.id for service in shown_services(planned(answers))}
        for town in towns:
            assert {service.id for service in shown_services(planned(answers | {"municipality": town}))} == expected


def test_every_age_gets_what_its_class_gets(content, planned):
    for representative, bands in classes.age_classes(content).items():
        answers = {"needs": ["n_family", "n_alone"], "age_band": representative}
        expected = _displays(planned(answers))
        for band in bands:
            assert _displays(planned(answers | {"age_band": band})) == expected


def _displays(result) -> dict[tuple[str, str], str]:
    return {(card.found.issue.id, door.service.id): door.display for card in result.issues for door in card.services}


# --- planted faults: the content ------------------------------------------------------------------------------------


def without(content: Content, *gone: str) -> Content:
    """The content without some services, wherever they are named."""
    cards = {
        key: replace(card, services=tuple(s for s in card.services if s not in gone))
        for key, card in content.cards.items()
    }
    doors = tuple(
        replace(rule, services=tuple(s for s in rule.services if s not in gone)) for rule in content.first_doors
    )
    kept = {key: service for key, service in content.services.items() if key not in gone and service.via not in gone}
    return replace(content, services=kept, cards=cards, first_doors=tuple(rule for rule in doors if rule.services))


def with_service(content: Content, service: str, **changed: Any) -> Content:
    """The content with one service changed."""
    return replace(content, services={**content.services, service: replace(content.services[service], **changed)})


def with_issues(content: Content, change: Callable[[Issue], Issue]) -> Content:
    """The content with every issue changed."""
    return replace(content, issues={key: change(issue) for key, issue in content.issues.items()})


def test_p1_fails_without_the_comprehensive_desk(content):
    broken = without(replace(content, site=replace(content.site, desk="houterasu")), content.site.desk)
    found = faults(proof_doors.ends_at_a_door, broken)
    assert "最初の扉に、使える道がありません" in found
    assert "文字・来所" in found


def test_p1_fails_when_the_desk_can_only_be_called(content):
    desk = content.services[content.site.desk]
    phone = tuple(route for route in desk.routes if route.channel == "phone")
    found = faults(proof_doors.ends_at_a_door, with_service(content, desk.id, routes=phone))
    assert "最初の扉に、使える道がありません" in found


def test_p1_fails_when_no_door_says_when_it_opens(content):
    """Nothing open, no next opening and no mail: a week without a door is named with its Monday."""

    def mute(service: Service) -> Service:
        kept = [r for r in service.routes if r.channel not in ("email", "email_form")]
        return replace(service, routes=tuple(replace(route, hours="") for route in kept))

    broken = replace(content, services={key: mute(service) for key, service in content.services.items()})
    found = faults(proof_doors.ends_at_a_door, broken)
    assert "開いている扉も、次に開く時刻も、メールもありません" in found
    assert "2027-03-22 の週" in found


def test_p3_fails_when_an_emergency_line_is_everybodys_first_door(content):
    broken = replace(content, first_doors=(FirstDoorRule(ALWAYS, ("police-110",)), *content.first_doors))
    assert "急ぎの印がないのに" in faults(proof_order.no_flag_no_card, broken)


def test_p6_fails_when_the_only_service_of_a_need_is_removed(content):
    found = faults(proof_sets.each_need_has_its_own, without(content, "sanikukai-sos"))
    assert "困りごと n_pregnant: 「pregnancy」を受ける窓口が出ません" in found


def test_p6_fails_when_an_exception_loses_its_reason(content):
    found = faults(proof_sets.each_need_has_its_own, replace(content, exceptions={}))
    assert "coverage_exceptions.yaml に理由もありません" in found


def test_p6_fails_when_a_hard_rule_is_too_narrow(content):
    """A rule that hides unless another need was ticked."""

    def narrow(issue: Issue) -> Issue:
        wrong = Condition("need", values=("n_money",))
        return replace(issue, suggest=tuple(Suggest(r.needs, r.kinds, wrong, True) for r in issue.suggest))

    found = faults(proof_sets.each_need_has_its_own, with_issues(content, narrow))
    assert "困りごと n_pregnant: 「pregnancy」を受ける窓口が出ません" in found


def test_p5_fails_when_a_hard_rule_is_too_narrow(content):
    """The desks for anything only for those who ticked nothing: a need ticked takes them away."""

    def narrow(issue: Issue) -> Issue:
        if issue.id != serving.GENERAL_ISSUE:
            return issue
        return replace(
            issue, suggest=tuple(Suggest(r.needs, r.kinds, Condition("unsure"), True) for r in issue.suggest)
        )

    found = faults(proof_sets.adding_never_removes, with_issues(content, narrow))
    assert re.search(r"何も選ばない: n_\w+ .* が消えます", found)


def test_p4_fails_when_a_hard_rule_is_too_narrow(content, monkeypatch):
    """Hard rules on a town for a service of all: harmless while unknown suggests, caught when a condition forgets it."""
    monkeypatch.setitem(conditions.TABLE, "is", _known_or_no)
    narrow = Condition("is", "municipality", tuple(content.municipalities))

    def hard(issue: Issue) -> Issue:
        return replace(issue, suggest=tuple(Suggest(r.needs, r.kinds, narrow, True) for r in issue.suggest))

    found = faults(proof_sets.unknown_never_removes, with_issues(content, hard))
    assert "municipality を わからない にすると" in found


def test_p7_fails_on_a_service_nobody_can_reach(content):
    lonely = replace(content.services["houterasu"], id="lonely", needs=("emergency",), kinds=("court",))
    broken = replace(content, services={**content.services, "lonely": lonely})
    assert "窓口 lonely には、どの答えからも着きません" in faults(proof_sets.all_is_used, broken, 1)


@pytest.mark.parametrize(
    "asked_when", [ALWAYS, Condition("need_chosen", "needs", ("n_nothing",))], ids=["unread", "unasked"]
)
def test_p7_fails_on_a_question_that_nothing_reads(content, asked_when):
    options = (Option("small", "小さい"), Option("large", "大きい"))
    question = Question("shoe_size", "safety", "single", "refine", "靴の大きさは", options, asked_when)
    broken = replace(content, questions={"shoe_size": question, **content.questions})
    assert "質問 shoe_size は、どの答えも案内を変えません" in faults(proof_sets.all_is_used, broken, 1)


def test_p11_fails_when_the_way_grows_too_long(content, monkeypatch):
    monkeypatch.setattr(journey, "PER_PAGE", 1)
    assert re.search(r"いちばん長い道は \d+ 画面です", faults(proof_order.short_enough, replace(content)))


def test_p13_fails_without_the_child_rule(content):
    broken = with_issues(content, lambda i: replace(i, suggest=tuple(rule for rule in i.suggest if not rule.hard)))
    found = faults(proof_sets.girls_get_a_child_route, broken)
    assert "18歳より下" in found
    assert "子どものための道がありません" in found


def test_p13_fails_when_the_child_rule_is_too_narrow(content):
    def narrow(issue: Issue) -> Issue:
        other = Condition("is", "age_band", ("age_18_19",))
        return replace(issue, suggest=tuple(replace(r, when=other) if r.hard else r for r in issue.suggest))

    assert "子どものための道がありません" in faults(proof_sets.girls_get_a_child_route, with_issues(content, narrow))


# --- planted faults: the code ---------------------------------------------------------------------------------------


def _known_or_no(condition, known):
    """`is`, with unknown treated as no."""
    return Truth.NO if conditions._is(condition, known) is Truth.UNKNOWN else conditions._is(condition, known)


def test_p2_fails_when_a_red_flag_is_sorted_second(content, monkeypatch):
    rightly = planning.urgent_cards
    monkeypatch.setattr(planning, "urgent_cards", lambda *given: tuple(reversed(rightly(*given))))
    found = faults(proof_order.red_flag_first, content)
    assert re.search(r"カードは .*medical_now.* のはずが", found)


def test_p2_fails_when_a_further_answer_hides_the_card(content, monkeypatch):
    rightly = planning.urgent_cards

    def hides(content, known, *more):
        return () if known.needs else rightly(content, known, *more)

    monkeypatch.setattr(planning, "urgent_cards", hides)
    monkeypatch.setattr(proof_order, "safety_answers", lambda content: iter([{"safe_now": "danger"}]))
    assert "急ぎのカードが [] になりました" in faults(proof_order.red_flag_first, content)


def test_p2_fails_when_the_first_issue_is_not_todays(content, monkeypatch):
    monkeypatch.setattr(issues, "_band", lambda issue, known: "later")
    assert "急ぎの印があるのに、はじめの課題が" in faults(proof_order.red_flag_first, content, 1)


def test_p3_fails_when_a_card_is_shown_to_everybody(content, monkeypatch):
    rightly = planning.urgent_cards
    someone = Facts({}, frozenset(), frozenset({"danger_now"}), False, {"danger_now": (("safe_now", "danger"),)})
    monkeypatch.setattr(planning, "urgent_cards", lambda content, known, *more: rightly(content, someone, *more))
    assert "急ぎの印がないのに" in faults(proof_order.no_flag_no_card, content, 3)


def test_p4_fails_when_an_unknown_answer_counts_as_no(content, monkeypatch):
    monkeypatch.setitem(conditions.TABLE, "is", _known_or_no)
    found = faults(proof_sets.unknown_never_removes, content)
    assert "age_band を わからない にすると" in found
    assert "jinken-kodomo" in found


def test_p4_fails_when_an_unknown_place_counts_as_elsewhere(content, monkeypatch):
    rightly = fitting.area

    def no_place(content, service, known):
        truth = rightly(content, service, known)
        return Truth.NO if truth is Truth.UNKNOWN else truth

    monkeypatch.setattr(serving, "area", no_place)
    assert "municipality を わからない にすると" in faults(proof_sets.unknown_never_removes, content, 9)


def test_p5_fails_when_only_one_need_is_heard(content, monkeypatch):
    rightly = conditions.chosen_needs
    monkeypatch.setattr(conditions, "chosen_needs", lambda answers: frozenset(sorted(rightly(answers))[:1]))
    found = faults(proof_sets.adding_never_removes, content)
    assert re.search(r"困りごと n_\w+: .*選ぶと .* が消えます", found)


def test_p8_fails_when_a_because_line_is_lost(content, monkeypatch):
    monkeypatch.setattr(issues, "because", lambda condition, known: ())
    assert re.search(r"窓口 \S+ に理由がありません", faults(proof_sets.because_names_an_answer, content))


def test_p8_fails_when_a_because_line_names_what_she_did_not_say(content, monkeypatch):
    monkeypatch.setattr(issues, "because", lambda condition, known: (("voice", "overheard"),))
    found = faults(proof_sets.because_names_an_answer, content)
    assert "「voice=overheard」は、彼女の答えではありません" in found


@pytest.fixture
def forgetful(monkeypatch):
    """The answer given last is lost, so that the order of answering matters."""
    rightly = journey.on_path
    monkeypatch.setattr(
        planning, "on_path", lambda content, answers: rightly(content, dict(list(answers.items())[:-1]))
    )


@pytest.mark.usefixtures("forgetful")
def test_p9_fails_when_the_order_of_answering_matters(content):
    assert "答える順番で案内が変わります" in faults(proof_order.order_does_not_matter, content, 1)


@pytest.mark.usefixtures("forgetful")
def test_p10_fails_when_an_edit_is_not_a_fresh_run(content):
    found = faults(proof_order.edit_equals_fresh, content, 9)
    assert "を直して戻すと、案内が変わります" in found
    assert "使わなかった答えの一覧が合いません" in found


SUBSTITUTE = datetime(2027, 3, 22, tzinfo=TOKYO).date()


def opening_with(monkeypatch, change: Callable[[Any, datetime], Any]) -> None:
    """Changes what hours.opening says on the substitute holiday."""
    rightly = hours.opening

    def wrong(rule, at):
        found = rightly(rule, at)
        return change(found, at) if hours.moment(at).date() == SUBSTITUTE else found

    monkeypatch.setattr(hours, "opening", wrong)


@pytest.fixture
def one_rule(content, monkeypatch):
    """P12 over the rule of one desk that is closed on holidays."""
    rule = hours.rule_of(content.services["kanagawa-dv-center"].routes[0])
    monkeypatch.setattr(proof_hours, "rules", lambda content: {rule: "kanagawa-dv-center"})


@pytest.mark.usefixtures("one_rule")
def test_p12_holds_for_the_one_desk_the_faults_below_are_planted_in(content):
    assert faults(proof_hours.next_opening_is_right, content) == ""


@pytest.mark.usefixtures("one_rule")
def test_p12_fails_when_the_next_opening_is_missing_on_the_substitute_holiday(content, monkeypatch):
    opening_with(monkeypatch, lambda found, at: replace(found, next_opening=None))
    found = faults(proof_hours.next_opening_is_right, content)
    assert "2027-03-22 00:00 に、次に開く時刻がありません" in found
    assert "kanagawa-dv-center" in found


@pytest.mark.usefixtures("one_rule")
@pytest.mark.parametrize(
    ("hour", "says"),
    [
        ("2027-03-21T09:00", "未来ではありません"),
        ("2027-03-23T03:00", "に開いていません"),
        ("2027-03-24T09:00", "に開いているのに、次は 2027-03-24 09:00 と出ます"),
    ],
)
def test_p12_fails_when_the_next_opening_is_wrong(content, monkeypatch, hour, says):
    opening_with(monkeypatch, lambda found, at: replace(found, next_opening=hours.moment(hour)))
    assert says in faults(proof_hours.next_opening_is_right, content)


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def prove_command(content, monkeypatch, tmp_path, capsys):
    """`python -m navigator prove` with a report made before; (status, what it printed, the file)."""

    def run(report: Report):
        monkeypatch.setattr(command_line, "load", lambda config: content)
        monkeypatch.setattr(coverage, "prove", lambda *given: report)
        out = tmp_path / "coverage.md"
        status = command_line.main(["--config", str(CONFIG), "prove", "--out", str(out)])
        return status, capsys.readouterr().out, out

    return run


def test_prove_writes_the_page_and_ends_well(prove_command, report):
    status, printed, out = prove_command(report)
    assert status == 0
    assert printed.strip() == report.text()
    assert out.read_text("utf-8") == report.markdown()


def test_prove_ends_with_status_1_prints_the_counterexample_and_writes_nothing(prove_command, content):
    sentences = list(proof_sets.each_need_has_its_own(without(content, "sanikukai-sos"), AT))
    status, printed, out = prove_command(Report(AT, {"P6": sentences}))
    assert status == 1
    assert "✗ P6" in printed
    assert f"反例: {sentences[0]}" in printed
    assert not out.exists()
