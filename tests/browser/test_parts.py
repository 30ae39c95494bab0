"""A press draws again what it changes and leaves the rest of the page alone; nothing of what it changes is left old."""

from playwright.sync_api import expect

MARK = "(place) => { document.querySelector(place).dataset.untouched = 'yes'; }"


def to_needs(her):
    """On the page of needs."""
    her.press("door-ask")
    while not her.asked("needs"):
        her.press("nav-next")


def test_a_tick_leaves_the_rest_of_the_page_and_mends_the_number_of_pages_left(arrive):
    her = arrive(360)
    to_needs(her)
    before = her.text(".k-progress")
    for place in (".st-key-header p", ".st-key-bar button", ".k-question"):
        her.page.evaluate(MARK, place)
    her.answer("needs", "n_money")
    expect(her.page.locator(".k-progress")).not_to_have_text(before)
    assert her.text("h1.k-unseen").endswith(her.text(".k-progress"))
    assert her.page.locator("[data-untouched]").count() == 3
    her.press("nav-next")
    her.press("nav-back")
    expect(her.box("needs", "n_money")).to_be_checked()


def test_an_answer_that_stands_alone_clears_boxes_in_other_parts(arrive):
    her = arrive(360)
    to_needs(her)
    her.answer("needs", "n_money", "n_partner")
    her.answer("needs", "rather_not")
    for need in ("n_money", "n_partner"):
        expect(her.box("needs", need)).not_to_be_checked()
    her.answer("needs", "n_money")
    expect(her.box("needs", "rather_not")).not_to_be_checked()


def test_going_back_to_the_start_and_in_again_the_footer_fits(arrive):
    her = arrive(360)
    expect(her.part("restart")).to_be_hidden()
    her.press("door-ask")
    expect(her.part("restart")).to_be_visible()
    her.press("nav-back")
    expect(her.part("door-ask")).to_be_visible()
    expect(her.part("restart")).to_be_hidden()
    her.press("door-ask")
    her.answer("safe_now", "watched")
    her.press("nav-back")
    expect(her.part("restart")).to_be_visible()
