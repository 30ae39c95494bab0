"""Nothing that Streamlit says by itself is English on a staff page: names that are heard, hints, what a list says."""

import pytest
from playwright.sync_api import expect

from tests.browser.rest import rest, watch
from tests.conftest import PATIENCE
from tests.staff.test_import import give
from tests.staff.test_record import box, choose

# What a person hears or reads without a Japanese letter in it; a name to sign in with and a code are examples.
ENGLISH = """() => {
  const named = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()).flatMap((one) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name)));
  const listed = [...document.querySelectorAll("[role=option]")].map((one) => one.textContent);
  return [...named, ...listed].filter((text) => text && /[A-Za-z]{3}/.test(text) && !/[ぁ-ゖァ-ヺ一-龯]/.test(text)
    && text !== "yamada.h");
}"""
PAGES = {
    "lead": ("/monday", "/record", "/cases", "/search", "/import", "/helpful"),
    "admin": ("/accounts", "/audit"),
}


@pytest.mark.parametrize(("role", "path"), [(role, path) for role, paths in PAGES.items() for path in paths])
def test_no_page_says_anything_in_english(come, role, path):
    page = come(role, path)
    page.wait_for_function(f"() => ({ENGLISH})().length === 0")


def test_what_is_chosen_and_what_is_not_found_is_said_in_japanese(come):
    page = come("lead", "/record")
    choose(page, "issues", "住まい")
    choose(page, "age_band", "30代")
    page.get_by_label("住まいを外す").wait_for(state="attached")
    expect(page.get_by_role("button", name="選んだものを消す").first).to_be_attached()
    box(page, "municipality").focus()
    page.keyboard.type("zzz")
    expect(page.get_by_role("option")).to_have_text("ありません")
    page.wait_for_function(f"() => ({ENGLISH})().length === 0")


def test_a_chosen_file_is_spoken_of_in_japanese_and_easily_let_go(come):
    page = come("lead", "/import", 360)
    give(page, b"%PDF-1.4", "なぞ.xlsx")
    page.wait_for_function(f"() => ({ENGLISH})().length === 0")
    around = page.get_by_role("button", name="なぞ.xlsxを外す").bounding_box()
    assert around
    assert min(round(around["width"]), round(around["height"])) >= 44


def test_the_lists_of_the_search_offer_only_what_is_in_them(come):
    page = come("lead", "/search")
    page.get_by_role("combobox", name="課題").click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_function(f"() => ({ENGLISH})().length === 0")


def test_the_way_in_is_japanese_in_order_and_its_targets_are_large(browser, office):
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="ja-JP")
    context.set_default_timeout(PATIENCE)
    page = watch(context.new_page())
    page.goto(office.url + "/sign-in")
    show = page.get_by_role("button", name="打った文字を見せる")
    show.wait_for()
    rest(page)
    expect(page.get_by_role("heading", name="サインイン")).to_have_attribute("aria-level", "2")
    for target in (show, page.get_by_role("link", name="公開の案内を開く")):
        around = target.bounding_box()
        assert around
        assert min(round(around["width"]), round(around["height"])) >= 44
    show.click()
    expect(page.get_by_role("button", name="打った文字をかくす")).to_be_visible()
    assert page.evaluate(ENGLISH) == []
    context.close()
