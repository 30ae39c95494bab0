"""Separated problems, knots, refusals, safe contact, the first door, overdue facts, seasons, areas and times."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from navigator.conditions import Truth
from navigator.fitting import HIDDEN_AFTER, NEVER_HIDDEN, overdue
from navigator.model import CHANNELS, WRITTEN, Knot
from navigator.plan import shown_services
from tests.navigator.conftest import TUESDAY

SPEAKS = {"voice": "can_speak", "device": "nobody"}
DISPLAY = ["main", "folded", "other_door"]


def bands(result) -> dict[str, str]:
    return {card.found.issue.id: card.order for card in result.issues}


def card_of(result, issue):
    return next(card for card in result.issues if card.found.issue.id == issue)


def door_in(result, issue, service):
    return next((door for door in card_of(result, issue).services if door.service.id == service), None)


def ids(doors: Iterable) -> list[str]:
    return [door.service.id for door in doors]


# --- 課題の切り分け ---------------------------------------------------------------------------------------------------


def test_every_need_derives_its_own_issues_and_no_other(content, planned):
    alone = {need: set(bands(planned({"needs": [need]}))) for need in content.needs}
    assert alone["n_money"] == {"i_food", "i_money"}
    assert alone["n_barrier"] == {"i_foreign", "i_disability", "i_lgbt", "i_barrier"}
    others = {need: {f"i_{need.removeprefix('n_')}"} for need in content.needs if need not in ("n_money", "n_barrier")}
    assert {need: alone[need] for need in others} == others


@pytest.mark.parametrize("value", ["unknown", "rather_not", None])
def test_not_answering_never_derives_an_issue(value, content, planned):
    unsaid = {q.id: value for q in content.questions.values() if q.id != "needs"}
    assert set(bands(planned({"needs": ["n_money"], **unsaid}))) == {"i_food", "i_money"}


def test_fear_derives_its_issue_beside_any_need_that_asks(content, planned):
    asking = [need.id for need in content.needs.values() if "partner_fear" in need.asks]
    assert {"n_money", "n_home", "n_divorce", "n_child", "n_pregnant", "n_family"} <= set(asking)
    for need in asking:
        assert "i_partner" in bands(planned({"needs": [need], "partner_fear": "afraid"}))
        assert "i_partner" not in bands(planned({"needs": [need], "partner_fear": "not_afraid"}))


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (["foreign_language"], {"i_foreign"}),
        (["visa", "gender"], {"i_foreign", "i_lgbt"}),
        (["hearing"], {"i_disability"}),
        (["sex_work"], {"i_barrier"}),
        ("unknown", {"i_foreign", "i_disability", "i_lgbt", "i_barrier"}),
    ],
)
def test_a_refining_answer_hides_only_what_is_known_to_be_false(which, found, planned):
    assert set(bands(planned({"needs": ["n_barrier"], "barrier_which": which}))) == found


def test_nothing_chosen_is_an_issue_of_its_own_but_not_beside_an_urgent_card(planned):
    assert bands(planned({})) == {"i_unsure": "this_week"}
    assert bands(planned({"safe_now": "danger"})) == {"i_danger_now": "today"}
    assert bands(planned({"safe_now": "danger", "needs": ["unsure"]})) == {
        "i_danger_now": "today",
        "i_unsure": "this_week",
    }


@pytest.mark.parametrize(
    ("answers", "issue", "band"),
    [
        ({"needs": ["n_money"], "food_today": "not_have"}, "i_food", "today"),
        ({"needs": ["n_money"], "food_today": "have"}, "i_food", "this_week"),
        ({"needs": ["n_money"], "food_today": "unknown"}, "i_food", "this_week"),
        ({"needs": ["n_home"], "tonight": "netcafe"}, "i_home", "today"),
        ({"needs": ["n_home"], "tonight": "friends"}, "i_home", "this_week"),
        ({"needs": ["n_debt"], "eviction_letter": "court"}, "i_letter", "today"),
        ({"needs": ["n_debt"], "eviction_letter": "landlord"}, "i_letter", "this_week"),
        ({"needs": ["n_debt"], "lifeline_stop": "stopping"}, "i_lifeline", "today"),
        ({"needs": ["n_partner"], "danger_signs": ["while_pregnant"]}, "i_partner", "today"),
        ({"needs": ["n_partner"], "danger_signs": ["none_of_these"]}, "i_partner", "this_week"),
        ({"needs": ["n_divorce"]}, "i_divorce", "later"),
        ({"needs": ["n_divorce"], "paper_signed": "pressed"}, "i_divorce", "this_week"),
        ({"needs": ["n_work"]}, "i_work", "later"),
    ],
)
def test_bands(answers, issue, band, planned):
    assert bands(planned(answers))[issue] == band


# --- knots ----------------------------------------------------------------------------------------------------------


def knotted(content, *knots: tuple[str, str, str]):
    """The content with these knots only: (before, after, hard) as issues, each with one step named after it."""
    issues = {key: replace(issue, steps=(f"s_{key}",)) for key, issue in content.issues.items()}
    made = tuple(Knot(f"t{n}", f"s_{a}", f"s_{b}", hard, "why", (), ()) for n, (a, b, hard) in enumerate(knots))  # type: ignore[arg-type]
    return replace(content, issues=issues, knots=made)


def order(result) -> list[str]:
    return [card.found.issue.id for card in result.issues]


THREE = {"needs": ["n_debt", "n_mind", "n_follow"]}


def test_without_knots_the_order_is_that_of_the_content(content, planned):
    assert order(planned(THREE, of=knotted(content))) == ["i_debt", "i_mind", "i_follow"]


@pytest.mark.parametrize("hard", ["must", "usual", "gentle"])
def test_a_knot_orders_within_a_band_and_says_after_what(hard, content, planned):
    result = planned(THREE, of=knotted(content, ("i_follow", "i_debt", hard)))
    assert order(result) == ["i_mind", "i_follow", "i_debt"]
    assert [before for before, _ in card_of(result, "i_debt").after] == ["i_follow"]


def test_knots_form_chains(content, planned):
    chain = knotted(content, ("i_follow", "i_mind", "usual"), ("i_mind", "i_debt", "usual"))
    assert order(planned(THREE, of=chain)) == ["i_follow", "i_mind", "i_debt"]


def test_a_circle_of_knots_still_shows_every_issue_once(content, planned):
    circle = knotted(
        content, ("i_debt", "i_mind", "usual"), ("i_mind", "i_follow", "usual"), ("i_follow", "i_debt", "usual")
    )
    assert sorted(order(planned(THREE, of=circle))) == ["i_debt", "i_follow", "i_mind"]


def test_a_usual_knot_never_moves_an_issue_to_another_band(content, planned):
    answers = {"needs": ["n_money", "n_work"], "food_today": "not_have"}
    result = planned(answers, of=knotted(content, ("i_work", "i_food", "usual")))
    assert bands(result) == {"i_food": "today", "i_money": "this_week", "i_work": "later"}


def test_a_must_knot_never_lets_the_later_one_stand_in_an_earlier_band(content, planned):
    answers = {"needs": ["n_money", "n_work"], "food_today": "not_have"}
    result = planned(answers, of=knotted(content, ("i_work", "i_money", "must")))
    places = ["today", "this_week", "later"]
    assert places.index(bands(result)["i_work"]) <= places.index(bands(result)["i_money"])
    assert order(result).index("i_work") < order(result).index("i_money")


def test_a_must_knot_never_moves_what_a_red_flag_put_first(content, planned):
    answers = {"urgent": ["assault_recent"], "needs": ["n_work"]}
    result = planned(answers, of=knotted(content, ("i_work", "i_sexual_recent", "must")))
    assert bands(result)["i_sexual_recent"] == "today"
    assert order(result)[0] == "i_sexual_recent"


def test_a_knot_is_silent_under_the_red_flags_it_names(content, planned):
    knot = replace(knotted(content, ("i_follow", "i_debt", "gentle")).knots[0], hide_if=("danger_now",))
    made = replace(knotted(content), knots=(knot,))
    assert card_of(planned(THREE, of=made), "i_debt").after
    assert not card_of(planned({**THREE, "safe_now": "danger"}, of=made), "i_debt").after


def test_a_safe_place_comes_before_the_address_the_flat_and_the_allowance(planned):
    answers = {"needs": ["n_partner", "n_home", "n_money", "n_child", "n_divorce"], "partner_fear": "afraid"}
    found = [issue for issue in order(planned(answers)) if issue in ("i_partner", "i_money", "i_home")]
    assert found == ["i_partner", "i_money", "i_home"]


@pytest.mark.parametrize("needs", [["n_divorce"], ["n_divorce", "n_partner"], ["n_divorce", "n_child", "n_home"]])
@pytest.mark.parametrize("paper", ["pressed", "not_pressed", "unknown"])
def test_a_woman_who_is_afraid_hears_of_safety_before_the_divorce(needs, paper, planned):
    """A step that both issues own binds nobody to go through the divorce first."""
    found = order(planned({"needs": needs, "partner_fear": "afraid", "paper_signed": paper}))
    assert found.index("i_partner") < found.index("i_divorce")


def test_a_knot_within_one_issue_does_not_name_another(planned):
    """calm_call belongs to many issues; under fear its knot with the safe place is not a word about divorce."""
    result = planned({"needs": ["n_divorce"], "partner_fear": "afraid"})
    assert "i_divorce" not in {before for before, _ in card_of(result, "i_partner").after}


# --- refusals -------------------------------------------------------------------------------------------------------


def test_a_place_that_refused_her_stands_among_the_other_doors(content, planned):
    met = 0
    for refusal in content.refusals.values():
        for need in content.needs:
            result = planned({"needs": [need], "refused": [refusal.id], "municipality": "yokohama-naka", **SPEAKS})
            for door in (door for card in result.issues for door in card.services):
                spared = door.service.id in (content.site.desk, *content.site.emergency)
                of_that_kind = bool(set(refusal.kinds) & set(door.service.kinds))
                met += of_that_kind
                if of_that_kind and not spared:
                    assert (door.display, door.refused_at) == ("other_door", refusal.id)
                else:
                    assert not door.refused_at
    assert met


def test_a_refusal_removes_no_service(content, planned):
    for refusal in content.refusals:
        for need in content.needs:
            before = {service.id for service in shown_services(planned({"needs": [need]}))}
            after = {service.id for service in shown_services(planned({"needs": [need], "refused": [refusal]}))}
            assert before <= after


def test_other_kinds_of_door_come_forward_after_a_refusal(content, planned):
    result = planned({"needs": ["n_mind"], "refused": ["clinic"], **SPEAKS}, at="2026-12-08T17:30")
    mains = [d for d in card_of(result, "i_mind").services if d.display == "main" and d.specific]
    preferred = [bool({"health_mental", "hotline"} & set(d.service.kinds)) for d in mains]
    assert preferred == sorted(preferred, reverse=True)
    assert set(preferred) == {True, False}


def test_the_first_door_hears_of_every_refusal_but_not_of_a_first_time(content, planned):
    assert planned({"needs": ["n_work"], "refused": ["work", "hurtful"]}).first_door.refused == ("work", "hurtful")
    assert planned({"needs": ["n_work"], "refused": ["first_time"]}).first_door.refused == ()


def test_where_the_first_door_itself_refused_her_it_is_not_the_first(content, planned):
    """別の入り口を先に: a door of the kind that turned her away is not first while the rules name another."""
    for refusal in content.refusals:
        result = planned({"needs": ["n_sexual", "n_partner", "n_work"], "refused": [refusal], **SPEAKS})
        assert not result.first_door.door.refused_at


# --- safe contact ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "unsafe"),
    [
        ({}, True),
        ({"voice": "can_speak", "device": "nobody"}, False),
        ({"voice": "later", "device": "nobody"}, False),
        ({"voice": "can_speak", "device": "maybe"}, True),
        ({"voice": "can_speak", "device": "looked_at"}, True),
        ({"voice": "can_speak", "device": "rather_not"}, True),
        ({"voice": "overheard", "device": "nobody"}, True),
        ({"voice": "hard_to_speak", "device": "nobody"}, True),
        ({"voice": "can_speak", "safe_now": "watched"}, True),
        ({"voice": "can_speak", "safe_now": "watched", "device": "nobody"}, True),
    ],
)
def test_not_to_be_called_back_is_said_unless_it_is_known_to_be_safe(answers, unsafe, planned):
    said = planned({"needs": ["n_money"], **answers}).first_door.say
    assert ({"say.no_callback", "say.no_voicemail", "say.line_drops"} <= set(said)) is unsafe
    assert ("say.no_callback" in said) is unsafe


@pytest.mark.parametrize("voice", ["overheard", "hard_to_speak"])
def test_who_cannot_speak_is_never_sent_to_a_telephone_where_there_is_another_way(voice, content, planned):
    for need in content.needs:
        result = planned({"needs": [need], "voice": voice, "device": "nobody"})
        assert result.first_door.way.route.channel in WRITTEN, need
        for door in (door for card in result.issues for door in card.services):
            usable = [way.can_use for way in door.ways]
            assert usable == sorted(usable, reverse=True)
            assert not any(way.can_use for way in door.ways if way.route.channel == "phone")
            assert all(way.can_use for way in door.ways if way.route.channel in WRITTEN)


def test_a_visit_that_must_be_booked_is_no_first_way_for_who_cannot_telephone(planned):
    for answers in ({"needs": ["n_sexual"]}, {"urgent": ["assault_recent"]}):
        way = planned({**answers, "voice": "overheard"}).first_door.way
        assert way.route.appointment != "needed"


def test_ways_that_leave_their_words_on_the_screen_come_later_where_the_phone_is_looked_at(planned):
    looked = planned({"needs": ["n_partner"], "voice": "overheard", "device": "looked_at"})
    channels = [way.route.channel for way in door_in(looked, "i_partner", "dv-plus").ways]
    assert channels == ["web_chat", "email_form", "phone"]
    alone = planned({"needs": ["n_partner"], "voice": "can_speak", "device": "nobody"})
    assert door_in(alone, "i_partner", "dv-plus").ways[0].route.channel == "phone"


def test_a_free_number_comes_before_a_charged_one_where_the_bill_is_seen(content, planned):
    seen = planned({"needs": ["n_sexual"], "voice": "can_speak", "device": "looked_at", "payer": "other"})
    costs = [way.route.cost for way in door_in(seen, "i_sexual", "kanaline").ways if way.route.channel == "phone"]
    assert costs == ["free", "charged"]


@pytest.mark.parametrize(
    ("answers", "traces", "bill"),
    [
        ({}, (True, False), True),
        ({"device": "nobody"}, (False, False), False),
        ({"device": "maybe"}, (True, True), True),
        ({"device": "looked_at", "payer": "self_only"}, (True, True), False),
        ({"device": "unknown", "payer": "rather_not"}, (True, False), True),
        ({"safe_now": "watched", "payer": "self_only"}, (True, True), False),
        ({"safe_now": "watched"}, (True, True), True),
    ],
)
def test_what_is_not_known_of_phone_and_bill_counts_as_unsafe(answers, traces, bill, planned):
    her = planned({"needs": ["n_money"], **answers}).contact
    assert (her.traces_matter, her.traces_known) == traces
    assert her.bill_seen is bill


def test_only_a_visit_leaves_no_trace(content):
    for route in (route for service in content.services.values() for route in service.routes):
        assert route.channel in CHANNELS
        assert route.leaves_trace is (route.channel not in ("in_person", "outreach"))


@pytest.mark.parametrize(
    ("answers", "key", "said"),
    [
        ({"voice": "later"}, "say.phone_short", True),
        ({"voice": "can_speak"}, "say.phone_short", False),
        ({"voice": "overheard"}, "say.chat", True),
        ({"voice": "can_speak"}, "say.phone", True),
        ({"go_alone": "cannot_go"}, "say.accompanied", True),
        ({"go_alone": "can_go"}, "say.accompanied", False),
        ({"go_alone": "unknown"}, "say.accompanied", False),
    ],
)
def test_the_sentence_to_say_fits_how_she_can_be_reached(answers, key, said, planned):
    assert (key in planned({"needs": ["n_alone"], **answers}).first_door.say) is said


# --- the first door -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "at", [TUESDAY, "2026-12-08T23:30", "2026-12-30T12:00", "2027-03-22T10:00", "2027-05-04T03:00"]
)
def test_beside_a_closed_first_door_stands_an_open_one(at, content, planned):
    for need in content.needs:
        result = planned({"needs": [need], **SPEAKS}, at=at)
        door = result.first_door
        if door.way.opening.state == "open":
            assert door.meanwhile is None
            continue
        assert door.meanwhile, need
        aside, way = door.meanwhile
        assert way.opening.state == "open"
        assert way.can_use
        assert aside.service.id != door.door.service.id
        assert aside.service.id not in content.site.emergency
        assert aside.service.shown == "main"


def test_a_desk_for_one_kind_of_trouble_is_not_offered_meanwhile_to_others(content, planned):
    """At night a woman who cannot sleep, or who has a letter from a court, is not sent to a desk for sexual violence."""
    for need in set(content.needs) - {"n_sexual"}:
        for at in ("2026-12-08T23:30", "2026-12-13T06:00"):
            meanwhile = planned({"needs": [need], **SPEAKS}, at=at).first_door.meanwhile
            assert not meanwhile or "one_stop" not in meanwhile[0].service.kinds, (need, at)


def test_the_first_door_says_which_answers_chose_it(planned):
    door = planned({"needs": ["n_money"], "partner_fear": "afraid", **SPEAKS}).first_door
    assert (door.door.service.id, door.issue) == ("kanagawa-dv-center", "i_partner")
    assert door.door.because == (("partner_fear", "afraid"),)


def test_an_open_door_of_a_rule_is_taken_before_a_closed_one(planned):
    answers = {"needs": ["n_partner"], **SPEAKS}
    assert planned(answers, at="2026-12-08T20:59").first_door.door.service.id == "kanagawa-dv-center"
    assert planned(answers, at="2026-12-08T21:00").first_door.door.service.id == "dv-plus"


@pytest.mark.parametrize("lang", ["ja", "ja-easy", "en"])
def test_the_language_changes_no_issue_and_removes_no_service(lang, planned):
    answers = {"needs": ["n_partner", "n_barrier"], "barrier_which": ["foreign_language"]}
    other, ja = planned(answers, lang=lang), planned(answers)
    assert bands(other) == bands(ja)
    assert {s.id for s in shown_services(other)} == {s.id for s in shown_services(ja)}


def test_a_way_in_her_language_comes_first(planned):
    ways = door_in(planned({"needs": ["n_partner"], **SPEAKS}, lang="en"), "i_partner", "dv-plus").ways
    assert "en" in ways[0].route.languages


# --- the order of services ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [TUESDAY, "2026-12-08T23:30", "2027-03-22T10:00", "2027-06-15T11:00"])
def test_services_stand_plainly_then_folded_then_other_doors(at, content, planned):
    for need in content.needs:
        for card in planned({"needs": [need], "age_band": "age_65_up", "refused": ["legal"]}, at=at).issues:
            places = [DISPLAY.index(door.display) for door in card.services]
            assert places == sorted(places)
            assert all(door.display != "main" for door in card.services if door.service.shown != "main")


@pytest.mark.parametrize("at", [TUESDAY, "2027-03-22T10:00"])
def test_an_emergency_line_stands_last_where_no_flag_was_raised(at, content, planned):
    result = planned({"needs": ["n_partner", "n_sexual"], **SPEAKS}, at=at)
    rows = [ids(door for door in card.services if door.display == "main") for card in result.issues]
    with_police = [row for row in rows if "police-110" in row]
    assert with_police
    assert all(row[-1] == "police-110" for row in with_police)


def test_switchboards_are_folded_and_stand_behind_the_desks(planned):
    doors = card_of(planned({"needs": ["n_alone"]}), "i_alone").services
    boards = [door for door in doors if door.service.switchboard]
    assert {(door.display, door.specific) for door in boards} == {("folded", False)}
    desks = [place for place, door in enumerate(doors) if door.specific and door.display != "other_door"]
    assert max(desks) < min(map(doors.index, boards))


def test_a_service_that_serves_several_issues_comes_before_one_of_one(planned):
    result = planned({"needs": ["n_money", "n_home", "n_work"], "municipality": "yokosuka", **SPEAKS})
    doors = {door.service.id: door for door in card_of(result, "i_home").services}
    assert doors["jiritsu-yokosuka"].serves == 3
    listed = [door.serves for door in doors.values() if door.display == "main" and door.specific]
    assert listed == sorted(listed, reverse=True)


# --- facts past their recheck ---------------------------------------------------------------------------------------


def stamped(content, service: str, day: date):
    """The content with one service's routes to be rechecked by a day, and all the others in 2030."""

    def due(one):
        return tuple(replace(r, recheck_by=day if one.id == service else date(2030, 1, 1)) for r in one.routes)

    return replace(content, services={key: replace(one, routes=due(one)) for key, one in content.services.items()})


