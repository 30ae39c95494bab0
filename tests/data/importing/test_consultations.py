"""Lists of consultations: the words of a list become codes, nothing about who she is comes in, doubts are asked."""

from datetime import date, datetime, time

import openpyxl
from sqlalchemy import select

from data import codes
from data.models import CaseFile, Consultation, ImportRow
from tests.data.importing.making import HEAD, ROW, book, saved, text

JUST = ["2024-03-15", *ROW[1:]]


def contents(preview) -> list[dict]:
    """The records that would be stored."""
    return [content for _, _, content in preview.rows.rows()]


def test_the_words_of_a_list_become_codes(look):
    head = [*HEAD, "時間帯", "課題", "対応", "緊急度", "ケース番号", "備考"]
    row = [*ROW, "10:30", "住まい、DV・虐待・債務", "傾聴、他機関紹介", "今週", "K-2026-0042", "待ち合わせは駅"]
    (made,) = contents(look(book(s=[["相談記録簿"], [], head, row])))
    assert made == {
        "received_on": "2024-03-15", "channel": "phone", "contact_result": "consulted", "age_band": "20s",
        "new_or_repeat": "new", "primary_issue": ["divorce"], "minutes": 30, "hour": 10,
        "issues": ["housing", "abuse", "debt"], "responses": ["listened", "referred"], "urgency": "week",
        "case_code": "K-2026-0042", "note": "待ち合わせは駅",
    }  # fmt: skip


def test_every_label_and_every_other_word_of_the_code_lists_is_understood(look):
    for name, title in (("channel", "方法"), ("contact_result", "結果"), ("age_band", "年代"), ("issue", "主訴")):
        column = HEAD.index(title)
        for code in codes.lists()[name].values():
            rows = [[*ROW[:column], word, *ROW[column + 1 :]] for word in (code.label, *code.others)]
            preview = look(book(s=[HEAD, *rows]), answers={"same_rows": "keep"})
            field = {"issue": "primary_issue"}.get(name, name)
            assert {str(one[field]) for one in contents(preview)} == {str([code.id] if name == "issue" else code.id)}
            assert not preview.rejected


def test_days_are_read_however_they_are_written(look):
    days = [
        date(2024, 3, 15), datetime.combine(date(2024, 3, 15), time(9, 5)), 45366, "R6.3.15", "令和6年3月15日", "2024/3/15", "20240315",
        "２０２４－０３－１５", "R6.3.15(金)", "令和６年３月１５日（金）",
    ]  # fmt: skip
    preview = look(book(s=[HEAD, *([day, *ROW[1:]] for day in days)]), answers={"same_rows": "keep"})
    assert [one["received_on"] for one in contents(preview)] == ["2024-03-15"] * len(days)


def test_hours_are_read_however_they_are_written(look):
    hours = {
        time(10, 30): 10,
        "10時台": 10,
        "１０：３０": 10,
        "午後3時": 15,
        "10～11時": 10,
        9: 9,
        "": None,
        "－": None,
    }
    preview = look(book(s=[[*HEAD, "時間帯"], *([*ROW, hour] for hour in hours)]), answers={"same_rows": "keep"})
    assert [one["hour"] for one in contents(preview)] == list(hours.values())


def test_cp932_is_read_with_the_letters_that_shift_jis_lacks(look):
    content = text([[*HEAD, "備考"], [*JUST, "髙さんの紹介、①㈱の件"]], "cp932")
    (made,) = contents(look(content, "記録.csv"))
    assert made["note"] == "髙さんの紹介、①㈱の件"


def test_every_encoding_people_send_gives_the_same_record(look):
    for encoding in ("utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"):
        for mark in (",", "\t", ";"):
            (made,) = contents(look(text([HEAD, JUST], encoding, mark), "記録.csv"))
            assert (made["channel"], made["age_band"]) == ("phone", "20s"), (encoding, mark)


def test_leading_zeros_and_the_letters_na_are_kept(look):
    content = text([[*HEAD, "ケース番号", "市町村", "備考"], [*JUST, "Ｋ－２０２６－００４２", "014010", "NA"]])
    (made,) = contents(look(content, "記録.csv"))
    assert (made["case_code"], made["municipality"], made["note"]) == ("K-2026-0042", "014010", "NA")


