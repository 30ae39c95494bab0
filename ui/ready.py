"""Imported when the server starts: what the first page behind the sign-in would otherwise import and read while somebody waits."""

# ruff: noqa: F401
from contextlib import suppress

from yaml import YAMLError

from data import codes, counting, municipalities
from ui.manager import month_close, reconciliation, report, targets
from ui.staff import (
    audit,
    case_view,
    cases,
    helpful,
    importing,
    monday,
    office,
    outcomes,
    record,
    search,
    training,
    trends,
    words,
)

words.catalogue()
with suppress(ValueError, OSError, YAMLError):
    # A fault in the files of the records is said by the pages that read them; the visitor's pages open without.
    codes.lists()
    counting.rules()
    municipalities.labels()
