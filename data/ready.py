"""The lists that nearly every page of the staff asks for, read when the server starts."""

from contextlib import suppress

from yaml import YAMLError

from data import codes, counting, municipalities


def read() -> None:
    """Reads them; a fault in one is said by the pages that ask for it, the visitor's pages open without."""
    for ask in (codes.lists, counting.rules, municipalities.labels):
        with suppress(ValueError, OSError, YAMLError):
            ask()
