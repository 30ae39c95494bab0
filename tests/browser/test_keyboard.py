"""The whole way with the keyboard alone: the way out first, focus always in sight, never lost, no trap."""

import re

from playwright.sync_api import expect

# On the element itself or on the row it belongs to, since a radio's own input is not painted.
FOCUS_IN_SIGHT = """() => {
  let one = document.activeElement;
  for (let up = 0; one && up < 4; up += 1, one = one.parentElement) {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (drawn && style.opacity !== "0" && box.width >= 20 && box.height >= 20) return true;
  }
  return false;
}"""
# The middle of what is inside the window: a long box is taller than a phone.
COVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const top = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
  return !top || !(one.contains(top) || top.contains(one) || top.closest("label")?.contains(one));
}"""
WHERE = "document.activeElement.outerHTML.slice(0, 120)"


def tab_to(her, selector, most=80):
    """Tab until the focus is inside the selector; it can be seen at every stop on the way."""
    for _ in range(most):
        her.page.keyboard.press("Tab")
        where = her.page.evaluate(WHERE)
        assert her.page.evaluate(FOCUS_IN_SIGHT), f"focus not in sight: {where}"
        if her.page.evaluate("(one) => !!document.activeElement.closest(one)", selector):
            assert not her.page.evaluate(COVERED), f"focus covered: {where}"
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def enter(her, key, keys="Enter"):
    """Goes to a button by Tab, presses it, and finds the focus on the heading of the new page."""
    tab_to(her, f".st-key-{key}")
    before = her.place()
    her.page.keyboard.press(keys)
    her.arrive(before)
    her.page.wait_for_function("() => document.activeElement.tagName === 'H1'")


def test_the_whole_way_without_a_mouse(arrive):
    her = arrive()
    press = her.page.keyboard.press
    press("Tab")
    assert her.page.evaluate("document.activeElement.id") == "leave-now"
    enter(her, "door-ask")

    tab_to(her, ".st-key-q-safe_now")
    press("Space")
    expect(her.box("safe_now", "ok")).to_be_checked()
    press("ArrowDown")
    expect(her.box("safe_now", "watched")).to_be_checked()
    press("ArrowUp")
    expect(her.box("safe_now", "ok")).to_be_checked()
    her.settle()
    tab_to(her, ".st-key-q-urgent-none_of_these")
    press("Space")
    expect(her.box("urgent", "none_of_these")).to_be_checked()
    her.settle()
    tab_to(her, ".st-key-q-self")
    press("Space")
    expect(her.box("self", "never")).to_be_checked()
    her.settle()
    enter(her, "nav-next", "Space")

    tab_to(her, ".st-key-q-needs-n_debt")
    press("Space")
    expect(her.box("needs", "n_debt")).to_be_checked()
    her.settle()
    enter(her, "nav-next")
    while her.part("top-bar").count():
        if her.asked("municipality"):
            tab_to(her, ".st-key-q-municipality")
            her.page.keyboard.type("鎌倉")
            expect(her.page.get_by_role("option").first).to_contain_text("鎌倉")
            press("Enter")
            her.settle()
            expect(her.part("q-municipality").get_by_role("combobox")).to_have_value(re.compile("^鎌倉市"))
        enter(her, "nav-next")

    tab_to(her, "details summary")
    press("Enter")
    assert her.page.evaluate("document.activeElement.parentElement.open")
    enter(her, "make-memo", "Enter")
    tab_to(her, "textarea")
    her.page.keyboard.type("x")
    tab_to(her, "[data-memo=copy]")
    enter(her, "nav-back")


def test_no_page_holds_the_focus(arrive):
    her = arrive()
    for path in ("/", "/talk", "/directory", "/about"):
        her.open(path)
        her.page.keyboard.press("Tab")
        assert her.page.evaluate("document.activeElement.id") == "leave-now"
        tab_to(her, ".st-key-footer", most=400)
        for _ in range(400):
            her.page.keyboard.press("Shift+Tab")
            if her.page.evaluate("document.activeElement.id") == "leave-now":
                break
        assert her.page.evaluate("document.activeElement.id") == "leave-now"


def test_the_focus_follows_to_other_pages(arrive):
    her = arrive()
    enter(her, "door-talk")
    for _ in range(3):
        enter(her, "footer")


def test_an_urgent_card_coming_in_above_does_not_take_the_focus_away(arrive):
    her = arrive()
    enter(her, "door-ask")
    tab_to(her, ".st-key-q-urgent-no_place_tonight")
    her.page.keyboard.press("Space")
    expect(her.page.locator("#urgent")).to_be_visible()
    her.settle()
    expect(her.box("urgent", "no_place_tonight")).to_be_checked()
    expect(her.box("urgent", "no_place_tonight")).to_be_focused()
    her.page.keyboard.press("Space")
    expect(her.page.locator("#urgent")).to_have_count(0)
    expect(her.box("urgent", "no_place_tonight")).to_be_focused()
