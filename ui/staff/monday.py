"""What the lead looks at first: four short lists, each line one press from its record, then the load by hour."""

import html
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from data import audit, calendar, codes
from data.commands import activities, callbacks
from data.queries import monday as reading
from data.queries.monday import Call, HandOver, Review
from data.queries.rows import numbered
from ui.staff import case_state, monday_load, monday_routes, saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown

NAME = "monday"
# So many rows of a list stand there at first: the week is read in one look, and a press brings the rest.
AT_FIRST = 8
Row = TypeVar("Row")


def draw(entry: Entry) -> None:
    """The whole page."""
    with entry.database.read() as session:
        calls, reviews = reading.calls(session, entry.today), reading.reviews(session, entry.today)
        hand_overs, drafts = reading.hand_overs(session, entry.today), reading.drafts(session)
        load = reading.load(session, entry.today)
    some_calls = _some("calls", {one.number: one for one in calls})
    some_reviews = _some("reviews", {one.number: one for one in reviews})
    some_hand_overs = _some("hand_overs", {one.number: one for one in hand_overs})
    _noted(entry, consultation=some_calls, support_plan=some_reviews, activity=some_hand_overs)
    _head(calls, reviews, hand_overs)
    saving.say_line()
    left, right = st.columns(2, gap="medium")
    with left:
        with st.container(key="monday-calls"):
            _heading("calls", len(calls), sum(one.late > 0 for one in calls))
            for number, call in some_calls.items():
                with st.container(key=f"call-{number}"):
                    if call:
                        _call(entry, call)
            _rest("calls", some_calls, len(calls))
        with st.container(key="monday-hand-overs"):
            _heading("hand_overs", len(hand_overs), sum(one.declined for one in hand_overs), "count_declined")
            for number, one in some_hand_overs.items():
                with st.container(key=f"hand-{number}"):
                    if one:
                        _hand_over(entry, one)
            _rest("hand_overs", some_hand_overs, len(hand_overs))
    with right:
        with st.container(key="monday-reviews"):
            _heading("reviews", len(reviews), sum((one.late or 0) > 0 for one in reviews))
            for number, review in some_reviews.items():
                with st.container(key=f"review-{number}"):
                    if review:
                        _review(entry, review)
            _rest("reviews", some_reviews, len(reviews))
        _drafts(entry, drafts)
        monday_routes.draw(entry.today)
        monday_load.draw(load, entry.today)


def _some(listed: str, rows: dict[int, Row]) -> dict[int, Row | None]:
    """The first rows in their order, or all once they were asked for; one that was just dealt with leaves its place empty,
    so that what is open below stays, and the next one comes in at the end."""
    most = len(rows) if case_state.place(f"{NAME}-{listed}") else AT_FIRST
    found: dict[int, Row | None] = {}
    for number in case_state.places(f"{NAME}-{listed}", list(rows)):
        if len([one for one in found.values() if one]) < most:
            found[number] = rows.get(number)
    return found


def _rest(listed: str, some: Mapping[int, object], count: int) -> None:
    """The press that brings the rows that do not stand there yet."""
    left = count - len([one for one in some.values() if one])
    if left and st.button(say("monday.rest", count=left), key=f"monday-rest-{listed}"):
        case_state.turn(f"{NAME}-{listed}", 1)


def _noted(entry: Entry, **rows: Mapping[int, object]) -> None:
    """Whose rows were looked at stands in the log, once for each set of rows, and each is found by its number."""
    seen: dict[str, Any] = {of: numbered([one for one, row in some.items() if row]) for of, some in rows.items()}
    if any(seen.values()) and case_state.is_new(NAME, seen):
        with entry.database.write() as session:
            audit.write(session, entry.who, entry.now, "view", NAME, **seen)


def _head(calls: list[Call], reviews: list[Review], hand_overs: list[HandOver]) -> None:
    late = {"calls": sum(one.late > 0 for one in calls), "reviews": sum((one.late or 0) > 0 for one in reviews)}
    waiting = sum(not one.declined for one in hand_overs)
    lead = shown("monday.lead", calls=len(calls), reviews=len(reviews), hand_overs=waiting)
    after = shown("monday.lead_late", **late) if any(late.values()) else shown("monday.lead_none")
    st.html(f"<h1>{shown('monday.title')}</h1><p>{lead}{after}</p>")


def _heading(name: str, count: int, late: int = 0, marked: str = "count_late") -> None:
    said = shown(f"monday.{marked}", count=count, late=late) if late else shown("monday.count", count=count)
    st.html(f'<h2>{shown(f"monday.{name}")} <small class="s-count">{said}</small></h2>')
    if not count:
        saving.emptied(f"monday.{name}_none")


def _when(late: int | None) -> str:
    """How late or how near, as html; what is late says so with a mark and a word, not by colour alone."""
    if late is None:
        return f'<b class="s-late">▲ {shown("monday.no_day")}</b>'
    if late > 0:
        return f'<b class="s-late">▲ {shown("monday.late", days=late)}</b>'
    return f"<b>{shown('monday.in_days', days=-late) if late else shown('monday.today')}</b>"


