"""Closing a month: what is left to look at, the closing itself, the reopening with a reason, and what was done before."""

import html
from dataclasses import replace
from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data import calendar, codes, opening_days
from data.commands import month_close
from data.models import Desk
from data.queries import closing, figures, leaving, month_values, series, targets
from data.queries.closing import Closing, Point
from ui import access
from ui.manager import amounts
from ui.staff import case_state, saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown

PARAM = "month"


def draw(entry: Entry) -> None:
    """The month of the address, else the oldest that waits to be closed."""
    st.html(f"<h1>{shown('month_close.title')}</h1>")
    with entry.database.read() as session:
        desk = series.desk(session)
        months = closing.known_months(session, desk, entry.today) if desk else []
        closed = closing.closed(session, desk.id) if desk else {}
        kept = month_values.of_records(session, desk.id, months) if desk else {}
        there = month_values.of(session, desk.id, months) if desk else {}
        if desk is not None:
            session.expunge(desk)
    if desk is None or not months:
        saving.emptied("month_close.empty", "s-lead")
        return
    head = st.container()
    waiting = sorted({month for _, month in kept} - set(closed))
    last = max((month for _, month in there), default=months[0])
    month = _choose(months, closed, waiting[0] if waiting else last)
    with entry.database.read() as session:
        points = closing.points(session, desk, month, entry.today)
        settled = month <= leaving.last_month(session, entry.today)
        why = closing.why_not(session, desk.id, month, entry.today)
        values = month_values.of(session, desk.id, [month])
    done = closed.get(month)
    if entry.who.role not in access.MAY_CLOSE:
        _looked_at(entry, desk, month, done, points if settled else None, why, head)
    else:
        with head:
            _said(lead(month, done, points, why))
        _counted(entry, {name: value for (name, _), value in values.items()}, done)
        if done:
            _followed(entry, desk, done)
            _reopen(entry, desk, month)
        elif not why:
            _points(entry, desk, month, points, may=True)
            _close(entry, desk, month, points)
    _history(entry, desk)


def _said(sentence: str) -> None:
    st.html(f'<p class="s-lead">{html.escape(sentence)}</p>')
    saving.say_line()


def _looked_at(
    entry: Entry,
    desk: Desk,
    month: int,
    done: Closing | None,
    points: list[Point] | None,
    why: str,
    head: DeltaGenerator,
) -> None:
    """The month for the officer; `points` None: it has not settled, and nothing is said of what is still to be done."""
    told = None if points is None else _for_the_officer(points)
    with head:
        if told is None and not done:
            _said(say("month_close.lead_waiting", month=calendar.spoken_month(month)))
        else:
            _said(lead(month, done, told or [], why))
    _counted_protected(entry, desk, month)
    if told is not None and not done and not why:
        _points(entry, desk, month, told, may=False)
    st.html(f'<p class="s-soft">{shown("month_close.may_not")}</p>')


def lead(month: int, done: Closing | None, points: list[Point], why: str) -> str:
    """Where the month stands, in a sentence."""
    name = calendar.spoken_month(month)
    if done:
        return say("month_close.lead_closed", month=name, by=done.by, day=_day(done.at))
    if why == closing.NOTHING:
        return say("month_close.lead_nothing", month=name)
    if not points:
        return say("month_close.lead_ready", month=name)
    return say("month_close.lead_open", month=name, count=len(points))


