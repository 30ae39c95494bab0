"""The form in which a target is set or set anew: what is wrong is said at once and nothing typed is lost."""

from decimal import Decimal, InvalidOperation

import streamlit as st

from data import calendar, codes, written
from data.commands import targets
from data.commands.targets import Wanted
from data.queries import targets as reading
from data.written import Fault
from ui.manager import amounts
from ui.staff import case_state, saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown

LONGEST_NUMBER = 15


def draw(entry: Entry, desk_id: int, year: int) -> None:
    """The chooser of the indicator, then its form as the target stands now."""
    lead = shown("targets.edit_lead", year=calendar.wareki(year))
    st.html(f'<div class="s-on-screen"><h2>{shown("targets.edit")}</h2><p>{lead}</p></div>')
    with entry.database.read() as session:
        known = reading.units(session)
    ids = [one for one in codes.lists()["indicator"] if one in known]
    if not ids:
        saving.emptied("targets.empty")
        return
    with st.container(key="target-form"):
        chosen = st.selectbox(
            say("targets.indicator"), ids, format_func=lambda one: codes.label("indicator", one), key="target-indicator"
        )
        indicator = str(chosen or ids[0])
        _form(entry, desk_id, indicator, year, *known[indicator])


def _form(entry: Entry, desk_id: int, indicator: str, year: int, unit: str, scale: int) -> None:
    with entry.database.read() as session:
        steps = reading.history(session, desk_id, indicator, year)
    held = next((step for step in steps if step.replaced_at is None), None)
    form = f"target-{indicator}-{year}"
    seen = case_state.began(form, "value", held.number if held else 0)
    said = st.container()
    with st.form(form):
        typed = saving.Typed(entry.today)
        stored = amounts.goal(held.value, "", scale).replace(",", "") if held else ""
        text = saving.line(form, "value", say("targets.value", unit=unit), stored, say("targets.value_hint"))
        place = saving.line(form, "place", say("targets.place"), held.place if held else "", say("targets.place_hint"))
        stated = st.checkbox(
            say("targets.stated", year=calendar.wareki(year)),
            value=held.year_stated if held else True,
            key=case_state.key(form, "stated"),
        )
        reason = saving.line(form, "reason", say("targets.reason"), hint=say("targets.reason_hint"))
        if not st.form_submit_button(say("targets.do"), type="primary"):
            return
    wanted = Wanted(desk_id, indicator, year, _value(typed, text, unit, scale), reason, place, bool(stated))
    made: list[bool] = []
    outcome = saving.save(
        entry, lambda s: made.append(targets.put(s, entry.who, entry.now, wanted, seen or None) is not None), typed
    )
    if outcome.done:
        key = "targets.said_same" if not made[0] else "targets.said_zero" if wanted.value == 0 else "targets.said"
        saving.done(form, say(key, name=codes.label("indicator", indicator), year=calendar.wareki(year)))
    if outcome.meanwhile:
        with entry.database.read() as session:
            now = next((s for s in reading.history(session, desk_id, indicator, year) if s.replaced_at is None), None)
        case_state.caught_up(form, now.number if now else 0)
    with said:
        saving.say_faults(outcome)


def _value(typed: saving.Typed, text: str, unit: str, scale: int) -> int | None:
    """The number as it was typed, in units of 1/scale; None where it cannot be read, with the sentence that says so."""
    plain = written.half(text).strip().replace(",", "").replace("、", "").removesuffix(unit).strip()
    plain = plain.replace("−", "-").replace("▲", "-").replace("△", "-")
    if not plain:
        return None
    try:
        number = Decimal(plain) * scale if len(plain) <= LONGEST_NUMBER else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        typed.faults.append(Fault("value", say("targets.not_a_number", typed=written.shown(text))))
        return None
    if number != int(number):
        typed.faults.append(Fault("value", say("targets.too_fine" if scale > 1 else "targets.no_fraction")))
        return None
    return int(number)
