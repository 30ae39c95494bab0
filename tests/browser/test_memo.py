"""The memo: hers to edit; copied, printed and saved in her browser, without a word to the server."""

import pytest
from playwright.sync_api import expect

import i18n

# As in a browser that cannot fit a box to its words.
WITHOUT_FITTING = """() => {
  for (const sheet of document.styleSheets)
    for (let at = sheet.cssRules.length - 1; at >= 0; at -= 1)
      if (sheet.cssRules[at] instanceof CSSSupportsRule) sheet.deleteRule(at);
}"""
HERS = "わたしのことば\nふたつめの行"


@pytest.fixture
def writer(arrive):
    """A visitor at her memo, what her browser asks for from now on, and the memo in her own words."""

    def come(**answers):
        her = arrive(permissions=["clipboard-read", "clipboard-write"])
        sent = []
        her.page.on("request", lambda request: sent.append(request.url) if request.url.startswith("http") else None)
        her.page.on("websocket", lambda line: line.on("framesent", lambda _: sent.append(line.url)))
        her.open()
        her.press("door-ask")
        for question, option in answers.items():
            her.answer(question, option)
        her.press("nav-next")
        her.answer("needs", "n_debt")
        her.press("nav-see")
        her.press("make-memo")
        return her, sent

    return come


def write(her):
    """Puts her own words in, and leaves the box."""
    box = her.page.locator("textarea")
    box.fill(HERS)
    box.press("Tab")
    her.settle()
    her.page.wait_for_timeout(300)


def press(her, what):
    """One of the three buttons."""
    her.page.locator(f"[data-memo={what}]").click()


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_whole_memo_is_seen_without_scrolling_inside_its_box(arrive, lang):
    her = arrive(360, lang)
    her.press("door-ask")
    her.press("nav-next")
    her.answer("needs", "n_money", "n_home", "n_partner", "n_mind")
    her.press("nav-see")
    her.press("make-memo")
    box = her.page.locator("textarea")
    hidden = "(one) => one.scrollHeight - one.clientHeight"
    assert box.evaluate(hidden) <= 1
    her.page.evaluate(WITHOUT_FITTING)
    assert box.evaluate("(one) => getComputedStyle(one).fieldSizing") == "fixed"
    assert box.evaluate(hidden) <= 1


def test_copy_print_and_save_use_her_words_and_ask_nobody(writer):
    her, sent = writer()
    write(her)
    assert sent
    sent.clear()

    press(her, "copy")
    expect(her.page.locator("[data-memo-said]")).to_have_text(her.words("memo.copied"))
    assert her.page.evaluate("navigator.clipboard.readText()").splitlines() == HERS.splitlines()

    with her.page.expect_download() as download:
        press(her, "save")
    assert download.value.suggested_filename == "memo.txt"
    assert download.value.url.startswith("blob:")
    assert download.value.path().read_text("utf-8").splitlines() == HERS.splitlines()

    her.page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    press(her, "print")
    her.page.emulate_media(media="print")
    assert her.page.locator("#memo-paper").inner_text().strip() == HERS
    assert her.page.locator("#root").is_hidden()
    assert her.page.locator("#leave-now").is_hidden()
    her.page.emulate_media(media="screen")
    her.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(her.page.locator("#memo-paper")).to_have_count(0)
    assert sent == []


def test_her_words_stay_when_she_looks_at_the_result_again(writer):
    her, _ = writer()
    write(her)
    her.press("nav-back")
    her.press("make-memo")
    expect(her.page.locator("textarea")).to_have_value(HERS)


def test_where_someone_looks_at_her_phone_the_short_memo_is_first_and_keeping_it_is_behind_a_warning(writer):
    her, _ = writer(safe_now="watched")
    expect(her.page.get_by_role("heading", level=1)).to_have_text(her.words("memo.short_title"))
    assert her.words("issues.i_debt.phrase") not in her.page.locator("textarea").input_value()
    assert her.page.locator("[data-memo=save]").is_hidden()
    her.page.get_by_text(her.words("memo.trace_title"), exact=True).click()
    assert her.page.locator("[data-memo=save]").is_visible()
    assert her.page.get_by_text(her.words("memo.trace_warning")).is_visible()
    her.part("memo-switch").get_by_role("button").click()
    expect(her.page.get_by_role("heading", level=1)).to_have_text(her.words("memo.title"))
