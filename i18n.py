"""The only reader of translations: one catalogue a language, by dotted key, falling back to Japanese."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages; a further one is a row here and a file in config/locales/.

    `html` is the lang attribute, `spoken` the code that the routes of desks use, `locale` the one of babel;
    `day` and `month` are patterns of babel, {漢字|かんじ} allowed; `comma` stands in lists; `letters`: words are
    parted by spaces and have capitals; `furigana`: every kanji has its reading.
    """

    html: str
    spoken: str
    locale: str
    day: str
    month: str
    year: str
    comma: str
    letters: bool = False
    furigana: bool = False


DEFAULT = "ja"
LANGUAGES: Mapping[str, Language] = {
    "ja": Language("ja", "ja", "ja", "M月d日(E)", "y年M月", "y年", "、"),
    "ja-easy": Language(
        "ja", "ja", "ja", "M{月|がつ} d{日|にち}", "y{年|ねん}M{月|がつ}", "y{年|ねん}", "、", furigana=True
    ),
    "en": Language("en", "en", "en", "EEE d MMM", "MMMM y", "y", ", ", letters=True),
}
EASY = next(code for code, row in LANGUAGES.items() if row.furigana)

_PARAMETER = re.compile(r"\{([a-z_]+)\}")
_RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
# A run of Japanese inside a sentence of another language: a name, a note of a desk.
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-龯々][ぁ-ゖァ-ヺ一-龯々ー・（）「」、。〜]*")


def language(value: str | None) -> str:
    """The language asked for, or Japanese for one we do not have."""
    return value if value and value in LANGUAGES else DEFAULT


def spoken(lang: str) -> str:
    """The language a desk has to speak with her: easy Japanese is Japanese."""
    return LANGUAGES[lang].spoken


def foreign(lang: str) -> bool:
    """Whether Japanese words are strange in the language and have to be marked as Japanese."""
    return LANGUAGES[lang].html != LANGUAGES[DEFAULT].html


def say(words: Words, lang: str, key: str, **params: object) -> str:
    """The text of a key with its {parameters} filled, Japanese where the language has none; KeyError if nobody has."""
    catalogue = words.get(lang, {})
    return filled(catalogue[key] if key in catalogue else words[DEFAULT][key], **params)


def filled(text: str, **params: object) -> str:
    """The text with its {parameters} filled; what is not named stays as it is."""
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


def as_html(text: str, lang: str) -> str:
    """A text as html: escaped, furigana as ruby, and what is Japanese inside a foreign language marked, so that it is read rightly."""
    marked = ruby(html.escape(text))
    return _JAPANESE.sub(r'<span lang="ja">\g<0></span>', marked) if foreign(lang) else marked


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
    """A day, where it helps with its weekday, in the language."""
    return format_date(value, LANGUAGES[lang].day, LANGUAGES[lang].locale)


@lru_cache(maxsize=2**12)
def month(lang: str, text: str) -> str:
    """A source date of year, month or day precision as people read it; empty stays empty."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    if not parts:
        return ""
    row = LANGUAGES[lang]
    first = date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    return format_date(first, row.month if len(parts) > 1 else row.year, row.locale)