def test_overdue_counts_from_the_day_after_the_recheck(content):
    route = content.services["houterasu"].routes[0]
    assert timedelta(days=90) == HIDDEN_AFTER
    assert overdue(route, route.recheck_by) == 0
    assert overdue(route, route.recheck_by + timedelta(days=1)) == 1
    assert overdue(route, route.recheck_by + timedelta(days=90)) == 1
    assert overdue(route, route.recheck_by + timedelta(days=91)) == 2


def test_a_route_past_its_recheck_sinks_and_is_marked_and_later_hides(content, planned):
    broken = stamped(content, "police-8103", date(2026, 12, 1))
    answers = {"needs": ["n_sexual"], **SPEAKS}
    listed = card_of(planned(answers, of=broken), "i_sexual").services
    late = [d for d in listed if d.display == "main" and d.service.id not in content.site.emergency]
    assert "police-8103" in ids(late)
    marked = [min(way.overdue for way in door.ways) for door in late]
    assert marked == sorted(marked)
    assert late[-1].service.id == "police-8103"
    much_later = planned(answers, "2027-03-09T11:00", of=broken)
    assert door_in(much_later, "i_sexual", "police-8103") is None


def test_the_last_door_of_a_need_stays_with_its_mark(content, planned):
    """sanikukai-sos is the only open voice for pregnancy on a Wednesday evening, however old the fact is."""
    general = {s.id for s in content.services.values() if "any" in s.needs or {"children", "youth"} & set(s.needs)}
    quiet = {
        key: replace(s, routes=tuple(replace(r, hours="") for r in s.routes)) if key in general else s
        for key, s in stamped(content, "sanikukai-sos", date(2026, 1, 1)).services.items()
    }
    broken = replace(content, services=quiet)
    door = door_in(
        planned({"needs": ["n_pregnant"], **SPEAKS}, "2026-12-09T17:00", of=broken), "i_pregnant", "sanikukai-sos"
    )
    assert door is not None
    assert all(way.overdue == 2 for way in door.ways)
    asleep = planned({"needs": ["n_pregnant"], **SPEAKS}, "2026-12-10T17:00", of=broken)
    assert door_in(asleep, "i_pregnant", "sanikukai-sos") is None


