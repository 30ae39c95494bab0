"""The filters of the search: a link goes there and back, a line says them, what does not exist is said and left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.queries import filters
from data.queries.filters import Filters, Names, parse

NAMES = Names({1: "佐々木"}, {7: "7 令和5年度.xlsx"})
DAYS = st.dates(date(2020, 4, 1), date(2026, 11, 27))


def some(name):
    return st.lists(st.sampled_from(list(filters.choices(name))), unique=True, max_size=3).map(tuple)


ANY = st.builds(
    Filters,
    **{name: some(name) for name in filters.CODED},
    since=st.none() | DAYS,
    **{name: st.none() | st.integers(0, len(words) - 1) for name, words in filters.NUMBERED.items()},
    case=st.sampled_from(["", *filters.CASES]),
    case_code=st.sampled_from(["", "K-2026-0042"]),
    callback=st.sampled_from(["", *filters.CALLBACKS]),
    person=st.sampled_from([None, 1]),
    batch=st.sampled_from([None, 7]),
)


@given(ANY)
def test_a_link_brings_the_same_filters_back(chosen):
    assert parse(filters.to_query(chosen), NAMES) == (chosen, [])


@given(ANY)
def test_every_filter_stands_in_the_line(chosen):
    line = filters.describe(chosen, NAMES)
    for name in filters.CODED:
        for value in getattr(chosen, name):
            assert filters.label(name, value) in line
    assert (line == "すべての記録") == (chosen == Filters())


def test_the_line_reads_like_a_sentence():
    chosen = Filters(since=date(2026, 4, 1), until=date(2026, 4, 30), channel=("phone", "line"), person=1, batch=7)
    assert filters.describe(chosen, NAMES) == (
        "受付日 2026-04-01〜2026-04-30・相談の方法 電話かLINE・書いた人 佐々木・取り込み 7 令和5年度.xlsx"
    )


def test_the_word_in_a_note_stands_in_no_link_and_can_be_kept_out_of_the_line():
    chosen = Filters(since=date(2026, 4, 1), word="家賃")
    assert "word" not in filters.to_query(chosen)
    assert parse(filters.to_form(chosen))[0].word == ""
    chosen = Filters(since=date(2026, 4, 1), until=date(2026, 4, 30), word="家賃")
    assert parse(filters.to_form(chosen)) == (chosen, [])
    assert "家賃" in filters.describe(chosen)
    assert "家賃" not in filters.describe(chosen, word=False)


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"colour": ["red"]}, "条件「colour」は、いまはありません"),
        ({"channel": ["pigeon"]}, "相談の方法「pigeon」は、いまの一覧にありません"),
        ({"weekday": ["7"]}, "曜日: 「7」は、いまの一覧にありません"),
        ({"hour": ["-1"]}, "時刻: 「-1」は、いまの一覧にありません"),
        ({"hour": ["２"]}, "時刻: 「２」は、いまの一覧にありません"),
        ({"municipality": ["999999"]}, "お住まい「999999」は、いまの一覧にありません"),
        ({"since": ["2026-13-01"]}, "「2026-13-01」という日はありません"),
        ({"since": ["0000-00-00"]}, "「0000-00-00」という日はありません"),
        ({"since": ["R0.0.0"]}, "「R0.0.0」という日はありません"),
        ({"until": ["00000101"]}, "「00000101」という日はありません"),
        ({"since": ["きのう"]}, "日付は 2026-04-01 のように"),
        ({"person": ["2"]}, "書いた人: いまは見つかりません"),
        ({"batch": ["x"]}, "取り込み: いまは見つかりません"),
        ({"case": ["maybe"]}, "ケース: 「maybe」は"),
        ({"callback": ["soon"]}, "折り返し: 「soon」は"),
        ({"case_code": ["K" * 41]}, "40文字まで"),
        ({"word": ["家賃\x00"], "since": ["2026-04-01"], "until": ["2026-04-30"]}, "40文字まで"),
        ({"word": ["家賃"]}, "1年以内"),
    ],
)
def test_what_does_not_exist_any_more_is_said_and_left_out(given_, says):
    chosen, faults = parse(given_, NAMES)
    assert len(faults) == 1
    assert says in faults[0]
    assert getattr(chosen, next(iter(given_)), "") in ("", (), None)


def test_what_still_exists_stays_beside_what_does_not():
    chosen, faults = parse({"channel": ["pigeon", "mail"], "age_band": ["20s"]}, NAMES)
    assert (chosen, len(faults)) == (Filters(channel=("mail",), age_band=("20s",)), 1)


def test_days_the_wrong_way_round_are_turned():
    chosen, faults = parse({"since": ["2026-05-01"], "until": ["2026-04-01"]})
    assert (chosen.since, chosen.until) == (date(2026, 4, 1), date(2026, 5, 1))
    assert "入れかえました" in faults[0]


@pytest.mark.parametrize(
    "text", ["2026-04-01", "2026/4/1", "20260401", "２０２６－０４－０１", "R8.4.1", "2026年4月1日", " ｒ８．４．１ "]
)
def test_a_day_may_be_written_in_many_ways(text):
    assert filters.read_day(text) == date(2026, 4, 1)
