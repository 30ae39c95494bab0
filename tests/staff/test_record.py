"""The record page in a real browser: filled by the keyboard alone, one press, two editors, drafts, wrong input, faults."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select, text

from data.models import Account, AuditEntry, Consultation, Draft
from data.queries import consultations as reading
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, RUN, TAGS, table
from tests.browser.visit import SIDEWAYS, SMALL_TARGETS
from tests.staff.conftest import Office
from ui.staff.record_form import FIELDS

FOCUSED = """() => [...document.activeElement.closest("[class*='st-key-record-']")?.classList ?? []]
  .find((one) => one.startsWith("st-key-record-"))?.replace("st-key-record-", "") ?? document.activeElement.tagName"""


def part(page: Page, name: str) -> Locator:
    """The field or button of that name."""
    return page.locator(f"[class*='st-key-record-{name}-'], .st-key-record-{name}")


def box(page: Page, name: str) -> Locator:
    return part(page, name).locator("input, textarea").first


def write(page: Page, name: str, words: str) -> None:
    """Types into a text field and leaves it."""
    box(page, name).fill(words)
    box(page, name).blur()
    rest(page)


def choose(page: Page, name: str, words: str) -> None:
    """Types into a list and takes what it offers, by the keyboard."""
    box(page, name).focus()
    page.keyboard.type(words)
    expect(page.get_by_role("option").first).to_contain_text(words)
    if not box(page, name).get_attribute("aria-activedescendant"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    rest(page)


def save(page: Page) -> None:
    page.keyboard.press("Control+Enter")


def said(page: Page) -> Locator:
    """What was just done, in one line."""
    return page.locator(".s-good")


def count(office: Office, table) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def newest(office: Office) -> reading.Record:
    with office.database.read() as session:
        found = reading.one(session, session.scalar(select(func.max(Consultation.id))) or 0)
    assert found
    return found


def tick_new_case(page: Page) -> None:
    """Asks for a new case, by the keyboard."""
    box(page, "new_case").focus()
    page.keyboard.press("Space")
    rest(page)


def begin_case(page: Page, office: Office) -> str:
    """Keeps a record of a person in her fifties with a new case; the code of the case."""
    choose(page, "age_band", "50代")
    tick_new_case(page)
    save(page)
    expect(said(page)).to_contain_text("残しました")
    rest(page)
    return str(newest(office).values["case_code"])


@pytest.fixture(autouse=True)
def nothing_begun(office):
    """No drafts of an earlier test are offered."""
    with office.database.write() as session:
        session.execute(text("DELETE FROM draft"))


def made(office: Office, come) -> int:
    """A record that the counsellor wrote."""
    page = come("counsellor", "/record")
    choose(page, "issues", "債務")
    write(page, "minutes", "40")
    save(page)
    expect(said(page)).to_contain_text("残しました")
    return newest(office).id


def test_the_common_case_takes_three_keys(come, office):
    page = come("counsellor", "/record")
    expect(box(page, "issues")).to_be_focused()
    for key in ("ArrowDown", "Enter", "Control+Enter"):
        page.keyboard.press(key)
        rest(page)
    expect(said(page)).to_contain_text("電話・本人・相談成立・夫等からの暴力")
    record = newest(office)
    # The hour may be 0.
    known = {name for name, value in record.values.items() if value not in (None, []) and value is not False}
    assert known == {"received_on", "hour", "channel", "caller_kind", "contact_result", "issues", "primary"}
    assert record.values["primary"] == "spouse_violence"
    expect(box(page, "issues")).to_be_focused()
    expect(part(page, "issues")).not_to_contain_text("夫等からの暴力")


def test_the_keyboard_alone_fills_everything(come, office):
    page = come("counsellor", "/record")
    for words in ("住まい", "債務"):
        choose(page, "issues", words)
    choose(page, "primary", "債務")
    for name, words in (
        ("hour", "14時台"), ("channel", "LINE"), ("caller_kind", "家族"), ("new_or_repeat", "はじめて"),
        ("age_band", "30代"), ("municipality", "鎌倉市"), ("referral_source", "学校"), ("contact_result", "折返し待ち"),
        ("urgency", "今週"), ("may_call", "はい"), ("leave_word", "いいえ"), ("wish", "話を聞いて"),
        ("responses", "傾聴"), ("responses", "情報提供"), ("refusals", "生活保護"), ("children", "いっしょにいる"),
        ("interpreter", "要らない"), ("consent", "同意あり"),
    ):  # fmt: skip
        choose(page, name, words)
    for name, words in (("minutes", "４０"), ("callback_due", "2099-12-01"), ("next_on", "2099-12-02")):
        write(page, name, words)
    tick_new_case(page)
    choose(page, "activity0-kind", "同行")
    choose(page, "activity0-destination", "警察")
    choose(page, "activity0-result", "用が足りた")
    write(page, "activity0-minutes", "90")
    choose(page, "activity1-kind", "物品")
    choose(page, "activity1-item", "生理用品")
    write(page, "activity1-count", "2")
    box(page, "note").focus()
    page.keyboard.type("家賃を二か月待ってもらっている")
    save(page)
    expect(said(page)).to_contain_text("LINE・家族・親族・折返し待ち・債務、住まい・K-")
    record = newest(office)
    today = datetime.now(UTC).astimezone().date().year
    assert record.values | {"received_on": None} == {
        "received_on": None, "hour": 14, "channel": "line", "caller_kind": "family", "new_or_repeat": "new",
        "age_band": "30s", "municipality": "142042", "referral_source": "school", "contact_result": "callback",
        "urgency": "week", "wish": "listen", "minutes": 40, "may_call": "y", "leave_word": "n", "children": "y",
        "interpreter": "none", "consent": "given", "next_on": "2099-12-02", "callback_due": "2099-12-01",
        "callback_done_on": None, "primary_unknown": False, "note": "家賃を二か月待ってもらっている",
        "case_code": f"K-{today}-0001", "issues": ["housing", "debt"], "primary": "debt",
        "responses": ["listened", "informed"], "refusals": ["city_welfare"],
    }  # fmt: skip
    assert [(one["kind"], one["destination"], one["item"], one["count"]) for one in record.activities] == [
        ("accompany", "police", None, None),
        ("goods", None, "sanitary", 2),
    ]


def test_tab_goes_through_the_fields_in_their_order(come, office):
    page = come("counsellor", "/record")
    box(page, "received_on").focus()
    met: list[str] = []
    while (name := str(page.evaluate(FOCUSED))) != "save" and len(met) < 40:
        met.append(re.sub(r"-\d+$", "", name))
        page.keyboard.press("Tab")
    hidden = {"primary", "primary_unknown", "callback_done_on"}
    assert list(dict.fromkeys(met)) == [*(one for one in FIELDS if one not in hidden), "activity0-kind"]


def test_a_case_code_brings_what_is_known(come, office):
    page = come("counsellor", "/record")
    choose(page, "may_call", "いいえ")
    code = begin_case(page, office)
    write(page, "case_code", code.lower().replace("-", ""))
    expect(page.get_by_text(f"{code} の前の記録から写しました")).to_contain_text("年代：50代")
    choose(page, "issues", "介護")
    save(page)
    expect(said(page)).to_contain_text("介護")
    values = newest(office).values
    assert (values["case_code"], values["age_band"], values["may_call"]) == (code, "50s", "n")
    assert values["new_or_repeat"] == "repeat"


@pytest.mark.parametrize(
    ("key", "kind", "words"), [("F2", "silent", "無言・切断"), ("F4", "wrong", "間違い"), ("F8", "prank", "いたずら")]
)
def test_one_press_writes_a_record_and_leaves_the_form_alone(come, office, key, kind, words):
    page = come("counsellor", "/record")
    box(page, "note").fill("書きかけのメモ")
    before = count(office, Consultation)
    page.keyboard.press(key)
    expect(said(page)).to_contain_text(words)
    assert newest(office).values["contact_result"] == kind
    assert count(office, Consultation) == before + 1
    expect(box(page, "note")).to_have_value("書きかけのメモ")


def test_one_press_can_be_taken_back(come, office):
    page = come("counsellor", "/record")
    page.get_by_role("button", name="無言・切断").click()
    page.get_by_role("button", name="取り消す").click()
    expect(said(page)).to_contain_text("取り消しました")
    assert (newest(office).removed, newest(office).removed_reason) == (True, "押しまちがい")


def test_a_press_too_many_writes_nothing_more(come, office):
    page, before = come("counsellor", "/record"), count(office, Consultation)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("まだ何も書かれていません")
    choose(page, "issues", "介護")
    part(page, "save").locator("button").dblclick()
    expect(said(page)).to_contain_text("介護")
    rest(page)
    part(page, "silent").locator("button").dblclick()
    expect(said(page)).to_contain_text("無言・切断")
    rest(page)
    assert count(office, Consultation) == before + 2


def test_what_was_saved_can_be_mended_at_once(come, office):
    page = come("counsellor", "/record")
    choose(page, "issues", "食べるものがない")
    save(page)
    page.get_by_role("button", name="直す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"記録 {newest(office).id} を直す")
    write(page, "minutes", "25")
    save(page)
    expect(said(page)).to_contain_text("直しました")
    page.get_by_text("直した跡 1回").click()
    expect(page.get_by_text("かかった時間（分）: 空 → 25")).to_be_visible()
    assert newest(office).values["minutes"] == 25
    with office.database.read() as session:
        seen = select(AuditEntry.action).where(AuditEntry.subject_id == str(newest(office).id)).order_by(AuditEntry.id)
        assert session.scalars(seen).all() == ["create", "view", "update"]


def test_of_two_editors_the_second_is_told_and_loses_nothing(come, office):
    number = made(office, come)
    first, second = come("counsellor", f"/record?id={number}"), come("lead", f"/record?id={number}")
    write(second, "note", "二人目のメモ")
    write(first, "minutes", "55")
    choose(first, "age_band", "40代")
    save(first)
    expect(said(first)).to_contain_text("直しました")
    write(second, "minutes", "50")
    save(second)
    told = second.get_by_role("alert")
    expect(told).to_contain_text("counsellorさんさんが")
    expect(told).to_contain_text("先にこの記録を直していました")
    expect(told).to_contain_text("年代: 空 → 40代")
    expect(told).to_contain_text("かかった時間（分）: 40 → 55")
    expect(box(second, "note")).to_have_value("二人目のメモ")
    assert newest(office).values["note"] is None
    second.get_by_role("button", name="両方を合わせて続ける").click()
    rest(second)
    save(second)
    expect(said(second)).to_contain_text("直しました")
    values = newest(office).values
    assert (values["note"], values["minutes"], values["age_band"]) == ("二人目のメモ", 50, "40s")


def test_a_draft_survives_a_reload_and_a_sign_out(come, office):
    page = come("counsellor", "/record")
    choose(page, "issues", "家賃やローン")
    write(page, "note", "来週また話す")
    page.reload()
    expect(page.get_by_text("書きかけが1件あります")).to_be_visible()
    expect(box(page, "note")).to_have_value("")
    other = come("lead", "/record")
    expect(other.get_by_text("書きかけが1件")).to_have_count(0)
    again = come("counsellor", "/record")
    again.get_by_role("button", name="続きを書く").click()
    expect(box(again, "note")).to_have_value("来週また話す")
    save(again)
    expect(said(again)).to_contain_text("家賃やローン")
    assert count(office, Draft) == 0


def test_a_draft_is_let_go_only_when_she_says_so(come, office):
    page = come("counsellor", "/record")
    write(page, "note", "ひとつめ")
    page.reload()
    rest(page)
    write(page, "note", "ふたつめ")
    page.reload()
    rest(page)
    expect(page.get_by_text("書きかけが2件あります")).to_be_visible()
    page.get_by_role("button", name="捨てる").first.click()
    expect(page.get_by_text("書きかけが1件あります")).to_be_visible()
    with office.database.read() as session:
        assert [one["values"]["note"] for one in session.scalars(select(Draft.content))] == ["ひとつめ"]


def test_wrong_input_is_said_all_at_once_and_goes_when_it_is_mended(come, office):
    page, before = come("counsellor", "/record"), count(office, Consultation)
    for words in ("住まい", "債務"):
        choose(page, "issues", words)
    for name, words in (
        ("received_on", "2026-13-01"),
        ("minutes", "-4"),
        ("case_code", "K-😀"),
        ("note", "0{}-0000-1111".format("90")),
    ):
        write(page, name, words)
    choose(page, "activity0-kind", "同行")
    save(page)
    told = page.get_by_role("alert")
    for sentence in (
        "5か所、直すところがあります", "受けた日が13月になっています", "「-4」が0より小さく", "「K-😀」は形が違います",
        "電話番号のようなもの", "主な課題を一つ選ぶか",
    ):  # fmt: skip
        expect(told).to_contain_text(sentence)
    assert count(office, Consultation) == before
    expect(box(page, "received_on")).to_have_value("2026-13-01")
    for name, words in (("received_on", "今日"), ("minutes", "4"), ("case_code", ""), ("note", "")):
        write(page, name, words)
    expect(told).to_contain_text("1か所、直すところがあります")
    choose(page, "primary", "住まい")
    expect(told).to_have_count(0)
    save(page)
    expect(told).to_contain_text("行き先")
    choose(page, "activity0-destination", "学校")
    choose(page, "activity0-result", "また行く")
    save(page)
    expect(said(page)).to_contain_text("残しました")
    assert count(office, Consultation) == before + 1


def test_a_record_is_taken_back_with_a_reason(come, office):
    number = made(office, come)
    page = come("lead", f"/record?id={number}")
    page.get_by_text("この記録を消す").click()
    page.get_by_role("button", name="消す", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("消すわけが空です")
    write(page, "removed_reason", "二重に書いた")
    page.get_by_role("button", name="消す", exact=True).click()
    expect(page.get_by_text("この記録は消されています（わけ: 二重に書いた）")).to_be_visible()
    assert newest(office).removed


@pytest.mark.parametrize("number", ["999999", "x", "1%20or%201", "٣"])
def test_a_number_that_no_record_has_is_said(come, number):
    page = come("counsellor", f"/record?id={number}")
    expect(page.get_by_text("その番号の記録は、見つかりません")).to_be_visible()
    page.get_by_role("button", name="新しい記録を書く").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("新しい記録")


@pytest.fixture
def lost(office):
    """`lost("consultation")`: the table cannot be reached until the test ends or calls what it gets."""
    away = []

    def move(table: str, to: str) -> None:
        with office.database.engine.connect() as connection:
            connection.execute(text("PRAGMA legacy_alter_table=ON"))
            connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))
            connection.commit()

    def lose(table: str):
        move(table, f"{table}_away")
        away.append(table)
        return lambda: move(f"{away.pop()}_away", table)

    yield lose
    for one in away:
        move(f"{one}_away", one)


def test_a_database_that_is_gone_at_the_save_leaves_the_form(come, office, lost):
    page, before = come("counsellor", "/record"), count(office, Consultation)
    choose(page, "issues", "離婚")
    write(page, "note", "あとで残す")
    back = lost("consultation_issue")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("そのまま残っています")
    expect(box(page, "note")).to_have_value("あとで残す")
    back()
    assert count(office, Consultation) == before
    save(page)
    expect(said(page)).to_contain_text("離婚")
    assert newest(office).values["note"] == "あとで残す"
    assert count(office, Consultation) == before + 1


def test_a_database_that_is_gone_at_the_door_leaves_the_form(come, office, lost):
    page, before = come("counsellor", "/record"), count(office, Consultation)
    choose(page, "issues", "離婚")
    back = lost("account_session")
    box(page, "note").fill("扉の前で書いた")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("つながりません")
    back()
    page.get_by_role("button", name=re.compile("もう一度")).click()
    expect(box(page, "note")).to_have_value("扉の前で書いた")
    assert count(office, Consultation) == before
    save(page)
    expect(said(page)).to_contain_text("離婚")


def test_a_fault_of_ours_is_a_calm_sentence_and_names_nothing(come, office):
    with office.database.write() as session:
        who = session.scalar(select(Account.id).where(Account.name == "counsellor")) or 0
        session.add(Draft(account_id=who, form="record", subject="", content={}, updated_at=datetime.now(UTC)))
    page = come("counsellor", "/record")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("うまく開けませんでした")
    expect(told).not_to_contain_text("KeyError")
    with office.database.write() as session:
        session.execute(text("DELETE FROM draft"))
    page.get_by_role("button", name="もう一度開く").click()
    expect(told).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("新しい記録")


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_and_breaks_no_rule_of_axe(come, office, width):
    number = made(office, come)
    allowed = [[one.rule, one.selector] for one in table()]
    page = come("counsellor", "/record", width)
    choose(page, "issues", "住まい")
    write(page, "minutes", "-4")
    choose(page, "activity0-kind", "同行")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    for path in (None, f"/record?id={number}"):
        if path:
            page.goto(office.url + path)
            expect(page.get_by_role("heading", level=1)).to_contain_text("を直す")
        rest(page)
        assert page.evaluate(SIDEWAYS) <= 0
        if width == 360:
            assert page.evaluate(SMALL_TARGETS) == []
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
        hits = page.evaluate(RUN, [TAGS, allowed])
        assert [one for one in hits if one["row"] < 0] == [], json.dumps(hits, ensure_ascii=False, indent=1)