def test_names_and_numbers_are_left_where_they_are_and_said(look):
    preview = look(book(s=[["氏名", "電話番号", *HEAD], ["山田花子", "ひみつ", *ROW]]))
    (made,) = contents(preview)
    assert "山田花子" not in str(made)
    assert {one.column for one in preview.understood if "読まない" in one.as_} == {"氏名", "電話番号"}


def test_a_header_of_two_merged_lines_is_understood(look):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["令和5年度 相談記録"])
    sheet.append(["受付日", "方法", "結果", "相談者について", None, "主訴", "時間（分）"])
    sheet.append([None, None, None, "年代", "新規・継続", None, None])
    sheet.append(list(ROW))
    sheet.merge_cells("D2:E2")
    for column in "ABCFG":
        sheet.merge_cells(f"{column}2:{column}3")
    preview = look(saved(made))
    assert preview.header_rows == {"Sheet": [2, 3]}
    assert contents(preview)[0]["age_band"] == "20s"


def test_a_column_that_a_record_cannot_be_without_is_asked_for_once(look):
    content = book(s=[["受付日", "年代", "主訴"], [ROW[0], "20代", "離婚"]])
    asked = look(content)
    assert [one.id for one in asked.questions] == ["channel", "contact_result"]
    answered = look(content, answers={"channel": "phone", "contact_result": "consulted"})
    assert contents(answered)[0]["channel"] == "phone"


def test_a_blank_is_not_known_and_never_zero(look):
    (made,) = contents(look(book(s=[HEAD, [*ROW[:3], None, None, None, None]])))
    assert (made["age_band"], made["minutes"], made["primary_issue"]) == (None, None, [])


def test_equal_rows_are_asked_about_because_two_calls_may_be_alike(look):
    content = book(s=[HEAD, ROW, ROW, ROW])
    asked = look(content)
    assert [one.id for one in asked.questions] == ["same_rows"]
    assert [one.row for one in asked.duplicates] == [3, 4]
    assert look(content, answers={"same_rows": "keep"}).rows.count == 3
    assert look(content, answers={"same_rows": "drop"}).rows.count == 1


def test_rows_that_are_records_already_are_asked_about(look, bring):
    bring(book(s=[HEAD, ROW]))
    content = book(s=[HEAD, ROW, [*ROW[:-1], 45]])
    asked = look(content)
    assert [one.id for one in asked.questions] == ["stored_rows"]
    assert [one.row for one in asked.duplicates] == [2]
    assert look(content, answers={"stored_rows": "skip"}).rows.count == 1
    assert look(content, answers={"stored_rows": "add"}).rows.count == 2


def test_a_wrong_row_is_left_out_only_when_somebody_says_so(look):
    content = book(s=[HEAD, ROW, [*ROW[:3], "99代", *ROW[4:]]])
    assert look(content).exit_code == 3
    answered = look(content, answers={"rejected": "leave_out"})
    assert answered.exit_code == 0
    assert answered.rows.count == 1


def test_a_stored_record_has_its_month_its_weekday_and_its_issues(database, bring):
    bring(book(s=[[*HEAD, "課題", "対応", "ケース番号"], [*ROW, "住まい", "傾聴", "k-2026-1"]]))
    with database.read() as session:
        made = session.scalars(select(Consultation)).one()
        assert (made.month, made.weekday, made.version, made.minutes) == (202403, 4, 1, 30)
        assert [(one.issue, one.is_primary) for one in made.issues] == [("divorce", True), ("housing", False)]
        assert [one.response for one in made.responses] == ["listened"]
        assert session.scalars(select(CaseFile.code)).all() == ["K-2026-0001"]


def test_no_second_copy_of_a_record_stays_in_the_batch(database, bring):
    bring(book(s=[[*HEAD, "備考"], [*ROW, "駅で待ち合わせ"]]))
    with database.read() as session:
        row = session.scalars(select(ImportRow)).one()
        assert row.content == {}
        assert row.subject_id == session.scalars(select(Consultation.id)).one()
