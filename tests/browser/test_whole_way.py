"""From the first page to the memo: on a phone and a desktop, in three languages, with what is seen at each step."""

from datetime import datetime
from itertools import chain

import pytest
from playwright.sync_api import expect

import i18n
from navigator.hours import TOKYO
from navigator.model import BANDS
from navigator.plan import plan

CALM = {"safe_now": ["ok"], "urgent": ["none_of_these"], "self": ["never"]}
ANSWERS = CALM | {
    "needs": ["n_money", "n_home", "n_mind"],
    "partner_fear": ["not_afraid"],
    "tonight": ["home_ok"],
    "food_today": ["not_have"],
    "eviction_letter": ["landlord"],
    "age_band": ["age_30_64"],
    "municipality": ["kamakura"],
    "go_alone": ["with_someone"],
    "voice": ["can_speak"],
    "device": ["nobody"],
    "refused": ["welfare"],
}


def bands(her):
    """{band: issue ids} as they stand on the result."""
    return {
        band: her.page.locator(f".k-band.k-{band} [data-issue]").evaluate_all(
            "all => all.map((one) => one.dataset.issue)"
        )
        for band in BANDS
    }


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_from_the_first_page_to_the_memo(arrive, known, width, lang):
    her = arrive(width, lang)
    desk = known.services[known.site.desk]

    def look():
        assert her.sideways() <= 0
        assert her.small_targets() == []

    def untouched():
        look()
        assert her.page.locator("#root input:checked").count() == 0

    look()
    assert her.read("start.yes_line") in her.text()
    assert desk.routes[0].value in her.text()
    her.press("door-ask")
    met = her.walk(ANSWERS, untouched)
    assert set(ANSWERS) <= set(met)
    look()
    shown = her.text()
    expected = plan(known, her.given, datetime.now(TOKYO), lang)
    assert expected.first_door.door.service.id == known.site.desk
    assert desk.name in her.text(".k-first h3")
    assert bands(her) == {band: [c.found.issue.id for c in expected.issues if c.order == band] for band in BANDS}
    for need in ANSWERS["needs"]:
        assert her.read("result.because", answer=her.read(f"needs.{need}")) in shown
    for card in expected.issues:
        assert her.read(f"issues.{card.found.issue.id}") in shown
    assert her.read("refused.validation") in shown
    her.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    look()
    her.press("make-memo")
    look()
    memo = her.page.locator("textarea").input_value()
    assert desk.name in memo
    assert next(route.value for route in desk.routes if route.channel == "phone") in memo
    assert i18n.plain(her.words("memo.ask.1")) in memo
    assert all(i18n.plain(her.words(f"issues.{card.found.issue.id}")) in memo for card in expected.issues)


def test_one_answer_is_edited_and_the_rest_is_kept(arrive):
    her = arrive(360)
    her.press("door-ask")
    her.walk(ANSWERS)
    issues = bands(her)
    her.press("edit-answers")
    rows = her.page.locator("[class*='st-key-row-']")
    before = dict(zip(her.given, rows.all_inner_texts(), strict=False))
    assert rows.count() == len(before)
    several = her.part("row-needs").locator("li").all_inner_texts()
    assert several == [her.words(f"needs.{need}") for need in ANSWERS["needs"]]
    her.press("edit-voice")
    expect(her.box("voice", "can_speak")).to_be_checked()
    her.answer("voice", "overheard")
    her.press("nav-next")
    assert her.read("nav.saved_edit") in her.text()
    assert bands(her) == issues
    her.press("edit-answers")
    after = dict(zip(her.given, rows.all_inner_texts(), strict=False))
    assert [question for question in before if before[question] != after[question]] == ["voice"]
    her.press("nav-next")
    her.press("nav-back")
    assert her.asked("refused")
    expect(her.box("refused", "welfare")).to_be_checked()


def test_back_keeps_the_answers_and_leads_to_the_start(arrive):
    her = arrive(360)
    her.press("door-ask")
    her.answer("safe_now", "ok")
    her.press("nav-next")
    her.answer("needs", "n_debt", "n_work")
    her.press("nav-next")
    her.press("nav-back")
    expect(her.box("needs", "n_debt")).to_be_checked()
    expect(her.box("needs", "n_money")).not_to_be_checked()
    her.press("nav-back")
    expect(her.box("safe_now", "ok")).to_be_checked()
    her.press("nav-back")
    expect(her.part("door-ask")).to_be_visible()


def test_the_result_can_be_seen_from_the_needs_page_on(arrive):
    her = arrive(360)
    her.press("door-ask")
    assert her.part("nav-see").count() == 0
    her.press("nav-next")
    her.answer("needs", "n_debt")
    her.press("nav-see")
    assert "i_debt" in chain(*bands(her).values())


def test_with_nothing_answered_the_desk_is_there(arrive, known):
    her = arrive(360)
    her.press("door-ask")
    her.walk({})
    assert her.page.locator(f".k-first[data-service={known.site.desk}]").is_visible()
    assert her.read("result.none_chosen") in her.text()


def test_who_cannot_say_it_gets_one_line_at_a_time(arrive):
    her = arrive(360)
    her.press("door-ask")
    met = her.walk(CALM | {"needs": ["unsure"], "near_n_follow": ["near"], "near_n_body": ["little"]})
    assert sum(one.startswith("near_") for one in met) == 16
    assert {"i_follow", "i_body"} <= set(chain(*bands(her).values()))
    assert her.read("questions.near_n_follow") in her.text()


def test_answers_that_stand_alone_clear_the_others(arrive):
    her = arrive(360)
    her.press("door-ask")
    her.answer("urgent", "no_place_tonight", "child_danger", "none_of_these")
    expect(her.box("urgent", "child_danger")).not_to_be_checked()
    expect(her.box("urgent", "no_place_tonight")).not_to_be_checked()
    her.answer("urgent", "rather_not")
    expect(her.box("urgent", "none_of_these")).not_to_be_checked()
    her.answer("urgent", "ill_now")
    expect(her.box("urgent", "rather_not")).not_to_be_checked()
