"""Made-up trainings and their surveys, the same for the same day: some over, one with its survey open, two to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from data import calendar, opening_days
from data.calendar import TOKYO
from data.demo_words import Survey, Words

# The days (month, day) near which one is held each fiscal year, and how old one must be to be among those.
USUAL, SETTLED = ((6, 18), (9, 17), (2, 12)), 21
# Days from today: the latest one, and those to come: the first with sign-ups under pace, the second not begun.
LATEST, COMING, LATER = -9, 24, 68
SIGN_UP_WEEKS = 6
CAPACITY, AIM, FEW = 100, 80, 19


@dataclass(frozen=True, slots=True)
class Made:
    """One training as a row, with its survey where there was one."""

    row: dict[str, Any]
    survey: Survey | None


def make(desk: int, first: int, until: date, words: Words) -> list[Made]:
    """The trainings from a month to those planned; of the first fiscal year, when the desk had just begun, little is known."""
    begun = calendar.fiscal_year(first)
    days = sorted({*_usual(first, until), *(_open(until + timedelta(days=days)) for days in (LATEST, COMING, LATER))})
    made: list[Made] = []
    held = 0
    for place, day in enumerate(days):
        year = calendar.fiscal_year(calendar.month_of(day))
        number = 1 + sum(one.row["fiscal_year"] == year for one in made)
        row: dict[str, Any] = dict.fromkeys(_UNKNOWN) | {
            "id": place + 1,
            "version": 1,
            "desk_id": desk,
            "fiscal_year": year,
            "number": number,
            "held_on": day,
            "theme": words.themes[place % len(words.themes)],
            "form": words.forms[place % len(words.forms)],
            "source_place": "",
        }
        if day >= until:
            made.append(Made(row | _coming(day, until), None))
        elif year == begun:
            # Nobody wrote down how many came.
            made.append(Made(row, None))
        else:
            people = words.attendance[held % len(words.attendance)]
            survey = words.latest_survey if day > until - timedelta(days=SETTLED) else _survey(words, held)
            held += 1
            made.append(Made(row | _over(day, people) | _opened(day, survey), survey))
    return made


def _usual(first: int, until: date) -> Iterator[date]:
    for year in range(first // 100, until.year + 1):
        for month, number in USUAL:
            day = _open(date(year, month, number))
            if calendar.month_of(day) >= first and day <= until - timedelta(days=SETTLED):
                yield day


def _open(day: date) -> date:
    """The day, or the next on which a desk is open."""
    while not opening_days.is_open(day):
        day += timedelta(days=1)
    return day


def _survey(words: Words, held: int) -> Survey:
    return words.surveys[held % len(words.surveys)]


def _over(day: date, people: int) -> dict[str, Any]:
    return {
        "capacity": CAPACITY,
        "target": AIM,
        "sign_up_from": day - timedelta(weeks=SIGN_UP_WEEKS),
        "sign_ups": people + people // 9,
        "signed_up_on": day - timedelta(days=1),
        "attendance": people,
    }


def _coming(day: date, until: date) -> dict[str, Any]:
    """The first to come has fewer sign-ups than its line says; of the second only the plan is known."""
    planned = {"capacity": CAPACITY, "target": AIM}
    start = day - timedelta(weeks=SIGN_UP_WEEKS)
    if start >= until:
        return planned
    return planned | {"sign_up_from": start, "sign_ups": FEW, "signed_up_on": until - timedelta(days=1)}


def _opened(day: date, survey: Survey) -> dict[str, Any]:
    """When the form of a survey was open: from the end of the training on for two weeks."""
    if survey.how != "form":
        return {}
    opens = datetime.combine(day, time(15, 30), TOKYO)
    return {"survey_opens_at": opens, "survey_closes_at": opens + timedelta(days=14)}


_UNKNOWN = (
    "capacity", "target", "sign_up_from", "sign_ups", "signed_up_on", "attendance", "survey_token",
    "survey_opens_at", "survey_closes_at", "source_id", "import_batch_id",
)  # fmt: skip