def test_mail_is_a_door_at_any_hour_and_stays_when_it_is_the_last_written_one(content, planned):
    """The desk's mail is the only way to write about a child at night: a telephone that is current does not replace it."""
    result = planned({"needs": ["n_child"], "voice": "overheard"}, "2027-09-15T03:00")
    listed = [way.route.channel for door in card_of(result, "i_child").services for way in door.ways]
    assert "email" in listed


@pytest.mark.parametrize("service", sorted(NEVER_HIDDEN))
def test_110_119_and_189_never_grow_old(service, content):
    assert all(overdue(route, date(2040, 1, 1)) == 0 for route in content.services[service].routes)


def test_the_first_door_is_not_a_desk_whose_facts_are_long_overdue(content, planned):
    broken = stamped(content, "kanagawa-dv-center", date(2026, 1, 1))
    result = planned({"needs": ["n_partner"], **SPEAKS}, of=broken)
    assert door_in(result, "i_partner", "kanagawa-dv-center") is None
    assert result.first_door.door.service.id == "dv-plus"


OVERDUE = ["2027-03-22T10:00", "2027-05-30T00:00", "2027-06-15T11:00", "2027-09-15T03:00"]


@pytest.mark.parametrize("at", OVERDUE)
def test_the_comprehensive_desk_stands_in_every_card_however_old_its_facts(at, content, planned):
    for need in [*content.needs, "unsure"]:
        for card in planned({"needs": [need]}, at=at).issues:
            assert content.site.desk in ids(card.services), (need, card.found.issue.id)


