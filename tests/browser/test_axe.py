"""axe-core (WCAG 2.2 A and AA) on every page and in every state; what Streamlit does stands in docs/accessibility.md."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

import i18n

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "var/axe/node_modules/axe-core/axe.min.js"
TABLE = ROOT / "docs/accessibility.md"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async ([tags, allowed]) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => {
    const target = node.target.flat();
    const one = document.querySelector(target.at(-1));
    const row = allowed.findIndex(([rule, selector]) => rule === id && one?.matches(selector));
    return { id, row, html: node.html.slice(0, 200), why: node.failureSummary.slice(0, 300) };
  }));
}"""
ANSWERS = {
    "needs": ["n_partner", "n_money", "n_home", "n_barrier"],
    "voice": ["later"],
    "municipality": ["kamakura"],
    "refused": ["welfare"],
}


class Known(NamedTuple):
    """A row of the table: a rule of axe, where it is broken, and why it is not ours."""

    rule: str
    selector: str
    cause: str


def table() -> list[Known]:
    """The rows of docs/accessibility.md."""
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$", TABLE.read_text("utf-8"), re.MULTILINE)
    return [Known(*row) for row in rows]


def states(her, lang) -> Iterator[str]:
    """Every page and every state of the way, one after another; axe runs at each."""
    yield "start"
    her.page.locator("details summary").first.click()
    yield "start, opened"
    her.press("door-ask")
    yield "safety"
    her.answer("urgent", "no_place_tonight")
    her.answer("self", "strong")
    yield "safety with the urgent card"
    her.press("nav-next")
    yield "needs"
    her.answer("needs", *ANSWERS["needs"])
    her.press("nav-next")
    while her.part("top-bar").count():
        for question in [one for one in ANSWERS if her.asked(one)]:
            her.answer(question, *ANSWERS[question])
        yield f"questions {her.place()}"
        her.press("nav-next")
    yield "result"
    opened(her)
    yield "result, opened"
    her.press("edit-answers")
    yield "answers"
    her.press("edit-safe_now")
    her.answer("safe_now", "watched")
    yield "one answer"
    her.press("nav-next")
    yield "result after an edit"
    her.press("make-memo")
    opened(her)
    yield "short memo with the warning"
    her.press_here("memo-switch", her.words("memo.title"))
    yield "memo"
    yield from unsure(her, lang)
    yield from pages(her, lang)


def unsure(her, lang) -> Iterator[str]:
    """The way of a woman in danger who cannot say what is wrong: every urgent card, a line for each need."""
    her.open("/", lang)
    her.press("door-ask")
    her.answer("safe_now", "danger")
    urgent = [option.id for option in her.content.questions["urgent"].options if not option.exclusive]
    her.answer("urgent", *urgent)
    her.answer("self", "strong")
    opened(her)
    yield "safety with every urgent card"
    her.press("nav-next")
    her.answer("needs", "unsure")
    her.press("nav-next")
    while her.part("top-bar").count():
        yield f"unsure {her.place()}"
        her.press("nav-next")
    opened(her)
    yield "result with every urgent card"
    her.press("make-memo")
    yield "memo after urgent cards"


def pages(her, lang) -> Iterator[str]:
    """The pages beside the way, the plain ones, and the two calm bars."""
    for path in ("/talk", "/about"):
        her.open(path, lang)
        opened(her)
        yield path
    her.open("/directory", lang)
    yield "directory"
    if her.part("filters-open").is_visible():
        her.part("filters-open").locator("label").click()
    her.part("f-need").get_by_role("combobox").click()
    expect(her.page.get_by_role("option").first).to_be_visible()
    yield "directory, a list open"
    her.page.get_by_role("option").nth(3).click()
    her.settle()
    yield "directory, filtered"
    her.page.reload()
    expect(her.page.locator("#notice-session_lost")).to_be_visible()
    her.settle()
    yield "session lost"
    her.page.evaluate("document.getElementById('notice-offline').hidden = false")
    yield "line broken"
    for path in (f"/plain?lang={lang}", "/no-such-page"):
        her.page.goto(her.url + path)
        yield path


def opened(her) -> None:
    """Everything that can be unfolded, unfolded."""
    her.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


SCREENS = [(360, lang) for lang in i18n.LANGUAGES] + [(1280, "ja"), (1280, "en")]


@pytest.fixture(scope="module", params=SCREENS, ids=[f"{width}-{lang}" for width, lang in SCREENS])
def found(request, roam) -> dict[str, list[dict]]:
    """{state: violations}, walked once for each screen; `row` is the row of the table or -1."""
    width, lang = request.param
    her = roam(width, lang)
    allowed = [[one.rule, one.selector] for one in table()]
    script = AXE.read_text("utf-8")
    results = {}
    for state in states(her, lang):
        # A colour on its way to another one is neither; nothing is hovered, nothing fades.
        her.page.mouse.move(0, 0)
        her.page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
        # By way of the debugger, which the content policy does not bind.
        her.page.evaluate(script + "; undefined")
        results[state] = her.page.evaluate(RUN, [TAGS, allowed])
    return results


def test_nothing_of_ours_breaks_a_rule(found):
    ours = {state: [one for one in hits if one["row"] < 0] for state, hits in found.items()}
    assert {state: hits for state, hits in ours.items() if hits} == {}
    assert len(found) >= 30


def test_every_row_of_the_table_is_still_true(found):
    hit = {one["row"] for hits in found.values() for one in hits}
    assert [row for number, row in enumerate(table()) if number not in hit] == []


def test_axe_is_really_looking(arrive):
    her = arrive()
    her.page.evaluate("document.querySelector('#root').insertAdjacentHTML('beforeend', '<button></button>')")
    her.page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert [one["id"] for one in her.page.evaluate(RUN, [TAGS, []])] == ["button-name"]
