"""The only reader of translations: one catalogue a language, by dotted key, falling back to Japanese."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import yaml
from babel.dates import format_date

LANGUAGES = ("ja", "ja-easy", "en")
Words = Mapping[str, Mapping[str, str]]

_PARAMETER = re.compile(r"\{([a-z_]+)\}")
_RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


def language(value: str | None) -> str:
    """The language asked for, or Japanese for one we do not have."""
    return value if value in LANGUAGES else "ja"


def load(config: Path) -> dict[str, dict[str, str]]:
    """The screen words of config/texts.yaml and every locale: {language: {key: text}}; raises yaml.YAMLError."""
    words = {"ja": _read(config / "texts.yaml")}
    words.update({lang: _read(config / "locales" / f"{lang}.yaml") for lang in LANGUAGES if lang != "ja"})
    return words


def _read(path: Path) -> dict[str, str]:
    found = yaml.safe_load(path.read_text("utf-8")) if path.exists() else None
    return {str(key): str(text) for key, text in found.items()} if isinstance(found, dict) else {}


def say(words: Words, lang: str, key: str, **params: object) -> str:
    """The text of a key with its {parameters} filled, Japanese where the language has none; KeyError if nobody has."""
    catalogue = words.get(lang, {})
    text = catalogue[key] if key in catalogue else words["ja"][key]
    return _PARAMETER.sub(lambda m: str(params.get(m[1], m[0])), text) if params else text


def is_translated(words: Words, lang: str, key: str) -> bool:
    """Whether the language has the key itself, so that a fallback can be marked as Japanese."""
    return key in words.get(lang, {})


def plain(text: str) -> str:
    """Furigana as 漢字(かんじ), for places that cannot show ruby."""
    return _RUBY.sub(r"\1(\2)", text)


def base(text: str) -> str:
    """The text without its furigana."""
    return _RUBY.sub(r"\1", text)


def ruby(text: str) -> str:
    """Furigana as <ruby> for html that is already escaped."""
    return _RUBY.sub(r"<ruby>\1<rp>(</rp><rt>\2</rt><rp>)</rp></ruby>", text)


def when(words: Words, lang: str, moment: datetime, now: datetime) -> str:
    """A coming moment as a person says it: 今日 17:00, 明日 8:30, 11月24日(火) 10:00."""
    clock = f"{moment.hour}:{moment.minute:02d}"
    if clock == "0:00":
        clock, moment = say(words, lang, "states.midnight"), moment - timedelta(days=1)
    days = (moment.date() - now.date()).days
    if days in (0, 1):
        return say(words, lang, "states.today_at" if days == 0 else "states.tomorrow_at", time=clock)
    return f"{day(lang, moment.date())} {clock}"


def day(lang: str, value: date) -> str:
    """A day with its weekday, in the language."""
    if lang == "en":
        return format_date(value, "EEE d MMM", locale="en")
    text = format_date(value, "M月d日(E)", locale="ja")
    return f"{value.month}{{月|がつ}} {value.day}{{日|にち}}" if lang == "ja-easy" else text


def month(lang: str, text: str) -> str:
    """A source date of year, month or day precision as people read it; empty stays empty."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    if not parts:
        return ""
    if lang == "en":
        return format_date(date(parts[0], parts[1], 1), "MMMM y", locale="en") if len(parts) > 1 else str(parts[0])
    year, month_word = ("{年|ねん}", "{月|がつ}") if lang == "ja-easy" else ("年", "月")
    return f"{parts[0]}{year}" + (f"{parts[1]}{month_word}" if len(parts) > 1 else "")
