"""The words of config/: no number outside a route, no word that blames or promises, no gap in a language."""

import re
from collections.abc import Iterator

import i18n
from navigator.model import Content
from navigator.reading import Folder
from navigator.required_texts import ASKED_BY_CONTENT, KEYS, asked_for
from navigator.schema import Known, Problem, nearest

NUMBER = re.compile(
    r"(?<![\w/.-])0\d{1,4}[-ー‐−() ]{1,2}\d{1,4}[-ー‐−) ]{1,2}\d{3,4}|(?<!\d)0\d{9,10}(?!\d)|[#＃]\s?[0-9０-９]{4}|"
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?<![\w@])@[A-Za-z0-9_-]{3,}"
)
SHORT_NUMBER = re.compile(r"(?<![\d.\-/年])(?:110|119|188|189|１１０|１１９|１８９)(?![\d.\-/年月日])(?!番?人)")
ROUTE = re.compile(r"\{route:([\w-]+)\.(\w+)\}")
PARAMETER = re.compile(r"\{([a-z_]+|route:[^}|]+)\}")
RUBY = re.compile(r"\{[^{}|]+\|[^{}|]+\}")
KANJI = re.compile(r"[一-龯々]")
NOT_WORDS = re.compile(r"(^|\.)(id|url|leave_to|hours|source_date|publisher|sources(\[\d+\])?)$")
NAMES_AND_NOTES = re.compile(r"(^|\.)(name|staff_notes\[\d+\]|not_verified\[\d+\])$")


def check_texts(content: Content, folder: Folder) -> list[Problem]:
    """Faults in the words of every file of config/."""
    return [
        *_closed(content, folder),
        *_numbers(folder),
        *_placeholders(content),
        *_languages(content, folder),
        *_furigana(content),
        *_never(content, folder),
    ]


def _closed(content: Content, folder: Folder) -> list[Problem]:
    """texts.yaml holds the words the program says, no fewer and no more."""
    file = "config/texts.yaml"
    given, needed = folder.known(folder.sound(file), file), set(KEYS) | asked_for(content)
    missing = [key for key in sorted(needed) if key not in given]
    extra = set(given) - needed
    if isinstance(content.issues, Known) or isinstance(content.services, Known):
        extra = {key for key in extra if not key.startswith(ASKED_BY_CONTENT)}
    return [
        *(Problem(file, key, f"この言葉が要ります。{nearest(key, extra)}") for key in missing),
        *(Problem(file, key, f"画面が使わない名前です。{nearest(key, needed)}") for key in sorted(extra)),
    ]


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{key}[{number}]")
    elif isinstance(value, str):
        yield key, value


def number_in(text: str, names: bool = False) -> str:
    """A telephone number, mail or LINE id standing in the text, or ''. In `names` 「110番」 may be part of a name."""
    cleaned = PARAMETER.sub("", text)
    found = NUMBER.search(cleaned) or (None if names else SHORT_NUMBER.search(cleaned))
    return found[0] if found else ""


def _numbers(folder: Folder) -> list[Problem]:
    """Numbers, mails and ids live in the routes of services only."""
    problems = []
    for file, value in folder.values.items():
        for key, text in _strings(value):
            is_route = file.startswith("config/services/") and key.startswith("routes[") and key.endswith("].value")
            if is_route or NOT_WORDS.search(key):
                continue
            found = number_in(text, bool(NAMES_AND_NOTES.search(key)))
            if found:
                message = f"番号・宛先「{found}」があります。番号は窓口の routes にだけ書き、文では {{route:窓口.道}} を使います。"
                problems.append(Problem(file, key, message))
    return problems


