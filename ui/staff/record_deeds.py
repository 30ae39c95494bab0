"""What the buttons of the record page do: save, one press, take back, merge; each in one transaction with its audit entry."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from data import consultation_rules, written
from data.commands import activities, consultations, drafts
from data.commands.activities import Work
from data.commands.checking import RefusedError
from data.commands.consultations import Saved
from data.database import SavedMeanwhileError
from data.written import Fault
from ui.staff import faults, record_conflict, record_form, record_words
from ui.staff.entry import Entry
from ui.staff.record_content import REASON, as_form, defaults
from ui.staff.state import Done, Form
from ui.staff.words import say

# Two presses within this time are one.
ONE_PRESS = timedelta(seconds=2)


def save(form: Form, entry: Entry) -> list[Fault]:
    """Keeps the form as a new record or over the one it was loaded from; what is wrong with it, or nothing."""
    if not form.dirty:
        # A second press of the same hand, or nothing to keep: neither may become an empty record.
        return [] if _just_done(form, entry) else [Fault("", say("record.nothing_written"))]
    form.tried = True
    with faults.calmly() as attempt:
        try:
            with entry.database.write() as session:
                row = _written(session, form, entry)
                _write_activities(session, form, entry, row)
                if form.slot is not None:
                    drafts.discard(session, entry.who, form.name, form.slot)
                stored = row.values
        except RefusedError as error:
            return error.faults
        except SavedMeanwhileError:
            record_conflict.compare(form, entry)
            return []
    if not attempt.failed:
        _saved(form, entry, row, stored)
    return []


def _just_done(form: Form, entry: Entry) -> bool:
    return form.done is not None and entry.now - form.done.at < ONE_PRESS


def _written(session: Any, form: Form, entry: Entry) -> Saved:
    if form.version is None:
        return consultations.create(session, entry.who, entry.now, form.values)
    return consultations.update(session, entry.who, entry.now, int(form.subject), form.version, form.values)


def _saved(form: Form, entry: Entry, row: Saved, stored: dict[str, Any]) -> None:
    text = "record.saved" if form.version is None else "record.updated"
    done = Done(say(text, line=record_words.line(stored)), entry.now, row.id, row.version)
    if form.version is None:
        form.fresh(defaults(entry))
    else:
        form.fresh(as_form(stored), row.version)
    form.done = done


def _write_activities(session: Any, form: Form, entry: Entry, row: Saved) -> None:
    """The activities of the form with the record's day and case; RefusedError names the row of each fault."""
    found: list[Fault] = []
    for place, values in chosen(form):
        try:
            typed = _typed(values)
            work = Work(row.desk_id, done_on=row.received_on, case_code=row.case_code, consultation_id=row.id, **typed)
            activities.add(session, entry.who, entry.now, work)
        except RefusedError as error:
            found += [Fault(record_form.activity_field(place, name), sentence) for name, sentence in error.faults]
    if found:
        raise RefusedError(found)


def chosen(form: Form) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of activities that say what was done, with the fields their kind has."""
    for place in range(record_form.MOST_ACTIVITIES):
        row = {name: form.values.get(record_form.activity_field(place, name)) for name in record_form.ACTIVITY_FIELDS}
        if row["kind"]:
            has = activities.fields_of(row["kind"])
            yield place, {name: value for name, value in row.items() if name == "kind" or name in has}


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    found = []
    for name, label, most in (("count", say("record.count"), activities.MOST), ("minutes", "時間", 1440)):
        if name in values:
            try:
                values[name] = written.whole(values[name], label, most, "分" if name == "minutes" else "")
            except ValueError as error:
                found.append(Fault(name, str(error)))
    if found:
        raise RefusedError(found)
    return values


def one_press(form: Form, entry: Entry, kind: str) -> None:
    """Keeps 無言・間違い・いたずら; the form below stays as it is."""
    if form.done and form.done.undo and _just_done(form, entry):
        return
    with faults.calmly() as attempt, entry.database.write() as session:
        row = consultations.one_press(session, entry.who, entry.now, kind)
        line = record_words.line(row.values)
    if not attempt.failed:
        form.done = Done(say("record.saved", line=line), entry.now, row.id, row.version, undo=True)


def undo(form: Form, entry: Entry) -> None:
    """Takes back what one press has just kept."""
    done = form.done
    if done is None or done.number is None or done.version is None:
        return
    with faults.calmly() as attempt:
        try:
            with entry.database.write() as session:
                reason = say("record.undo_reason")
                consultations.remove(session, entry.who, entry.now, done.number, done.version, reason)
        except (SavedMeanwhileError, RefusedError):
            # Somebody has worked on with it: it is not to be taken back in passing.
            form.done = None
            return
    if not attempt.failed:
        form.done = Done(say("record.undone", line=done.line.partition(": ")[2]), entry.now)


def remove(form: Form, entry: Entry) -> list[Fault]:
    """Takes the record back for the reason beside the form; what is wrong with the reason, or nothing."""
    with faults.calmly() as attempt:
        try:
            with entry.database.write() as session:
                reason = form.values.get(REASON) or ""
                consultations.remove(session, entry.who, entry.now, int(form.subject), form.version or 0, reason)
                if form.slot is not None:
                    drafts.discard(session, entry.who, form.name, form.slot)
        except RefusedError as error:
            return error.faults
        except SavedMeanwhileError:
            record_conflict.compare(form, entry)
            return []
    if not attempt.failed:
        form.removed = form.values[REASON]
    return []


def faults_of(form: Form, entry: Entry) -> list[Fault]:
    """What is wrong with the form as it stands now."""
    found: list[Fault] = []
    with faults.calmly(aloud=False), entry.database.read() as session:
        found = consultation_rules.faults(form.values, consultations.setting(session, entry.now))
    return found
