"""Made-up records, the same for the same seed: consultations, cases, activities and plans as plain rows with their numbers.

Nothing here is measured. The weights only make the days look like those of a desk: open on weekdays from 10 to 17,
LINE on four of them, 35 % of ages unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from data import calendar, codes, municipalities, opening_days
from data.calendar import TOKYO, month_of

YEARS = 3
WEEKDAYS = (1.25, 1.05, 0.9, 1.0, 1.0)
MONTHS = (1.1, 1.05, 1.0, 0.9, 0.85, 0.9, 0.95, 1.1, 1.0, 1.05, 1.15, 1.0)
HOURS = {10: 15, 11: 16, 12: 9, 13: 14, 14: 17, 15: 16, 16: 13, None: 4}
CHANNELS = {"phone": 62, "line": 16, "mail": 10, "meeting": 6, "ibasho": 3, "sns": 1, "visit": 1, "other": 1}
RESULTS = {"consulted": 74, "informed": 9, "silent": 8, "wrong": 3, "callback": 3, "not_possible": 2, "prank": 1}
AGES = {"unknown": 35, "10s": 2, "20s": 8, "30s": 14, "40s": 17, "50s": 13, "60s": 7, "70s": 4}
# In the last three whole months and since, fewer of the young come: there is something to notice early.
AGES_OF_LATE = {"unknown": 35, "10s": 1, "20s": 5, "30s": 15, "40s": 19, "50s": 14, "60s": 7, "70s": 4}
OF_LATE, BUSY_AGO, BUSY = 3, 5, 1.5
CALLERS = {"herself": 84, "family": 6, "agency": 5, "friend": 2, "unknown": 3}
KNOWN = {
    "web": 26, "municipality": 17, "before": 16, "leaflet": 9, "agency": 8, "sns": 6, "unknown": 12, "person": 6,
    "navigator": 4, "medical": 3, "press": 2, "school": 1,
}  # fmt: skip
URGENCIES = {None: 30, "none": 38, "week": 22, "today": 8, "now": 2}
WISHES = {"listen": 34, "information": 24, "sort": 18, "accompany": 9, "goods": 6, "place": 5, None: 4}
ISSUES = {
    "income": 16, "health": 15, "family": 13, "abuse": 10, "housing": 9, "job_search": 7, "childcare": 7, "divorce": 6,
    "spouse_violence": 5, "body_mind": 4, "living": 3, "family_violence": 2, "medical": 2,
    "relations": 6, "job_worry": 5, "debt": 4, "care": 4, "food": 4, "rent_loan": 3, "tax_bills": 2, "withdrawal": 2,
}  # fmt: skip
RESPONSES = {"listened": 50, "informed": 24, "sorted": 14, "referred": 8, "coordinated": 4, "plan": 2}
WORK = {"accompany": 30, "coordinate": 26, "goods": 16, "visit": 12, "meeting": 16, "ibasho": 12}
OUTCOMES = {"done": 60, "partly": 20, "again": 14, "turned_away": 4, "not_held": 2}
HAND_OVERS = {None: 60, "accepted": 34, "declined": 6}
# A hand-over is answered after this many days at the latest; before that it waits.
ANSWER_WITHIN = 24
REASONS = {"solved": 40, "handed_over": 30, "her_wish": 12, "lost": 12, "moved": 6}
GOALS = ("住む所を決める", "家計を見直す", "病院に続けて通う", "子どもの預け先を見つける", "仕事を探しはじめる")
NO_CONVERSATION = {"silent", "wrong", "prank"}
LINE_DAYS = {0, 1, 3, 4}


@dataclass(slots=True)
class Rows:
    """{table: rows} in the order they must be inserted."""

    consultations: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    activities: list[dict[str, Any]] = field(default_factory=list)
    plans: list[dict[str, Any]] = field(default_factory=list)
    goals: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)


def make(desk: int, until: date, count: int, seed: int = 20210801) -> Rows:
    """That many consultations in the three years before a day, and what goes with them."""
    maker = _Maker(Random(seed), desk, until)  # noqa: S311
    days, busy = list(_open_days(until)), ago(until, BUSY_AGO)
    weights = [
        WEEKDAYS[day.weekday()]
        * MONTHS[day.month - 1]
        * (1 + place / len(days))
        * (BUSY if busy == month_of(day) else 1)
        for place, day in enumerate(days)
    ]
    for number, day in enumerate(sorted(maker.chance.choices(days, weights, k=count)), 1):
        maker.consultation(number, day)
    for case in maker.rows.cases:
        maker.work_of(case)
    return maker.rows


def _open_days(until: date) -> Iterator[date]:
    """The days on which a desk like this is open, in the three years before a day, but for those of the storm."""
    day, shut = date(until.year - YEARS, until.month, 1), storm(until)
    while day < until:
        if opening_days.is_open(day) and day not in shut:
            yield day
        day += timedelta(days=1)


def ago(until: date, months: int) -> int:
    """The month so many before that of a day."""
    year, place = divmod(until.year * 12 + until.month - 1 - months, 12)
    return year * 100 + place + 1


def storm(until: date) -> list[date]:
    """The two opening days of last fiscal year on which a storm shut the desk."""
    month = (calendar.fiscal_year(month_of(until)) - 1) * 100 + 9
    return [day for day in opening_days.of_month(month) if day.day >= 10][:2]


class _Maker:
    """Draws the rows one by one from one source of chance."""

    def __init__(self, chance: Random, desk: int, until: date) -> None:
        self.chance, self.desk, self.until, self.rows = chance, desk, until, Rows()
        self.towns = list(municipalities.labels())
        # Cities that stand first in the list are the large ones.
        self.town_weights = [1 / (place + 2) for place in range(len(self.towns))]
        self.late = ago(until, OF_LATE)
        self.places = list(codes.lists()["destination"])
        self.cases_in: dict[int, int] = {}

    def draw(self, weights: dict[Any, int]) -> Any:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def kept(self, day: date) -> dict[str, Any]:
        moment = datetime.combine(day, time(17, 30), TOKYO).astimezone(UTC)
        return {"account_id": None, "created_at": moment, "updated_at": moment, "version": 1}

    def consultation(self, number: int, day: date) -> None:
        result = self.draw(RESULTS)
        channels = dict(CHANNELS)
        if day.weekday() not in LINE_DAYS:
            del channels["line"]
        row: dict[str, Any] = dict.fromkeys(_EMPTY) | {
            "id": number,
            "desk_id": self.desk,
            "received_on": day,
            "month": month_of(day),
            "weekday": day.weekday(),
            "hour": self.draw(HOURS),
            "channel": "phone" if result in NO_CONVERSATION else self.draw(channels),
            "contact_result": result,
            "primary_unknown": False,
            **self.kept(day),
        }
        if result not in NO_CONVERSATION:
            self._said(row, day)
        self.rows.consultations.append(row)

    def _said(self, row: dict[str, Any], day: date) -> None:
        ages = AGES_OF_LATE if row["month"] >= self.late else AGES
        row["caller_kind"], row["age_band"] = self.draw(CALLERS), self.draw(ages)
        row["new_or_repeat"] = self.draw({"repeat": 62, "new": 34, "unknown": 4})
        row["municipality"] = self.chance.choices(self.towns, self.town_weights)[0] if self.maybe(0.7) else None
        row["referral_source"] = self.draw(KNOWN) if self.maybe(0.6) else None
        row["urgency"], row["wish"] = self.draw(URGENCIES), self.draw(WISHES)
        row["minutes"] = 5 * self.chance.randint(1, 14) if self.maybe(0.8) else None
        row["may_call"] = self.draw({"y": 40, "n": 15, "unasked": 45})
        row["children"] = self.draw({"y": 25, "n": 30, "unknown": 45})
        row["interpreter"] = self.draw({"none": 94, "easy": 4, "used": 1, "needed": 1})
        if row["contact_result"] == "callback":
            row["callback_due"] = day + timedelta(days=self.chance.randint(1, 4))
            answered = row["callback_due"] < self.until - timedelta(days=5) or self.maybe(0.4)
            row["callback_done_on"] = min(row["callback_due"], self.until) if answered else None
        self._parts(row)
        if row["contact_result"] == "consulted" and row["new_or_repeat"] != "new" and self.maybe(0.35):
            row["case_code"] = self._case(day)

    def _parts(self, row: dict[str, Any]) -> None:
        number = row["id"]
        issues = list(dict.fromkeys(self.draw(ISSUES) for _ in range(self.chance.randint(1, 4))))
        row["primary_unknown"] = self.maybe(0.12)
        for place, issue in enumerate(issues):
            is_primary = place == 0 and not row["primary_unknown"]
            self.rows.issues.append(
                {"consultation_id": number, "issue": issue, "is_primary": is_primary, "place": place}
            )
        for response in {self.draw(RESPONSES) for _ in range(self.chance.randint(1, 3))}:
            self.rows.responses.append({"consultation_id": number, "response": response})
        if self.maybe(0.05):
            self.rows.refusals.append({"consultation_id": number, "destination": self.chance.choice(self.places)})

    def _case(self, day: date) -> str:
        """One of the cases of late, or a new one."""
        if len(self.rows.cases) < 8 or self.maybe(0.12):
            number = self.cases_in[day.year] = self.cases_in.get(day.year, 0) + 1
            self.rows.cases.append(
                {
                    "id": len(self.rows.cases) + 1,
                    "code": f"K-{day.year}-{number:04d}",
                    "desk_id": self.desk,
                    "opened_on": day,
                    "account_id": None,
                    "created_at": self.kept(day)["created_at"],
                }
            )
            return str(self.rows.cases[-1]["code"])
        return str(self.chance.choice(self.rows.cases[-80:])["code"])

    def work_of(self, case: dict[str, Any]) -> None:
        """The activities of a case and, for most, its plan."""
        for _ in range(self.chance.randint(0, 6)):
            day = self._later(case["opened_on"], 200)
            if day is not None:
                self._activity(case["code"], day)
        if self.maybe(0.7):
            self._plan(case)

    def _later(self, start: date, within: int) -> date | None:
        day = start + timedelta(days=self.chance.randint(0, within))
        return day if day < self.until and day.weekday() < 5 else None

    def _activity(self, code: str, day: date) -> None:
        kind = self.draw(WORK)
        goes, gives = kind in ("accompany", "coordinate"), kind == "goods"
        self.rows.activities.append(
            {
                "id": len(self.rows.activities) + 1,
                "desk_id": self.desk,
                "case_code": code,
                "consultation_id": None,
                "kind": kind,
                "done_on": day,
                "month": month_of(day),
                "destination": self.chance.choice(self.places) if goes else None,
                "result": self.draw(OUTCOMES) if goes else None,
                "hand_over": self._answer(day) if goes else None,
                "item": self.draw({"sanitary": 50, "food": 34, "daily": 16}) if gives else None,
                "count": self.chance.randint(1, 3)
                if gives
                else self.chance.randint(2, 8)
                if kind == "ibasho"
                else None,
                "minutes": None if gives else 30 * self.chance.randint(1, 6),
                "note": None,
                **self.kept(day),
            }
        )

    def _answer(self, day: date) -> str | None:
        """What came of handing over, if that was done: an answer within days or weeks, until then none."""
        answer, after = self.draw(HAND_OVERS), self.chance.randint(1, ANSWER_WITHIN)
        return "pending" if answer and (self.until - day).days < after else answer

    def _plan(self, case: dict[str, Any]) -> None:
        # Most plans are made a while after the first contact, some at once.
        opened, number = (
            case["opened_on"] + timedelta(days=max(0, self.chance.randint(-8, 45))),
            len(self.rows.plans) + 1,
        )
        if opened >= self.until:
            return
        age = (self.until - opened).days
        closed = opened + timedelta(days=self.chance.randint(60, 300)) if age > 300 and self.maybe(0.85) else None
        review = None if closed else self.until + timedelta(days=self.chance.randint(-3, 240))
        self.rows.plans.append(
            {
                "id": number,
                "desk_id": self.desk,
                "case_code": case["code"],
                "opened_on": opened,
                "stage": "closed" if closed else self.draw({"running": 70, "agreed": 20, "draft": 10}),
                "consent": self.draw({"given": 70, "partly": 15, "unasked": 15}),
                "next_review": review,
                "closed_on": closed,
                "close_reason": self.draw(REASONS) if closed else None,
                "note": None,
                **self.kept(opened),
            }
        )
        for place, text in enumerate(self.chance.sample(GOALS, self.chance.randint(1, 3))):
            state = self.draw({"open": 40, "partly": 35, "met": 25})
            self.rows.goals.append(
                {
                    "id": len(self.rows.goals) + 1,
                    "plan_id": number,
                    "place": place,
                    "text": text,
                    "issue": None,
                    "state": state,
                    "due_on": None,
                    "met_on": self._later(opened, 90) if state == "met" else None,
                }
            )
        for days in range(30, min(age, 300), 60):
            day = opened + timedelta(days=days)
            if closed is None or day < closed:
                self.rows.reviews.append(
                    {
                        "id": len(self.rows.reviews) + 1,
                        "plan_id": number,
                        "reviewed_on": day,
                        "stage": "running",
                        "account_id": None,
                        "note": None,
                    }
                )


_EMPTY = (
    "case_code", "caller_kind", "new_or_repeat", "age_band", "municipality", "referral_source", "urgency", "wish",
    "minutes", "may_call", "leave_word", "children", "interpreter", "consent", "next_on", "callback_due",
    "callback_done_on", "note", "reviewed_at", "reviewed_by",
)  # fmt: skip
