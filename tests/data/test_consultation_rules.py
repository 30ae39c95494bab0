"""What a consultation may hold: every fault at once, each with its field and a sentence that says what to do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import codes, consultation_rules, written
from data.consultation_rules import CODES, FIELDS, SEVERAL, Setting

TODAY = date(2026, 11, 27)
SETTING = Setting(TODAY, 202108, {"142042": "鎌倉市"}, lambda code: code == "K-2026-0001")
GOOD = {"received_on": "2026-11-27", "channel": "phone", "contact_result": "consulted"}


def faults(**values) -> dict[str, str]:
    return dict(consultation_rules.faults(GOOD | values, SETTING))


def test_the_least_that_a_record_needs():
    read = consultation_rules.read(GOOD, SETTING)
    assert read["received_on"] == TODAY
    assert {name for name, value in read.items() if value} == set(GOOD)
    assert set(read) == set(FIELDS)


def test_all_faults_come_at_once():
    found = faults(
        received_on="2026-13-01",
        channel="📞",
        contact_result=None,
        issues=["housing", "💥"],
        primary=["housing", "debt"],
        minutes="-3",
        hour="25",
        note="あ" * 401,
        case_code="K-2026-😀",
        callback_due="2026-02-30",
        municipality="999999",
    )
    assert set(found) == {
        "received_on", "channel", "contact_result", "issues", "primary", "minutes", "hour", "note", "case_code",
        "callback_due", "municipality",
    }  # fmt: skip
    assert all(sentence.endswith("。") and "ください" in sentence for sentence in found.values())


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"received_on": ""}, "received_on", "受けた日が空です"),
        ({"received_on": "2026-11-28"}, "received_on", "先の日付（2026-11-28）"),
        ({"received_on": "2021-07-31"}, "received_on", "開いた2021年8月より前"),
        ({"channel": None}, "channel", "相談の方法が空です"),
        ({"age_band": "35"}, "age_band", "年代の「35」が一覧にありません"),
        ({"age_band": ["30s"]}, "age_band", "一覧にありません"),
        ({"minutes": "1441"}, "minutes", "1440分まで"),
        ({"note": "あ" * 401}, "note", "401字あります。400字まで"),
        ({"note": "家賃\x00の話"}, "note", "目に見えない文字"),
        ({"issues": ["housing", "debt"]}, "primary", "主な課題を一つ選ぶか"),
        ({"issues": ["housing"], "primary": "debt"}, "primary", "「債務」が、課題の中にありません"),
        ({"issues": ["housing", "debt"], "primary": ["housing", "debt"]}, "primary", "主な課題が2つあります"),
        ({"issues": ["housing"], "primary": "housing", "primary_unknown": True}, "primary", "両方が選ばれています"),
        ({"callback_due": "2026-11-26"}, "callback_due", "受けた日（2026-11-27）より前"),
        ({"contact_result": "callback"}, "callback_due", "折返し待ちなのに、折り返す日が空です"),
        ({"callback_done_on": "2026-11-28"}, "callback_done_on", "先の日付"),
        ({"case_code": "42"}, "case_code", "K-2026-0042 のように"),
        ({"case_code": "K-2026-0099"}, "case_code", "まだありません"),
        ({"case_code": "K-2026-0001", "new_case": True}, "case_code", "両方があります"),
        ({"municipality": "鎌倉市"}, "municipality", "一覧にありません"),
    ],
)
def test_a_fault_says_what_and_where(values, field, said):
    found = faults(**values)
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize(
    "note",
    [
        "０４５ー０００ー１１１１ に",
        "045 000 1111",
        "(045)000-1111",
        "0{}0-0000-1111".format("9"),
        "+81 45 000 1111",
        "04500011{}".format("11"),
    ],
)
def test_a_note_with_something_like_a_telephone_number_is_refused(note):
    assert "電話番号のようなもの" in faults(note=note)["note"]


def test_a_note_with_something_like_a_mail_address_is_refused():
    assert "メールアドレスのようなもの" in faults(note="連絡は ａ.b@example.jp へ")["note"]


@pytest.mark.parametrize(
    "note", ["2026-11-27 9:00-17:00", "K-2026-0042 と同じ", "家賃 65,000円を2か月", "0900-1700 に", "19時30分"]
)
def test_days_amounts_and_codes_in_a_note_are_no_telephone_numbers(note):
    assert faults(note=note) == {}


def test_a_single_issue_is_the_primary_one_by_itself():
    assert consultation_rules.read(GOOD | {"issues": ["debt"]}, SETTING)["primary"] == "debt"
    read = consultation_rules.read(GOOD | {"issues": ["debt", "housing"], "primary_unknown": True}, SETTING)
    assert (read["primary"], read["primary_unknown"]) == (None, True)


def test_a_case_code_is_known_however_it_is_typed():
    assert consultation_rules.read(GOOD | {"case_code": "ｋ２０２６－１"}, SETTING)["case_code"] == "K-2026-0001"


anything = st.text() | st.integers() | st.none() | st.booleans() | st.lists(st.text(), max_size=3)


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_whatever_a_form_sends_is_read_or_said_in_sentences(values):
    found = consultation_rules.faults(values, SETTING)
    assert {field for field, _ in found} <= set(FIELDS)
    assert all(sentence.endswith("。") for _, sentence in found)
    if not found:
        assert consultation_rules.read(values, SETTING)["received_on"] <= TODAY


right = st.fixed_dictionaries(
    {
        "received_on": st.dates(date(2021, 8, 1), TODAY).map(date.isoformat),
        "channel": st.sampled_from(list(codes.lists()["channel"])),
        "contact_result": st.sampled_from(list(codes.lists()["contact_result"])),
    },
    optional={
        **{field: st.none() | st.sampled_from(list(codes.lists()[name])) for field, (name, _) in CODES.items() if field not in GOOD},
        **{field: st.lists(st.sampled_from(list(codes.lists()[name])), unique=True) for field, (name, _) in SEVERAL.items()},
        "minutes": st.none() | st.integers(0, 1440).map(str),
        "hour": st.none() | st.integers(0, 23),
        "primary_unknown": st.just(True),
        "note": st.none() | st.text(st.characters(categories=("L", "P", "Zs")), max_size=400),
    },
)  # fmt: skip


@given(right, st.integers(0, 400))
def test_what_is_right_is_read_as_it_was_given(values, days):
    values["callback_due"] = (TODAY + timedelta(days)).isoformat()
    values["primary_unknown"] = True
    if written.tells_who(values.get("note") or ""):
        values["note"] = None
    read = consultation_rules.read(values, SETTING)
    for field in CODES:
        assert read[field] == values.get(field)
    assert read["issues"] == values.get("issues", [])
    assert read["minutes"] == (int(values["minutes"]) if values.get("minutes") else None)
    assert read["primary"] is None
