"""Fills the templates: escaped, with the words of a language, furigana as ruby, Japanese marked where it stands in."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

import i18n

# Two closed books, as of any shelf: nothing that says at a glance what the page is about.
ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='6' fill='#0B5A8F'/>"
    "<path d='M8 8h7v16H8zM17 8h7v16h-7z' fill='#FBFAF7'/></svg>"
)
_COMMENT = re.compile(r"^\s*(?://.*|/\*.*\*/)\n", re.MULTILINE)
TEMPLATES = Path(__file__).parent / "templates"
_JINJA = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(template: str, words: i18n.Words, lang: str, **values: object) -> str:
    """The template as a page of that language; KeyError where nobody wrote a text."""
    made = _JINJA.get_template(template).render(
        t=_sayer(words, lang),
        t_in=lambda other, key: _sayer(words, other)(key),
        t_plain=lambda key: i18n.base(i18n.say(words, lang, key)),
        lang=lang,
        html_lang=i18n.LANGUAGES[lang].html,
        html_langs={other: row.html for other, row in i18n.LANGUAGES.items()},
        languages=i18n.LANGUAGES,
        look=_raw("look.css"),
        streamlit_look=_raw("streamlit.css"),
        app_look=_raw("app.css"),
        script=_raw("front.js"),
        page_scripts=(_raw("focus.js"), _raw("memo.js")),
        icon=_icon(),
        said=lambda text: Markup(i18n.as_html(text, lang)),  # noqa: S704  escaped there
        **values,
    )
    return re.sub(r"\n\s*\n+", "\n", made)


def staff_page(template: str, said: Mapping[str, str], **values: object) -> str:
    """The template of a staff page with the texts of config/staff; UndefinedError where nobody wrote one."""
    made = _JINJA.get_template(template).render(
        said=said,
        look=_raw("look.css"),
        streamlit_look=_raw("streamlit.css"),
        staff_look=_raw("staff.css") + _raw("assist.css"),
        staff_script=_raw("staff.js"),
        set_up_script=_raw("set_up.js"),
        icon=_icon(),
        **values,
    )
    return re.sub(r"\n\s*\n+", "\n", made)


def _sayer(words: i18n.Words, lang: str) -> Callable[[str], Markup]:
    def t(key: str) -> Markup:
        text = Markup(i18n.ruby(str(escape(i18n.say(words, lang, key)))))  # noqa: S704  escaped first
        stands_in = i18n.foreign(lang) and not i18n.is_translated(words, lang, key)
        return Markup('<span lang="ja">{}</span>').format(text) if stands_in else text

    return t


def _raw(name: str) -> Markup:
    """A script or stylesheet of ours, its lines of comment left out."""
    text = (TEMPLATES / name).read_text("utf-8")
    return Markup(_COMMENT.sub("", text))  # noqa: S704  a file of ours


def _icon() -> Markup:
    """The drawing inline, so that no request is needed."""
    packed = ICON.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
    return Markup("data:image/svg+xml," + packed)  # noqa: S704  a drawing of ours
