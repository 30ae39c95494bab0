"""The fields of one consultation in two columns: when and who at the left, what and what was done at the right."""

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from data import codes, municipalities
from data.commands.activities import CODED, fields_of
from data.consultation_rules import CODES, LABELS, SEVERAL
from ui.staff import state
from ui.staff.state import Form
from ui.staff.words import say, shown

LEFT = (
    ("received_on", "hour", "channel"),
    ("case_code", "new_case"),
    ("caller_kind", "new_or_repeat", "age_band"),
    ("municipality", "referral_source"),
    ("contact_result", "urgency", "minutes"),
    ("may_call", "leave_word"),
    ("callback_due", "callback_done_on", "next_on"),
)
RIGHT = (
    ("issues",),
    ("primary", "primary_unknown"),
    ("wish", "responses"),
    ("refusals",),
    ("children", "interpreter", "consent"),
    ("note",),
)
FIELDS = tuple(name for row in (*LEFT, *RIGHT) for name in row)
MOST_ACTIVITIES = 6
ACTIVITY_FIELDS = ("kind", "destination", "result", "hand_over", "item", "count", "minutes")
HINTS = {"received_on": "day_hint", "minutes": "minutes_hint", "case_code": "case_hint"}
Wrong = Mapping[str, str]


def activity_field(place: int, name: str) -> str:
    """The name of a field of one of the activities: 1, destination → activity1-destination."""
    return f"activity{place}-{name}"


def names() -> tuple[str, ...]:
    """All fields of the form, those of the activities too."""
    rows = (activity_field(place, name) for place in range(MOST_ACTIVITIES) for name in ACTIVITY_FIELDS)
    return (*FIELDS, *rows)


def draw(form: Form, wrong: Wrong) -> None:
    """Both columns; what is wrong stands below its field."""
    with st.container(key="record-form"):
        left, right = st.columns(2, gap="medium")
        with left:
            st.html(f"<h2>{shown('record.when')}</h2>")
            _rows(form, LEFT, wrong)
        with right:
            st.html(f"<h2>{shown('record.what')}</h2>")
            _rows(form, RIGHT, wrong)
            _activities(form, wrong)


def tidy(values: dict[str, Any]) -> dict[str, Any]:
    """The values without a primary issue that is no question: a single issue is it by itself, one left out is none."""
    issues = values.get("issues") or []
    if len(issues) < 2 or values.get("primary") not in issues:
        values["primary"] = None
    return values


def _stands(form: Form, name: str) -> bool:
    """Whether the field is asked for now: which issue is the primary one is a question only among several."""
    if name in ("primary", "primary_unknown"):
        return len(form.values.get("issues") or []) > 1 or bool(form.values.get("primary_unknown"))
    return name != "callback_done_on" or form.version is not None


def _rows(form: Form, rows: Sequence[Sequence[str]], wrong: Wrong) -> None:
    for row in rows:
        names = [name for name in row if _stands(form, name)]
        # A row that is not asked for keeps its place: those below would be made anew, and a list open there shut.
        with st.container():
            for column, name in zip(st.columns(len(names), gap="small") if names else (), names, strict=True):
                with column:
                    field(form, name, wrong)


def field(form: Form, name: str, wrong: Wrong) -> None:
    """One field with its label, and the sentence on what is wrong with it."""
    key = state.mirror(form, name)
    if name == "primary":
        issues = form.values.get("issues") or []
        _choice(LABELS[name], key, {code: codes.label("issue", code) for code in issues})
    else:
        _DRAWN.get(name, _drawn_by_kind)(name, key)
    if name in wrong:
        st.html(f'<p class="s-wrong">{html.escape(wrong[name])}</p>')


def _drawn_by_kind(name: str, key: str) -> None:
    if name in CODES:
        _choice(LABELS[name], key, codes.labels(CODES[name][0]))
    elif name in SEVERAL:
        hint = "issues_hint" if name == "issues" else "several_hint"
        labels = codes.labels(SEVERAL[name][0])
        st.multiselect(
            LABELS[name],
            list(labels),
            format_func=_label(labels),
            key=key,
            placeholder=say(f"record.{hint}"),
            select_all=False,
        )
    else:
        st.text_input(LABELS[name], key=key, placeholder=say(f"record.{HINTS[name]}") if name in HINTS else None)


def _choice(label: str, key: str, labels: Mapping[Any, str]) -> None:
    st.selectbox(label, list(labels), index=None, format_func=_label(labels), key=key, placeholder=say("record.unset"))


def _label(labels: Mapping[Any, str]) -> Callable[[Any], str]:
    return lambda code: labels.get(code, str(code))


def _hour(name: str, key: str) -> None:
    _choice(LABELS[name], key, {hour: say("record.hour_is", hour=hour) for hour in range(24)})


def _town(name: str, key: str) -> None:
    _choice(LABELS[name], key, municipalities.labels())


def _tick(name: str, key: str) -> None:
    st.checkbox(LABELS.get(name) or say(f"record.{name}"), key=key, wrap=True)


def _note(name: str, key: str) -> None:
    st.text_area(LABELS[name], key=key, height=88, placeholder=say("record.note_hint"))


_DRAWN: dict[str, Callable[[str, str], None]] = {
    "hour": _hour,
    "municipality": _town,
    "primary_unknown": _tick,
    "new_case": _tick,
    "note": _note,
}


def _activities(form: Form, wrong: Wrong) -> None:
    """One row an activity, and an empty one below; a row shows what its kind asks for."""
    for place in range(MOST_ACTIVITIES):
        kind = form.values.get(activity_field(place, "kind"))
        with st.container(key=f"record-activity{place}"):
            _activity(form, place, kind, wrong)
        if not kind:
            break


def _activity(form: Form, place: int, kind: str | None, wrong: Wrong) -> None:
    has = [name for name in ACTIVITY_FIELDS if name == "kind" or (kind and name in fields_of(kind))]
    for row in filter(None, (has[:3], has[3:])):
        for column, name in zip(st.columns(len(row), gap="small"), row, strict=True):
            with column:
                whole = activity_field(place, name)
                key = state.mirror(form, whole)
                if name == "kind":
                    label = say("record.activity_more" if place else "record.activities")
                    _choice(label, key, codes.labels("activity_kind"))
                elif name in CODED:
                    _choice(say(f"record.{name}"), key, codes.labels(CODED[name][1]))
                else:
                    st.text_input(say("record.activity_minutes" if name == "minutes" else "record.count"), key=key)
                if whole in wrong:
                    st.html(f'<p class="s-wrong">{html.escape(wrong[whole])}</p>')
