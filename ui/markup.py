"""Words as html: everything escaped, furigana as ruby, and what is Japanese only marked as Japanese."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import i18n
from navigator.model import Content
from navigator.wording import Wording, texts

_PARAMETER = re.compile(r"\{([a-z_]+)\}")
_MARKDOWN = re.compile(r"([\\`*_\[\]~:$<>#|])")


class Html(str):
    """A text that is html already."""

    __slots__ = ()


@lru_cache(maxsize=8)
def _as_html(content: Content, lang: str) -> dict[str, Html]:
    """Every text of a language as html; all at once, so that no memory shows what was looked at."""
    foreign, found = i18n.foreign(lang), {}
    for key, text in texts(content, lang).items():
        marked = Html(i18n.as_html(text, lang))
        stands_in = foreign and not i18n.is_translated(content.words, lang, key)
        found[key] = Html(f'<span lang="ja">{marked}</span>') if stands_in else marked
    return found


@lru_cache(maxsize=8)
def _as_labels(content: Content, lang: str) -> dict[str, str]:
    return {key: _for_widget(text) for key, text in texts(content, lang).items()}


def _for_widget(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", i18n.plain(text))


class Markup(Wording):
    """The words of one language, ready for st.html and for the labels of widgets."""

    def __init__(self, content: Content, lang: str) -> None:
        super().__init__(content, lang)
        self.foreign = i18n.foreign(lang)
        self._html, self._labels = _as_html(content, lang), _as_labels(content, lang)

    def html(self, text: str) -> Html:
        """Any text of ours as html; what is Japanese inside a foreign sentence is marked, so that it is read rightly."""
        return text if isinstance(text, Html) else Html(i18n.as_html(text, self.lang))

    def t(self, key: str, **params: object) -> Html:
        """The text of a key as html; parameters are escaped unless they are html."""
        text = self._html[key]
        if not params:
            return text
        return Html(_PARAMETER.sub(lambda m: self.html(_as_text(params.get(m[1], m[0]))), text))

    def ja(self, text: str) -> Html:
        """A Japanese text of the facts: a name, a note, an address."""
        escaped = html.escape(text)
        return Html(f'<span lang="ja">{escaped}</span>' if self.foreign else escaped)

    def lines(self, prefix: str) -> Iterator[Html]:
        """The texts prefix.1, prefix.2 … as long as there are any."""
        number = 1
        while f"{prefix}.{number}" in self.content.words[i18n.DEFAULT]:
            yield self.t(f"{prefix}.{number}")
            number += 1

    def plain(self, key: str) -> str:
        """The text as it is spoken, furigana in brackets, for an attribute once escaped."""
        return html.escape(i18n.plain(self.say(key)))

    def label(self, key: str, **params: object) -> str:
        """The text for a widget, where neither ruby nor markdown may stand."""
        return self.as_label(self.say(key, **params)) if params else self._labels[key]

    def as_label(self, text: str) -> str:
        """Any text of ours for a widget: 漢字(かんじ), and no sign that markdown reads."""
        return _for_widget(text)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of html, '' for nothing."""
    if not text:
        return ""
    return f'<p class="{kind}">{text}</p>' if kind else f"<p>{text}</p>"


def fold(summary: str, inner: str, kind: str = "k-fold", opened: bool = False) -> str:
    """A part that opens at a press, '' for nothing inside."""
    if not inner:
        return ""
    return f'<details class="{kind}"{" open" if opened else ""}><summary>{summary}</summary>{inner}</details>'


def bullets(items: Iterable[str], kind: str = "k-list") -> str:
    """A list of html items, '' for none."""
    listed = "".join(f"<li>{item}</li>" for item in items if item)
    return f'<ul class="{kind}">{listed}</ul>' if listed else ""
