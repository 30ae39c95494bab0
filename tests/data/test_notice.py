"""Early notices: each with its numbers and its rule, and none where the data does not say."""

from datetime import date, timedelta

import pytest

from data import published, seed
from data.models import TrainingSession
from data.queries import notice
from tests.data.records import only, record, start

TODAY = date(2026, 11, 27)


@pytest.fixture
def kept(database, now):
    """A desk that keeps records and has no published figures."""
    with database.write() as session:
        seed.load(session, published.read(), now, figures=False)
        start(session, now)
    return database


def told(database, kind: str, year: int = 2026, today: date = TODAY, protected: bool = False) -> list[notice.Notice]:
    with database.read() as session:
        desk = only(session)
        return [one for one in notice.read(session, desk, year, today, protected=protected) if one.kind == kind]


def test_months_without_figures_are_late_from_the_eleventh_of_the_next_one(seeded):
    (late,) = told(seeded, notice.LATE)
    assert late.sentence == "令和6年4月から令和8年10月までの31か月の相談受付件数が、まだありません（データなし）。"
    assert "10日をすぎた" in late.rule
    assert told(seeded, notice.LATE, today=date(2024, 5, 10)) == []
    (first,) = told(seeded, notice.LATE, today=date(2024, 5, 11))
    assert first.sentence.startswith("令和6年4月の相談受付件数")


def test_months_of_records_that_nobody_closed_are_late(kept, now):
    with kept.write() as session:
        for number, month in enumerate((8, 9, 10, 11), 1):
            record(session, now, number, date(2026, month, 5))
    (late,) = told(kept, notice.LATE)
    assert late.sentence == "令和8年8月から令和8年10月までの3か月が、まだ締めてありません（速報のまま）。"


def test_a_month_out_of_its_own_history_says_value_range_and_source(seeded):
    (found,) = told(seeded, notice.UNUSUAL, 2023)
    assert found.sentence.startswith("令和5年11月の相談受付件数は474件で、それまでの24か月の幅（")
    assert found.sentence.endswith("より多いです。")
    assert "令和5年度の行" in found.rule


def test_without_twelve_months_before_nothing_is_unusual(seeded):
    assert told(seeded, notice.UNUSUAL, 2021) == []


@pytest.mark.parametrize(("sign_ups", "says"), [(40, True), (91, False), (None, False)])
def test_sign_ups_under_what_the_target_needs_are_told_with_the_weeks_left(seeded, now, sign_ups, says):
    with seeded.write() as session:
        session.add(
            TrainingSession(
                desk_id=1, fiscal_year=2023, number=4, held_on=date(2024, 3, 29), sign_ups=sign_ups, attendance=None
            )
        )
    found = told(seeded, notice.SIGN_UPS, 2023, today=date(2024, 3, 16))
    assert bool(found) is says
    if says:
        assert found[0].sentence == (
            "第4回研修（3月29日、あと1週間）の申し込みは40人です。目標300人には、ここで91人が要ります。"
        )
        assert "残りの研修1回" in found[0].rule


def test_sign_ups_under_their_own_line_are_told_as_on_the_page_of_trainings_and_once(seeded):
    with seeded.write() as session:
        session.add(
            TrainingSession(
                desk_id=1, fiscal_year=2023, number=4, held_on=date(2024, 3, 29), sign_ups=10, attendance=None,
                target=60, sign_up_from=date(2024, 3, 1), signed_up_on=date(2024, 3, 15),
            )
        )  # fmt: skip
    (found,) = told(seeded, notice.SIGN_UPS, 2023, today=date(2024, 3, 15))
    assert found.sentence == (
        "第4回研修（3月29日、あと2週間）の申し込みは10人で、同じ日の目安30人より少なめです。60人まで、週に25人です。"
    )


def test_a_training_whose_attendance_is_not_known_makes_no_guess(seeded):
    with seeded.write() as session:
        for number, day in ((4, date(2024, 3, 20)), (5, date(2024, 3, 29))):
            session.add(
                TrainingSession(desk_id=1, fiscal_year=2023, number=number, held_on=day, sign_ups=1, attendance=None)
            )
    assert told(seeded, notice.SIGN_UPS, 2023, today=date(2024, 3, 25)) == []


def fill(session, now, young: int) -> None:
    """Forty records a month for fifteen months, eight of them of the young, in the last three months `young`."""
    number, day = 0, date(2025, 8, 1)
    while day < date(2026, 11, 1):
        share = young if day >= date(2026, 8, 1) else 8
        for one in range(40):
            number += 1
            record(session, now, number, day + timedelta(days=one % 28), age_band="20s" if one < share else "unknown")
        day = (day + timedelta(days=31)).replace(day=1)


def test_a_share_of_the_young_that_fell_is_told_with_both_shares_and_counts(kept, now):
    with kept.write() as session:
        fill(session, now, young=4)
    (found,) = told(kept, notice.YOUNG)
    assert "10.0%（120件のうち12件）" in found.sentence
    assert "20.0%（480件のうち96件）" in found.sentence


def test_the_share_of_the_young_stands_beside_the_year_of_its_months_only(kept, now):
    with kept.write() as session:
        fill(session, now, young=4)
    assert told(kept, notice.YOUNG, 2025) == []
    assert len(told(kept, notice.YOUNG, 2026)) == 1


def test_the_outside_sees_the_share_from_protected_counts_or_nothing(kept, now):
    with kept.write() as session:
        fill(session, now, young=4)
    (found,) = told(kept, notice.YOUNG, protected=True)
    assert "8.3%（120件のうち10件）" in found.sentence
    assert "5の倍数" in found.rule


def test_a_hidden_count_of_the_young_is_not_told_outside(kept, now):
    with kept.write() as session:
        fill(session, now, young=3)
    assert told(kept, notice.YOUNG, protected=True) == []
    assert len(told(kept, notice.YOUNG)) == 1


@pytest.mark.parametrize("young", [7, 8, 20])
def test_a_share_that_held_is_not_told(kept, now, young):
    with kept.write() as session:
        fill(session, now, young)
    assert told(kept, notice.YOUNG) == []


def test_without_fifteen_months_of_records_the_young_are_not_spoken_of(kept, now):
    with kept.write() as session:
        for number in range(1, 100):
            record(session, now, number, date(2026, 9, 1), age_band="30s")
    assert told(kept, notice.YOUNG) == []


def test_an_empty_desk_has_nothing_to_notice(kept):
    for kind in (notice.LATE, notice.UNUSUAL, notice.SIGN_UPS, notice.YOUNG):
        assert told(kept, kind) == []
