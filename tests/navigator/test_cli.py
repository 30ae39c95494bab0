"""python -m navigator check | questions | suggest, as a person or a script uses it."""

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from navigator import __main__ as command_line
from navigator.content import load
from navigator.model import CHANNELS
from tests.navigator.conftest import CONFIG, TUESDAY

ROOT = CONFIG.parent
AT = f"{TUESDAY}+09:00"
ANSWERS = {
    "safe_now": "ok",
    "urgent": ["no_place_tonight"],
    "needs": ["n_money", "n_divorce"],
    "partner_fear": "afraid",
    "municipality": "fujisawa",
    "voice": "later",
    "talk_time": ["evening"],
    "refused": "rather_not",
    "near_n_mind": "near",
}
FORMATS: dict[str, Callable[[Any], str]] = {
    "json": json.dumps,
    "yaml": lambda data: yaml.safe_dump(data, allow_unicode=True),
}


class Done(NamedTuple):
    """What a command did."""

    returncode: int
    stdout: str
    stderr: str


def shell(*arguments: object) -> Done:
    """The command as it is typed, in a process of its own."""
    command = [sys.executable, "-m", "navigator", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(autouse=True)
def content_read_once(content, monkeypatch):
    """Reading config/ for every command would only be slow; another --config is really read."""
    monkeypatch.setattr(command_line, "load", lambda config: content if config == CONFIG else load(config))


def run(*arguments: object) -> Done:
    """The same command without a process; an exception that is not caught fails the test."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = command_line.main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = int(left.code or 0)
    return Done(status, out.getvalue(), err.getvalue())


def asked(lang: str = "ja") -> list[dict[str, Any]]:
    done = run("questions", "--lang", lang, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write(tmp_path, ANSWERS)


def write(folder: Path, given: Any, kind: str = "yaml") -> Path:
    path = folder / f"answers.{kind}"
    path.write_text(given if isinstance(given, str) else FORMATS[kind](given), "utf-8")
    return path


def suggested(path: Path, *more: object, at: str = AT, lang: str = "ja") -> dict[str, Any]:
    done = run("suggest", "--answers", path, "--at", at, "--lang", lang, "--format", "json", *more)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refused(*arguments: object, status: int = 2) -> str:
    """The sentence on standard error of a refused command."""
    done = run(*arguments)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert done.stderr.strip()
    return done.stderr


# --- as it is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check"], 0),
        (["questions", "--lang", "en", "--format", "json"], 0),
        (["questions", "--lang", "ja-easy"], 0),
        (["suggest", "--answers", "ANSWERS", "--at", AT, "--lang", "en", "--format", "json"], 0),
        (["suggest", "--answers", "ANSWERS", "--at", AT], 0),
        (["suggest", "--answers", "WRONG", "--at", AT], 2),
        (["suggest", "--answers", "ANSWERS", "--at", "soon"], 2),
        (["--config", "BROKEN", "check"], 1),
        (["nothing"], 2),
    ],
)
def test_the_command_in_a_process_of_its_own_does_the_same(arguments, status, answers, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"needs": "n_nothing"}', "utf-8")
    broken = tmp_path / "broken"
    broken.mkdir()
    paths = {"ANSWERS": answers, "WRONG": wrong, "BROKEN": broken}
    given = [paths.get(argument, argument) for argument in arguments]
    done = shell(*given)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    here = run(*given)
    assert (here.returncode, here.stdout) == (done.returncode, done.stdout)
    if status and arguments != ["nothing"]:
        assert done.stderr == here.stderr


# --- check ----------------------------------------------------------------------------------------------------------


def test_check_says_that_the_content_is_fine(content):
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(len(content.services)) in done.stdout


@pytest.mark.parametrize("command", [["check"], ["questions"], ["suggest", "--answers", "x", "--at", AT]])
def test_broken_content_is_refused_by_every_command_with_all_faults(command, tmp_path):
    copy = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    (copy / "refusals.yaml").unlink()
    topics = copy / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("\nmoney:", "\nmoney_:"), "utf-8")
    said = refused("--config", copy, *command, status=1)
    assert "config/refusals.yaml" in said
    assert "「money」は使えません" in said
    assert "「money_」ではありませんか" in said


@pytest.mark.parametrize("place", ["before", "behind"])
def test_the_content_may_lie_in_a_folder_of_any_name(place, tmp_path, content):
    copy = Path(shutil.copytree(CONFIG, tmp_path / "naiyou"))
    chosen = ["--config", str(copy)]
    done = run(*([*chosen, "check"] if place == "before" else ["check", *chosen]))
    assert (done.returncode, done.stderr) == (0, "")
    assert str(len(content.services)) in done.stdout
    (copy / "refusals.yaml").unlink()
    (copy / "services/dv-plus.yml").write_text("id: dv-plus", "utf-8")
    said = refused(*chosen, "check", status=1)
    assert "config/refusals.yaml" in said
    assert "config/services/dv-plus.yml: 知らないファイルです" in said


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert "ありません" in refused("--config", tmp_path / "nowhere", "check", status=1)


# --- questions ------------------------------------------------------------------------------------------------------


def test_questions_have_the_promised_shape(content):
    listed = asked()
    assert [entry["id"] for entry in listed] == list(content.questions)
    for entry in listed:
        assert {"id", "text", "section", "type", "options", "asked_when"} <= set(entry)
        assert entry["type"] in ("single", "multiple")
        assert entry["text"].strip()
        assert set(entry["asked_when"]) == {"kind", "question", "values"}
        assert [option["id"] for option in entry["options"]][-2:] == ["unknown", "rather_not"]
        for option in entry["options"]:
            assert set(option) == {"id", "text", "needs", "red_flag"}
            assert isinstance(option["id"], str)
            assert yaml.safe_load(option["id"]) == option["id"], "YAML would mistake it"
            assert option["text"].strip()
            assert set(option["needs"]) <= set(content.topics)


def test_questions_name_flags_needs_and_when_they_are_asked():
    by_id = {entry["id"]: entry for entry in asked()}
    urgent = {option["id"]: option["red_flag"] for option in by_id["urgent"]["options"]}
    assert urgent["ill_now"] == "medical_now"
    assert urgent["none_of_these"] is None
    needs = {option["id"]: option["needs"] for option in by_id["needs"]["options"]}
    assert needs["n_money"] == ["money", "food", "daily_necessities"]
    assert by_id["talk_time"]["asked_when"] == {"kind": "is", "question": "voice", "values": ["later"]}
    assert by_id["food_today"]["asked_when"] == {"kind": "need_chosen", "question": "needs", "values": ["n_money"]}
    assert by_id["needs"]["asked_when"] == {"kind": "always", "question": None, "values": []}


def test_questions_in_three_languages_differ_in_words_only():
    ja, easy, en = (asked(lang) for lang in ("ja", "ja-easy", "en"))
    for one, two, three in zip(ja, easy, en, strict=True):
        assert (
            [o["id"] for o in one["options"]]
            == [o["id"] for o in two["options"]]
            == [o["id"] for o in three["options"]]
        )
        assert len({one["text"], two["text"], three["text"]}) == 3
        assert not re.search("[ぁ-んァ-ヶ]", three["text"])
        assert not re.search("[{}|]", two["text"])


@pytest.mark.parametrize("lang", ["fr", "zz", "", "EN-us-x", "日本語"])
def test_an_unknown_language_is_japanese(lang):
    assert asked(lang) in (asked("ja"), asked("en") if lang.lower().startswith("en") else asked("ja"))


def test_questions_as_text_name_every_option():
    done = run("questions")
    assert done.returncode == 0
    assert "needs: " in done.stdout
    assert "    n_money: " in done.stdout
    assert "    rather_not: " in done.stdout


# --- suggest --------------------------------------------------------------------------------------------------------


def test_suggest_has_the_promised_shape(answers, content):
    data = suggested(answers)
    assert {"at", "urgent", "first_door", "issues", "memo", "ignored"} <= set(data)
    assert data["at"] == "2026-12-08T11:00:00+09:00"
    door = data["first_door"]
    assert {"service", "name", "kinds", "say", "because", "state", "next_opening", "route"} <= set(door)
    assert {"channel", "value"} <= set(door["route"])
    assert [card["red_flag"] for card in data["urgent"]] == ["no_place_tonight"]
    for card in data["urgent"]:
        assert {"red_flag", "because", "services"} <= set(card)
        assert card["because"]
        assert card["services"]
    orders = [issue["order"] for issue in data["issues"]]
    assert orders == sorted(orders, key=["today", "this_week", "later"].index)
    for issue in data["issues"]:
        assert {"id", "text", "needs", "order", "because", "after", "services"} <= set(issue)
        assert set(issue["needs"]) <= set(content.topics)
        assert set(issue["after"]) <= {other["id"] for other in data["issues"]} - {issue["id"]}
        for service in issue["services"]:
            _service_has_the_promised_shape(service, content)
    assert data["memo"]["text"].strip()
    assert data["ignored"] == ["near_n_mind"]


def _service_has_the_promised_shape(service, content):
    assert {"id", "name", "kinds", "display", "checked", "because", "to_confirm", "routes"} <= set(service)
    assert service["display"] in ("main", "folded", "other_door")
    assert isinstance(service["checked"], bool)
    assert set(service["kinds"]) <= set(content.kinds)
    assert service["because"]
    assert service["routes"]
    for route in service["routes"]:
        wanted = {"channel", "value", "state", "next_opening", "holidays_note", "languages", "leaves_trace"}
        assert wanted | {"verified_on", "source"} <= set(route)
        assert route["channel"] in CHANNELS
        assert route["state"] in ("open", "closed", "unknown")
        assert route["value"]
        assert route["source"], "every route shows where it is from"
        if route["next_opening"]:
            following = datetime.fromisoformat(route["next_opening"])
            assert following > datetime.fromisoformat(AT)
            assert following.utcoffset() == datetime.fromisoformat(AT).utcoffset()


def test_json_and_yaml_answers_are_the_same(tmp_path):
    assert suggested(write(tmp_path, ANSWERS, "json")) == suggested(write(tmp_path, ANSWERS, "yaml"))


def test_unchecked_services_are_folded_and_say_so(answers):
    services = [service for issue in suggested(answers)["issues"] for service in issue["services"]]
    folded = [service for service in services if not service["checked"]]
    assert folded
    assert all(service["display"] != "main" for service in folded)


@pytest.mark.parametrize(
    ("lang", "memo"), [("ja", "読むだけ"), ("ja-easy", "("), ("en", "■ What "), ("fr", "読むだけ"), ("", "読むだけ")]
)
def test_suggest_speaks_three_languages_and_else_japanese(answers, lang, memo):
    data = suggested(answers, lang=lang)
    assert memo in data["memo"]["text"]
    assert not re.search(r"\{[^}]*\}", data["memo"]["text"])
    ids = [(issue["id"], [s["id"] for s in issue["services"]]) for issue in suggested(answers)["issues"]]
    assert [issue["id"] for issue in data["issues"]] == [issue for issue, _ in ids]


def test_a_moment_without_a_zone_is_tokyos(answers):
    naive, tokyo, utc = (suggested(answers, at=at) for at in (TUESDAY, AT, "2026-12-08T02:00Z"))
    assert naive == tokyo == utc


def test_the_hour_matters(answers):
    night = suggested(answers, at="2026-12-08T23:30")
    services = {s["id"]: s["routes"] for issue in night["issues"] for s in issue["services"]}
    assert services["kanagawa-dv-center"][0]["state"] in ("closed", "unknown")
    phone = next(route for route in services["kanagawa-dv-center"] if route["channel"] == "phone")
    assert (phone["state"], phone["next_opening"]) == ("closed", "2026-12-09T09:00:00+09:00")


def test_suggest_as_text_reads_from_the_card_to_the_memo(answers, content):
    done = run("suggest", "--answers", answers, "--at", AT)
    assert done.returncode == 0
    words = content.words["ja"]
    places = [
        done.stdout.index(words[key]) for key in ("cards.no_place_tonight.title", "first_door.title", "memo.title")
    ]
    assert places == sorted(places)
    assert "{" not in done.stdout


@pytest.mark.parametrize("given", ["", "{}", "needs: []\n", "needs:\n"])
def test_no_answer_at_all_still_finds_the_desk(given, tmp_path, content):
    data = suggested(write(tmp_path, given))
    assert data["first_door"]["service"] == content.site.desk
    assert data["first_door"]["because"]


# --- bad questions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"need": ["n_money"]}, ["「need」はありません", "「needs」ではありませんか"]),
        ({"needs": ["n_mony"]}, ["needs", "「n_mony」", "「n_money」ではありませんか"]),
        ({"municipality": "chigasaky"}, ["「chigasaky」", "「chigasaki」ではありませんか"]),
        ({"voice": ["can_speak", "later"]}, ["voice", "一つ"]),
        ({"voice": True}, ["voice", "True"]),
        ({"voice": {"can_speak": 1}}, ["voice"]),
        ({"urgent": ["none_of_these", "ill_now"]}, ["none_of_these", "一緒にできません"]),
        ({"needs": ["n_money", "rather_not"]}, ["needs", "一緒にできません"]),
        ("- needs\n", ["並びが要ります"]),
        ("needs: [n_money\n", ["line"]),
        ("\tneeds: x\n", ["line"]),
        ("needs: !!python/object:os.system x\n", ["tag"]),
    ],
)
def test_wrong_answers_are_a_sentence_and_status_2(given, says, tmp_path):
    said = refused("suggest", "--answers", write(tmp_path, given), "--at", AT)
    for words in says:
        assert words in said


@pytest.mark.parametrize(
    "at",
    ["tomorrow", "2027-13-01T10:00", "2027-02-30", "25:00", "", "2027-03-22T10:00+99:00", "9999-12-31", "0001-01-01"],
)
def test_a_bad_moment_is_a_sentence_and_status_2(at, answers):
    assert "--at" in refused("suggest", "--answers", answers, "--at", at)


def test_a_missing_moment_is_asked_for(answers):
    assert "--at" in refused("suggest", "--answers", answers)


def test_a_missing_file_is_told_by_name(tmp_path):
    assert "nowhere.yaml" in refused("suggest", "--answers", tmp_path / "nowhere.yaml", "--at", AT)


def test_a_folder_for_a_file_is_told(tmp_path):
    assert str(tmp_path) in refused("suggest", "--answers", tmp_path, "--at", AT)


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_bytes("needs: [お金]".encode("shift_jis"))
    assert "UTF-8" in refused("suggest", "--answers", path, "--at", AT)


@pytest.mark.parametrize(
    "arguments", [[], ["sugest"], ["suggest", "--format", "xml"], ["questions", "--format", "yaml"]]
)
def test_a_wrong_command_is_status_2(arguments):
    assert "usage" in refused(*arguments)
