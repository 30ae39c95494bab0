"""A record in words: one line of it, its fields as a person reads them, how two contents differ."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from data import calendar, codes, municipalities
from data.consultation_rules import CODES, DAYS, LABELS, SEVERAL
from ui.staff.words import say

WEEKDAYS = "月火水木金土日"
ACTIVITY_CODES = {"kind": "activity_kind", "destination": "destination", "result": "activity_result"} | {
    "hand_over": "hand_over",
    "item": "goods_item",
}


def day(value: Any) -> str:
    """A day as it is said: 11月27日（金）; what is not a day yet, as it stands."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{found.month}月{found.day}日（{WEEKDAYS[found.weekday()]}）"


def moment(at: datetime) -> str:
    """A moment in Tokyo: 11月27日（金）14:20."""
    local = at.astimezone(calendar.TOKYO)
    return f"{day(local.date())}{local:%H:%M}"


def one(field: str, value: Any) -> str:
    """What stands in a field, in words; 空 where nothing does."""
    if value in (None, "", []) or value is False:
        return say("record.nothing")
    if field in DAYS:
        return day(value)
    if field == "hour":
        return say("record.hour_is", hour=value)
    if field == "municipality":
        return municipalities.labels().get(str(value), str(value))
    if field in CODES:
        return codes.label(CODES[field][0], value)
    if field in SEVERAL:
        return "、".join(codes.label(SEVERAL[field][0], code) for code in value)
    if field == "primary":
        return codes.label("issue", value)
    return "✓" if value is True else str(value)


def line(values: Mapping[str, Any]) -> str:
    """The record in one line: day, hour, way, person, result, issues with the primary one first, case."""
    issues = sorted(values.get("issues") or [], key=lambda code: code != values.get("primary"))
    parts = [
        one(name, values.get(name)) for name in ("received_on", "hour", "channel", "caller_kind", "contact_result")
    ]
    parts += ["、".join(codes.label("issue", code) for code in issues), values.get("case_code") or ""]
    return "・".join(part for part in parts if part and part != say("record.nothing"))


def changes(before: Mapping[str, Any], after: Mapping[str, Any], fields: Iterable[str]) -> list[str]:
    """「かかった時間（分）: 40 → 55」 for each of the fields."""
    return [
        say("record.from_to", label=LABELS[name], before=one(name, before.get(name)), after=one(name, after.get(name)))
        for name in fields
    ]


def activity(values: Mapping[str, Any]) -> str:
    """An activity in one line: 11月27日（金） 同行 警察・用が足りた."""
    rest = [codes.label(of, values[name]) for name, of in ACTIVITY_CODES.items() if name != "kind" and values.get(name)]
    rest += [f"{values['count']}"] if values.get("count") is not None else []
    kind = codes.label("activity_kind", values["kind"])
    return say("record.activity_done", day=day(values["done_on"]), kind=kind, rest="".join(f"・{one}" for one in rest))