def _line(*rows: Sequence[str]) -> str:
    """Rows of short parts; where a row is too long, it breaks between its parts."""
    lines = ("".join(f'<span class="s-bit">{part}</span>' for part in row if part) for row in rows)
    return f'<p class="s-line">{"<br>".join(lines)}</p>'


def _open(code: str | None, number: int | None = None) -> None:
    if number is not None:
        saving.link("record", say("monday.open_record", number=number), id=str(number))
    if code:
        saving.link("cases", say("monday.open_case", code=code), case=code)


def _call(entry: Entry, call: Call) -> None:
    name = call.case_code or say("monday.record", number=call.number)
    day = saving.spoken(call.received_on, entry.today)
    received = shown("monday.received", day=day, channel=codes.label("channel", call.channel))
    safe = shown("monday.may_call", said=codes.label("yes_no", call.may_call))
    word = shown("monday.leave_word", said=codes.label("yes_no", call.leave_word))
    urgent = shown("monday.urgent", said=codes.label("urgency", call.urgency)) if call.urgency else ""
    st.html(_line((_when(call.late), f"<b>{html.escape(name)}</b>", received), (safe, word, urgent)))
    with st.container(key=f"call-do-{call.number}", horizontal=True):
        if st.button(say("monday.called"), key=f"called-{call.number}", type="primary"):
            _do(entry, lambda s: callbacks.done(s, entry.who, entry.now, call.number, call.version), "said_called")
        with st.popover(say("monday.move"), key=f"move-{call.number}"):
            _move(entry, call)
        _open(call.case_code, call.number)


def _move(entry: Entry, call: Call) -> None:
    form = f"move-to-{call.number}"
    said = st.container()
    with st.form(form, border=False):
        text = saving.line(form, "day", say("monday.move_to"), hint=say("monday.move_hint"))
        pressed = st.form_submit_button(say("monday.move_do"))
    if not pressed:
        return
    typed = saving.Typed(entry.today)
    day = typed.day("callback_due", say("monday.move_to"), text, coming=True)
    outcome = saving.save(
        entry, lambda s: callbacks.move(s, entry.who, entry.now, call.number, call.version, day), typed
    )
    if outcome.done and day:
        saving.done(form, say("monday.said_moved", day=saving.spoken(day, entry.today)))
    with said:
        saving.say_faults(outcome)


def _hand_over(entry: Entry, one: HandOver) -> None:
    name = one.case_code or codes.label("activity_kind", one.kind)
    where = codes.label("destination", one.destination)
    state = shown("monday.declined") if one.declined else shown("monday.waiting", days=one.days)
    day = saving.spoken(one.done_on, entry.today)
    kind = html.escape(codes.label("activity_kind", one.kind))
    mark = "▲ " if one.declined else ""
    about = f"{html.escape(day)} {kind} → {html.escape(where)}"
    head = f'<b class="{"s-late" if one.declined else ""}">{mark}{state}</b>'
    st.html(_line((head, f"<b>{html.escape(name)}</b>"), (about,)))
    with st.container(key=f"hand-do-{one.number}", horizontal=True):
        _answer(entry, one, "accepted", True)
        if not one.declined:
            _answer(entry, one, "refused", False)
        _open(one.case_code)


def _answer(entry: Entry, one: HandOver, word: str, accepted: bool) -> None:
    if st.button(
        say(f"monday.{word}"),
        key=f"{word}-{one.number}",
        type="primary" if accepted and not one.declined else "secondary",
    ):
        _do(
            entry,
            lambda s: activities.answer_hand_over(s, entry.who, entry.now, one.number, one.version, accepted),
            f"said_{word}",
        )


def _review(entry: Entry, review: Review) -> None:
    stage = html.escape(codes.label("plan_stage", review.stage))
    day = html.escape(saving.spoken(review.due, entry.today)) if review.due else ""
    with st.container(key=f"review-do-{review.number}", horizontal=True):
        st.html(_line((_when(review.late), stage, day)))
        _open(review.case_code)


def _drafts(entry: Entry, drafts: list[reading.DraftsLeft]) -> None:
    _heading("drafts", sum(one.count for one in drafts))
    said = [
        say("monday.draft", name=one.name, count=one.count, day=saving.spoken(calendar.today(one.oldest), entry.today))
        for one in drafts
    ]
    if said:
        st.html(f'<ul class="s-list">{"".join(f"<li>{html.escape(one)}</li>" for one in said)}</ul>')
    if any(one.account_id == entry.who.account_id for one in drafts):
        with st.container(key="drafts"):
            saving.link("record", say("monday.my_drafts"))


def _do(entry: Entry, deed: saving.Deed, said: str) -> None:
    outcome = saving.save(entry, deed)
    if outcome.done:
        saving.done(NAME, say(f"monday.{said}"))
    saving.say_faults(outcome)
