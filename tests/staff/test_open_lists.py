"""Whoever works faster than the page: what is open or half typed stays so while the run of the field before comes in."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.rest import rest
from tests.staff import desk_week
from tests.staff.test_cases import fold
from tests.staff.test_record import begin_case, box, choose, newest, part, said, save

# Says of a field whether it is still the very one that was marked, and never was there twice.
MARK = """(field) => { field.dataset.marked = "1"; }"""
TWICE = """(label) => {
  const count = () => [...document.querySelectorAll("#root :is(input, textarea)")]
    .filter((one) => one.getAttribute("aria-label") === label).length;
  window.most = count();
  new MutationObserver(() => { window.most = Math.max(window.most, count()); })
    .observe(document.getElementById("root"), { childList: true, subtree: true });
}"""
SCROLLED = """async (by) => {
  const main = document.querySelector("[data-testid=stMain]"), before = main.scrollTop;
  main.scrollBy(0, by);
  await new Promise((done) => setTimeout(done, 300));
  return main.scrollTop - before;
}"""


def open_list(field: Locator, words: str = "") -> None:
    """Opens a list as a person does who does not wait: by what she types, or by the arrow."""
    field.focus()
    field.evaluate(MARK)
    if words:
        field.page.keyboard.type(words)
    else:
        field.page.keyboard.press("ArrowDown")


def stands_open(field: Locator, words: str = "") -> None:
    """Asserts that the run that came in left the list as it was."""
    rest(field.page)
    expect(field).to_have_attribute("data-marked", "1")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_be_focused()
    if words:
        expect(field).to_have_value(words)
    expect(field.page.get_by_role("option").first).to_be_visible()


def kept(page: Page) -> None:
    """Waits for what the run of the first field shows: that a draft is kept."""
    expect(page.get_by_text("書きかけとして保管しています")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_list_that_is_opened_at_once_stays_open_through_the_run_of_the_field_before(come, width):
    page = come("counsellor", "/record", width)
    box(page, "minutes").fill("40")
    open_list(box(page, "age_band"))
    kept(page)
    stands_open(box(page, "age_band"))


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_typed_into_a_list_at_once_is_chosen_by_enter(come, office, width):
    page = come("counsellor", "/record", width)
    box(page, "note").fill("いそいで書く")
    open_list(box(page, "channel"), "LINE")
    kept(page)
    stands_open(box(page, "channel"), "LINE")
    page.keyboard.press("Enter")
    expect(box(page, "channel")).to_have_attribute("aria-expanded", "false")
    # And once more without looking up at all.
    box(page, "minutes").fill("12")
    open_list(box(page, "caller_kind"), "家族")
    page.keyboard.press("Enter")
    open_list(box(page, "issues"), "介護")
    page.keyboard.press("Enter")
    rest(page)
    save(page)
    expect(said(page)).to_contain_text("LINE・家族")
    values = newest(office).values
    assert (values["channel"], values["caller_kind"], values["minutes"], values["issues"]) == (
        "line",
        "family",
        12,
        ["care"],
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_a_list_stays_open_while_what_is_wrong_appears_above_and_goes(come, width):
    page = come("counsellor", "/record", width)
    box(page, "minutes").fill("-4")
    save(page)
    # By its look: while a list is open, all else is hidden from those who listen.
    told = page.locator(".st-key-record-outcome .s-fault")
    expect(told).to_be_visible()
    rest(page)
    box(page, "minutes").fill("4")
    open_list(box(page, "age_band"))
    expect(told).to_have_count(0)
    stands_open(box(page, "age_band"))
    page.keyboard.press("Escape")
    box(page, "minutes").fill("-5")
    open_list(box(page, "age_band"), "30")
    expect(told).to_be_visible()
    stands_open(box(page, "age_band"), "30")
    page.keyboard.press("Enter")
    expect(box(page, "age_band")).to_have_value("30代")


def test_a_question_that_comes_in_between_does_not_shut_the_list_below(come):
    page = come("counsellor", "/record")
    choose(page, "issues", "債務")
    box(page, "issues").focus()
    page.keyboard.type("住まい")
    page.keyboard.press("Enter")
    open_list(box(page, "wish"), "話を")
    expect(part(page, "primary")).to_be_visible()
    stands_open(box(page, "wish"), "話を")


def test_what_a_case_brings_does_not_shut_another_list(come, office):
    page = come("counsellor", "/record")
    box(page, "case_code").fill(begin_case(page, office))
    open_list(box(page, "wish"))
    expect(page.get_by_text("の前の記録から写しました")).to_be_visible()
    stands_open(box(page, "wish"))


def test_a_list_follows_its_field_when_the_page_moves(come):
    page = come("counsellor", "/record", 360)
    open_list(box(page, "age_band"))
    field, offered = box(page, "age_band"), page.get_by_role("option").first
    expect(offered).to_be_visible()

    def apart() -> float:
        above, below = field.bounding_box(), offered.bounding_box()
        assert above
        assert below
        return below["y"] - above["y"]

    before = apart()
    assert page.evaluate(SCROLLED, 60) == 60
    expect(field).to_have_attribute("aria-expanded", "true")
    assert abs(apart() - before) < 2


@pytest.mark.parametrize("width", [360, 1280])
def test_a_part_that_is_opened_shows_all_that_is_in_it(come, office, width):
    week = desk_week.fill(office.database, desk_week.person(office.database, "lead"))
    page = come("counsellor", f"/cases?case={week.case}", width)
    part = fold(page, "見直しをした")
    button = part.get_by_role("button", name="見直しを残す")
    expect(button).to_be_visible()
    page.wait_for_function("() => !document.querySelector('details[open][style*=height]')")
    whole, last = part.locator("details").bounding_box(), button.bounding_box()
    assert whole
    assert last
    assert last["y"] + last["height"] < whole["y"] + whole["height"]
    part.locator("summary").click()
    expect(button).not_to_be_visible()


def test_a_form_of_a_case_stands_once_and_keeps_what_is_typed_while_faults_appear(come):
    page = come("counsellor", "/cases")
    page.get_by_role("button", name="新しいケースを始める").click()
    expect(page.get_by_role("status").filter(has_text="を始めました")).to_be_visible()
    begin = fold(page, "計画を始める")
    coming, stage = begin.get_by_label("つぎの見直し"), begin.get_by_role("combobox", name="段階")
    expect(coming).to_be_visible()
    page.evaluate(TWICE, "つぎの見直し")
    begin.get_by_role("button", name="この計画を始める").click()
    coming.evaluate(MARK)
    coming.fill("あした")
    open_list(stage)
    expect(page.locator(".s-fault").filter(has_text="つぎの見直しの日を入れてください")).to_be_visible()
    expect(page.locator(".st-key-said-line")).to_have_count(0)
    stands_open(stage)
    expect(coming).to_have_attribute("data-marked", "1")
    expect(coming).to_have_value("あした")
    assert page.evaluate("window.most") == 1
    page.keyboard.press("Escape")
    begin.get_by_role("button", name="この計画を始める").click()
    expect(page.get_by_role("status").filter(has_text="計画を始めました")).to_be_visible()


def test_another_kind_of_activity_does_not_shut_the_list_that_both_have(come, office):
    week = desk_week.fill(office.database, desk_week.person(office.database, "lead"))
    page = come("counsellor", f"/cases?case={week.case}")
    where = page.get_by_role("combobox", name="行き先")
    page.get_by_text("他機関調整", exact=True).click()
    open_list(where)
    stands_open(where)


def test_another_row_of_the_week_that_is_open_stays_while_one_is_dealt_with(come, office):
    one, two = (desk_week.fill(office.database, desk_week.person(office.database, "lead")) for _ in range(2))
    page = come("lead", "/monday")
    page.locator(f".st-key-called-{one.call} button").click()
    page.locator(f".st-key-move-{two.call} button").first.click()
    day = page.get_by_label("かける日")
    day.evaluate(MARK)
    day.fill("あした")
    expect(page.get_by_role("status").filter(has_text="かけたことを残しました")).to_be_visible()
    rest(page)
    expect(page.locator(f".st-key-call-{one.call}")).to_have_count(0)
    expect(day).to_have_attribute("data-marked", "1")
    expect(day).to_have_value("あした")
    page.get_by_role("button", name="この日にする").click()
    expect(page.get_by_role("status").filter(has_text="に変えました")).to_be_visible()
