"""The filters of the search: one value, read from a link or a form, written as a link, said in one Japanese line."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from data import codes, municipalities

# What a link and the database call "nothing was written there".
BLANK = "blank"
LABELS = {
    "since": "受付日（から）",
    "until": "受付日（まで）",
    "channel": "相談の方法",
    "age_band": "年代",
    "municipality": "お住まい",
    "issue": "課題",
    "contact_result": "結果",
    "referral_source": "きっかけ",
    "new_or_repeat": "はじめてか",
    "urgency": "急ぎ",
    "weekday": "曜日",
    "hour": "時刻",
    "case": "ケース",
    "case_code": "ケース番号",
    "callback": "折り返し",
    "person": "書いた人",
    "batch": "取り込み",
    "word": "メモの言葉",
}
CODED = (
    "channel",
    "age_band",
    "municipality",
    "issue",
    "contact_result",
    "referral_source",
    "new_or_repeat",
    "urgency",
)
# Never empty, or (issue) nothing that could be looked for quickly: "not filled in" is no choice there.
ALWAYS_FILLED = {"channel", "contact_result", "issue"}
CASES = {"with": "あり", "without": "なし"}
CALLBACKS = {"open": "まだ", "done": "すんだ", "any": "約束あり"}
WEEKDAYS = "月火水木金土日"
# One of so many: the number stands in the link, its words in the line.
NUMBERED = {"weekday": tuple(f"{day}曜" for day in WEEKDAYS), "hour": tuple(f"{hour}時台" for hour in range(24))}
LONGEST_WORD = 40
LONGEST_WORD_PERIOD = 366
_ERA = {"R": 2018, "H": 1988}
_DAY = re.compile(r"(?:(\d{4})|([RH])(\d{1,2}))[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything a record must fit; empty says nothing. Several values of one field are either-or."""

    since: date | None = None
    until: date | None = None
    channel: tuple[str, ...] = ()
    age_band: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    contact_result: tuple[str, ...] = ()
    referral_source: tuple[str, ...] = ()
    new_or_repeat: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    weekday: int | None = None
    hour: int | None = None
    case: str = ""
    case_code: str = ""
    callback: str = ""
    person: int | None = None
    batch: int | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """How people and imports are called: {id: name}."""

    people: Mapping[int, str] = field(default_factory=dict)
    batches: Mapping[int, str] = field(default_factory=dict)


def choices(name: str) -> dict[str, str]:
    """{id: label} of a coded field as the form offers it, 未記入 last where a record may leave it empty."""
    known = dict(municipalities.labels()) if name == "municipality" else codes.labels(name)
    return known if name in ALWAYS_FILLED else known | {BLANK: "未記入"}


def label(name: str, value: str) -> str:
    """The words for one value of a coded field; one that was taken out of the list says so."""
    return choices(name).get(value) or f"いまの一覧にないもの（{value}）"


