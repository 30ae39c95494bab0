"""What a record of a consultation may hold: what a form gives, read and checked, with all faults at once in words."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data import calendar, case_codes, codes, written
from data.commands.checking import RefusedError
from data.models.records import LONGEST_NOTE
from data.written import Fault

# field → (its list in config/records/codes.yaml, its name on the screen)
CODES = {
    "channel": ("channel", "相談の方法"),
    "caller_kind": ("caller_kind", "話した人"),
    "new_or_repeat": ("new_or_repeat", "はじめてか"),
    "age_band": ("age_band", "年代"),
    "referral_source": ("referral_source", "知ったきっかけ"),
    "contact_result": ("contact_result", "結果"),
    "urgency": ("urgency", "急ぎの度合い"),
    "wish": ("wish", "望んでいること"),
    "may_call": ("yes_no", "こちらからかけてよいか"),
    "leave_word": ("yes_no", "伝言を残してよいか"),
    "children": ("children", "子ども"),
    "interpreter": ("interpreter", "通訳"),
    "consent": ("consent", "情報を伝える同意"),
}
SEVERAL = {
    "issues": ("issue", "課題"),
    "responses": ("response", "したこと"),
    "refusals": ("destination", "断られた所"),
}
NEEDED = ("channel", "contact_result")
DAYS = {
    "received_on": "受けた日",
    "callback_due": "折り返す日",
    "callback_done_on": "折り返した日",
    "next_on": "次の約束",
}
LABELS = {
    **DAYS,
    **{field: label for field, (_, label) in (CODES | SEVERAL).items()},
    "hour": "時間帯",
    "municipality": "市町村",
    "minutes": "かかった時間（分）",
    "case_code": "ケース番号",
    "primary": "主な課題",
    "primary_unknown": "主な課題はわからない",
    "note": "メモ",
}
FIELDS = (*DAYS, *CODES, *SEVERAL, "hour", "municipality", "minutes", "case_code", "primary", "primary_unknown", "note")
LONGEST_DAY = 1440


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules must know beside the form: the day, since when the desk is open, the towns, which codes exist."""

    today: date
    opened_month: int | None
    towns: Collection[str]
    is_case: Callable[[str], bool]


