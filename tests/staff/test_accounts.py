"""The administrator's page of accounts in a real browser: what is wrong beside its form, an empty form for the next one."""

import pytest
from playwright.sync_api import expect

from tests.browser.rest import rest
from tests.browser.visit import SIDEWAYS


@pytest.mark.parametrize("width", [360, 1280])
def test_a_new_account_is_asked_for_until_it_is_right_and_leaves_an_empty_form(come, width):
    page = come("admin", "/accounts", width)
    form = page.get_by_test_id("stForm").filter(has_text="新しいアカウント")
    form.get_by_label("サインインの名前").fill("あ")
    form.get_by_role("button", name="作る").click()
    expect(form.get_by_role("alert")).to_contain_text("画面に出す名前を書いてください")
    expect(form.get_by_label("サインインの名前")).to_have_value("あ")
    assert page.evaluate(SIDEWAYS) <= 0
    form.get_by_label("サインインの名前").fill(f"new.one{width}")
    form.get_by_label("画面に出す名前").fill("新しい人")
    form.get_by_role("button", name="作る").click()
    expect(page.get_by_role("status")).to_contain_text(f"new.one{width} さんに、次のリンク")
    # The form before stands beside the new one until the run has ended.
    rest(page)
    expect(form.get_by_label("サインインの名前")).to_have_value("")
    expect(form.get_by_label("画面に出す名前")).to_have_value("")
