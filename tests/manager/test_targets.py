"""The targets page as the report says it: each figure of the table exactly so, states in words, targets set and refused."""

import html
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from data.models import AuditEntry, Target
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import SIZES
from ui.staff.words import say

ROWS = {
    "consultations": (
        "達成", "4,081件 / 目標 2,798件（145.9%）", "+1,283件", "令和5年12月に目標に届きました（累計2,910件）",
        "年度の記載なし（令和5年度とみなす）",
    ),
    "training_participants": (
        "届かなかった", "209人 / 目標 300人（69.7%）", "−91人", "年度の記載なし（令和5年度とみなす）",
    ),
    "training_usefulness": (
        "届かなかった", "90.9%・95.5%・93.8% / 目標 97%", "1回目 90.9%（−6.1ポイント）", "2回目 95.5%（−1.5ポイント）",
        "3回目 93.8%（−3.2ポイント）", "参加した人数で重みをつけた平均：92.9%", "回ごとの単純な平均：93.4%",
        "年度の記載なし（令和5年度とみなす）",
    ),
    "accompaniments": ("目標のみ・実績データなし", "実績データなし / 目標 577件", "年度の記載なし（令和5年度とみなす）"),
    "line_consultations": (
        "目標のみ・実績データなし", "実績データなし / 目標 500件", "年度の記載なし（令和5年度とみなす）",
    ),
}  # fmt: skip


def row(page, indicator: str) -> str:
    return str(page.locator(f"[data-indicator={indicator}]").inner_text())


def main(page) -> str:
    return str(page.locator("[data-testid=stMain]").inner_text())


@pytest.mark.parametrize("width", SIZES)
def test_the_year_of_the_report_shows_each_figure_exactly(come, office, width):
    page = come("officer", "/targets?year=2023", width)
    assert page.locator(".s-lead").inner_text() == (
        "令和5年度は、目標5つのうち、達成が1つ、届かなかったものが2つ、実績データなしが2つです。"
    )
    for indicator, parts in ROWS.items():
        shown = row(page, indicator)
        for words in parts:
            assert words in shown, f"{indicator}: {words}"
    for indicator in ("accompaniments", "line_consultations"):
        assert "0%" not in row(page, indicator)
        assert page.locator(f"[data-indicator={indicator}] .s-bar").count() == 0
    bar = page.locator("[data-indicator=consultations] .s-bar")
    fill, tick = (bar.locator(part).bounding_box() for part in (".s-bar-fill", ".s-bar-tick"))
    reached = (tick["x"] + tick["width"] / 2 - fill["x"]) / fill["width"]
    assert abs(reached - 2798 / 4081) < 0.01
    assert bar.get_attribute("aria-label") == "4,081件 / 目標 2,798件（145.9%）"
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == [] or width == 1280
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []
    page.close()


def test_every_row_says_where_it_is_from(come, office):
    page = come("officer", "/targets?year=2023")
    fold = page.locator("[data-indicator=consultations] .s-from").first
    fold.locator("summary").click()
    shown = fold.inner_text()
    for words in (
        "「事業の効果」1項目め",
        "令和5年4月から令和6年3月（12か月）",
        "数え方（第1版）",
        "「目的・目標」2項目め",
        "入れました",
    ):
        assert words in shown
    page.close()


def test_years_without_a_target_or_without_anything_say_so(come, office):
    page = come("officer", "/targets?year=2022")
    assert "令和4年度は、目標の記載がありません" in main(page)
    assert "3,221件" in row(page, "consultations")
    assert "目標の記載なし" in row(page, "consultations")
    page.close()
    page = come("officer", "/targets?year=2027")
    assert "令和9年度の目標も実績も、まだありません（データなし）" in main(page)
    page.close()
    page = come("officer", "/targets?year=1950")
    assert "アドレスの年度の数字は、ここにはありません" in main(page)
    page.close()


def test_the_officer_begins_here_and_may_not_set_a_target(come, office):
    page = come("officer", "/sign-in")
    expect(page).to_have_url(f"{office.url}/targets")
    assert say("targets.edit") not in main(page)
    page.close()


def fill(page, value: str, reason: str = "契約で決まった") -> None:
    # Whatever was typed before is over, then press.
    page.get_by_label("目標（件）").fill(value)
    page.get_by_label(say("targets.reason")).fill(reason)
    page.get_by_role("button", name=say("targets.do")).click()
    rest(page)