@pytest.mark.parametrize("at", OVERDUE)
def test_a_further_need_removes_no_service_when_facts_are_overdue(at, content, planned):
    """P5 where hiding what is long overdue could break it."""
    alone = {
        need: {s.id for s in shown_services(planned({"needs": [need]}, at=at))} for need in [*content.needs, "unsure"]
    }
    for first in alone:
        for second in content.needs:
            both = {s.id for s in shown_services(planned({"needs": sorted({first, second})}, at=at))}
            assert alone[first] <= both, (first, second)


@pytest.mark.parametrize("at", OVERDUE)
def test_not_knowing_removes_no_service_when_facts_are_overdue(at, content, planned):
    """P4 where hiding could break it: a line of one town, or for children, is no reason to hide what everybody can use."""
    for need in [*content.needs, "unsure"]:
        unsaid = {service.id for service in shown_services(planned({"needs": [need]}, at=at))}
        for said in ({"age_band": "age_30_64"}, {"municipality": "fujisawa"}, {"municipality": "yokohama-naka"}):
            shown = {service.id for service in shown_services(planned({"needs": [need], **said}, at=at))}
            assert shown <= unsaid, (need, said)


@pytest.mark.parametrize("at", OVERDUE)
def test_the_first_door_stands_in_a_card_of_hers(at, content, planned):
    for need in content.needs:
        result = planned({"needs": [need], "partner_fear": "afraid"}, at=at)
        assert result.first_door.door.service.id in {d.service.id for card in result.issues for d in card.services}


