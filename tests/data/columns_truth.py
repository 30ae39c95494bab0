"""What the columns must say, worked out one record at a time from the tables themselves."""

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.counting import Rule
from data.models import Consultation
from data.queries.columns import HELD
from data.queries.filters import BLANK, Filters


def counted(session: Session, chosen: Filters, by: tuple[str, ...], rule: Rule | None = None) -> tuple[Any, int, int]:
    """({values: count}, records, records with the issue asked about) of the first desk."""
    cells: Counter[tuple[str, ...]] = Counter()
    total = answered = 0
    for row in session.scalars(
        select(Consultation).where(Consultation.removed_at.is_(None), Consultation.desk_id == 1)
    ):
        if not _fits(row, chosen, rule):
            continue
        total += 1
        answered += bool(row.issues) or "issue" not in by
        keys: list[tuple[str, ...]] = [()]
        for name in by:
            keys = [(*key, value) for key in keys for value in _values(row, name)]
        cells.update(keys)
    return dict(cells), total, answered


def _values(row: Consultation, name: str) -> list[str]:
    if name == "issue":
        return [one.issue for one in row.issues]
    if name == "primary_issue":
        return [one.issue for one in row.issues if one.is_primary] or [BLANK]
    value = row.received_on.day if name == "day" else getattr(row, name)
    return [BLANK if value is None else str(value)]


def _fits(row: Consultation, chosen: Filters, rule: Rule | None) -> bool:
    if (chosen.since and row.received_on < chosen.since) or (chosen.until and row.received_on > chosen.until):
        return False
    if any(getattr(chosen, name) and _values(row, name)[0] not in getattr(chosen, name) for name in HELD):
        return False
    if chosen.issue and not {one.issue for one in row.issues} & set(chosen.issue):
        return False
    if rule is None:
        return True
    return row.contact_result in rule.contact_result and (not rule.channel or row.channel in rule.channel)