def _choose(months: list[int], closed: dict[int, Closing], otherwise: int) -> int:
    asked = st.query_params.get(PARAM, "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 6 else 0
    if asked and wanted not in months:
        st.html(f'<p class="s-note" role="status">{shown("month_close.month_gone")}</p>')
    start = wanted if wanted in months else otherwise

    def said(month: int) -> str:
        return say("month_close.closed" if month in closed else "month_close.open", month=calendar.spoken_month(month))

    key = f"month-close-month-{start}-{len(closed)}"
    with st.container(key="chooser"):
        chosen = st.selectbox(say("month_close.month"), months, index=months.index(start), format_func=said, key=key)
    if chosen != start:
        st.query_params[PARAM] = str(chosen)
        st.rerun()
    return int(chosen or start)


def _counted(entry: Entry, values: dict[str, int], done: Closing | None) -> None:
    """What the month counts, beside what it counted when it was closed."""
    if not values:
        return
    with entry.database.read() as session:
        units = targets.units(session)
    rows = []
    for indicator in [one for one in codes.lists()["indicator"] if one in values]:
        unit, scale = units[indicator]
        value = values.get(indicator)
        then = done.figures.get(indicator) if done else None
        now = amounts.NONE if value is None else amounts.said(value, unit, scale)
        moved = ""
        if then is not None and then != value:
            moved = f"<b>{shown('month_close.moved', then=amounts.said(then, unit, scale))}</b>"
        name = html.escape(codes.label("indicator", indicator))
        rows.append(f"<dt>{name}</dt><dd>{now} {moved}</dd>")
    st.html(f'<h2>{shown("month_close.counted")}</h2><dl class="s-facts">{"".join(rows)}</dl>')


def _counted_protected(entry: Entry, desk: Desk, month: int) -> None:
    """What the month counts as the officer may see it: the same numbers as on every other page of hers."""
    with entry.database.read() as session:
        year = calendar.fiscal_year(month)
        found = figures.of_year(session, desk, year, entry.today, protected=True)
    rows = []
    for one in found:
        cell = next((cell for cell in one.cells if cell.month == month and cell.is_counted), None)
        if cell is not None:
            said = cell.hidden if cell.value is None else amounts.said(cell.value, one.unit, one.scale)
            rows.append(f"<dt>{html.escape(codes.label('indicator', one.indicator))}</dt><dd>{html.escape(said)}</dd>")
    if rows:
        st.html(f'<h2>{shown("month_close.counted")}</h2><dl class="s-facts">{"".join(rows)}</dl>')


def _for_the_officer(points: list[Point]) -> list[Point]:
    """That there is something: which days, who and how many are for those who work with the records."""
    told = (closing.MISSING_DAYS, closing.UNREVIEWED, closing.IMPORTS)
    return [replace(one, count=1, named=()) for one in points if one.kind in told]


def _points(entry: Entry, desk: Desk, month: int, points: list[Point], *, may: bool) -> None:
    """The check list; what can be done at once stands beside its line."""
    st.html(f"<h2>{shown('month_close.points')}</h2>")
    if not points:
        st.html(f'<p class="s-good">{shown("month_close.points_none")}</p>')
    for one in points:
        named = f'<span class="s-soft s-rule">{html.escape("、".join(one.named))}</span>' if one.named else ""
        key = f"month_close.{'point' if may else 'some'}_{one.kind}"
        text = shown(key, count=f"{one.count:,}", rule=opening_days.RULE)
        with st.container(key=f"point-{one.kind}"):
            st.html(f'<p class="s-point">▢ {text}{named}</p>')
            if one.kind == closing.MISMATCHES:
                saving.link("reconciliation", say("month_close.to_reconciliation"))
            if one.kind == closing.UNREVIEWED:
                _unreviewed(entry, desk, month, may=may)


def _unreviewed(entry: Entry, desk: Desk, month: int, *, may: bool) -> None:
    if entry.who.role in access.PAGES["search"].roles:
        days = calendar.days_of(month)
        saving.link("search", say("month_close.to_search"), since=f"{days[0]}", until=f"{days[1]}")
    if may and st.button(say("month_close.review_do"), key=f"looked-{month}"):
        outcome = saving.save(entry, lambda s: month_close.review(s, entry.who, entry.now, desk.id, month))
        if outcome.done:
            _again(say("month_close.said_review", month=calendar.spoken_month(month)), month)
        saving.say_faults(outcome)


def _close(entry: Entry, desk: Desk, month: int, points: list[Point]) -> None:
    known = {one.kind: one.count for one in points}
    said = st.container()
    with st.form(f"close-{month}"):
        st.html(f"<p>{shown('month_close.close_lead')}</p>")
        sure = not points or st.checkbox(say("month_close.sure", count=len(points)), key=f"close-sure-{month}")
        if not st.form_submit_button(say("month_close.close_do", month=calendar.spoken_month(month)), type="primary"):
            return
    if not sure:
        with said:
            saving.say_faults(saving.Outcome((say("month_close.not_sure"),)))
        return
    outcome = saving.save(entry, lambda s: month_close.close(s, entry.who, entry.now, desk.id, month, known))
    if outcome.done:
        _again(say("month_close.said_close", month=calendar.spoken_month(month)), month)
    with said:
        saving.say_faults(outcome)


def _reopen(entry: Entry, desk: Desk, month: int) -> None:
    form = f"reopen-{month}"
    said = st.container()
    with st.form(form):
        st.html(f"<h2>{shown('month_close.reopen')}</h2><p>{shown('month_close.reopen_lead')}</p>")
        reason = saving.line(form, "reason", say("month_close.reason"), hint=say("month_close.reason_hint"))
        if not st.form_submit_button(say("month_close.reopen_do", month=calendar.spoken_month(month))):
            return
    outcome = saving.save(entry, lambda s: month_close.reopen(s, entry.who, entry.now, desk.id, month, reason))
    if outcome.done:
        case_state.anew(form)
        _again(say("month_close.said_reopen", month=calendar.spoken_month(month)), month)
    with said:
        saving.say_faults(outcome)


def _again(line: str, month: int) -> None:
    """The page anew, still on this month, with the line of what was done."""
    case_state.tell(line)
    st.query_params[PARAM] = str(month)
    st.rerun()


def _followed(entry: Entry, desk: Desk, done: Closing) -> None:
    """What was noted on the records of the month since: call-backs and answers, which change none of its counts."""
    with entry.database.read() as session:
        found = closing.followed(session, desk.id, done)
    if not found:
        return
    items = "".join(
        f"<li>{shown(f'month_close.followed_{one.subject}', day=_day(one.at), by=one.by, number=one.number)}</li>"
        for one in found
    )
    st.html(
        f'<h2>{shown("month_close.followed")}</h2><p>{shown("month_close.followed_lead")}</p><ul class="s-list">{items}</ul>'
    )


def _history(entry: Entry, desk: Desk) -> None:
    with entry.database.read() as session:
        found = closing.history(session, desk.id)
    if not found:
        return
    parts = [f"<h2>{shown('month_close.history')}</h2>"]
    by_year: dict[int, list[Closing]] = {}
    for one in found:
        by_year.setdefault(calendar.fiscal_year(one.month), []).append(one)
    newest = max(by_year)
    for year, some in sorted(by_year.items(), reverse=True):
        rows = "".join(f"<li>{html.escape(_line(one))}</li>" for one in some)
        listed = f'<ul class="s-list s-history">{rows}</ul>'
        # Month after month there are more: those of the years before are folded.
        summary = shown("month_close.history_year", year=calendar.wareki(year), count=len(some))
        parts.append(
            listed
            if year == newest
            else f'<details class="s-fold s-from"><summary>{summary}</summary>{listed}</details>'
        )
    st.html("".join(parts))


def _line(one: Closing) -> str:
    left = "、".join(say(f"month_close.left_{kind}") for kind in one.left_open)
    said = say("month_close.history_close", month=calendar.spoken_month(one.month), day=_day(one.at), by=one.by)
    said += say("month_close.history_left", left=left) if left else ""
    if one.reopened_at:
        said += say("month_close.history_reopen", day=_day(one.reopened_at), by=one.reopened_by, reason=one.reason)
    return said


def _day(at: datetime) -> str:
    return calendar.spoken_day(at.astimezone(calendar.TOKYO))