@pytest.fixture
def without_targets(office):
    """No target of 令和8年度, before and after."""
    mine = delete(Target).where(Target.fiscal_year == 2026)
    with office.database.write() as session:
        session.execute(mine)
    yield office
    with office.database.write() as session:
        session.execute(mine)


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_a_target_is_set_and_set_anew_with_history_and_log(come, without_targets, role):
    page = come(role, "/targets?year=2026", 360)
    fill(page, "３，０００件")
    expect(page.get_by_text("令和8年度の相談受付件数の目標を残しました。")).to_be_visible()
    expect(page.locator("[data-indicator=consultations] .s-goal-words")).to_contain_text("目標 3,000件")
    fill(page, "3200", "見直し")
    page.locator("[data-indicator=consultations] .s-history summary").click()
    steps = page.locator("[data-indicator=consultations] .s-history li").all_inner_texts()
    assert len(steps) == 2
    assert "3,200件" in steps[0]
    assert "のちに置きかえ" in steps[1]
    assert page.evaluate(SIDEWAYS) <= 0
    with without_targets.database.read() as session:
        log = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "target")).all()
    assert log[-2:] == ["target_set", "target_set"]
    page.close()


@pytest.mark.parametrize(
    ("value", "reason", "says"),
    [
        ("-5", "a", "マイナス"),
        ("たくさん", "a", "数として読めません"),
        ("2.5", "a", "小数があります"),
        ("", "a", "入れてください"),
        ("10", "", "決めたわけを書いてください"),
        ("9" * 14, "a", "大きすぎます"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(come, without_targets, value, reason, says):
    page = come("lead", "/targets?year=2026")
    fill(page, value, reason)
    expect(page.locator("[role=alert]")).to_contain_text(says)
    assert page.get_by_label("目標（件）").input_value() == value
    with without_targets.database.read() as session:
        assert session.scalars(select(Target).where(Target.fiscal_year == 2026)).all() == []
    page.close()


def test_a_target_of_zero_says_that_there_is_no_ratio(come, without_targets):
    page = come("lead", "/targets?year=2026")
    fill(page, "0")
    expect(page.get_by_text("0では割れないので、割合と達成は出しません")).to_be_visible()
    page.close()


def test_of_two_forms_the_second_is_told_and_keeps_what_was_typed(come, without_targets):
    first, second = (come("lead", "/targets?year=2026") for _ in range(2))
    fill(first, "3000")
    fill(second, "4000")
    expect(second.locator("[role=alert]")).to_contain_text("ほかの人が先に保存しました")
    assert second.get_by_label("目標（件）").input_value() == "4000"
    second.get_by_role("button", name=say("targets.do")).click()
    rest(second)
    expect(second.locator("[data-indicator=consultations] .s-goal-words")).to_contain_text("目標 4,000件")
    first.close()
    second.close()


def taken(page, title: str, kind: str) -> bytes:
    """The file of a chart, by the page's own buttons."""
    page.locator("[data-testid=stExpander] summary", has_text=say("figures.take")).click()
    rest(page)
    page.get_by_label(say("figures.which"), exact=True).click()
    page.get_by_role("option", name=title, exact=True).click()
    rest(page)
    page.get_by_role("button", name=say(f"figures.{kind}"), exact=True).click()
    with page.expect_download() as coming:
        page.locator("a.s-button[href^='/download']").click()
    return Path(coming.value.path()).read_bytes()


def test_a_bar_leaves_as_a_picture_with_its_caption_inside(come, office):
    page = come("officer", "/targets?year=2023", 360)
    svg = html.unescape(taken(page, "令和5年度 相談受付件数", "svg").decode())
    for words in (
        "4,081件 / 目標 2,798件（145.9%）", "令和5年度 相談受付件数", "どこから: つながりサポート事業", "の時点",
        "年度の記載なし",
    ):  # fmt: skip
        assert words in svg, words
    assert page.evaluate(SIDEWAYS) <= 0
    page.close()
    page = come("officer", "/targets?year=2023")
    assert taken(page, "令和5年度 同行支援件数", "png").startswith(b"\x89PNG")
    page.close()
    page = come("officer", "/targets?year=2023")
    rows = taken(page, "令和5年度 LINE相談件数", "csv").decode("utf-8-sig").splitlines()
    assert rows[-1] == "令和5年度 LINE相談件数,目標のみ・実績データなし,500件,'－"
    page.close()
