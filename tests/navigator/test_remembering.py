"""What the engine remembers between visitors is about the content and the clock, never about anybody."""

import functools
import gc
import importlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from navigator.content import load
from navigator.hours import TOKYO
from navigator.memo import memo, short_memo
from navigator.model import Content
from navigator.plan import plan

ROOT = Path(__file__).parents[2]
HERS: dict[str, str | tuple[str, ...]] = {
    "safe_now": "watched",
    "needs": ("n_money", "n_home", "n_partner"),
    "partner_fear": "afraid",
    "municipality": "manazuru",
    "age_band": "age_18_19",
    "voice": "later",
    "talk_time": ("evening", "weekend"),
    "device": ("looked_at",),
    "refused": ("welfare",),
}


def caches() -> Iterator[tuple[str, object]]:
    """Every remembering function of the engine, the words, the pages and the web layer."""
    files = [path for room in ("navigator", "ui", "web") for path in (ROOT / room).glob("*.py")] + [ROOT / "i18n.py"]
    for path in files:
        if path.stem in ("main", "__main__"):
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for one in vars(importlib.import_module(name)).values():
            if isinstance(one, functools._lru_cache_wrapper):
                yield f"{name}.{one.__name__}", one


def inside(key: object) -> Iterator[object]:
    """The parts of a key, and of plain tuples and the like in it."""
    yield key
    if isinstance(key, (tuple, list, frozenset)):
        for part in key:
            yield from inside(part)


def visit(content: Content, answers: dict[str, str | tuple[str, ...]]) -> None:
    """Everything that is worked out for one visitor."""
    for lang in ("ja", "en"):
        made = plan(content, answers, datetime(2026, 11, 24, 10, tzinfo=TOKYO), lang)
        memo(content, made)
        short_memo(content, made)


def keys_of(content: Content) -> dict[str, set[str]]:
    """By remembering function: the option ids among its keys, and in tables it remembers."""
    options = {option.id for question in content.questions.values() for option in question.options}
    found: dict[str, set[str]] = {}
    for name, one in caches():
        tables = [held for held in gc.get_referents(one) if isinstance(held, dict)]
        keys = {part for table in tables for key in table for part in inside(key) if isinstance(part, str)}
        found[name] = keys & options
    return found


def test_no_answer_is_the_key_of_anything_remembered():
    for _, one in caches():
        one.cache_clear()  # type: ignore[attr-defined]  # the proofs remember classes of towns, for nobody
    content = load(ROOT / "config")
    visit(content, {"safe_now": "ok", "municipality": "hadano", "voice": "later", "talk_time": ("weekday_day",)})
    before = keys_of(content)
    visit(content, HERS)
    # The table of all towns was there before she came; of hers nothing came to it.
    assert keys_of(content) == before
    assert {name for name, keys in before.items() if keys} <= {"navigator.fitting._areas"}
    assert "navigator.fitting._times" in before
