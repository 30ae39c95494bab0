"""A page that fails is a calm sentence with the desk's number, and says nothing of what went wrong."""

import pytest
from streamlit.testing.v1 import AppTest

from navigator import store
from ui import failure

NUMBERS = ('href="tel:110"', 'href="tel:119"')


def failing() -> None:
    from ui.failure import shown_calmly

    assert shown_calmly(KeyError("afraid"))


def test_a_failing_page_is_calm_and_names_nothing_she_answered():
    run = AppTest.from_function(failing).run(timeout=20)
    assert not run.exception
    shown = " ".join(html.proto.body for html in run.get("html"))
    assert "うまく開けませんでした" in shown
    assert all(number in shown for number in NUMBERS)
    assert 'data-service="kanagawa-josei-sodanshitsu"' in shown
    assert "afraid" not in shown
    assert [button.label for button in run.button] == ["もう一度開く", "はじめからやり直す"]


def test_a_second_failure_still_shows_the_numbers(monkeypatch):
    def broken():
        raise KeyError("afraid")

    monkeypatch.setattr(failure, "begin", broken)
    run = AppTest.from_function(failing).run(timeout=20)
    assert not run.exception
    shown = " ".join(html.proto.body for html in run.get("html"))
    content = store.current()
    desk = content.services[content.site.desk]
    assert all(number in shown for number in (*NUMBERS, desk.name))
    assert "afraid" not in shown
    assert [button.label for button in run.button] == ["もう一度開く", "はじめからやり直す"]


@pytest.mark.parametrize("button", ["again-after-failure", "restart-after-failure"])
def test_both_ways_on_can_be_pressed(button):
    run = AppTest.from_function(failing).run(timeout=20)
    assert not run.button(key=button).click().run(timeout=20).exception
