"""Three languages: nothing left in the wrong one, Japanese marked as Japanese, furigana over every hard word."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import i18n

# The names of the languages stand each in its own, and the memo holds official names; neither widget can mark them.
UNMARKED = """() => {
  const japanese = /[ぁ-ゖァ-ヺ一-龯]/;
  const walker = document.createTreeWalker(document.querySelector("#root"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, one = text.parentElement;
    if (!japanese.test(text.data) || one.closest("[lang=ja], .st-key-languages, textarea")) continue;
    found.push(text.data.trim().slice(0, 60));
  }
  return [...new Set(found)];
}"""
BARE = """() => [...document.querySelectorAll("#root h1, #root h2, #root h3, #root h4")].filter((one) => {
  if (one.closest(".k-name")) return false;
  const copy = one.cloneNode(true);
  copy.querySelectorAll("ruby, .k-name").forEach((small) => small.remove());
  return /[一-龯]/.test(copy.textContent);
}).map((one) => one.textContent)"""
# Names that are only heard, and what stands in a list; the memo's file name is a name, not a word.
ENGLISH = """() => {
  const named = [...document.querySelectorAll("#root *, [data-testid=stSelectboxVirtualDropdown] *")].flatMap((one) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name)));
  const listed = [...document.querySelectorAll("[role=option]")].map((one) => one.textContent);
  const seen = [...document.querySelectorAll("[data-testid=InputInstructions]")]
    .filter((one) => one.checkVisibility()).map((one) => one.textContent);
  return [...named, ...listed, ...seen].filter((text) => text && /[A-Za-z]{3}/.test(text) && !/[ぁ-ゖァ-ヺ一-龯]/.test(text));
}"""
# What is drawn over the words of the name: the way out, the languages.
COVERED_NAME = """(name) => {
  const words = document.createRange();
  words.selectNodeContents(document.querySelector(name));
  const box = words.getBoundingClientRect();
  return [...document.querySelectorAll("#leave-now, .st-key-languages button, .languages a")].filter((one) => {
    const other = one.getBoundingClientRect();
    return other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom;
  }).map((one) => one.textContent);
}"""
TABLE = Path(__file__).resolve().parents[2] / "docs/accessibility.md"
ANSWERS = {"needs": ["n_money", "n_partner"], "safe_now": ["watched"], "self": ["sometimes"], "voice": ["overheard"]}


def whole_visit(her, look):
    """Every page and every part of the way, `look` called on each, all folds open."""
    look()
    her.press("door-ask")
    her.walk(ANSWERS, look)
    her.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    look()
    her.press("edit-answers")
    look()
    her.press("nav-next")
    her.press("make-memo")
    look()
    for number in range(3):
        before = her.place()
        her.part("footer").get_by_role("link").nth(number).click()
        her.arrive(before)
        her.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        look()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_nothing_lies_over_the_name_of_the_site(arrive, lang, width):
    her = arrive(width, lang)
    assert her.page.evaluate(COVERED_NAME, ".k-site") == []
    her.page.goto(f"{her.url}/plain?lang={lang}")
    assert her.page.evaluate(COVERED_NAME, ".name") == []


def test_no_japanese_is_left_in_english_but_what_is_marked(arrive):
    her = arrive(360, "en")
    found = {}

    def look():
        left = her.page.evaluate(UNMARKED)
        if left:
            found[her.place()] = left

    whole_visit(her, look)
    assert found == {}


def test_easy_japanese_has_furigana_in_every_heading(arrive):
    her = arrive(360, "ja-easy")
    bare = set()
    rubies = []

    def look():
        bare.update(her.page.evaluate(BARE))
        rubies.append(her.page.locator("#root :is(h1, h2) ruby").count())

    whole_visit(her, look)
    assert bare == set()
    assert all(rubies)


@pytest.mark.parametrize(("lang", "html"), [("ja-easy", "ja"), ("en", "en")])
def test_the_page_says_which_language_it_is_in(arrive, lang, html):
    her = arrive()
    assert her.page.locator("html").get_attribute("lang") == "ja"
    her.speak(lang)
    expect(her.page.locator("html")).to_have_attribute("lang", html)
    assert her.page.title() == "くらしの案内", "the history keeps one neutral name"
    expect(her.page.locator("[data-testid=stMain]")).to_contain_text(her.words("start.door.ask").split("{")[0])
    her.speak("ja")
    expect(her.page.locator("html")).to_have_attribute("lang", "ja")


def test_a_change_of_language_keeps_the_answers_and_the_place(arrive):
    her = arrive()
    her.press("door-ask")
    her.answer("safe_now", "watched")
    her.press("nav-next")
    her.answer("needs", "n_debt")
    her.speak("en")
    expect(her.box("needs", "n_debt")).to_be_checked()
    assert her.read("questions.needs") in her.text()
    her.press("nav-back")
    expect(her.box("safe_now", "watched")).to_be_checked()


def test_the_english_that_streamlit_cannot_drop_is_the_listed_one(arrive):
    listed = set(re.findall(r"^\| `([^`]+)` \| [^`]+ \| .+ \|$", TABLE.read_text("utf-8"), re.MULTILINE))
    her = arrive()
    found = set()

    def look():
        found.update(her.page.evaluate(ENGLISH))

    whole_visit(her, look)
    her.open("/directory")
    her.part("filters-open").locator("label").click()
    field = her.part("f-place").get_by_role("combobox")
    field.click()
    field.fill("xyz")
    expect(her.page.get_by_role("option")).to_have_text("No results")
    look()
    field.fill("鎌倉")
    her.page.get_by_role("option").first.click()
    her.settle()
    look()
    assert found == listed
