"""The page of a case in a real browser: found, kept up by small forms, and never overwritten by a second editor."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from data.models import Activity, AuditEntry, CaseFile, Goal, SupportPlan
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.staff import desk_week


@pytest.fixture
def week(office):
    """A case with a plan, a goal, a consultation and an activity."""
    return desk_week.fill(office.database, desk_week.person(office.database, "lead"))


def fold(page, name: str):
    """The part of that name, opened."""
    part = page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=name))
    part.locator("summary").click()
    return part


def said(page, text: str) -> None:
    """Waits for the line that says what was kept."""
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()
    rest(page)


def choose(page, part, label: str, option: str) -> None:
    """Chooses from a list."""
    part.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_case_breaks_no_rule_and_does_not_run_out_of_the_screen(come, week, width):
    page = come("counsellor", f"/cases?case={week.case}", width)
    expect(page.locator("h1")).to_have_text(week.case)
    for name in ("見直しをした", "目標を足す", "計画を直す", "計画を終える"):
        fold(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []


def seen(office, code: str) -> list[dict[str, str]]:
    """What the log says of the page of a case, oldest first."""
    entries = select(AuditEntry).filter_by(action="view", subject="case_file", subject_id=code).order_by(AuditEntry.id)
    with office.database.read() as session:
        return [one.detail for one in session.scalars(entries)]


def test_which_rows_of_a_case_somebody_saw_is_noted_once_and_again_when_there_are_more(come, office, week):
    page = come("counsellor", f"/cases?case={week.case}")
    one = {"consultation": f",{week.call},", "activity": f",{week.activity},", "support_plan": f",{week.plan},"}
    assert seen(office, week.case) == [one]
    choose(page, page, "行き先", "警察")
    choose(page, page, "結果", "用が足りた")
    page.get_by_role("button", name="活動を残す").click()
    said(page, "残しました")
    first, second = seen(office, week.case)
    assert first == one
    with office.database.read() as session:
        newest = session.scalar(select(func.max(Activity.id)))
    assert second == one | {"activity": f",{week.activity},{newest},"}


def test_a_case_is_found_by_its_code_however_it_is_typed(come, week):
    page = come("counsellor", "/cases")
    field = page.get_by_label("ケースの番号")
    for typed, answer in (("あいう", "読めません"), ("K-2026-9998", "見つかりません")):
        field.fill(typed)
        field.press("Enter")
        expect(page.get_by_role("alert").filter(has_text=answer)).to_be_visible()
    field.fill(week.case.lower().replace("-0", "-"))
    field.press("Enter")
    expect(page.locator("h1")).to_have_text(week.case)


def test_a_new_case_gets_the_next_code_and_a_plan(come, office):
    page = come("counsellor", "/cases")
    page.get_by_role("button", name="新しいケースを始める").click()
    said(page, "を始めました")
    code = page.locator("h1").inner_text()
    begin = fold(page, "計画を始める")
    begin.get_by_role("button", name="この計画を始める").click()
    expect(page.get_by_role("alert").filter(has_text="つぎの見直しの日を入れてください")).to_be_visible()
    begin.get_by_label("つぎの見直し").fill("あした")
    begin.get_by_role("button", name="この計画を始める").click()
    said(page, "計画を始めました")
    with office.database.read() as session:
        assert session.scalars(select(CaseFile).where(CaseFile.code == code)).one()
        assert session.scalars(select(SupportPlan).where(SupportPlan.case_code == code)).one().stage == "draft"


def test_a_goal_a_review_and_the_end_of_a_plan_are_kept(come, office, week):
    page = come("lead", f"/cases?case={week.case}")
    part = fold(page, "目標を足す")
    part.get_by_label("目標（本人の言葉で、みじかく）").fill("朝ごはんを食べる")
    part.get_by_role("button", name="目標を足す").click()
    said(page, "目標を足しました")
    part = fold(page, "見直しをした")
    part.get_by_label("つぎの見直し").fill("あした")
    part.get_by_role("button", name="見直しを残す").click()
    said(page, "見直しを残しました")
    part = fold(page, "計画を終える")
    choose(page, part, "終えた理由", "転居")
    part.get_by_role("button", name="計画を終える").click()
    said(page, "計画を終えました")
    with office.database.read() as session:
        plan = session.get(SupportPlan, week.plan)
        assert (plan.close_reason, len(plan.reviews)) == ("moved", 1)
        assert "朝ごはんを食べる" in session.scalars(select(Goal.text).where(Goal.plan_id == week.plan)).all()


def test_of_two_editors_the_second_is_told_and_keeps_what_she_wrote(come, office, week):
    first, second = (come(role, f"/cases?case={week.case}") for role in ("lead", "counsellor"))
    parts = [fold(page, "計画を直す") for page in (first, second)]
    for part, text in zip(parts, ("先の人の文", "あとの人の文"), strict=True):
        part.get_by_label("つぎの見直し").fill("あした")
        part.get_by_label("メモ").fill(text)
    parts[0].get_by_role("button", name="直しを残す").click()
    said(first, "計画を直しました")
    parts[1].get_by_role("button", name="直しを残す").click()
    expect(second.get_by_role("alert").filter(has_text="ほかの人が先に保存しました")).to_be_visible()
    expect(parts[1].get_by_label("メモ")).to_have_value("あとの人の文")
    expect(second.locator(".s-facts")).to_contain_text("先の人の文")
    with office.database.read() as session:
        assert session.get(SupportPlan, week.plan).note == "先の人の文"
    parts[1].get_by_role("button", name="直しを残す").click()
    said(second, "計画を直しました")
    with office.database.read() as session:
        assert session.get(SupportPlan, week.plan).note == "あとの人の文"


def test_an_activity_asks_for_what_its_kind_needs_and_is_mended_and_taken_out(come, office, week):
    page = come("counsellor", f"/cases?case={week.case}")
    page.get_by_text("物品", exact=True).click()
    expect(page.get_by_label("品物")).to_be_visible()
    rest(page)
    expect(page.get_by_label("行き先")).to_have_count(0)
    page.get_by_role("button", name="活動を残す").click()
    alert = page.get_by_role("alert").filter(has_text="品物を選んでください")
    expect(alert).to_contain_text("数を入れてください")
    page.locator(f".st-key-mend-{week.activity} button").click()
    expect(page.locator("h2", has_text=f"活動 {week.activity} を直す")).to_be_visible()
    rest(page)
    page.get_by_label("かかった分").fill("40")
    page.get_by_role("button", name="直しを残す").last.click()
    said(page, "活動を直しました")
    page.locator(f".st-key-mend-{week.activity} button").click()
    page.get_by_role("button", name="この活動を消す").click()
    said(page, "活動を消しました")
    with office.database.read() as session:
        kept = session.get(Activity, week.activity)
        assert kept.minutes == 40
        assert kept.removed_at is not None


def test_on_a_phone_the_field_for_a_code_comes_before_the_list(come, week):
    page = come("counsellor", "/cases", 360)
    field, line = page.get_by_label("ケースの番号").bounding_box(), page.locator(".s-row").first.bounding_box()
    assert field
    assert line
    assert field["y"] < line["y"]