# --- what may be shown ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "shown"),
    [("2026-12-28T12:00", False), ("2026-12-29T00:00", True), ("2027-01-03T23:59", True), ("2027-01-04T00:00", False)],
)
def test_a_seasonal_desk_is_shown_within_its_announced_dates_only(at, shown, content, planned):
    desk = replace(content.services["houterasu"], publish="seasonal", seasons=((date(2026, 12, 29), date(2027, 1, 3)),))
    broken = replace(content, services={**content.services, "houterasu": desk})
    result = planned({"needs": ["n_debt"]}, at, of=broken)
    assert ("houterasu" in {service.id for service in shown_services(result)}) is shown


def test_seasonal_desks_without_announced_dates_are_never_shown(content):
    for service in content.services.values():
        if service.publish == "seasonal" and not service.seasons:
            assert service.shown == "staff"


def test_a_desk_by_way_of_another_shows_the_other_ones_routes(content, planned):
    result = planned({"needs": ["n_alone"], **SPEAKS})
    met = [door for door in card_of(result, "i_alone").services if door.service.via]
    assert met
    for door in met:
        assert door.display != "main"
        assert {way.route.service for way in door.ways} == {door.service.via}


def test_folded_services_show_official_routes_only(content, planned):
    for need in content.needs:
        for card in planned({"needs": [need]}).issues:
            for door in card.services:
                if door.service.shown == "folded":
                    assert all(way.route.official for way in door.ways)


