"""The page without scripts: the urgent numbers, the comprehensive desk and every desk shown as main, by kind."""

import re

from navigator.model import Content
from web.facts import by_kind, desk_of, facts_of
from web.rendering import page


def plain_html(content: Content, lang: str) -> str:
    """The page in a language; small enough (about 40 kB) for a phone that hardly has a line."""
    services, site = content.services, content.site
    html = page(
        "plain.html",
        content.words,
        lang,
        facts=facts_of(content),
        emergency=[desk_of(services[key], content.words, lang) for key in site.emergency],
        desk=desk_of(services[site.desk], content.words, lang),
        kinds=list(by_kind(content, lang)),
    )
    return re.sub(r"\n\s*\n+", "\n", html)
