"""What the lead looks at first: four short lists, each line one press from its record, then the load by hour."""

import html
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
Row = TypeVar("Row")


def draw(entry: Entry) -> None:
    """The whole page."""
    with entry.database.read() as session:
        calls, reviews = reading.calls(session, entry.today), reading.reviews(session, entry.today)
        hand_overs, drafts = reading.hand_overs(session, entry.today), reading.drafts(session)
        load = reading.load(session, entry.today)
    _noted(entry, calls, reviews, hand_overs)
    _head(calls, reviews, hand_overs)
    saving.say_line()
    left, right = st.columns(2, gap="medium")
    with left:
        with st.container(key="monday-calls"):
            _heading("calls", len(calls), sum(one.late > 0 for one in calls))
            for number, call in _kept("calls", {one.number: one for one in calls}):
                with st.container(key=f"call-{number}"):
                    if call:
                        _call(entry, call)
        with st.container(key="monday-hand-overs"):
            _heading("hand_overs", len(hand_overs))
            for number, one in _kept("hand_overs", {one.number: one for one in hand_overs}):
                with st.container(key=f"hand-{number}"):
                    if one:
                        _hand_over(entry, one)
    with right:
        _heading("reviews", len(reviews), sum((one.late or 0) > 0 for one in reviews))
        for review in reviews:
            _review(entry, review)
        _drafts(entry, drafts)
        monday_routes.draw(entry.today)
    monday_load.draw(load, entry.today)


def _kept(listed: str, rows: dict[int, Row]) -> list[tuple[int, Row | None]]:
    """The rows in their order; one that was just dealt with leaves its place empty, so that what is open below stays."""
    return [(number, rows.get(number)) for number in case_state.places(f"{NAME}-{listed}", list(rows))]


def _noted(entry: Entry, calls: list[Call], reviews: list[Review], hand_overs: list[HandOver]) -> None:
    """Whose rows were looked at stands in the log, once for each set of rows, and each is found by its number."""
    seen: dict[str, Any] = {
        "consultation": numbered([one.number for one in calls]),
        "support_plan": numbered([one.number for one in reviews]),
        "activity": numbered([one.number for one in hand_overs]),
    }
    if any(seen.values()) and case_state.is_new(NAME, seen):
        with entry.database.write() as session:
            audit.write(session, entry.who, entry.now, "view", NAME, **seen)


def _head(calls: list[Call], reviews: list[Review], hand_overs: list[HandOver]) -> None:
    late = {"calls": sum(one.late > 0 for one in calls), "reviews": sum((one.late or 0) > 0 for one in reviews)}
    waiting = sum(not one.declined for one in hand_overs)
    lead = shown("monday.lead", calls=len(calls), reviews=len(reviews), hand_overs=waiting)
    after = shown("monday.lead_late", **late) if any(late.values()) else shown("monday.lead_none")
    st.html(f"<h1>{shown('monday.title')}</h1><p>{lead}{after}</p>")


def _heading(name: str, count: int, late: int = 0) -> None:
    said = shown("monday.count_late", count=count, late=late) if late else shown("monday.count", count=count)
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


def _line(*parts: str) -> str:
    return f'<p class="s-line">{"<br>".join(part for part in parts if part)}</p>'


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
    st.html(_line(f"{_when(call.late)} <b>{html.escape(name)}</b>　{received}", f"{safe}　{word}　{urgent}"))
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
    st.html(_line(f'<b class="{"s-late" if one.declined else ""}">{mark}{state}</b> <b>{html.escape(name)}</b>', about))
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
    with st.container(key=f"review-{review.number}"):
        st.html(_line(f"{_when(review.late)} <b>{html.escape(review.case_code)}</b>　{stage}　{day}"))
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
