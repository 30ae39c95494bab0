"""When a desk is open: holidays, year ends, nights, and the same answer as a plain scan of hand-written hours."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import jpholiday
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from navigator.hours import (
    HORIZON_DAYS,
    TOKYO,
    Opening,
    Rule,
    board,
    moment,
    open_hours_mask,
    opening,
    parse_error,
    rule_of,
)
from navigator.model import Route

DAILY = "Mo-Su 10:00-17:00"
OFFICE = "Mo-Fr 08:30-12:00,13:00-17:15"
NIGHT = "18:00-08:00"
LATE = "Mo-Fr 17:00-26:00"
AROUND_THE_CLOCK = "Mo-Su 00:00-24:00"
FOURTH_MONDAY_OFF = "Mo-Fr 09:00-17:00; Mo[4] off"
ODD_SECOND_FRIDAY = "Jan,Mar,May,Jul,Sep,Nov Fr[2] 16:00-18:00"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EVERY_TENTH = "Mo-Su 16:00-21:00; " + ",".join(f"{month} 10" for month in MONTHS) + " 08:00-32:00"
PARTLY = 'Mo,Tu,Th,Fr unknown "一部の時間帯"; We 10:00-16:00'
SUNDAY_SHORT = "Mo-Fr 09:00-21:00; Su 10:00-16:00"
NIGHT_BUT_SATURDAY = "Mo-Fr 18:00-08:00; Sa 10:00-12:00"

# By law and cabinet, not by a library: every public holiday from 2026-09 to 2027-08.
HOLIDAYS = frozenset(
    {
        *(date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 23), date(2026, 10, 12), date(2026, 11, 3)),
        *(date(2026, 11, 23), date(2027, 1, 1), date(2027, 1, 11), date(2027, 2, 11), date(2027, 2, 23)),
        *(date(2027, 3, 21), date(2027, 3, 22), date(2027, 4, 29), date(2027, 5, 3), date(2027, 5, 4)),
        *(date(2027, 5, 5), date(2027, 7, 19), date(2027, 8, 11)),
    }
)


def rule(hours: str, holidays: str = "open", year_end: str = "open") -> Rule:
    return Rule(hours, holidays, year_end)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def state(wanted: Rule, when: str) -> str:
    return opening(wanted, when).state


# --- holidays -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-09-22", "2027-03-22", "2029-09-24", "2027-05-03", "2027-05-04", "2027-05-05"])
def test_days_the_librarys_calendar_misses_and_golden_week(day):
    assert state(rule(OFFICE, "closed"), f"{day} 10:00") == "closed"
    assert state(rule(OFFICE, "open"), f"{day} 10:00") == "open"
    for doubt in ("depends", "seasonal", "unknown"):
        assert state(rule(OFFICE, doubt), f"{day} 10:00") == "unknown"
        assert state(rule(OFFICE, doubt), f"{day} 12:30") == "closed"
        assert state(rule("Sa,Su 10:00-17:00", doubt), f"{day} 10:00") == "closed"


def test_every_date_of_seven_years_agrees_with_jpholiday():
    closed, day = rule(DAILY, "closed"), date(2025, 1, 1)
    sundays = 0
    while day < date(2032, 1, 1):
        holiday = jpholiday.is_holiday(day)
        sundays += holiday and day.weekday() == 6
        assert state(closed, f"{day} 12:00") == ("closed" if holiday else "open"), day
        day += timedelta(1)
    assert sundays >= 12


def test_the_hand_written_holidays_are_jpholidays():
    days = [date(2026, 9, 1) + timedelta(ahead) for ahead in range(365)]
    assert {day for day in days if jpholiday.is_holiday(day)} == HOLIDAYS


def test_golden_week_is_crossed():
    found = opening(rule(OFFICE, "closed"), "2027-04-30 17:15")
    assert found == Opening("closed", None, at("2027-05-06 08:30"), False)


def test_a_holiday_keeps_sundays_hours():
    monday = rule(SUNDAY_SHORT, "as_sunday")
    assert opening(monday, "2026-09-21 11:00").until == at("2026-09-21 16:00")
    assert state(monday, "2026-09-21 09:30") == "closed"
    assert state(rule("Mo-Sa 09:00-21:00", "as_sunday"), "2026-09-21 11:00") == "closed"
    assert state(monday, "2027-03-21 11:00") == "open"


def test_sundays_that_differ_leave_the_holiday_unknown():
    first_sunday = rule("Mo-Fr 09:00-17:00; Su[1] 10:00-16:00", "as_sunday")
    assert state(first_sunday, "2027-05-03 11:00") == "unknown"  # 5/2 is the first Sunday, 5/9 is not
    assert state(first_sunday, "2027-05-03 09:30") == "closed"


# --- the year's end -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "inside"), [("12-28", 0), ("12-29", 1), ("12-31", 1), ("01-01", 1), ("01-03", 1)])
def test_the_year_end_closes_or_casts_doubt(day, inside):
    when = f"{2026 if day.startswith('12') else 2027}-{day} 12:00"
    assert state(rule(DAILY, "open", "closed"), when) == ("closed" if inside else "open")
    assert state(rule(DAILY, "open", "unknown"), when) == ("unknown" if inside else "open")
    assert state(rule(DAILY, "open", "open"), when) == "open"


def test_new_years_day_is_also_a_public_holiday():
    assert state(rule(DAILY, "closed", "open"), "2027-01-01 12:00") == "closed"
    assert state(rule(DAILY, "closed", "open"), "2027-01-02 12:00") == "open"
    assert state(rule(DAILY, "closed", "unknown"), "2027-01-01 12:00") == "closed"
    assert state(rule(DAILY, "unknown", "open"), "2027-01-01 12:00") == "unknown"


def test_after_the_year_end():
    assert opening(rule(OFFICE, "closed", "closed"), "2026-12-28 17:15").next_opening == at("2027-01-04 08:30")
    assert opening(rule(OFFICE, "closed", "unknown"), "2026-12-30 10:00").next_opening == at("2027-01-04 08:30")


def test_a_desk_of_all_hours_is_sure_until_the_year_end():
    found = opening(rule(AROUND_THE_CLOCK, "open", "unknown"), "2026-12-01 03:00")
    assert found == Opening("open", at("2026-12-29 00:00"), at("2027-01-04 00:00"), False)


# --- nights ---------------------------------------------------------------------------------------------------------


def test_a_night_belongs_to_the_date_it_starts_on():
    night = rule(NIGHT, "closed")
    assert opening(night, "2026-09-21 07:00").until == at("2026-09-21 08:00")  # Sunday's night into 敬老の日
    assert opening(night, "2026-09-21 07:00").next_opening == at("2026-09-24 18:00")
    assert state(night, "2026-09-21 19:00") == "closed"
    assert state(night, "2026-09-24 07:00") == "closed"  # the morning of 9/23's night
    assert state(rule(NIGHT, "unknown"), "2026-09-24 07:00") == "unknown"


def test_a_day_of_24_hours_is_split_by_date():
    found = opening(rule(AROUND_THE_CLOCK, "closed"), "2026-09-20 23:00")
    assert found == Opening("open", at("2026-09-21 00:00"), at("2026-09-24 00:00"), False)


def test_past_midnight():
    late = rule(LATE)
    assert opening(late, "2026-09-05 01:59") == Opening("open", at("2026-09-05 02:00"), at("2026-09-07 17:00"), False)
    assert state(late, "2026-09-05 02:00") == "closed"
    assert state(late, "2026-09-07 01:00") == "closed"


def test_another_days_rule_leaves_the_nights_morning_alone():
    assert opening(rule(NIGHT_BUT_SATURDAY), "2026-09-04 23:00").until == at("2026-09-05 08:00")
    assert opening(rule(NIGHT_BUT_SATURDAY), "2026-09-05 07:00").next_opening == at("2026-09-05 10:00")
    assert state(rule("Su-Th 18:00-08:00; Mo[4] off"), "2026-09-28 07:00") == "open"


def test_a_sure_night_outlasts_an_unsure_day():
    found = opening(rule("Sa 18:00-08:00; Su 00:00-24:00 unknown"), "2026-09-06 07:00")
    assert found == Opening("open", at("2026-09-06 08:00"), at("2026-09-12 18:00"), False)


# --- what desks write -----------------------------------------------------------------------------------------------


def test_nth_weekdays():
    odd = rule(ODD_SECOND_FRIDAY)
    assert opening(odd, "2026-09-11 16:00").until == at("2026-09-11 18:00")
    assert opening(odd, "2026-09-30 09:00").next_opening == at("2026-11-13 16:00")
    assert [state(odd, f"2026-09-{day} 17:00") for day in ("10", "12", "18")] == ["closed"] * 3
    apart = rule("Mar Fr[2],Nov Fr[2] 16:00-18:00")
    assert opening(apart, "2026-10-01 09:00").next_opening == at("2026-11-13 16:00")
    assert opening(apart, "2026-11-13 18:00").next_opening is None
    off = rule(FOURTH_MONDAY_OFF)
    assert [state(off, f"2026-09-{day} 10:00") for day in (14, 21, 28)] == ["open", "open", "closed"]
    assert opening(off, "2026-09-25 17:00").next_opening == at("2026-09-29 09:00")


def test_lunch():
    assert opening(rule(OFFICE), "2026-09-01 11:59").until == at("2026-09-01 12:00")
    assert opening(rule(OFFICE), "2026-09-01 12:00") == Opening("closed", None, at("2026-09-01 13:00"), False)


def test_every_tenth():
    tenth = rule(EVERY_TENTH)
    assert opening(tenth, "2026-09-10 08:00") == Opening("open", at("2026-09-11 08:00"), at("2026-09-11 16:00"), False)
    assert state(tenth, "2026-09-09 08:00") == "closed"


def test_unknown_stretches():
    assert opening(rule(PARTLY), "2026-09-01 03:00") == Opening("unknown", None, at("2026-09-02 10:00"), False)
    assert opening(rule(PARTLY), "2026-09-02 17:00") == Opening("closed", None, at("2026-09-09 10:00"), False)


@pytest.mark.parametrize("hours", ["24/7", AROUND_THE_CLOCK, "00:00-00:00", "10:00-10:00", "Mo-Su 06:00-30:00"])
def test_always(hours):
    assert opening(rule(hours), "2026-12-30 00:30") == Opening("open", None, None, True)


def test_nobody_said():
    assert opening(rule("", "closed", "closed"), "2027-01-01 12:00") == Opening("unknown", None, None, False)
    assert open_hours_mask(rule(""), date(2026, 9, 7)) == 0


def test_beyond_the_horizon():
    yearly = rule("Aug 15 10:00-12:00")
    assert opening(yearly, "2026-06-16 00:00").next_opening == at("2026-08-15 10:00")
    assert opening(yearly, "2026-06-15 23:59").next_opening is None


# --- the moment -----------------------------------------------------------------------------------------------------


def test_a_time_without_a_zone_is_tokyos():
    assert moment("2026-09-01 10:00") == moment(datetime(2026, 9, 1, 10)) == at("2026-09-01 10:00")  # noqa: DTZ001
    assert moment(datetime(2026, 9, 1, 1, tzinfo=UTC)) == at("2026-09-01 10:00")
    assert moment("2026-09-01T01:00:00Z").hour == 10
    assert moment("2026-09-01T01:00:00Z").tzinfo is TOKYO


def test_the_zone_moves_the_date():
    assert state(rule(OFFICE, "closed"), "2026-09-23T23:45:00+00:00") == "open"
    assert state(rule(OFFICE, "closed"), "2026-09-22T23:45:00+00:00") == "closed"


def test_the_last_second_is_open():
    assert state(rule(OFFICE), "2026-09-01 11:59:59.999999") == "open"
    assert opening(rule(OFFICE), "2026-09-01 08:29:59").next_opening == at("2026-09-01 08:30")


# --- the content check ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", ["", "24/7", OFFICE, NIGHT, LATE, EVERY_TENTH, PARTLY, 'Mo 10:00-12:00 "PH も"'])
def test_good_hours(hours):
    assert parse_error(hours) is None


@pytest.mark.parametrize(
    "hours",
    [
        *("PH off", "Mo-Fr 10:00-17:00; PH off", "SH 10:00-12:00", "easter off", "Mo sunrise-12:00"),
        *("Mo 10:00+", "Mo 10:00-12:00+", "Mo 10:00", "Mo 10:00-12:00/00:30"),
        *("Mo-Fr", "open", " ", '"一部"', 'Mo-Fr "予約"', "Mo 10:00-12:00, Sa", "Sep, Nov Fr[2] 10:00-12:00"),
        *("Mo 26:00-28:00", "Mo 10:75-12:00", "Mo 10:00-49:00", "Mo 10-12", "月 10:00-12:00", "Mo 10:00-12:00;"),
        *("Jan,Feb 10 10:00-12:00", "Jan-Mar,Nov 10 10:00-12:00"),
    ],
)
def test_bad_hours(hours):
    assert parse_error(hours)
    with pytest.raises(ValueError, match=r"時刻|営業時間|日付"):
        opening(rule(hours), "2026-09-01 10:00")


def test_a_route_carries_its_rule():
    route = Route(
        *("desk", "phone", "", "", True, OFFICE, "", "closed", "unknown", ("ja",), "free", "unknown", "unknown"),
        *("high", (), "", None, date(2027, 5, 31)),
    )
    assert rule_of(route) == Rule(OFFICE, "closed", "unknown")


# --- against a plain scan -------------------------------------------------------------------------------------------

Span = tuple[int, int, str]
Hours = Callable[[date], list[Span]]


def span(start: float, end: float, what: str = "open") -> list[Span]:
    return [(int(start * 60), int(end * 60), what)]


def weekdays(days: str, spans: list[Span]) -> Hours:
    return lambda day: spans if str(day.weekday()) in days else []


def nth(day: date) -> int:
    return (day.day + 6) // 7


BY_HAND: dict[str, Hours] = {
    DAILY: weekdays("0123456", span(10, 17)),
    OFFICE: weekdays("01234", span(8.5, 12) + span(13, 17.25)),
    NIGHT: weekdays("0123456", span(18, 32)),
    LATE: weekdays("01234", span(17, 26)),
    AROUND_THE_CLOCK: weekdays("0123456", span(0, 24)),
    FOURTH_MONDAY_OFF: lambda d: [] if d.weekday() > 4 or (d.weekday() == 0 and nth(d) == 4) else span(9, 17),
    ODD_SECOND_FRIDAY: lambda d: span(16, 18) if d.month % 2 and d.weekday() == 4 and nth(d) == 2 else [],
    EVERY_TENTH: lambda d: span(8, 32) if d.day == 10 else span(16, 21),
    PARTLY: lambda d: {2: span(10, 16), 5: [], 6: []}.get(d.weekday(), span(0, 24, "unknown")),
    SUNDAY_SHORT: lambda d: {5: [], 6: span(10, 16)}.get(d.weekday(), span(9, 21)),
    NIGHT_BUT_SATURDAY: lambda d: {5: span(10, 12), 6: []}.get(d.weekday(), span(18, 32)),
}
STEP = 15
PER_DAY = 24 * 60 // STEP


def spans_by_hand(wanted: Rule, day: date) -> list[Span]:
    hours, spans = BY_HAND[wanted.hours], BY_HAND[wanted.hours](day)
    if day in HOLIDAYS and wanted.holidays != "open":
        if wanted.holidays == "as_sunday":
            spans = hours(day - timedelta((day.weekday() + 1) % 7))
        else:
            spans = [] if wanted.holidays == "closed" else [(a, b, "unknown") for a, b, _ in spans]
    if day.strftime("%m%d") >= "1229" or day.strftime("%m%d") <= "0103":
        if wanted.year_end == "closed":
            return []
        spans = spans if wanted.year_end == "open" else [(a, b, "unknown") for a, b, _ in spans]
    return spans


def states_by_hand(wanted: Rule, first: date, days: int) -> list[str]:
    states = ["closed"] * (days * PER_DAY)
    for what in ("unknown", "open"):
        for ahead in range(-1, days):
            for start, end, found in spans_by_hand(wanted, first + timedelta(ahead)):
                for step in range(start // STEP, end // STEP) if found == what else ():
                    place = ahead * PER_DAY + step
                    if 0 <= place < len(states):
                        states[place] = what
    return states


RULES = [
    *(rule(hours, holidays, year_end) for hours in BY_HAND for holidays, year_end in [("closed", "closed")]),
    *(rule(hours, "unknown", "unknown") for hours in (OFFICE, NIGHT, AROUND_THE_CLOCK, EVERY_TENTH)),
    *(rule(hours, "open", "open") for hours in (LATE, AROUND_THE_CLOCK, PARTLY)),
    *(rule(hours, "as_sunday", "unknown") for hours in (SUNDAY_SHORT, NIGHT)),
]


@pytest.mark.parametrize("first", [date(2026, 9, 7), date(2026, 12, 14), date(2027, 4, 26)], ids=str)
@pytest.mark.parametrize("wanted", RULES, ids=lambda wanted: "/".join((wanted.hours[:24], *wanted.holidays.split())))
def test_a_plain_scan_agrees(wanted, first):
    states = states_by_hand(wanted, first, 28 + HORIZON_DAYS + 1)
    midnight = datetime(first.year, first.month, first.day, tzinfo=TOKYO)
    opens = [p for p in range(1, len(states)) if states[p] == "open" != states[p - 1]]
    shuts = [p for p in range(1, len(states)) if states[p] != "open" == states[p - 1]]
    for place in range(28 * PER_DAY):
        now, end = states[place], (place // PER_DAY + HORIZON_DAYS + 1) * PER_DAY
        opened, shut = (next((p for p in edges if place < p < end), None) for edges in (opens, shuts))
        when, following = (None if p is None else midnight + p * timedelta(minutes=STEP) for p in (shut, opened))
        found = opening(wanted, midnight + place * timedelta(minutes=STEP))
        assert (found.state, found.next_opening) == (now, following), place
        assert found.until == (when if now == "open" else None), place
        assert found.always == (now == "open" and when is None), place


def test_the_mask_is_the_state_at_half_past():
    for wanted in RULES:
        for monday in (date(2026, 9, 21), date(2026, 12, 28), date(2027, 5, 3)):
            midnight = datetime(monday.year, monday.month, monday.day, 0, 30, tzinfo=TOKYO)
            asked = [opening(wanted, midnight + timedelta(hours=hour)).state == "open" for hour in range(168)]
            assert open_hours_mask(wanted, monday) == sum(1 << hour for hour, found in enumerate(asked) if found)
    assert open_hours_mask(rule("24/7"), date(2026, 9, 7)) == (1 << 168) - 1
    with pytest.raises(ValueError, match="Monday"):
        open_hours_mask(rule(OFFICE), date(2026, 9, 8))


# --- properties -----------------------------------------------------------------------------------------------------

clocks = st.integers(0, 23 * 60 + 59)


@st.composite
def texts(draw):
    days = st.sampled_from(["Mo-Su", "Mo-Fr", "Mo,We,Fr", "Sa,Su", "Fr[2]", "Mo[1,3]", "Jan-Jun Tu", "Dec 25-Jan 05"])
    ends = st.sampled_from(["", "", " unknown", " off"])

    def part():
        start = draw(clocks)
        end = start + draw(st.integers(1, 24 * 60))
        shown = draw(st.sampled_from([end, end % 1440 if end % 1440 else 1440]))
        return f"{draw(days)} {start // 60:02}:{start % 60:02}-{shown // 60:02}:{shown % 60:02}{draw(ends)}"

    parts = [part() for _ in range(draw(st.integers(1, 3)))]
    glue = [draw(st.sampled_from(["; ", ", "])) for _ in parts[1:]]
    return parts[0] + "".join(joint + more for joint, more in zip(glue, parts[1:], strict=True))


rules = st.builds(
    Rule,
    st.one_of(texts(), st.sampled_from([*BY_HAND, ""])),
    st.sampled_from(["open", "closed", "as_sunday", "depends", "seasonal", "unknown"]),
    st.sampled_from(["open", "closed", "unknown"]),
)
moments = st.one_of(
    st.datetimes(datetime(2026, 12, 20), datetime(2027, 1, 10)),  # noqa: DTZ001
    st.datetimes(datetime(2027, 4, 20), datetime(2027, 5, 12)),  # noqa: DTZ001
    st.datetimes(datetime(2025, 1, 1), datetime(2031, 12, 31)),  # noqa: DTZ001
)
MINUTE = timedelta(minutes=1)


@settings(max_examples=400, deadline=None, database=None)
@given(rules, moments)
def test_the_answer_keeps_its_word(wanted, when):
    now = moment(when)
    found = opening(wanted, when)
    assert found == opening(wanted, now) == board([wanted], now)[wanted]
    if found.next_opening:
        assert now < found.next_opening < now + timedelta(HORIZON_DAYS + 1)
        assert opening(wanted, found.next_opening).state == "open"
        assert opening(wanted, found.next_opening - MINUTE).state != "open"
    if found.state == "open":
        assert found.always == (found.until is None)
    else:
        assert not found.always
        assert found.until is None
    if found.until:
        assert now < found.until
        assert opening(wanted, found.until - MINUTE).state == "open"
        assert opening(wanted, found.until).state != "open"
        assert found.next_opening is None or found.next_opening > found.until


@settings(max_examples=150, deadline=None, database=None)
@given(rules, moments)
def test_nothing_is_missed_before_the_next_opening(wanted, when):
    now, found = moment(when), opening(wanted, when)
    stop = min(found.next_opening or now + timedelta(3), now + timedelta(3))
    steps = range(0, int((stop - now).total_seconds() // 60), 7)
    states = [opening(wanted, now + step * MINUTE).state for step in steps]
    starts = [b for a, b in pairwise(states) if a != "open" and b == "open"]
    assert not starts


@settings(max_examples=150, deadline=None, database=None)
@given(rules, moments)
def test_doubt_never_opens_a_door(wanted, when):
    for doubt in ("depends", "seasonal", "unknown", "closed"):
        if opening(Rule(wanted.hours, doubt, "unknown"), when).state == "open":
            assert opening(Rule(wanted.hours, "open", "open"), when).state == "open"


def test_a_board_is_the_openings_and_nobody_elses_to_change():
    chosen = frozenset(RULES)
    first = board(chosen, "2026-09-21 10:00:30")
    assert first == {wanted: opening(wanted, "2026-09-21 10:00:30") for wanted in RULES}
    first.clear()
    assert len(board(RULES, "2026-09-21 10:00:59")) == len(chosen)
