"""Which of Streamlit's files a page of questions needs besides those its index.html names, so that they come together."""

import re
from collections.abc import Iterator
from pathlib import Path

# The elements of the first screens. Streamlit asks for each only when it meets one, a slow line's second later.
ELEMENTS = ("Html", "Checkbox", "Radio", "Button", "PageLink")
_IMPORTS = re.compile(r'(?:from|import)\s*"\./([^"]+\.js)"')


def elements(scripts: Path) -> list[str]:
    """The names of the elements' files; an element that an upgrade renamed is left out."""
    return [path.name for element in ELEMENTS for path in scripts.glob(f"{element}.*.js")]


def needed(scripts: Path) -> list[str]:
    """The addresses of the elements' files and of all they import."""
    found: dict[str, None] = {}
    waiting = elements(scripts)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting.extend(_imported(scripts / name))
    return [f"/static/js/{name}" for name in found]


def _imported(script: Path) -> Iterator[str]:
    yield from _IMPORTS.findall(script.read_text("utf-8"))