def _placeholders(content: Content) -> list[Problem]:
    """Every {route:service.channel} leads to a route that may be shown, and parameters agree between languages."""
    problems = []
    for lang, catalogue in content.words.items():
        for key, text in catalogue.items():
            for service, channel in ROUTE.findall(text):
                known = content.services.get(service)
                if service not in content.services:
                    hint = nearest(service, content.services)
                    problems.append(Problem(_file(lang, key), key, f"窓口「{service}」はありません。{hint}"))
                elif known and not any(r.channel == channel and r.usable for r in known.routes):
                    problems.append(
                        Problem(_file(lang, key), key, f"窓口「{service}」に、使える道「{channel}」がありません。")
                    )
            wanted = set(PARAMETER.findall(content.words[i18n.DEFAULT].get(key, text)))
            if lang != i18n.DEFAULT and not set(PARAMETER.findall(text)) <= wanted:
                extra = ", ".join(sorted(set(PARAMETER.findall(text)) - wanted))
                problems.append(Problem(_file(lang, key), key, f"日本語の文にない {{{extra}}} があります。"))
    return problems


# Where the Japanese of a text key is written; all others stand in texts.yaml.
WRITTEN_IN = {
    "topics": "topics", "kinds": "kinds", "groups": "needs", "needs": "needs", "sections": "questions",
    "questions": "questions", "issues": "issues", "cards": "red_flags", "steps": "knots", "knots": "knots",
    "refusals": "refusals", "municipalities": "municipalities",
}  # fmt: skip


def _file(lang: str, key: str) -> str:
    """The file a text is written in."""
    if lang != i18n.DEFAULT:
        return f"config/locales/{lang}.yaml"
    return f"config/{WRITTEN_IN.get(key.split('.')[0], 'texts') if key != 'needs.unsure' else 'texts'}.yaml"


def _made_from(key: str) -> tuple[str, ...]:
    """The files without which a text key does not come to be: options are written with what they are options of."""
    asked = ("config/questions.yaml",) if key.startswith(("municipalities.", "places.", "lines.", "needs.")) else ()
    return (_file(i18n.DEFAULT, key), *asked)


def _languages(content: Content, folder: Folder) -> list[Problem]:
    """Every text exists in every language we offer, and a locale has no key that the Japanese lacks."""
    problems = []
    for lang in (one for one in i18n.LANGUAGES if one != i18n.DEFAULT):
        catalogue = folder.known(content.words[lang], f"config/locales/{lang}.yaml")
        for key, text in content.words[i18n.DEFAULT].items():
            if text and not catalogue.get(key, "" if key not in catalogue else text).strip():
                problems.append(Problem(_file(lang, key), key, f"訳がありません（日本語: {text[:30]}）。"))
        for key in catalogue:
            if key not in content.words[i18n.DEFAULT] and all(map(folder.whole, _made_from(key))):
                hint = nearest(key, content.words[i18n.DEFAULT])
                problems.append(Problem(_file(lang, key), key, f"日本語にない項目です。{hint}"))
    return problems


def _furigana(content: Content) -> list[Problem]:
    """In やさしい日本語 every kanji has its reading."""
    return [
        Problem(_file(lang, key), key, f"ふりがなのない漢字「{found[0]}」があります。{{漢字|かんじ}} と書きます。")
        for lang in (one for one, row in i18n.LANGUAGES.items() if row.furigana)
        for key, text in content.words[lang].items()
        if (found := KANJI.search(RUBY.sub("", text)))
    ]


def _never(content: Content, folder: Folder) -> list[Problem]:
    """No word that blames her, promises, or names what she may not want named."""
    rules = folder.sound("config/never_say.yaml")
    problems = []
    for lang, catalogue in content.words.items():
        for key, text in catalogue.items():
            asked = key.startswith(("questions.", "needs.", "lines.", "sections."))
            words = [*rules.get("words", ()), *(rules.get("in_questions", ()) if asked else ())]
            plain = text.lower() if i18n.LANGUAGES[lang].letters else i18n.base(text).replace(" ", "")
            for word in words:
                if (word.lower() if i18n.LANGUAGES[lang].letters else word) in plain:
                    problems.append(Problem(_file(lang, key), key, f"使わない言葉「{word}」があります。"))
    return problems
