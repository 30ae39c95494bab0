"""Streamlit's index.html written anew: words in the first second, numbers before any script, the way out on top."""

import re
from collections.abc import Iterable, Mapping

import i18n
from web.facts import ShellFacts
from web.rendering import page, staff_page

_MODULE = re.compile(r'<script type="module"[^>]*\bsrc="([^"]+)"[^>]*></script>')
_PRELOAD = re.compile(r'<link rel="modulepreload"[^>]*\bhref="([^"]+)"[^>]*>')
_STYLE = re.compile(r'<link rel="stylesheet"[^>]*\bhref="([^"]+)"[^>]*>')


class ShellError(RuntimeError):
    """Streamlit's page no longer has the parts we keep of it; an upgrade needs a look at web/shell.py."""


def index_html(original: str, facts: ShellFacts, preloads: Iterable[str] = (), joined: str = "") -> str:
    """The page for every registered address; of the original only its scripts and its stylesheet are kept.

    `preloads` are further scripts to fetch at once; `joined` is the script that holds them all, where there is one.
    """
    entry = module(original)
    preloads = dict.fromkeys([*_local(_PRELOAD, original), *preloads])
    return page(
        "index.html",
        facts.words,
        i18n.DEFAULT,
        facts=facts,
        module=joined or entry,
        preloads=[joined] if joined else [one for one in preloads if one != entry],
        stylesheet=stylesheet(original),
        notices={"session_lost": "chrome.session_lost", "offline": "errors.connection.text"},
    )


def staff_html(original: str, said: Mapping[str, str], preloads: Iterable[str] = (), joined: str = "") -> str:
    """The same for the staff's pages: no way out on a key (ADR 0019), their own words, one history as everywhere."""
    entry = module(original)
    return staff_page(
        "staff.html",
        said,
        module=joined or entry,
        preloads=[joined] if joined else [one for one in dict.fromkeys(preloads) if one != entry],
        stylesheet=stylesheet(original),
    )


def module(original: str) -> str:
    """The address of the script that Streamlit starts with; ShellError if there is not exactly one."""
    return _one(_MODULE, original, "module script")


def stylesheet(original: str) -> str:
    """The address of Streamlit's stylesheet; ShellError if there is not exactly one."""
    return _one(_STYLE, original, "stylesheet")


def _one(pattern: re.Pattern[str], original: str, what: str) -> str:
    found = _local(pattern, original)
    if len(found) != 1:
        raise ShellError(f"expected one {what}, found {found}")
    return found[0]


def _local(pattern: re.Pattern[str], original: str) -> list[str]:
    """The addresses found, from the root: a relative one would move with the page's own address."""
    found = [str(m).removeprefix(".") for m in pattern.findall(original)]
    if any(not address.startswith("/static/") for address in found):
        raise ShellError(f"not a file of ours: {found}")
    return found
