"""What is written becomes html that says just that; what is Japanese only is marked in another language."""

import pytest

import i18n
from navigator import store
from navigator.links import tel
from navigator.opening_words import hours_text
from ui.markup import Html, Markup, bullets, fold, paragraph


@pytest.fixture
def content():
    return store.current()


def test_a_text_is_escaped_and_its_furigana_become_ruby(content):
    assert (
        Markup(content, "ja-easy").html("<b>{家|いえ}") == "&lt;b&gt;<ruby>家<rp>(</rp><rt>いえ</rt><rp>)</rp></ruby>"
    )


def test_a_parameter_is_escaped_unless_it_is_html(content):
    words = Markup(content, "ja")
    assert "&lt;i&gt;" in words.t("result.because", answer="<i>")
    assert "<i>" in words.t("result.because", answer=Html("<i>"))


def test_a_japanese_name_is_marked_where_the_page_is_english(content):
    assert Markup(content, "en").ja("相談室") == '<span lang="ja">相談室</span>'
    assert Markup(content, "ja").ja("相談室") == "相談室"


def test_a_label_has_no_ruby_and_no_markdown(content):
    assert Markup(content, "ja-easy").as_label("{家|いえ} *1*") == r"家(いえ) \*1\*"


def test_empty_parts_leave_nothing_behind():
    assert paragraph("") == fold("a", "") == bullets([]) == ""


def test_a_number_sign_is_written_so_that_phones_dial_it():
    assert tel("#" + "8891") == "tel:" + "%238891"


@pytest.mark.parametrize(
    ("hours", "spoken"),
    [
        ("Mo-Fr 08:30-17:15", "月〜金 8:30〜17:15"),
        ("Mo-Su 00:00-24:00", "毎日 24時間"),
        ("Mo-Fr 09:00-12:00,13:00-17:00; Sa off", "月〜金 9:00〜12:00、13:00〜17:00 / 土 休み"),
        ("Mo-Su 18:00-08:00", "毎日 18:00〜次の日の8:00"),
        ('Mo,Th unknown "一部の時間帯"', "月・木 一部の時間帯"),
        ("", ""),
    ],
)
def test_hours_are_read_as_words(content, hours, spoken):
    assert hours_text(hours, Markup(content, "ja").say) == spoken


def test_every_hour_we_hold_can_be_said_in_every_language(content):
    rules = {route.hours for service in content.services.values() for route in service.routes if route.hours}
    for lang in i18n.LANGUAGES:
        said = [hours_text(rule, Markup(content, lang).say) for rule in rules]
        assert all(said)
        assert not [text for text in said if "Mo" in text.replace("Mon", "") or "[" in text]
