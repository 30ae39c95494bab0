"""The pages of figures in every state of a database: a sentence that makes sense, in Japanese, within the screen, no traceback."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from data import calendar
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff import states
from tests.staff.conftest import Office

TODAY = calendar.today(datetime.now(UTC))
NOW = calendar.fiscal_year(calendar.month_of(TODAY))
LAST = states.months_back(TODAY, 1)
YEAR = calendar.fiscal_year(LAST)
CLOSED, OPENED = states.closings(TODAY)
# Latin words that are Japanese by now, and the value that the lists lost.
TAKEN_OVER = {"LINE", "SNS", "Word", "Excel", "PDF", "CSV", "PNG", "SVG", "Zoom", states.GONE}
NOTHING = {
    "trends": "相談受付件数は、まだデータなしです。",
    "outcomes": "支援の成果は、データなし（記録がまだありません）。",
    "training": "研修の記録は、まだありません（データなし）。",
    "targets": "まだ",
    "month-close": "締める月が、まだありません。",
    "reconciliation": "突き合わせる数が、まだありません（データなし）。",
    "report": "まだ、報告にできる年度がありません。",
}
RECORDS = {
    f"trends?year={YEAR}": "までで" if YEAR == NOW else "件。",
    "outcomes": "支援計画を0件はじめ" if YEAR == NOW else "データなし",
    "training": "研修の記録は、まだありません（データなし）。",
    f"targets?year={YEAR}": "目標の記載がありません。",
    f"month-close?month={LAST}": "まだ締めていません。見ておくことが2つ",
    "reconciliation": "突き合わせる数が、まだありません（データなし）。",
    f"report?year={YEAR}": "相談受付件数は、いまのところ" if YEAR == NOW else "相談受付件数は",
}
ALL = {
    "trends?year=2023": "令和5年度は4,081件。目標2,798件の145.9%、前年より+26.7%。",
    f"trends?year={YEAR}": "件",
    f"trends?year={YEAR}&by=municipality": "件",
    f"trends?year={YEAR}&by=load": "件",
    "outcomes": "支援計画を",
    "training": "令和5年度の研修は3回、209人。",
    "targets?year=2023": "目標5つのうち、達成が1つ",
    f"targets?year={YEAR}": "目標の記載がありません。",
    "month-close": "まだ締めていません。",
    f"month-close?month={CLOSED}": "数は変わりません。",
    f"month-close?month={OPENED}": "まだ締めていません。",
    "reconciliation": "か所が合いません。",
    "report?year=2023": "4,081件",
    f"report?year={YEAR}": "件",
}
WALK = {
    "empty": (NOTHING, ("lead",)),
    "bare": (NOTHING, ("lead",)),
    "month": (RECORDS, ("lead", "officer")),
    "year": (RECORDS, ("lead",)),
    "five": (ALL, ("lead", "officer")),
}
LONG = "あ" * 200
HOSTILE = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
# An address whose values are gone, of the wrong kind, twice there, very long or hostile; what the page says then.
GONE = {
    "trends?year=1900": "データなしです。",
    f"trends?year={YEAR}&year=2023": "件",
    f"trends?year={HOSTILE}": "データなしです。",
    f"trends?year={YEAR}&by={HOSTILE}": "いまはありません。",
    f"trends?year={YEAR}&channel=pigeon&channel=phone": "いまの一覧にありません",
    f"trends?year={YEAR}&channel={LONG}": "いまの一覧にありません",
    f"trends?year={YEAR}&vs_since=2025-13-99&vs_until={LONG}": "くらべる期間",
    f"trends?year={YEAR}&{HOSTILE}={HOSTILE}": "いまはありません",
    "targets?year=abc": "ここにはありません。",
    "targets?year=99999999999999999999": "ここにはありません。",
    f"report?year={HOSTILE}": "その年度のデータはありません。",
    "report?year=20230": "その年度のデータはありません。",
    "month-close?month=202613": "ここにはありません。",
    f"month-close?month={LONG}": "ここにはありません。",
    f"training?survey={HOSTILE}": "研修",
    "training?survey=99999999999999999999": "研修",
}


def cases() -> list:
    """Every state, with each page of it, as each of its roles; then the addresses that do not hold."""
    walked = [
        (state, role, path, said)
        for state, (paths, roles) in WALK.items()
        for role in roles
        for path, said in paths.items()
    ]
    walked += [("five", "lead", path, said) for path, said in GONE.items()]
    return [pytest.param(*one, id=f"{one[0]}-{one[1]}-{one[2][:50]}") for one in walked]


@pytest.fixture(scope="module")
def office(request, serve, tmp_path_factory):
    """A server on a database in the state asked for."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'records.db'}"
    database = states.make(request.param, url, datetime.now(UTC))
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


def shown(page) -> str:
    """What stands on the page below the header, folds opened."""
    page.evaluate("document.querySelectorAll('.s-fold').forEach((one) => (one.open = true))")
    return str(page.get_by_test_id("stMain").inner_text())


@pytest.mark.parametrize(("office", "role", "path", "said"), cases(), indirect=["office"])
def test_each_page_says_its_sentence_in_japanese_and_stays_within_a_telephone(request, come, role, path, said):
    page = come(role, f"/{path}", 360)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    expect(page.get_by_test_id("stMain")).to_contain_text(said)
    rest(page)
    words = shown(page)
    assert page.get_by_test_id("stException").count() == 0
    # The names of Streamlit's drawings are words only for who reads the source.
    plain = re.sub(r"keyboard_\w+|docs/\S+?\.md|onerror\S*|pigeon|<img src=x|abc", "", words)
    assert set(re.findall(r"[A-Za-z]{3,}", plain)) <= TAKEN_OVER
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == []
    if "empty" in request.node.name or "bare" in request.node.name:
        assert not re.search(r"\d+[件回人%]", words), "nothing is known, and a number stands there"


@pytest.mark.parametrize("office", ["five"], indirect=True)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [f"trends?year={YEAR}&by=channel", "outcomes", "training", f"targets?year={YEAR}",
                                  f"month-close?month={CLOSED}", "reconciliation", f"report?year={YEAR}"])  # fmt: skip
def test_no_rule_of_accessibility_is_broken_where_there_is_most_to_show(come, path, width):
    page = come("lead", f"/{path}", width)
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert page.evaluate(RUN, [TAGS, []]) == []


@pytest.mark.parametrize("office", ["five"], indirect=True)
def test_what_left_the_lists_is_still_counted_and_says_so(come):
    page = come("lead", f"/trends?year={YEAR}&by=age_band")
    expect(page.locator(".s-trends", has_text=f"いまの一覧にないもの（{states.GONE}）")).to_be_visible()


@pytest.mark.parametrize("office", ["five"], indirect=True)
def test_a_month_that_was_opened_again_says_why(come):
    page = come("officer", f"/month-close?month={OPENED}")
    expect(page.locator(".s-history")).to_contain_text("田中が開き直した（わけ：入れ忘れた記録があった）")
