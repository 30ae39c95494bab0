"""The form of a training: an existing one of the year or a new one; what is not known stays empty."""

from datetime import date

import streamlit as st

from data import written
from data.commands import trainings as commands
from data.commands.trainings import Outline
from data.queries.trainings import Training
from ui.staff import case_state, saving
from ui.staff.entry import Entry
from ui.staff.saving import Typed
from ui.staff.words import say, shown

NEW = 0


def draw(entry: Entry, desk_id: int, year: int, rows: list[Training]) -> None:
    """One list to choose from, one form below it."""
    with st.container(key="training-edit"):
        st.html(f"<h2>{shown('training.edit')}</h2>")
        by_id = {one.id: one for one in rows}
        chosen = st.selectbox(
            say("training.choose"),
            [NEW, *by_id],
            format_func=lambda number: by_id[number].name if number in by_id else say("training.new"),
            key=f"training-chosen-{year}",
        )
        one = by_id.get(chosen)
        name = f"training-{year}-{chosen}"
        version = case_state.began(name, "number", one.version if one else 0)
        with st.form(f"form-{name}"):
            said = st.container(key="training-said")
            typed = _fields(name, one, max((row.number for row in rows), default=0) + 1)
            st.html(f'<p class="s-soft">{shown("training.unknown_note")}</p>')
            pressed = st.form_submit_button(say("training.save"), type="primary")
        if pressed:
            with said:
                _save(entry, (desk_id, year), name, one, version, typed)


def _fields(name: str, one: Training | None, following: int) -> dict[str, str]:
    """What stands in the fields; all are lines, so that nothing that cannot be read is lost."""
    left, right = st.columns(2, gap="medium")
    with left:
        typed = {
            "number": _line(name, "number", "number_label", str(one.number if one else following)),
            "held_on": _line(name, "held_on", "held_label", saving.in_form(one.held_on) if one else "", day=True),
            "theme": _line(name, "theme", "theme_label", one.theme if one else ""),
            "form": _line(name, "form", "form_label", one.form if one else ""),
            "attendance": _line(name, "attendance", "attendance_label", _number(one.attendance if one else None)),
        }
    with right:
        typed |= {
            "capacity": _line(name, "capacity", "capacity_label", _number(one.capacity if one else None)),
            "target": _line(name, "target", "target_label", _number(one.target if one else None)),
            "sign_up_from": _line(
                name, "sign_up_from", "from_label", saving.in_form(one.sign_up_from) if one else "", day=True
            ),
            "sign_ups": _line(name, "sign_ups", "sign_ups_label", _number(one.sign_ups if one else None)),
            "signed_up_on": _line(
                name, "signed_up_on", "counted_label", saving.in_form(one.signed_up_on) if one else "", day=True
            ),
        }
    return typed


def _line(name: str, field: str, label: str, value: str, day: bool = False) -> str:
    return saving.line(name, field, say(f"training.{label}"), value, say("training.day_hint") if day else "")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _save(
    entry: Entry, place: tuple[int, int], name: str, one: Training | None, version: int, lines: dict[str, str]
) -> None:
    typed = Typed(entry.today)
    outline = _outline(typed, lines)
    if one:
        outcome = saving.save(
            entry, lambda s: commands.update(s, entry.who, entry.now, one.id, version, outline), typed
        )
    else:
        outcome = saving.save(entry, lambda s: commands.add(s, entry.who, entry.now, *place, outline), typed)
    if outcome.done:
        saving.done(name, say("training.saved", number=outline.number))
    if outcome.meanwhile and one:
        case_state.caught_up(name, one.version)
        outcome = saving.Outcome((say("training.meanwhile"),), meanwhile=True)
    saving.say_faults(outcome)


def _outline(typed: Typed, lines: dict[str, str]) -> Outline:
    number = written.half(lines["number"]).strip().removeprefix("第").removesuffix("目").removesuffix("回")

    def day(field: str, label: str) -> date | None:
        return typed.day(field, say(f"training.{label}"), lines[field])

    def people(field: str) -> int | None:
        return typed.number(field, say(f"training.{field}_label"), lines[field], commands.MOST_PEOPLE, "人")

    return Outline(
        number=typed.number("number", say("training.number_label"), number, commands.MOST_NUMBER, "回"),
        held_on=day("held_on", "held_on"),
        theme=lines["theme"],
        form=lines["form"],
        capacity=people("capacity"),
        target=people("target"),
        sign_up_from=day("sign_up_from", "from_label"),
        sign_ups=people("sign_ups"),
        signed_up_on=day("signed_up_on", "counted_label"),
        attendance=people("attendance"),
    )
