"""Imported when the server starts: what the first page behind the sign-in would otherwise import and read while somebody waits."""

# ruff: noqa: F401
from data import ready
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
ready.read()
