"""What the browser writes to the disk by itself while she is here: nothing of what she chose or wrote."""

from tests.conftest import CHROMIUM, FLAGS

HERS = "zqxwhatshewrote"


def sessions_of(profile):
    """All that Chromium keeps to open the tabs again after a crash."""
    return b"".join(file.read_bytes() for file in (profile / "Default" / "Sessions").iterdir())


def times(kept, words):
    """How often the words stand there, in either of the two ways Chromium writes text."""
    return kept.count(words.encode()) + kept.count(words.encode("utf-16-le"))


def test_what_she_chose_and_wrote_is_not_on_the_disk_of_her_browser(server, browser, tmp_path):
    phone = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=FLAGS.split(), locale="ja-JP"
    )
    page = phone.pages[0]
    page.goto(server.url)
    page.locator(".st-key-door-ask button").click()
    chosen = page.locator("[data-testid=stRadio] label").nth(2)
    chosen.click()
    option = chosen.inner_text()
    page.locator(".st-key-nav-next button").click()
    page.locator(".st-key-nav-see button").click()
    page.locator(".st-key-make-memo button").click()
    memo = page.locator("textarea")
    memo.wait_for()
    ours = memo.input_value().splitlines()[0]
    memo.fill(HERS)
    memo.blur()
    assert memo.get_attribute("spellcheck") == "false"
    # Chromium writes 2.5 seconds after a change.
    page.wait_for_timeout(5000)
    phone.close()
    kept = sessions_of(tmp_path)
    assert times(kept, server.url), "the file of the tabs is written at all"
    for words in (HERS, ours, option, "radio", "checkbox", "textarea"):
        assert not times(kept, words), words