def read_day(text: str) -> date | None:
    """The day of 2026-04-01, 2026/4/1, 20260401, R8.4.1, full-width too; None for an empty text; ValueError else."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if not plain:
        return None
    found = _DAY.fullmatch(plain)
    if not found:
        raise ValueError("日付は 2026-04-01 のように書いてください。")
    year = _ERA[found[2]] + int(found[3]) if found[2] else int(found[1] or found[6])
    try:
        return date(year, int(found[4] or found[7]), int(found[5] or found[8]))
    except ValueError:
        raise ValueError(f"「{text.strip()}」という日はありません。") from None


def parse(given: Mapping[str, Sequence[str]], names: Names | None = None) -> tuple[Filters, list[str]]:
    """The filters of a link or form, and a sentence for each one that does not exist (any more) and was left out."""
    found: dict[str, object] = {}
    faults: list[str] = []
    for name, values in given.items():
        kept = [value.strip() for value in values if value.strip()]
        if name not in LABELS:
            faults.append(f"条件「{name[:40]}」は、いまはありません。外しました。")
        elif kept:
            try:
                found[name] = _value(name, kept, names, faults)
            except ValueError as error:
                faults.append(f"{LABELS[name]}: {error}")
    made = Filters(**found)  # type: ignore[arg-type]
    return _sensible(made, faults), faults


def _value(name: str, kept: list[str], names: Names | None, faults: list[str]) -> object:
    if name in CODED:
        known = choices(name)
        gone = [value for value in kept if value not in known]
        faults += [f"{LABELS[name]}「{value[:40]}」は、いまの一覧にありません。外しました。" for value in gone]
        return tuple(dict.fromkeys(value for value in kept if value not in gone))
    if name in ("since", "until"):
        return read_day(kept[0])
    if name in NUMBERED:
        if not kept[0].isdecimal() or not kept[0].isascii() or int(kept[0][:3]) >= len(NUMBERED[name]):
            raise ValueError(f"「{kept[0][:40]}」は、いまの一覧にありません。外しました。")
        return int(kept[0])
    if name in ("person", "batch"):
        return _numbered(name, kept[0], names)
    if name in ("case", "callback"):
        if kept[0] not in (CASES if name == "case" else CALLBACKS):
            raise ValueError(f"「{kept[0][:40]}」は、いまの一覧にありません。外しました。")
        return kept[0]
    if len(kept[0]) > LONGEST_WORD or "\x00" in kept[0]:
        raise ValueError(f"{LONGEST_WORD}文字までの言葉にしてください。外しました。")
    return unicodedata.normalize("NFKC", kept[0]).upper() if name == "case_code" else kept[0]


def _numbered(name: str, text: str, names: Names | None) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
    known = {} if names is None else names.people if name == "person" else names.batches
    if number < 0 or (names is not None and number not in known):
        raise ValueError("いまは見つかりません。外しました。")
    return number


def _sensible(made: Filters, faults: list[str]) -> Filters:
    if made.since and made.until and made.since > made.until:
        faults.append("受付日の「から」が「まで」より後です。入れかえました。")
        made = replace(made, since=made.until, until=made.since)
    if made.word and not _short(made):
        faults.append(
            "メモの言葉でさがすときは、受付日の「から」と「まで」を1年以内で入れてください。言葉を外しました。"
        )
        made = replace(made, word="")
    return made


def _short(made: Filters) -> bool:
    return made.since is not None and ((made.until or date.max) - made.since).days <= LONGEST_WORD_PERIOD


def to_query(chosen: Filters) -> dict[str, list[str]]:
    """The filters as they stand in a link. The word is left out: what is asked about a note stays out of histories."""
    return {name: values for name, values in to_form(chosen).items() if name != "word"}


def to_form(chosen: Filters) -> dict[str, list[str]]:
    """All filters as lists of texts; parse(to_form(f)) is f."""
    made: dict[str, list[str]] = {}
    for one in fields(chosen):
        value = getattr(chosen, one.name)
        if isinstance(value, tuple):
            made[one.name] = list(value)
        elif value not in (None, ""):
            made[one.name] = [value.isoformat() if isinstance(value, date) else str(value)]
    return {name: values for name, values in made.items() if values}


def describe(chosen: Filters, names: Names | None = None, *, word: bool = True) -> str:
    """The filters in one line: 受付日 2026-04-01〜2026-04-30・相談の方法 電話かメール; `word=False` keeps the word back."""
    return "・".join(_said(chosen, names or Names(), word)) or "すべての記録"


def _chosen(chosen: Filters) -> Iterator[str]:
    for name in CODED:
        values: tuple[str, ...] = getattr(chosen, name)
        if values:
            yield f"{LABELS[name]} {'か'.join(label(name, value) for value in values)}"
    for name, words in NUMBERED.items():
        at = getattr(chosen, name)
        if at is not None:
            yield f"{LABELS[name]} {words[at]}"


def _said(chosen: Filters, names: Names, word: bool) -> Iterator[str]:
    if chosen.since or chosen.until:
        yield f"受付日 {chosen.since or ''}〜{chosen.until or ''}"
    yield from _chosen(chosen)
    if chosen.case:
        yield f"ケース {CASES[chosen.case]}"
    if chosen.case_code:
        yield f"ケース番号 {chosen.case_code}"
    if chosen.callback:
        yield f"折り返し {CALLBACKS[chosen.callback]}"
    if chosen.person is not None:
        yield f"書いた人 {names.people.get(chosen.person, chosen.person)}"
    if chosen.batch is not None:
        yield f"取り込み {names.batches.get(chosen.batch, chosen.batch)}"
    if chosen.word:
        yield f"メモの言葉「{chosen.word}」" if word else "メモの言葉（ここには書きません）"
