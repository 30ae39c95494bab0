"""A visitor at the screen: what the browser tests press, answer and read, by the keys the pages give their parts."""

from collections.abc import Callable, Collection

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

import i18n
from navigator.content import option_key
from navigator.model import NOT_SAID, Answer, Content
from tests.browser.rest import rest

# The whole row counts as the target of a radio or a box; inside a running sentence a link may be smaller.
SMALL_TARGETS = """() => {
  const seen = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest(".k-unseen");
  const all = [...document.querySelectorAll(
    "button:not([tabindex='-1']), a[href], summary, textarea, label:has(input), [role=group]:has([role=combobox])"
  )].filter(seen);
  return all
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width > 0 && (Math.round(box.height) < 44 || Math.round(box.width) < 44))
    .map(([one, box]) => `${one.tagName} ${Math.round(box.width)}x${Math.round(box.height)} ${one.textContent.slice(0, 40)}`);
}"""
SIDEWAYS = """() => {
  const main = document.querySelector("[data-testid=stMain]") ?? document.scrollingElement;
  return Math.max(document.scrollingElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
}"""

ELSEWHERE = """(before) => {
  const places = [...document.querySelectorAll("[data-page-focus]")];
  return places.length > 0 && places.every((one) => one.dataset.pageFocus !== before);
}"""

# What a failed press leaves to be looked at.
SEEN = """() => JSON.stringify({
  state: document.querySelector("[data-testid=stApp]")?.dataset.testScriptState,
  focus: document.activeElement?.outerHTML.slice(0, 200),
  notices: [...document.querySelectorAll(".notice:not([hidden])")].map((one) => one.innerText),
  answered: [...document.querySelectorAll("input:checked")].map((one) => one.closest("label")?.innerText),
  text: document.querySelector("[data-testid=stMain]")?.innerText.slice(0, 400),
})"""


class Visit:
    """One visitor on one page of the browser."""

    def __init__(self, page: Page, content: Content, url: str) -> None:
        self.page, self.content, self.url = page, content, url
        self.lang = "ja"
        self.given: dict[str, Answer] = {}

    def open(self, path: str = "/", lang: str = "ja") -> "Visit":
        """Opens an address and waits until Streamlit has drawn the page, in the language asked for."""
        self.page.goto(self.url + path)
        self.page.wait_for_selector("[data-page-focus]", state="attached")
        self.settle()
        # A page that is loaded anew starts in Japanese.
        self.lang = self.page.locator("[data-page-lang]").get_attribute("data-page-lang") or "ja"
        self.speak(lang)
        return self

    def settle(self) -> None:
        """Waits until the last run is drawn and nothing of the one before is left."""
        rest(self.page)

    def part(self, key: str) -> Locator:
        """The part of the page with that key."""
        return self.page.locator(f".st-key-{key}")

    def place(self) -> str | None:
        """Where she is, as the page tells the script that moves the focus."""
        return self.page.locator("[data-page-focus]").first.get_attribute("data-page-focus")

    def press(self, key: str) -> None:
        """Presses a button that leads to another page of the way and waits for that page."""
        before = self.place()
        self.part(key).get_by_role("button").click()
        self.arrive(before)

    def press_here(self, key: str, heading: str) -> None:
        """Presses a button that changes this page and waits for its new heading."""
        self.part(key).get_by_role("button").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(i18n.plain(heading))
        self.settle()

    def arrive(self, before: str | None) -> None:
        """Waits until the page is another one than `before`."""
        try:
            self.page.wait_for_function(ELSEWHERE, arg=before)
        except PlaywrightTimeout as error:
            raise AssertionError(f"still at {before}: {self.page.evaluate(SEEN)}") from error
        self.settle()

    def speak(self, lang: str) -> None:
        """Changes the language."""
        if lang != self.lang:
            self.part(f"lang-{lang}").get_by_role("button").click()
            expect(self.page.locator("[data-page-lang]")).to_have_attribute("data-page-lang", lang)
            self.settle()
            self.lang = lang

    def option(self, question: str, option: str) -> Locator:
        """The row of an option: of a radio by its place in the list, of a box by its key."""
        asked = self.content.questions[question]
        if asked.type == "multiple":
            return self.part(f"q-{question}-{option}").locator("label")
        names = [one.id for one in asked.options] + list(NOT_SAID)
        return self.part(f"q-{question}").locator("label:has(input[type=radio])").nth(names.index(option))

    def box(self, question: str, option: str) -> Locator:
        """The control itself inside the row."""
        return self.option(question, option).locator("input")

    def answer(self, question: str, *options: str) -> None:
        """Gives an answer and waits until the screen shows it."""
        asked = self.content.questions[question]
        for option in options:
            if asked.list_box:
                self.choose(f"q-{question}", i18n.plain(self.words(option_key(question, option))))
            else:
                self.option(question, option).click()
                expect(self.box(question, option)).to_be_checked()
        if options:
            self.given[question] = tuple(options) if asked.type == "multiple" else options[0]
        self.settle()

    def choose(self, key: str, words: str) -> None:
        """Types into a list and takes the first it offers."""
        field = self.part(key).get_by_role("combobox")
        field.click()
        field.fill(words)
        offered = self.page.get_by_role("option").first
        expect(offered).to_contain_text(words)
        offered.click()
        self.settle()

    def asked(self, question: str) -> bool:
        """Whether the question stands on this page."""
        return self.part(f"ask-{question}").count() > 0

    def walk(self, answers: dict[str, Collection[str]], look: Callable[[], None] = lambda: None) -> list[str]:
        """From here to the result with these answers, `look` called on every page; returns the questions met."""
        met: list[str] = []
        while self.part("top-bar").count():
            look()
            here = [one for one in self.content.questions if self.asked(one)]
            met += here
            for one in here:
                self.answer(one, *answers.get(one, ()))
            self.press("nav-next")
        return met

    def words(self, key: str, **params: object) -> str:
        """A text in her language, furigana still in it."""
        return i18n.say(self.content.words, self.lang, key, **params)

    def read(self, key: str, **params: object) -> str:
        """A text in her language as she reads it, furigana left out."""
        return i18n.base(self.words(key, **params))

    def text(self, selector: str = "[data-testid=stMain]") -> str:
        """What a person reads, furigana left out."""
        return " ".join(self.page.locator(selector).evaluate_all(READ))

    def sideways(self) -> int:
        """How many pixels the page can be scrolled to the side."""
        return int(self.page.evaluate(SIDEWAYS))

    def small_targets(self) -> list[str]:
        """What can be pressed and is under 44 pixels in one direction."""
        found: list[str] = self.page.evaluate(SMALL_TARGETS)
        return found


READ = """(all) => all.map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll("rt, rp").forEach((small) => small.remove());
  return copy.textContent;
})"""