# --- where she is, how old she is, when she can talk ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "service", "near"),
    [
        ("sagamihara-midori", "sagamihara-jiritsu-midori", Truth.YES),
        ("sagamihara", "sagamihara-jiritsu-midori", Truth.UNKNOWN),
        ("sagamihara-minami", "sagamihara-jiritsu-midori", None),
        ("sagamihara-minami", "shiyakusho-sagamihara", Truth.YES),
        ("kawasaki-miyamae", "kawasaki-daijob", Truth.YES),
        ("yokohama", "jiritsu-yokohama-naka", Truth.UNKNOWN),
        ("yokohama-naka", "jiritsu-yokohama-naka", Truth.YES),
        ("yokohama-nishi", "jiritsu-yokohama-naka", None),
        ("not_fixed", "jiritsu-yokohama-naka", Truth.UNKNOWN),
        ("unknown", "jiritsu-yokosuka", Truth.UNKNOWN),
        ("rather_not", "jiritsu-yokosuka", Truth.UNKNOWN),
        (None, "jiritsu-yokosuka", Truth.UNKNOWN),
        ("outside", "jiritsu-yokosuka", None),
        ("outside", "kenshakyo-loan", Truth.UNKNOWN),
        ("outside", "yorisoi", Truth.YES),
        ("zushi", "kenshakyo-loan", Truth.YES),
    ],
)
def test_areas(place, service, near, planned):
    door = door_in(planned({"needs": ["n_money"], "municipality": place}), "i_money", service)
    assert (door.near if door else None) is near
    if door:
        assert ("area" in door.confirm) is (near is Truth.UNKNOWN)


