"""Activities of a case: the fields that the chosen kind asks for, mended and taken out again."""

import streamlit as st

from data import codes
from data.commands import activities
from data.commands.activities import LONGEST_DAY, MOST, Work
from data.models import Activity
from data.queries import cases as reading
from data.queries.cases import CaseView
from ui.staff import case_state, saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown


def draw(entry: Entry, case: CaseView) -> None:
    """The activity whose number stands in the address, to be mended; else the form of a new one."""
    asked = st.query_params.get("activity", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        _mend(entry, case, int(asked))
        return
    st.html(f"<h2>{shown('cases.activity')}</h2>")
    _form(entry, case, f"activity-new-{case.code}", None)


def _mend(entry: Entry, case: CaseView, number: int) -> None:
    st.html(f"<h2>{shown('cases.activity_edit', number=number)}</h2>")
    with entry.database.read() as session:
        row = reading.activity(session, number)
        if row:
            session.expunge(row)
    if row is None or row.case_code != case.code:
        saving.emptied("cases.activity_gone")
    else:
        _form(entry, case, f"activity-{number}", row)
    with st.container(key="activity-ways", horizontal=True):
        if st.button(say("cases.activity_leave")):
            _leave()
        if row and st.button(say("cases.activity_remove")):
            outcome = saving.save(entry, lambda s: activities.remove(s, entry.who, entry.now, row.id, row.version))
            if outcome.done:
                case_state.tell(say("cases.said_activity_remove"))
                _leave()
            saving.say_faults(outcome)


def _leave() -> None:
    st.query_params.pop("activity", None)
    st.rerun()


def _form(entry: Entry, case: CaseView, form: str, row: Activity | None) -> None:
    """The kind stands outside of the form: another one asks for other fields."""
    names = codes.labels("activity_kind")
    ids = list(names)
    version = case_state.began(form, "day", row.version if row else 0)
    kind = st.radio(
        say("cases.activity_kind"),
        ids,
        index=ids.index(row.kind) if row and row.kind in names else ids.index("accompany"),
        format_func=lambda one: names[one],
        horizontal=True,
        key=case_state.key(form, "kind"),
    )
    said = st.container()
    with st.form(form):
        typed = saving.Typed(entry.today)
        work = _work(typed, form, str(kind), case, row)
        word = say("cases.activity_edit_do" if row else "cases.activity_do")
        if not st.form_submit_button(word, type="primary"):
            return
    if row is None:
        outcome = saving.save(entry, lambda s: activities.add(s, entry.who, entry.now, work), typed)
    else:
        outcome = saving.save(entry, lambda s: activities.update(s, entry.who, entry.now, row.id, version, work), typed)
    if outcome.done:
        st.query_params.pop("activity", None)
        saving.done(form, say("cases.said_activity_edit" if row else "cases.said_activity"))
    if outcome.meanwhile and row:
        case_state.caught_up(form, row.version)
    with said:
        saving.say_faults(outcome)


def _work(typed: saving.Typed, form: str, kind: str, case: CaseView, row: Activity | None) -> Work:
    """Draws the fields of the kind and reads what stands in them."""
    day = saving.line(
        form, "day", say("cases.done_on"), saving.in_form(row.done_on if row else typed.today), say("cases.day_hint")
    )
    has = activities.fields_of(kind)
    chosen: dict[str, str | None] = {}
    coded = [(field, of) for field, (_, of) in activities.CODED.items() if field in has]
    # Two in a row, each pair in columns of its own: on a phone they then stand in the same order.
    for pair in (coded[:2], coded[2:]):
        with st.container():
            for column, (field, of) in zip(st.columns(2) if pair else (), pair, strict=False):
                with column:
                    stored = getattr(row, field) if row else None
                    chosen[field] = saving.pick(form, field, say(f"cases.{field}"), of, stored)
    counted = {field: _counted(typed, form, kind, field, row) for field in ("count", "minutes") if field in has}
    return Work(
        desk_id=row.desk_id if row else case.desk_id,
        kind=kind,
        done_on=typed.day("done_on", say("cases.done_on"), day),
        case_code=case.code,
        consultation_id=row.consultation_id if row else None,
        destination=chosen.get("destination"),
        result=chosen.get("result"),
        hand_over=chosen.get("hand_over"),
        item=chosen.get("item"),
        count=counted.get("count"),
        minutes=counted.get("minutes"),
        note=saving.note(form, "note", row.note if row else None),
    )


def _counted(typed: saving.Typed, form: str, kind: str, field: str, row: Activity | None) -> int | None:
    label = say("cases.count_ibasho" if (kind, field) == ("ibasho", "count") else f"cases.{field}")
    stored = getattr(row, field) if row else None
    text = saving.line(form, field, label, "" if stored is None else str(stored))
    most, unit = (LONGEST_DAY, "分") if field == "minutes" else (MOST, "")
    return typed.number(field, label, text, most, unit)
