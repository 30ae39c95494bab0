"""A page that fails is a calm sentence with the desk's number, and says nothing of what went wrong."""

from streamlit.testing.v1 import AppTest


def failing() -> None:
    from ui.failure import shown_calmly

    assert shown_calmly(KeyError("afraid"))


def test_a_failing_page_is_calm_and_names_nothing_she_answered():
    run = AppTest.from_function(failing).run(timeout=20)
    assert not run.exception
    shown = " ".join(html.proto.body for html in run.get("html"))
    assert "うまく開けませんでした" in shown
    assert "tel:" in shown
    assert "afraid" not in shown
    assert [button.label for button in run.button] == ["はじめからやり直す"]
