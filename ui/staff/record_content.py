"""What stands in the record form at first, from the store, from the case before, and as a draft."""

from collections.abc import Mapping
from typing import Any

from data import calendar, case_codes, consultation_rules
from data.commands import drafts
from data.queries import consultations as reading
from ui.staff import faults, record_form
from ui.staff.entry import Entry
from ui.staff.state import Form

# Why a record is taken back: a field beside the form.
REASON = "removed_reason"


def defaults(entry: Entry) -> dict[str, Any]:
    """The common case: a call of her own, today, at this hour, that became a consultation."""
    local = entry.now.astimezone(calendar.TOKYO)
    empty: dict[str, Any] = dict.fromkeys((*record_form.names(), REASON))
    empty |= {name: [] for name in consultation_rules.SEVERAL} | {"primary_unknown": False, "new_case": False}
    return empty | {
        "received_on": entry.today.isoformat(),
        "hour": local.hour,
        "channel": "phone",
        "caller_kind": "herself",
        "contact_result": "consulted",
    }


def refresh(form: Form, entry: Entry) -> None:
    """While nothing was written: the hour goes on, and what somebody else saved is shown."""
    if form.version is None:
        new = defaults(entry)
        if form.base != new:
            # The same widgets: what somebody has just begun to fill in still reaches the form.
            form.values, form.base = dict(new), dict(new)
        return
    with faults.calmly(aloud=False), entry.database.read() as session:
        record = reading.one(session, int(form.subject))
        if record and record.version != form.version:
            form.fresh(as_form(record.values), record.version)
            form.removed = record.removed_reason


def as_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """A stored content as the form holds it: numbers that are typed as text."""
    minutes = values.get("minutes")
    empty = dict.fromkeys((*record_form.names(), REASON)) | {"new_case": False}
    return record_form.tidy(empty | dict(values) | {"minutes": None if minutes is None else str(minutes)})


def carry_over(form: Form, entry: Entry) -> None:
    """Fills what is empty with what the case already says, once for each code that is typed in."""
    code = form.values.get("case_code")
    if not code or code in (form.more.get("carried_for"), form.base.get("case_code")):
        return
    form.more = {"carried_for": code}
    with faults.calmly(aloud=False), entry.database.read() as session:
        spelled = case_codes.spelled(code)
        known = reading.carried(session, spelled) if spelled else {}
        new = {name: value for name, value in known.items() if form.values.get(name) in (None, "")}
        form.values |= new
        form.more["carried"] = (spelled, new)


def keep_draft(form: Form, entry: Entry) -> None:
    """Keeps what she has written so far, where it is other than what was kept last."""
    content = form.values
    if not form.dirty or content == form.drafted:
        return
    with faults.calmly(aloud=False) as attempt, entry.database.write() as session:
        packed = {"values": content, "base": form.base, "version": form.version}
        slot = drafts.save(session, entry.who, entry.now, form.name, form.subject, form.slot, packed)
    if not attempt.failed:
        form.slot, form.drafted = slot, dict(content)


def go_on(form: Form, entry: Entry, slot: str) -> None:
    """Goes on with a draft where it was left."""
    with faults.calmly(), entry.database.read() as session:
        kept = drafts.load(session, entry.who, form.name, slot)
        if kept:
            form.fresh(kept.content["base"], kept.content["version"])
            form.values = dict(kept.content["values"])
            form.slot, form.drafted, form.done = kept.slot, dict(form.values), None


def drop(form: Form, entry: Entry, slot: str) -> None:
    """Lets a draft go."""
    with faults.calmly(), entry.database.write() as session:
        drafts.discard(session, entry.who, form.name, slot)


def clear(form: Form, entry: Entry) -> None:
    """Begins anew: what was written goes, with its draft."""
    with faults.calmly() as attempt, entry.database.write() as session:
        if form.slot is not None:
            drafts.discard(session, entry.who, form.name, form.slot)
    if not attempt.failed:
        form.fresh(defaults(entry) if form.version is None else form.base, form.version)
        form.done = None
