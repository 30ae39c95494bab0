"""A whole desk for the benches: what hangs on the consultations of bench.filled, so that every page has something to count."""

import random
from datetime import UTC, date, datetime, timedelta

from bench.filled import DAYS, LAST_DAY, STAMP, Rows, fill_at, putting
from data import calendar, codes, published, seed
from data.calendar import month_of
from data.commands import columns as keeping
from data.commands import month_close
from data.database import Database
from data.queries import closing, series
from data.sessions import Person

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
WHO = Person(1, "c1", "計測1", "lead", must_change=False, token_hash="", stale=False)
YEARS = range(2007, 2027)
CLOSED = 12
# fmt: off
ACTIVITY = (
    "id", "desk_id", "case_code", "consultation_id", "kind", "done_on", "month", "destination", "result", "hand_over",
    "item", "count", "account_id", "created_at", "updated_at", "version",
)
PLAN = (
    "id", "desk_id", "case_code", "opened_on", "stage", "next_review", "closed_on", "close_reason", "account_id",
    "created_at", "updated_at", "version",
)
TRAINING = (
    "id", "desk_id", "fiscal_year", "number", "held_on", "theme", "form", "capacity", "target", "sign_ups",
    "signed_up_on", "attendance", "source_place", "version",
)
# fmt: on


def fill(url: str, records: int) -> Database:
    """An empty database filled: for each ten consultations an activity, for each forty a plan with goals and reviews,
    three trainings and two targets a year, remarks, and the last twelve months but two closed."""
    database = fill_at(url, records)
    with database.write() as session:
        seed.load(session, published.read(), NOW, figures=False)
    draw = random.Random(20261128)
    cases = max(records // 8, 1)
    with putting(url) as put:
        put("activity", ACTIVITY, _activities(draw, records // 10, cases, records))
        put("support_plan", PLAN, _plans(draw, cases))
        put("goal", ("id", "plan_id", "place", "text", "issue", "state", "met_on"), _goals(draw, cases))
        put("plan_review", ("id", "plan_id", "reviewed_on", "stage", "account_id"), _reviews(cases))
        put("training_session", TRAINING, _trainings(draw))
        steps = tuple(codes.lists()["survey_step"])
        put(
            "survey_result",
            ("id", "training_session_id", "step", "origin", "answers", "source_place"),
            ((5 * one + at + 1, one + 1, step, "form", 40 >> at, "") for one in range(3 * len(YEARS)) for at, step in enumerate(steps)),
        )  # fmt: skip
        names = (
            "id",
            "indicator_id",
            "desk_id",
            "fiscal_year",
            "year_stated",
            "kind",
            "value",
            "reason",
            "source_place",
            "set_at",
        )
        put("target", names, _targets(records))
        kinds = tuple(codes.lists()["annotation_kind"])
        put(
            "annotation",
            ("id", "desk_id", "month", "kind", "text", "account_id", "created_at"),
            ((at + 1, 1, month, kinds[at % len(kinds)], "計測のためのメモ", 1, STAMP) for at, month in enumerate(_months())),
        )  # fmt: skip
    keeping.fill(database)
    _close(database)
    return database


def _months() -> list[int]:
    return sorted({month_of(LAST_DAY - timedelta(days=back)) for back in range(0, DAYS, 27)})


def _close(database: Database) -> None:
    """The months before the last two, as the page closes them."""
    for month in _months()[-CLOSED:-2]:
        with database.write() as session:
            desk = series.desk(session)
            if desk is None:
                raise LookupError("no desk")
            points = closing.points(session, desk, month, calendar.today(NOW))
            month_close.close(session, WHO, NOW, desk.id, month, {one.kind: one.count for one in points})


def _day(draw: random.Random) -> date:
    return LAST_DAY - timedelta(days=draw.randrange(DAYS))


def _activities(draw: random.Random, count: int, cases: int, records: int) -> Rows:
    lists = codes.lists()
    kinds, places, results = (tuple(lists[name]) for name in ("activity_kind", "destination", "activity_result"))
    items = tuple(lists["goods_item"])
    recent = LAST_DAY - timedelta(days=21)
    for number in range(1, count + 1):
        kind, day = draw.choice(kinds), _day(draw)
        outside = kind in ("accompany", "coordinate")
        answer = draw.choice(("accepted", "accepted", "declined")) if outside and draw.random() < 0.4 else None
        yield (
            number, 1, f"K-{draw.randrange(cases):07d}", draw.randrange(1, records + 1) if draw.random() < 0.3 else None,
            kind, day.isoformat(), month_of(day), draw.choice(places) if outside else None,
            draw.choice(results) if outside else None, "pending" if answer and day > recent else answer,
            draw.choice(items) if kind == "goods" else None,
            draw.randrange(1, 9) if kind in ("goods", "ibasho") else None, draw.randrange(1, 9), STAMP, STAMP, 1,
        )  # fmt: skip


def _plans(draw: random.Random, cases: int) -> Rows:
    reasons = tuple(codes.lists()["close_reason"])
    for number, case in enumerate(range(0, cases, 5), start=1):
        opened = _day(draw)
        until = opened + timedelta(days=draw.randrange(30, 700))
        is_closed = until <= LAST_DAY
        review = None if is_closed else (LAST_DAY + timedelta(days=draw.randrange(-5, 90))).isoformat()
        yield (
            number, 1, f"K-{case:07d}", opened.isoformat(), "closed" if is_closed else "running", review,
            until.isoformat() if is_closed else None, draw.choice(reasons) if is_closed else None, 1, STAMP, STAMP, 1,
        )  # fmt: skip


def _goals(draw: random.Random, cases: int) -> Rows:
    states, issues = tuple(codes.lists()["goal_state"]), tuple(codes.lists()["issue"])
    for plan in range(1, len(range(0, cases, 5)) + 1):
        for place in range(2):
            state = draw.choice(states)
            met = _day(draw).isoformat() if state == "met" else None
            yield 2 * plan + place - 1, plan, place, "計測のための目標", draw.choice(issues), state, met


def _reviews(cases: int) -> Rows:
    draw = random.Random(20261129)
    for plan in range(1, len(range(0, cases, 5)) + 1):
        for place in range(2):
            yield 2 * plan + place - 1, plan, _day(draw).isoformat(), "running", 1


def _trainings(draw: random.Random) -> Rows:
    for at, year in enumerate(YEARS):
        for number, month in ((1, 6), (2, 9), (3, 12)):
            day = date(year, month, 15)
            came = draw.randrange(30, 110) if day <= LAST_DAY else None
            yield (
                3 * at + number, 1, year, number, day.isoformat(), "計測のための研修", "オンライン", 100, 100, came or 20,
                LAST_DAY.isoformat(), came, "", 1,
            )  # fmt: skip


def _targets(records: int) -> Rows:
    for at, year in enumerate(YEARS):
        for place, (indicator, value) in enumerate((("consultations", records // 20), ("training_participants", 300))):
            yield 2 * at + place + 1, indicator, 1, year, True, "total", value, "", "", STAMP
