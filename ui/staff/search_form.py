"""The form of the filters. What was typed stays in its fields; the address holds the filters, the word aside."""

import streamlit as st

from data.queries import filters
from data.queries.filters import CALLBACKS, CASES, LABELS, NUMBERED, Filters, Names
from ui.staff import state
from ui.staff.words import say, shown

WORD = "search-word"
Given = dict[str, list[str]]
FIRST = ("channel", "age_band", "issue", "contact_result")
MORE = ("municipality", "new_or_repeat", "urgency", "referral_source")


def draw(chosen: Filters, names: Names, *, may_read: bool) -> tuple[Given, bool]:
    """The form with what is chosen; gives what stands in it now and whether it was sent."""
    now = filters.to_form(chosen)
    open_at_first = chosen == Filters()
    label = say("search.conditions" if open_at_first else "search.conditions_kept")
    given: Given = {}
    with st.container(key="search-form"), st.expander(label, expanded=open_at_first), st.form("search", border=False):
        for column, name in zip(st.columns(4), ("since", "until", "case_code", "word"), strict=True):
            if name != "word" or may_read:
                given[name] = [_text(column, name, now)]
        for names_of_row in (FIRST, MORE):
            for column, name in zip(st.columns(4), names_of_row, strict=True):
                given[name] = several(column, name, now)
        options = {"case": CASES, "callback": CALLBACKS, "person": _texts(names.people), "batch": _texts(names.batches)}
        for column, (name, known) in zip(st.columns(4), options.items(), strict=True):
            given[name] = _one(column, name, known, now)
        times = st.columns(4)
        for column, (name, words) in zip(times, NUMBERED.items(), strict=False):
            given[name] = _one(column, name, {str(at): word for at, word in enumerate(words)}, now)
        if may_read:
            st.html(f'<p class="s-soft">{shown("search.word_hint")}</p>')
        with st.container(key="search-send", horizontal=True):
            sent = st.form_submit_button(say("search.find"), type="primary", key="search-find")
            cleared = st.form_submit_button(say("search.clear"), key="search-clear")
    return ({}, True) if cleared else (given, sent)


def wanted(drawn: tuple[Given, bool], names: Names) -> tuple[Filters, list[str]] | None:
    """The filters that were just sent and what is wrong with them; None where nothing was sent."""
    given, sent = drawn
    return filters.parse(given, names) if sent else None


def with_word(chosen: Filters, drawn: tuple[Given, bool]) -> tuple[Filters, list[str]]:
    """The filters of the address together with the word, which stands in its field alone."""
    given, sent = drawn
    word = given.get("word", [""])
    if sent or not word[0].strip():
        return chosen, []
    return filters.parse({**filters.to_query(chosen), "word": word})


def _text(column: st.delta_generator.DeltaGenerator, name: str, now: Given) -> str:
    if name == "word":
        return column.text_input(LABELS[name], key=f"{WORD}-{state.start()}", max_chars=filters.LONGEST_WORD)
    hint = say("search.day_hint") if name in ("since", "until") else None
    return column.text_input(LABELS[name], value=now.get(name, [""])[0], placeholder=hint, max_chars=40)


def several(column: st.delta_generator.DeltaGenerator, name: str, now: Given) -> list[str]:
    """A list of a coded field's values to choose from; several are either-or."""
    known = filters.choices(name)
    return column.multiselect(
        LABELS[name],
        list(known),
        default=now.get(name, []),
        format_func=lambda value: known.get(value, value),
        placeholder=say("search.any"),
        select_all=False,
    )


def _one(column: st.delta_generator.DeltaGenerator, name: str, known: dict[str, str], now: Given) -> list[str]:
    values = list(known)
    at = values.index(now[name][0]) if now.get(name, [""])[0] in known else None
    picked = column.selectbox(
        LABELS[name],
        values,
        index=at,
        format_func=lambda value: known.get(value, value),
        placeholder=say("search.any"),
    )
    return [picked] if picked else []


def _texts(names: object) -> dict[str, str]:
    return {str(number): name for number, name in dict(names).items()}  # type: ignore[call-overload]
