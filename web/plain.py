"""The page without scripts: the urgent numbers, the comprehensive desk and every desk shown as main, by kind."""

from datetime import date

from navigator.model import Content
from web.facts import by_kind, facts_of
from web.rendering import page


def plain_html(content: Content, lang: str, today: date) -> str:
    """The page in a language on a day; small enough (below 9 kB on the line) for a phone that hardly has one."""
    facts, kinds = facts_of(content, today, lang), list(by_kind(content, lang, today))
    return page("plain.html", content.words, lang, facts=facts, kinds=kinds)
