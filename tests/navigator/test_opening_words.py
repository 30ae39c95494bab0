"""Opening hours in words: days in lists and spans, breaks, nights, nth days, dates, and what nobody knows."""

from pathlib import Path

import pytest

import i18n
from navigator import content
from navigator.opening_words import hours_text
from navigator.wording import Wording

KNOWN = content.load(Path(__file__).parents[2] / "config")
CASES = [
    ("Mo-Fr 10:00-17:00", "月〜金 10:00〜17:00", "Mon–Fri 10:00–17:00"),
    (
        "Mo,We,Fr-Su 10:00-17:00; Mo[4] off",
        "月・水・金〜日 10:00〜17:00 / 第4月曜日 休み",
        "Mon, Wed, Fri–Sun 10:00–17:00 / ",
    ),
    ("Mo-Fr 08:30-12:00,13:00-17:00", "月〜金 8:30〜12:00、13:00〜17:00", "Mon–Fri 8:30–12:00, 13:00–17:00"),
    ("Mo-Fr 00:00-18:30, Mo-Fr 18:30-22:00", "月〜金 0:00〜18:30 / 月〜金 18:30〜22:00", ""),
    ("Sa[2],Sa[4] 10:00-12:30", "第2土曜日・第4土曜日 10:00〜12:30", ""),
    ("Mo-Su 18:00-08:00", "毎日 18:00〜次の日の8:00", "Every day 18:00–8:00 the next day"),
    ("Mo-Su 00:00-24:00", "毎日 24時間", ""),
    ("24/7", "毎日 24時間", ""),
    ("Mo-Fr 09:00-17:00; Dec 28 off", "月〜金 9:00〜17:00 / 12月28日 休み", ""),
    (
        ",".join(
            f"{month} 10"
            for month in ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        )
        + " 08:00-24:00",
        "毎月10日 8:00〜24:00",
        "",
    ),
    ('Mo,Th unknown "一部の時間帯"', "月・木 一部の時間帯", ""),
    ("Mo unknown", "月 一部の時間は、わかりません", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("hours", "japanese", "english"), CASES)
def test_hours_are_said_as_a_person_would(hours, japanese, english):
    assert hours_text(hours, Wording(KNOWN, "ja").say) == japanese
    assert hours_text(hours, Wording(KNOWN, "en").say).startswith(english)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_hours_of_the_content_stay_in_the_words_of_the_machine(lang):
    words = Wording(KNOWN, lang)
    unknown = words.say("hours.part_unknown")
    codes = ("Mo-", "Tu", "We-", "Th-", "Fr-", "Sa-", "Su-", "Dec", "[")
    for service in KNOWN.services.values():
        for route in service.routes:
            spoken = hours_text(route.hours, words.say)
            assert "unknown" in route.hours or unknown not in spoken, route.hours
            assert not any(code in spoken.replace("Tue", "") for code in codes), spoken