def read(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Every field of FIELDS with its typed value, and `primary` derived where one issue stands alone.

    RefusedError with all faults at once, in the order of the screen.
    """
    reading = _Reading(values, setting)
    reading.days()
    reading.one_of_lists()
    reading.several_of_lists()
    reading.primary_issue()
    reading.numbers_and_texts()
    reading.case()
    reading.order_of_days()
    if reading.faults:
        raise RefusedError(reading.faults)
    return reading.out


def faults(values: Mapping[str, Any], setting: Setting) -> list[Fault]:
    """All faults of what stands in a form."""
    try:
        read(values, setting)
    except RefusedError as error:
        return error.faults
    return []


class _Reading:
    """One look through a form; `out` grows with what is right, `faults` with what is not."""

    def __init__(self, values: Mapping[str, Any], setting: Setting) -> None:
        self.values, self.setting = values, setting
        self.out: dict[str, Any] = {}
        self.faults: list[Fault] = []

    def take(self, field: str, reader: Callable[[], Any]) -> None:
        """Keeps what the reader gives; its ValueError becomes the fault of the field."""
        self.out[field] = None
        try:
            self.out[field] = reader()
        except ValueError as error:
            self.faults.append(Fault(field, str(error)))

    def days(self) -> None:
        for field, name in DAYS.items():
            self.take(field, lambda f=field, n=name: written.day(self.values.get(f), n, self.setting.today))  # type: ignore[misc]
        received, opened = self.out["received_on"], self.setting.opened_month
        if received is None:
            if not any(fault.field == "received_on" for fault in self.faults):
                self.say("received_on", "受けた日が空です。今日なら「今日」と書いてください。")
        elif received > self.setting.today:
            self.say(
                "received_on",
                f"受けた日が先の日付（{received.isoformat()}）です。今日までの日を、年も入れて書いてください。",
            )
        elif opened and calendar.month_of(received) < opened:
            month = f"{opened // 100}年{opened % 100}月"
            self.say(
                "received_on",
                f"受けた日（{received.isoformat()}）が、相談室の開いた{month}より前です。年を確かめてください。",
            )

    def one_of_lists(self) -> None:
        for field, (name, label) in CODES.items():
            self.take(field, lambda f=field, n=name, b=label: _code(self.values.get(f), n, b))  # type: ignore[misc]
            if self.out[field] is None and field in NEEDED and not self.has_fault(field):
                self.say(field, f"{label}が空です。一覧から選んでください。")
        self.take("municipality", self._town)

    def several_of_lists(self) -> None:
        for field, (name, label) in SEVERAL.items():
            self.take(field, lambda f=field, n=name, b=label: _codes(self.values.get(f), n, b))  # type: ignore[misc]
            self.out[field] = self.out[field] or []

    def primary_issue(self) -> None:
        """One primary, or the word that it is not known; a single issue is the primary one by itself."""
        unknown, issues = self.values.get("primary_unknown") or False, self.out["issues"]
        chosen = _listed(self.values.get("primary"))
        self.out |= {"primary_unknown": unknown is True, "primary": None}
        if len(chosen) > 1:
            self.say("primary", f"主な課題が{len(chosen)}つあります。一つだけにしてください。")
        elif chosen and unknown:
            self.say("primary", "主な課題と「わからない」の両方が選ばれています。どちらかにしてください。")
        elif chosen and chosen[0] not in issues:
            label = written.shown(codes.label("issue", str(chosen[0])))
            self.say(
                "primary", f"主な課題の「{label}」が、課題の中にありません。課題にも入れるか、選び直してください。"
            )
        elif len(issues) > 1 and not chosen and not unknown and not self.has_fault("issues"):
            self.say("primary", "課題がいくつかあります。主な課題を一つ選ぶか、「わからない」に印をつけてください。")
        elif chosen or (len(issues) == 1 and not unknown):
            self.out["primary"] = chosen[0] if chosen else issues[0]

    def numbers_and_texts(self) -> None:
        self.take("hour", lambda: written.whole(self.values.get("hour"), "時間帯", 23, "時"))
        self.take("minutes", lambda: written.whole(self.values.get("minutes"), "かかった時間", LONGEST_DAY, "分"))
        self.take("note", lambda: _note(self.values.get("note")))

    def case(self) -> None:
        self.take("case_code", self._case_code)

    def order_of_days(self) -> None:
        received = self.out["received_on"]
        for field in ("callback_due", "callback_done_on", "next_on"):
            found = self.out[field]
            if found and received and found < received:
                self.say(
                    field,
                    f"{DAYS[field]}（{found.isoformat()}）が、受けた日（{received.isoformat()}）より前です。年も入れて書いてください。",
                )
        if (
            self.out["contact_result"] == "callback"
            and not self.out["callback_due"]
            and not self.has_fault("callback_due")
        ):
            self.say("callback_due", "折返し待ちなのに、折り返す日が空です。いつまでにかけるかを書いてください。")
        done = self.out["callback_done_on"]
        if done and done > self.setting.today:
            self.say(
                "callback_done_on", f"折り返した日が先の日付（{done.isoformat()}）です。今日までの日を書いてください。"
            )

    def say(self, field: str, sentence: str) -> None:
        self.faults.append(Fault(field, sentence))

    def has_fault(self, field: str) -> bool:
        return any(fault.field == field for fault in self.faults)

    def _town(self) -> str | None:
        value = self.values.get("municipality")
        if value in written.EMPTY:
            return None
        if not isinstance(value, str) or value not in self.setting.towns:
            raise ValueError(f"市町村の「{written.shown(value)}」が一覧にありません。一覧から選び直してください。")
        return value

    def _case_code(self) -> str | None:
        code = written.text(self.values.get("case_code"), "ケース番号", 100)
        if code is None:
            return None
        plain = case_codes.spelled(code)
        if plain is None:
            raise ValueError(
                f"ケース番号の「{written.shown(code)}」は形が違います。K-2026-0042 のように書くか、空にしてください。"
            )
        if self.values.get("new_case"):
            raise ValueError(f"ケース番号 {plain} と「新しいケース」の両方があります。どちらかにしてください。")
        if not self.setting.is_case(plain):
            raise ValueError(
                f"ケース番号 {plain} がまだありません。番号を確かめるか、「新しいケース」を選んでください。"
            )
        return plain


def _code(value: object, name: str, label: str) -> str | None:
    if value in written.EMPTY:
        return None
    if not isinstance(value, str) or value not in codes.lists()[name]:
        raise ValueError(f"{label}の「{written.shown(value)}」が一覧にありません。一覧から選び直してください。")
    return value


def _codes(values: object, name: str, label: str) -> list[str]:
    read = [_code(value, name, label) for value in _listed(values)]
    return list(dict.fromkeys(code for code in read if code))


def _listed(value: object) -> list[object]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def _note(value: object) -> str | None:
    note = written.text(value, "メモ", LONGEST_NOTE, lines=True)
    return written.of_nobody(note, "メモ") if note else None
