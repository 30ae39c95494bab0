"""Words as html: everything escaped, furigana as ruby, and what is Japanese only marked as Japanese."""

import html
import re
from collections.abc import Iterable, Iterator

import i18n
from navigator.model import Content
from navigator.wording import Wording

_PARAMETER = re.compile(r"\{([a-z_]+)\}")
# A run of Japanese inside a sentence of another language: a name, a note of a desk.
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-龯々][ぁ-ゖァ-ヺ一-龯々ー・（）「」、。〜]*")
_MARKDOWN = re.compile(r"([\\`*_\[\]~:$<>#|])")


class Html(str):
    """A text that is html already."""

    __slots__ = ()


class Markup(Wording):
    """The words of one language, ready for st.html and for the labels of widgets."""

    def __init__(self, content: Content, lang: str) -> None:
        super().__init__(content, lang)
        self.foreign = i18n.foreign(lang)

    def html(self, text: str) -> Html:
        """Any text of ours as html; what is Japanese inside a foreign sentence is marked, so that it is read rightly."""
        if isinstance(text, Html):
            return text
        marked = i18n.ruby(html.escape(text))
        return Html(_JAPANESE.sub(r'<span lang="ja">\g<0></span>', marked) if self.foreign else marked)

    def t(self, key: str, **params: object) -> Html:
        """The text of a key as html; parameters are escaped unless they are html."""
        text = self.html(self.say(key))
        filled = _PARAMETER.sub(lambda m: self.html(_as_text(params.get(m[1], m[0]))), text)
        stands_in = self.foreign and not i18n.is_translated(self.content.words, self.lang, key)
        return Html(f'<span lang="ja">{filled}</span>' if stands_in else filled)

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
        return self.as_label(self.say(key, **params))

    def as_label(self, text: str) -> str:
        """Any text of ours for a widget: 漢字(かんじ), and no sign that markdown reads."""
        return _MARKDOWN.sub(r"\\\1", i18n.plain(text))


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
