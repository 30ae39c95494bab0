"""The urgent card: from the answer on it stands on top of this page and of every later one."""

import pytest
from playwright.sync_api import expect

TOP = """() => {
  const card = document.querySelector("#urgent").getBoundingClientRect();
  const others = document.querySelectorAll("#root h1, #root .k-question, #root .k-first, #root textarea");
  return [...others].every((one) => one.closest("#urgent") || one.getBoundingClientRect().top >= card.bottom - 1);
}"""


def on_top(her, *numbers):
    """The card is there, above all else, with its word and its numbers."""
    expect(her.page.locator("#urgent")).to_contain_text(her.read("urgent.heading"))
    assert her.page.evaluate(TOP)
    for number in numbers:
        assert her.page.locator(f'#urgent a[href="tel:{number}"]').first.is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_yes_puts_the_card_on_top_of_this_and_every_later_page(arrive, width):
    her = arrive(width)
    her.press("door-ask")
    assert her.page.locator("#urgent").count() == 0
    her.answer("safe_now", "danger")
    on_top(her, "110")
    assert her.page.get_by_role("status").get_by_text(her.words("urgent.after_yes")).is_visible()
    seen = []

    def look():
        seen.append(her.place())
        on_top(her, "110")
        assert her.sideways() <= 0
        assert her.small_targets() == []

    her.walk({"needs": ["n_partner"]}, look)
    assert len(seen) > 3
    on_top(her, "110")
    assert her.page.locator(".k-first[data-service=police-110]").is_visible()
    her.press("edit-answers")
    on_top(her, "110")
    her.press("nav-next")
    her.press("make-memo")
    on_top(her, "110")
    for link in ("窓口の一覧", "いま話せる窓口", "この案内について"):
        before = her.place()
        her.part("footer").get_by_role("link", name=link).click()
        her.arrive(before)
        on_top(her, "110")


def test_the_result_begins_at_the_card_and_not_below_it(arrive):
    her = arrive(360)
    her.press("door-ask")
    her.answer("safe_now", "danger")
    her.answer("urgent", "hurt_recent", "child_danger")
    her.press("nav-next")
    her.press("nav-see")
    expect(her.page.locator("#urgent")).to_be_focused()
    box = her.page.locator("#urgent .k-urgent-word").bounding_box()
    assert 0 <= box["y"] < 780 / 3


def test_several_cards_are_named_below_each_other(arrive):
    her = arrive(360)
    her.press("door-ask")
    her.answer("safe_now", "danger")
    her.answer("self", "strong")
    her.press("nav-next")
    named = her.page.locator("#urgent > ul").first.locator("li").all_inner_texts()
    assert named == [her.words(f"cards.{card}.title") for card in ("danger_now", "wants_to_die_strong")]


def test_a_wish_to_die_gets_its_own_card_and_taking_it_back_takes_the_card_away(arrive):
    her = arrive(360)
    her.press("door-ask")
    her.answer("self", "strong")
    expect(her.page.locator("[data-card=wants_to_die_strong]")).to_be_visible()
    her.answer("self", "sometimes")
    expect(her.page.locator("[data-card=wants_to_die_soft]")).to_be_visible()
    her.answer("self", "never")
    expect(her.page.locator("#urgent")).to_have_count(0)
