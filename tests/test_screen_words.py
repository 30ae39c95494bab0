"""The screen words are a closed set: none is missing, none is left over that no code says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import i18n
from door import helpful
from navigator.content import LINE_OPTIONS, OTHER_PLACES, load
from navigator.memo import ASK
from navigator.model import BANDS, CHANNELS, IN_PERSON, NOT_SAID
from navigator.opening_words import HOLIDAYS, WEEKDAYS
from navigator.required_texts import KEYS, asked_for
from ui.about import PARTS
from ui.result import HARDNESS

ROOT = Path(__file__).parents[1]
FOLDERS = ("navigator", "ui", "web", "pages")
FILES = re.compile(r"\.(yaml|html|js|css|py)$")
TRACED = [channel for channel in CHANNELS if channel not in IN_PERSON]
# Every key that is put together while the program runs, and all that can be put in.
FAMILIES = {
    "about.*": (),
    "about.*.title": PARTS,
    "actions.*": CHANNELS,
    "answers.*": NOT_SAID,
    "callback.*": ("none", "withheld", "shown"),
    "channels.*": CHANNELS,
    "chrome.language.*": i18n.LANGUAGES,
    "confirm.*": ("area", "age", "children_age", "for_whom"),  # and the questions that rules may ask

    "costs.*": ("free", "charged"),
    "errors.*.text": ("not_found", "refused", "general"),
    "errors.*.title": ("not_found", "refused", "general"),
    "hours.*": HOLIDAYS.values(),
    "hours.year_end_*": ("closed", "unknown"),
    "languages.*": (),  # those of any desk
    "lines.*": LINE_OPTIONS,
    "memo.ask.*": range(1, ASK + 1),
    "memo.wish.*": ("come", "together", "listen"),
    "needs.*": ("unsure",),
    "places.*": OTHER_PLACES,
    "reasons.*": (
        "urgent", "after_refusal", "serves_several", "no_voice", "language", "accompaniment", "fits", "near", "open_now",
    ),
    "result.band.*": BANDS,
    "result.band.*.sub": BANDS,
    "result.knot.*": HARDNESS,
    "trace.*": TRACED,
    "trace.short.*": TRACED,
    "useful.*": helpful.ANSWERS,
    "weekdays.*": WEEKDAYS,
}  # fmt: skip
NUMBERED = [*(f"about.{part}" for part in PARTS), "start.what", "chrome.history_more"]


def code() -> Iterator[str]:
    """Every string of the code, {…} in it as *, and every key a template names, what is joined to it as *."""
    for path in (ROOT / "i18n.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))):
        if path.name != "required_texts.py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
                elif isinstance(node, ast.JoinedStr):
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    for path in (ROOT / "web" / "templates").glob("*.html"):
        for found in re.finditer(r"'([a-z_.]+)'(?:\s*~\s*(\w+)(?:\s*~\s*'([a-z_.]+)')?)?", path.read_text("utf-8")):
            yield found[1] + ("*" + (found[3] or "") if found[2] else "")


def test_the_list_is_sorted_and_each_key_stands_in_it_once():
    assert list(KEYS) == sorted(set(KEYS))


def test_every_key_put_together_is_of_a_family_we_know():
    sections = {key.split(".")[0] for key in KEYS}
    put_together = {one for one in code() if re.fullmatch(r"[a-z_]+\.[a-z_.]*\*[a-z_.]*", one)}
    assert {one for one in put_together if one.split(".")[0] in sections} == set(FAMILIES)


def test_the_code_says_every_key_of_the_list_and_no_other():
    said = set(code())
    content = load(ROOT / "config")
    sections = {key.split(".")[0] for key in KEYS}
    possible = {family.replace("*", str(one)) for family, of in FAMILIES.items() for one in of} | asked_for(content)
    possible |= {
        key for key in KEYS if key.startswith("languages.") or key.removeprefix("confirm.") in content.questions
    }
    numbered = {key for key in KEYS if key.rpartition(".")[0] in NUMBERED and key.rpartition(".")[2].isdigit()}
    assert set(KEYS) - said - possible - numbered == set(), "no code says these"
    assert possible - set(KEYS) == set(), "the code may say these"
    # A string that looks like a key of ours is one; module paths and file names are not.
    keys = {one for one in said if re.fullmatch(r"[a-z]+(\.[a-z0-9_-]*[a-z0-9])+", one) and not FILES.search(one)}
    keys = {one for one in keys if one.split(".")[0] in sections and one not in NUMBERED}
    assert keys - set(KEYS) - possible == set(), "the code says these"