@pytest.mark.parametrize(
    ("band", "display", "confirm"),
    [
        ("under18", "folded", True),
        ("age_18_19", "folded", False),
        ("twenties", "folded", False),
        ("age_30_64", "other_door", False),
        ("age_65_up", "other_door", False),
        ("unknown", "folded", True),
        (None, "folded", True),
    ],
)
def test_ages(band, display, confirm, planned):
    door = door_in(planned({"needs": ["n_alone"], "age_band": band}), "i_alone", "tsusho-amayadori")
    assert door.display == display
    assert ("age" in door.confirm) is confirm


@pytest.mark.parametrize("need", ["n_money", "n_partner", "n_sexual", "n_mind", "n_pregnant", "n_alone"])
def test_a_girl_gets_child_routes_a_grown_woman_does_not(need, planned):
    children = {"child-189", "jinken-kodomo"}

    def found(band):
        return children & {service.id for service in shown_services(planned({"needs": [need], "age_band": band}))}

    assert found("under18") == children
    assert found("unknown") == children
    assert found("age_30_64") == set()


@pytest.mark.parametrize(
    ("times", "service", "suits"),
    [
        (["weekday_day"], "kanagawa-josei-sodanshitsu", True),
        (["evening"], "kanagawa-josei-sodanshitsu", False),
        (["weekend"], "kanagawa-josei-sodanshitsu", False),
        (["evening"], "kanagawa-dv-center", True),
        (["weekend"], "kanagawa-dv-center", True),
        (["weekend"], "jinken-josei", False),
        (["weekday_day", "weekend"], "jinken-josei", True),
        (["evening"], "dv-plus", True),
    ],
)
def test_times_she_can_talk(times, service, suits, planned):
    result = planned({"needs": ["n_partner"], "voice": "later", "talk_time": times, "device": "nobody"})
    ways = [way for way in door_in(result, "i_partner", service).ways if way.route.channel == "phone"]
    assert [way.suits for way in ways] == [suits]


def test_where_she_named_times_a_door_open_then_comes_before_one_open_now(planned):
    answers = {"needs": ["n_partner"], "voice": "later", "talk_time": ["evening"], "device": "nobody"}
    listed = ids(d for d in card_of(planned(answers, at=TUESDAY), "i_partner").services if d.display == "main")
    assert listed.index("kanagawa-dv-center") < listed.index("jinken-josei")


def test_the_holidays_of_the_coming_week_count_for_the_times_she_can_talk(planned):
    """A desk of Tuesday evenings suits nobody in the week whose Tuesday is 29 December."""
    answers = {"needs": ["n_sexual"], "voice": "later", "talk_time": ["evening"], "device": "nobody"}
    new_year = door_in(planned(answers, at="2026-12-29T12:00"), "i_sexual", "kanaline-lgbt")
    assert [way.suits for way in new_year.ways] == [False]
    plain = door_in(planned(answers, at=TUESDAY), "i_sexual", "kanaline-lgbt")
    assert [way.suits for way in plain.ways] == [True]
