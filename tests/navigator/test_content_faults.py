"""Broken content: each fault names the file, the key, what was found, what is allowed and the nearest right name."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from navigator.content import load
from navigator.schema import ContentError
from tests.navigator.conftest import CONFIG

DV = "services/sagamihara-dv.yaml"
# A made-up number, put together here so that no telephone number stands in the code.
NUMBER = "-".join(["045", "000", "0000"])
MAIL = "@".join(["dare", "example.jp"])
LINE_ID = "@" + "dareka123"


class Fault(NamedTuple):
    """What is broken in one file, and the words that its message must contain."""

    name: str
    file: str
    change: Callable[[Path], object]
    says: tuple[str, ...]
    key: str = ""


def swap(old: str, new: str) -> Callable[[Path], object]:
    """Replaces the first occurrence, which must exist."""

    def change(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text, f"{path.name} has no {old!r}: the test is out of date"
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def add(text: str) -> Callable[[Path], object]:
    """Adds text at the end."""
    return lambda path: path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text, "utf-8")


def line_of(key: str, new: str) -> Callable[[Path], object]:
    """Replaces the line that begins with a key ('' drops it)."""

    def change(path: Path) -> None:
        lines = path.read_text("utf-8").splitlines(keepends=True)
        numbers = [n for n, line in enumerate(lines) if line.lstrip(" -").startswith(f"{key}:")]
        assert numbers, f"{path.name} has no {key}: the test is out of date"
        first = numbers[0]
        lines[first] = lines[first][: len(lines[first]) - len(lines[first].lstrip(" -"))] + new + "\n" if new else ""
        path.write_text("".join(lines), "utf-8")

    return change


def whole(text: str) -> Callable[[Path], object]:
    """Replaces the whole file."""
    return lambda path: path.write_text(text, "utf-8")


FAULTS = [
    Fault(
        "a mistyped number",
        DV,
        line_of("value", "value: '042-772-599'"),
        ("「042-772-599」は使えません", "10桁"),
        "value",
    ),
    Fault("a number of two digits", DV, line_of("value", "value: '12'"), ("「12」は使えません",), "routes[0].value"),
    Fault("a month 13", DV, line_of("source_date", "source_date: '2024-13'"), ("日付として読めません",), "source_date"),
    Fault(
        "ages the wrong way round",
        DV,
        swap("age_min: null\n  age_max: null", "age_min: 60\n  age_max: 29"),
        ("age_min 60 が age_max 29 より上",),
        "eligibility",
    ),
    Fault(
        "checked after the recheck", DV, line_of("verified_on", "verified_on: 2030-01-01"), ("より前",), "recheck_by"
    ),
    Fault(
        "an option the rules count on", "questions.yaml", swap("id: watched", "id: seen_by"), ("「watched」が要ります",)
    ),
    Fault(
        "an age band nobody knows", "questions.yaml", swap("id: under18", "id: u18"), ("「under18」ではありませんか",)
    ),
    Fault(
        "the general issue renamed", "issues.yaml", swap("id: i_unsure", "id: i_general"), ("「i_unsure」は使えません",)
    ),
    Fault("no emergency line", "site.yaml", line_of("emergency", "emergency: []"), ("緊急の番号",), "emergency"),
    Fault("an issue written twice", "issues.yaml", swap("id: i_money", "id: i_food"), ("id「i_food」が二つ",)),
    Fault("a need written twice", "needs.yaml", swap("id: n_debt", "id: n_money"), ("id「n_money」が二つ",)),
    Fault(
        "a stray file", "questionz.yaml", whole("a: b\n"), ("知らないファイル", "「questions.yaml」ではありませんか")
    ),
    Fault("a file with another ending", "services/x.yml", whole("a: b\n"), ("知らないファイル",)),
    Fault("broken list of words", "never_say.yaml", whole("words: [\n"), ("YAML として読めません",)),
    Fault("words as one string", "never_say.yaml", whole("words: だめ\nin_questions: []\n"), ("一覧",), "words"),
    Fault(
        "a knot without its source",
        "knots.yaml",
        swap("[govuk-213]", "[govuk-999]"),
        ("「govuk-213」ではありませんか",),
    ),
    Fault("broken staff notes", "staff_findings.yaml", whole("not_verified: {\n"), ("YAML として読めません",)),
    Fault("unknown key", DV, add("opens_at: nine\n"), ("知らない項目", "opens_at", "使えるのは"), "opens_at"),
    Fault(
        "misspelt key",
        DV,
        line_of("freshness", "freshnes: recent"),
        ("知らない項目", "「freshness」ではありませんか"),
        "freshnes",
    ),
    Fault("missing key", DV, line_of("operator", ""), ("この項目がありません",), "operator"),
    Fault(
        "wrong kind",
        DV,
        line_of("kinds", "kinds: [dv_centre]"),
        ("「dv_centre」は使えません", "使えるのは", "「dv_center」ではありませんか"),
        "kinds[0]",
    ),
    Fault(
        "wrong channel",
        DV,
        line_of("channel", "channel: telephone"),
        ("「telephone」は使えません", "web_chat", "in_person"),
        "routes[0].channel",
    ),
    Fault(
        "misspelt topic",
        "needs.yaml",
        swap("[money, food, daily_necessities]", "[mony, food, daily_necessities]"),
        ("「mony」は使えません", "「money」ではありませんか"),
        "needs[0].needs[0]",
    ),
    Fault("wrong holiday rule", DV, line_of("holidays", "holidays: always"), ("「always」", "as_sunday"), "holidays"),
    Fault("duplicate key", "topics.yaml", add("money: お金\n"), ("「money」が二度書かれています", "行目")),
    Fault("tab", "kinds.yaml", add("court:\tだめ\n\tx: y\n"), ("YAML として読めません", "行目")),
    Fault("unclosed bracket", DV, line_of("sources", "sources: [a, b"), ("YAML として読めません", "行目")),
    Fault(
        "not UTF-8",
        "knots.yaml",
        lambda path: path.write_bytes(path.read_text("utf-8").encode("shift_jis", "replace")),
        ("UTF-8",),
    ),
    Fault("empty file", "issues.yaml", whole(""), ("要ります",)),
    Fault("a list where names belong", "site.yaml", whole("- desk\n"), ("「名前: 値」の並びが要ります",)),
    Fault("missing file", "refusals.yaml", lambda path: path.unlink(), ("このファイルがありません",)),
    Fault("missing locale", "locales/en.yaml", lambda path: path.unlink(), ("このファイルがありません",)),
    Fault(
        "id is not the file name",
        DV,
        line_of("id", "id: sagamihara-dv-2"),
        ("sagamihara-dv-2", "「sagamihara-dv」"),
        "id",
    ),
    Fault("yes and no as numbers", DV, line_of("usable", "usable: はい"), ("true か false", "はい"), "usable"),
    Fault("a number where a text belongs", DV, line_of("name", "name: 42"), ("文字列が要りますが「42」",), "name"),
    Fault(
        "option id no",
        "questions.yaml",
        swap("{id: nobody, ", "{id: 'no', "),
        ("「no」", "YAML が取り違えます"),
        "device",
    ),
    Fault("option id no, unquoted", "questions.yaml", swap("{id: nobody, ", "{id: no, "), ("文字列", "False"), "id"),
    Fault(
        "unknown condition kind",
        "first_doors.yaml",
        swap("kind: always", "kind: allways"),
        ("「allways」は使えません", "「always」ではありませんか"),
        "when.kind",
    ),
    Fault(
        "condition names a missing question",
        "issues.yaml",
        swap("question: food_today", "question: food_tody"),
        ("「food_tody」", "「food_today」ではありませんか"),
        "i_food.order_rules[0].when",
    ),
    Fault(
        "condition names a missing option",
        "issues.yaml",
        swap("values: [not_have]", "values: [nothave]"),
        ("「nothave」", "「not_have」ではありませんか"),
        "i_food.order_rules[0].when",
    ),
    Fault(
        "need asks a missing question",
        "needs.yaml",
        swap("asks: [barrier_which]", "asks: [barrier_wich]"),
        ("「barrier_wich」", "「barrier_which」ではありませんか"),
        "n_barrier.asks",
    ),
    Fault(
        "hours that do not parse",
        DV,
        line_of("hours", "hours: 'Mo-Fr from nine'"),
        ("「Mo-Fr from nine」は読めません",),
        "hours",
    ),
    Fault(
        "PH in hours",
        DV,
        line_of("hours", "hours: 'Mo-Fr 09:00-17:00; PH off'"),
        ("PH は使えません",),
        "routes[0].hours",
    ),
    Fault("days without a time", DV, line_of("hours", "hours: 'Mo-Fr'"), ("時刻がありません",), "routes[0].hours"),
    Fault("bad date", DV, line_of("recheck_by", "recheck_by: 来年の春"), ("日付", "来年の春"), "recheck_by"),
    Fault("date in quotes", DV, line_of("recheck_by", "recheck_by: '2027-05-31'"), ("引用符なし",), "recheck_by"),
    Fault(
        "number in a text",
        "texts.yaml",
        line_of("nav.see_now", f"nav.see_now: 電話は {NUMBER} です"),
        (NUMBER, "{route:"),
        "nav.see_now",
    ),
    Fault(
        "110 in a text",
        "texts.yaml",
        line_of("nav.see_now", "nav.see_now: すぐ110へ"),
        ("「110」", "{route:"),
        "nav.see_now",
    ),
    Fault("mail in an issue", "issues.yaml", swap("ja: 仕事のこと", f"ja: 仕事は {MAIL} へ"), (MAIL, "{route:"), "ja"),
    Fault(
        "LINE id in a locale",
        "locales/en.yaml",
        line_of("nav.see_now", f"nav.see_now: Add {LINE_ID}"),
        (LINE_ID,),
        "nav.see_now",
    ),
    Fault(
        "number in a staff note",
        DV,
        swap("staff_notes:", f"staff_notes:\n  - 前の番号は {NUMBER}"),
        (NUMBER,),
        "staff_notes[0]",
    ),
    Fault(
        "placeholder to a missing service",
        "red_flags.yaml",
        swap("{route:kanaline.phone}", "{route:kanalin.phone}"),
        ("「kanalin」はありません", "「kanaline」ではありませんか"),
        "cards.sexual_assault_recent.lines.2",
    ),
    Fault(
        "placeholder to a missing channel",
        "red_flags.yaml",
        swap("{route:kanaline.phone}", "{route:kanaline.line}"),
        ("kanaline", "「line」がありません"),
        "cards.sexual_assault_recent.lines.2",
    ),
    Fault(
        "missing translation",
        "locales/en.yaml",
        line_of("needs.n_money", ""),
        ("訳がありません", "お金"),
        "needs.n_money",
    ),
    Fault(
        "empty translation",
        "locales/ja-easy.yaml",
        line_of("needs.n_money", "needs.n_money: ''"),
        ("訳がありません",),
        "needs.n_money",
    ),
    Fault(
        "extra key in a locale",
        "locales/en.yaml",
        add("needs.n_mony: money\n"),
        ("日本語にない項目", "「needs.n_money」ではありませんか"),
        "needs.n_mony",
    ),
    Fault(
        "a parameter Japanese lacks",
        "locales/en.yaml",
        line_of("nav.see_now", "nav.see_now: 'Go on, {name}'"),
        ("{name}",),
        "nav.see_now",
    ),
    Fault(
        "kanji without furigana",
        "locales/ja-easy.yaml",
        line_of("nav.see_now", "nav.see_now: 続ける"),
        ("「続」", "{漢字|かんじ}"),
        "nav.see_now",
    ),
    Fault(
        "a word that blames",
        "texts.yaml",
        line_of("nav.see_now", "nav.see_now: がんばって続ける"),
        ("「がんばって」",),
        "nav.see_now",
    ),
    Fault(
        "a word that promises, in English",
        "locales/en.yaml",
        line_of("nav.see_now", "nav.see_now: This leaves no trace"),
        ("no trace",),
        "nav.see_now",
    ),
    Fault(
        "a word of the law in a question",
        "questions.yaml",
        swap("ja: 今夜は、どこで", "ja: 虐待のあと、どこで"),
        ("「虐待」",),
        "questions.tonight",
    ),
    Fault(
        "no list of words never to say",
        "never_say.yaml",
        whole("words: []\nin_questions: []\n"),
        ("少なくとも1つ",),
        "words",
    ),
    Fault(
        "card with an unchecked service",
        "red_flags.yaml",
        swap("services: [fire-119]", "services: [fire-119, curetime]"),
        ("「curetime」は確かめた窓口",),
        "medical_now.services",
    ),
    Fault(
        "card with a missing service",
        "red_flags.yaml",
        swap("services: [fire-119]", "services: [fire-118]"),
        ("「fire-118」", "「fire-119」ではありませんか"),
        "medical_now.services",
    ),
    Fault("duplicate rank", "red_flags.yaml", swap("rank: 2", "rank: 1"), ("同じ順番",), "rank"),
    Fault(
        "option with a missing card",
        "questions.yaml",
        swap("card: danger_hurt", "card: danger_hit"),
        ("「danger_hit」",),
        "urgent.card",
    ),
    Fault(
        "knot with an unknown step",
        "knots.yaml",
        swap("before: safe_place", "before: safeplace"),
        ("「safeplace」", "「safe_place」ではありませんか"),
        "k01.before",
    ),
    Fault(
        "issue with an unknown step",
        "issues.yaml",
        swap("steps: [food_now]", "steps: [food_soon]"),
        ("「food_soon」",),
        "i_food.steps",
    ),
    Fault("unknown band", "issues.yaml", swap("order: later", "order: someday"), ("「someday」", "this_week"), "order"),
    Fault(
        "exception for an unknown topic",
        "coverage_exceptions.yaml",
        swap("topic: addiction", "topic: addictions"),
        ("「addictions」", "「addiction」ではありませんか"),
        "topic",
    ),
    Fault(
        "accepted hole of an unknown need",
        "coverage_exceptions.yaml",
        swap("holes_accepted: []", "holes_accepted: [{start: n_dept, channel: 声, reason: x}]"),
        ("「n_dept」", "「n_debt」ではありませんか"),
        "start",
    ),
    Fault(
        "hidden service without a reason",
        DV,
        line_of("publish", "publish: hold"),
        ("その理由が要ります",),
        "hidden_reason",
    ),
    Fault(
        "city service without a municipality",
        DV,
        swap("municipalities: [sagamihara]", "municipalities: []"),
        ("市町村の名前が要ります",),
        "area.municipalities",
    ),
    Fault(
        "unknown municipality",
        DV,
        swap("municipalities: [sagamihara]", "municipalities: [sagamihra]"),
        ("「sagamihra」", "「sagamihara」ではありませんか"),
        "area.municipalities",
    ),
    Fault("via to a missing desk", DV, line_of("via", "via: kanagawa-josei"), ("「kanagawa-josei」",), "via"),
    Fault("unknown source", DV, line_of("sources", "sources: [nobody-said]"), ("「nobody-said」",), "sources"),
    Fault("usable without a value", DV, line_of("value", "value: ''"), ("値が要ります",), "routes[0].value"),
    Fault(
        "last first-door rule not always",
        "first_doors.yaml",
        add("- {when: {kind: unsure}, services: [yorisoi]}\n"),
        ("最後の行は、いつでも（always）",),
    ),
    Fault(
        "first door that is not there",
        "first_doors.yaml",
        swap("[fire-119]", "[fire-911]"),
        ("「fire-911」", "「fire-119」ではありませんか"),
        "services",
    ),
    Fault(
        "refusal nobody can choose",
        "refusals.yaml",
        swap("id: welfare", "id: welfair"),
        ("「welfair」", "「welfare」ではありませんか"),
        "id",
    ),
    Fault(
        "desk that is not there",
        "site.yaml",
        line_of("desk", "desk: kanagawa-josei-soudanshitsu"),
        ("「kanagawa-josei-sodanshitsu」ではありませんか",),
        "desk",
    ),
    Fault(
        "leave-now over plain http",
        "site.yaml",
        line_of("leave_to", "leave_to: http://example.jp"),
        ("https://",),
        "leave_to",
    ),
]


@pytest.fixture(scope="session")
def small_config(content, tmp_path_factory) -> Path:
    """config/ with the checked services only, which is quicker to read."""
    copy = Path(shutil.copytree(CONFIG, tmp_path_factory.mktemp("small") / "config"))
    for service in content.services.values():
        if service.shown != "main" and service.id != "curetime":
            (copy / "services" / f"{service.id}.yaml").unlink()
    load(copy)
    return copy


@pytest.fixture
def config(small_config, tmp_path: Path) -> Path:
    """A copy to break."""
    return Path(shutil.copytree(small_config, tmp_path / "config"))


def faults_of(config: Path) -> list[str]:
    """Every fault, as it is printed."""
    with pytest.raises(ContentError) as caught:
        load(config)
    faults = [str(problem) for problem in caught.value.problems]
    assert str(caught.value) == "\n".join(faults)
    return faults


@pytest.fixture(scope="session")
def told(small_config, tmp_path_factory) -> Callable[[Fault], list[str]]:
    """`told(fault)`: what is said of that fault alone; read once for all tests that ask."""

    @cache
    def found(fault: Fault) -> list[str]:
        broken = Path(shutil.copytree(small_config, tmp_path_factory.mktemp("broken") / "config"))
        fault.change(broken / fault.file)
        return faults_of(broken)

    return found


def test_there_are_many_kinds_of_fault_and_each_has_its_own_name():
    assert len(FAULTS) >= 20
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_fault(fault, told):
    faults = told(fault)
    named = [text for text in faults if text.startswith(f"config/{fault.file}: ")]
    assert named, faults
    fitting = [text for text in named if fault.key in text and all(words in text for words in fault.says)]
    assert fitting, "\n".join(faults)


def test_several_faults_in_several_files_are_told_at_once(config):
    swap("[money, food, daily_necessities]", "[mony, food, daily_necessities]")(config / "needs.yaml")
    line_of("kinds", "kinds: [dv_centre]")(config / DV)
    line_of("recheck_by", "recheck_by: 来年")(config / DV)
    (config / "refusals.yaml").unlink()
    add("x: [\n")(config / "knots.yaml")
    faults = "\n".join(faults_of(config))
    for words in ("「mony」", "「dv_centre」", "来年", "config/refusals.yaml", "config/knots.yaml"):
        assert words in faults


def test_faults_between_files_are_told_at_once(config):
    swap("values: [not_have]", "values: [nothave]")(config / "issues.yaml")
    swap("rank: 2", "rank: 1")(config / "red_flags.yaml")
    line_of("nav.see_now", "nav.see_now: がんばって続ける")(config / "texts.yaml")
    line_of("hours", "hours: 'Mo-Fr 09:00-17:00; PH off'")(config / DV)
    line_of("needs.n_money", "")(config / "locales/en.yaml")
    faults = "\n".join(faults_of(config))
    for words in ("「nothave」", "同じ順番", "「がんばって」", "PH は使えません", "訳がありません"):
        assert words in faults


# One fault in a file of each kind that can be told only when the files are held against each other.
BETWEEN_FILES = {
    "issues.yaml": (swap("values: [not_have]", "values: [nothave]"), "「nothave」"),
    "red_flags.yaml": (swap("rank: 2", "rank: 1"), "同じ順番"),
    DV: (line_of("hours", "hours: 'Mo-Fr 09:00-17:00; PH off'"), "PH は使えません"),
    "locales/en.yaml": (line_of("nav.see_now", ""), "訳がありません"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_hides_no_fault_of_another_file(fault, config, told):
    fault.change(config / fault.file)
    alone = told(fault)
    others = {file: told for file, told in BETWEEN_FILES.items() if file != fault.file}
    for file, (change, _) in others.items():
        change(config / file)
    together = faults_of(config)
    assert set(alone) <= set(together)
    for file, (_, words) in others.items():
        assert any(told.startswith(f"config/{file}: ") and words in told for told in together), (file, together)


@pytest.mark.parametrize(
    "wrong", ["x: [\n", "はじめ: 1\n", "- 1\n", ""], ids=["no yaml", "other keys", "a list", "empty"]
)
@pytest.mark.parametrize("name", sorted(path.relative_to(CONFIG).as_posix() for path in CONFIG.glob("*.yaml")))
def test_a_file_that_cannot_be_read_is_told_and_not_what_names_it(name, wrong, config):
    (config / name).write_text(wrong, "utf-8")
    faults = faults_of(config)
    assert faults
    assert [told for told in faults if not told.startswith(f"config/{name}: ")] == []


@pytest.mark.parametrize("name", ["needs.yaml", "questions.yaml", "issues.yaml", "red_flags.yaml", "knots.yaml", DV])
def test_an_entry_that_cannot_be_read_is_told_once_and_its_name_is_still_known(name, config):
    """Its first field is misspelt: whatever names the entry has nothing to say about it."""
    path = config / name
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = lines.index("questions:\n") if name == "questions.yaml" else 0
    field = {DV: "operator:", "knots.yaml": "why:", "red_flags.yaml": "title:"}.get(name, "ja:")
    place = next(n for n in range(start, len(lines)) if lines[n].split("- ")[-1].strip().startswith(field))
    lines[place] = lines[place].replace(field, "jaa:", 1)
    path.write_text("".join(lines), "utf-8")
    faults = faults_of(config)
    assert [told for told in faults if not told.startswith(f"config/{name}: ")] == []
    assert any("知らない項目" in told for told in faults)


@pytest.mark.parametrize("folder", ["services", ""])
def test_an_empty_folder_is_told(folder, config):
    shutil.rmtree(config / folder)
    (config / folder).mkdir()
    assert faults_of(config)


def test_the_real_content_has_no_fault():
    assert load(CONFIG).services
