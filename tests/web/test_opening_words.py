"""Opening hours in words a person reads, for every rule the content has."""

from functools import partial
from pathlib import Path

import pytest

import i18n
from navigator import content
from web.opening_words import hours_text

WORDS = i18n.load(Path(__file__).resolve().parents[2] / "config")


@pytest.mark.parametrize(("hours", "said"), [
    ("", ""),
    ("Mo-Fr 10:00-17:00", "月〜金 10:00〜17:00"),
    ("Mo-Fr 08:45-17:00", "月〜金 8:45〜17:00"),
    ("Mo-Su 00:00-24:00", "毎日 一日中"),
    ("24/7", "毎日 一日中"),
    ("Mo-Su 18:00-08:00", "毎日 18:00〜翌8:00"),
    ("Mo,We,Fr-Su 10:00-17:00; Tu,Th 10:00-18:00; Mo[4] off", "月・水・金〜日 10:00〜17:00 / 火・木 10:00〜18:00 / 第4月 休み"),
    ('Mo,Tu,Th,Fr unknown "一部の時間帯"', "月・火・木・金 一部の時間帯"),
    ("Mo unknown", "月 一部の時間は、わかりません"),
    ("Sa[2],Sa[4] 10:00-12:30", "第2土・第4土 10:00〜12:30"),
    ("Mo-Fr 09:00-12:00,13:00-17:00", "月〜金 9:00〜12:00、13:00〜17:00"),
])  # fmt: skip
def test_hours_in_japanese(hours, said):
    assert hours_text(hours, "ja", partial(i18n.say, WORDS, "ja")) == said


def test_a_day_of_every_month_is_said_once():
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    rule = ",".join(f"{month} 10" for month in months) + " 08:00-24:00"
    assert hours_text(rule, "ja", partial(i18n.say, WORDS, "ja")) == "毎月10日 8:00〜24:00"


def test_no_code_of_the_format_is_left_in_any_hours_of_the_content():
    known = content.load(Path(__file__).resolve().parents[2] / "config")
    for service in known.services.values():
        for route in service.routes:
            said = hours_text(route.hours, "ja", partial(i18n.say, known.words, "ja"))
            assert not any(code in said for code in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "off", '"', "[")), said
