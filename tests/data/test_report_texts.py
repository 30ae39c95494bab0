"""What people write into the yearly report: kept with the year, each version, refused with a sentence, never overwritten."""

from datetime import date

import pytest
from sqlalchemy import select

from data.commands import report_texts
from data.commands.checking import RefusedError
from data.commands.report_texts import Written
from data.database import SavedMeanwhileError
from data.models import Account, AuditEntry, FactMonth, RecordVersion
from data.queries import yearly
from data.sessions import Person
from reports import content
from tests.data.records import LEAD, only

TODAY = date(2026, 11, 27)
OFFICER = Person(2, "sasaki", "佐々木", "officer", False, "y", False)


@pytest.fixture
def seeded(seeded, now):
    """The published figures and one account."""
    with seeded.write() as session:
        session.add(Account(id=1, name="tanaka", display_name="田中", role="lead", created_at=now))
    return seeded


def read(database, year=2023):
    with database.read() as session:
        found = yearly.read(session, year, TODAY)
        assert found is not None
        return content.build(found)


def section(database, heading, year=2023):
    return next(one for one in read(database, year).sections if one.heading == heading)


def save(database, now, heading, text, version=None, who=LEAD, year=2023):
    figures = section(database, heading, year).mark
    with database.write() as session:
        desk = only(session)
        return report_texts.save(session, who, now, desk.id, Written(year, heading, text, figures, version))


def test_her_words_stand_in_the_report_of_that_year_alone(seeded, now):
    assert save(seeded, now, "partners", "市町村の窓口\n・警察") == 1
    found = section(seeded, "partners")
    assert (found.lines, found.by, found.version, found.stale) == (("市町村の窓口", "・警察"), "田中", 1, False)
    assert section(seeded, "partners", 2022).lines == ("（未記入）",)
    with seeded.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == "report_text")).one()
        assert (entry.action, entry.subject_id, entry.detail) == ("update", "2023", {"heading": "連携団体"})


def test_each_version_is_kept_and_the_data_can_speak_again(seeded, now):
    save(seeded, now, "effects", "一つめ")
    assert save(seeded, now, "effects", "二つめ", 1) == 2
    with seeded.write() as session:
        desk = only(session)
        report_texts.take_back(session, LEAD, now, desk.id, Written(2023, "effects", "", "", 2))
    found = section(seeded, "effects")
    assert (found.lines[0][:19], found.by, found.version) == ("令和5年度の相談受付件数は4,081件", "", 3)
    with seeded.read() as session:
        rows = session.scalars(
            select(RecordVersion).where(RecordVersion.subject == "report_text").order_by(RecordVersion.version)
        )
        assert [row.content["text"] for row in rows] == ["一つめ", "二つめ"]
    assert save(seeded, now, "effects", "三つめ", 3) == 4


def test_a_text_beside_figures_that_changed_since_says_so_and_keeps_her_words(seeded, now):
    save(seeded, now, "effects", "よくがんばった。")
    save(seeded, now, "partners", "変わらない。")
    with seeded.write() as session:
        april = session.scalars(
            select(FactMonth).where(FactMonth.month == 202304, FactMonth.indicator_id == "consultations")
        ).one()
        april.value = 289
    found = section(seeded, "effects")
    assert (found.lines, found.stale) == (("よくがんばった。",), True)
    assert section(seeded, "partners").stale is False


def test_who_began_from_an_older_text_overwrites_nobody(seeded, now):
    save(seeded, now, "features", "先の人")
    with pytest.raises(SavedMeanwhileError):
        save(seeded, now, "features", "あとの人")
    assert section(seeded, "features").lines == ("先の人",)


@pytest.mark.parametrize(
    ("heading", "text", "who", "says"),
    [
        ("partners", "  \n ", LEAD, "「連携団体」の文を書いてください。"),
        ("partners", "あ" * 4001, LEAD, "4000字までです。いまは4001字あります。"),
        ("partners", "a\x00b", LEAD, "画面に出せない文字"),
        ("partners", "よい文", OFFICER, "統括と管理者です。"),
        ("partners", "連絡は a@example.jp まで", LEAD, "メールアドレスのようなもの"),
    ],
)
def test_what_cannot_be_kept_is_said(seeded, now, heading, text, who, says):
    with pytest.raises(RefusedError) as refused:
        save(seeded, now, heading, text, who=who)
    assert says in str(refused.value)
    assert section(seeded, heading).by == ""


def test_a_heading_that_is_none_is_refused(seeded, now):
    with seeded.write() as session:
        desk = only(session)
        with pytest.raises(RefusedError, match="一覧から選んで"):
            report_texts.save(session, LEAD, now, desk.id, Written(2023, "weather", "晴れ", ""))


def test_a_number_that_is_no_figure_of_the_year_is_named_and_listed_as_hers(seeded, now):
    save(seeded, now, "situation", "相談は4,081件、そのうち約三割、1,200件がくらしの相談であった。")
    found = section(seeded, "situation")
    assert (found.own, found.stale) == (("三割", "1,200件"), False)
    (row,) = [one for one in read(seeded).origins if one.document == "担当者が書いた数"]
    assert (row.name, row.said, row.status) == (
        "地域の実情と課題の文（担当者が書いた数）", "三割、1,200件", "データにない",
    )  # fmt: skip
    assert row.formula.startswith("田中が")


def test_words_without_a_wrong_number_have_no_row_of_their_own(seeded, now):
    save(seeded, now, "effects", "令和5年度の相談受付件数は4,081件（目標の145.9%）であった。")
    assert section(seeded, "effects").own == ()
    assert not [one for one in read(seeded).origins if one.document == "担当者が書いた数"]


def test_a_figure_that_changes_later_is_said_of_any_heading_that_has_a_number(seeded, now):
    save(seeded, now, "situation", "相談は4,081件であった。")
    save(seeded, now, "features", "同行もする。")
    with seeded.write() as session:
        total = session.scalars(
            select(FactMonth).where(FactMonth.month == 0, FactMonth.indicator_id == "consultations")
        ).one()
        total.value = 4100
    about, other = section(seeded, "situation"), section(seeded, "features")
    # 4,081 is still what the months add up to: a figure of the year, but no longer the total.
    assert (about.stale, about.own) == (True, ())
    assert about.source.endswith("直したあとで、データの数字が変わっている")
    assert not other.stale
