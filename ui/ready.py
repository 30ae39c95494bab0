"""Imported when the server starts: what the first staff page of a day would otherwise import and read while somebody waits."""

# ruff: noqa: F401
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
codes.lists()
counting.rules()
municipalities.labels()
