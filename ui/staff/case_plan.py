"""The plan of a case: what it says, its goals, and the small forms that keep it up. Two editors never overwrite each other."""

import html

import streamlit as st

from data import codes
from data.commands import plans
from data.commands.plans import Aim, Outline
from data.models import Goal, SupportPlan
from data.queries.cases import CaseView
from ui.staff import case_state, saving
from ui.staff.entry import Entry
from ui.staff.words import say, shown

COMING = "cases.coming_hint"


def draw(entry: Entry, case: CaseView) -> None:
    """The open plan with its forms, or the form that begins one; then the plans that are closed."""
    st.html(f"<h2>{shown('cases.plan')}</h2>")
    plan = case.plan
    if plan is None:
        saving.emptied("cases.plan_none")
        with st.expander(say("cases.begin"), key="plan-begin-fold"):
            _begin(entry, case)
    else:
        _says(entry, plan)
        with st.container(key="plan-goals"):
            _goals(entry, plan)
        st.html(f"<h3>{shown('cases.deeds')}</h3>")
        for name, draws in (("review", _review), ("goal_add", _add_goal), ("edit", _edit), ("close", _close)):
            with st.expander(say(f"cases.{name}"), key=f"plan-{name}-fold"):
                draws(entry, plan)
    _closed(entry, case)


def _says(entry: Entry, plan: SupportPlan) -> None:
    rows = {
        "plan_stage": html.escape(codes.label("plan_stage", plan.stage)),
        "plan_next": saving.review_due(plan.next_review, entry.today),
        "plan_consent": html.escape(codes.label("consent", plan.consent)),
        "plan_opened": html.escape(saving.spoken(plan.opened_on, entry.today)),
        "plan_note": html.escape(plan.note or say("cases.unset")),
    }
    listed = "".join(f"<dt>{shown(f'cases.{name}')}</dt><dd>{said}</dd>" for name, said in rows.items())
    st.html(f'<dl class="s-facts">{listed}</dl>')


def _goals(entry: Entry, plan: SupportPlan) -> None:
    st.html(f"<h3>{shown('cases.goals')}</h3>")
    if not plan.goals:
        saving.emptied("cases.goals_none")
    for goal in plan.goals:
        label = say("cases.goal", goal=goal.text, state=codes.label("goal_state", goal.state))
        with st.expander(saving.plain(label), key=f"goal-{goal.id}-fold"):
            _goal(entry, plan, goal)


def _begin(entry: Entry, case: CaseView) -> None:
    form = f"plan-begin-{case.code}"
    said = st.container()
    with st.form(form, border=False):
        opened = saving.line(form, "opened", say("cases.plan_opened"), saving.in_form(entry.today))
        fields = _outline(form, "draft", None, "", None)
        if not st.form_submit_button(say("cases.begin_do"), type="primary"):
            return
    typed = saving.Typed(entry.today)
    opened_on = typed.day("opened_on", say("cases.plan_opened"), opened)
    outline = _read(typed, fields)
    outcome = saving.save(
        entry,
        lambda s: plans.open_plan(s, entry.who, entry.now, case.code, case.desk_id, opened_on, outline),
        typed,
    )
    if outcome.done:
        saving.done(form, say("cases.said_plan"))
    with said:
        saving.say_faults(outcome)


def _edit(entry: Entry, plan: SupportPlan) -> None:
    form = _form(plan, "edit")
    version = case_state.began(form, "next", plan.version)
    said = st.container()
    with st.form(form, border=False):
        fields = _outline(form, plan.stage, plan.consent, saving.in_form(plan.next_review), plan.note)
        pressed = st.form_submit_button(say("cases.edit_do"), type="primary")
    if pressed:
        typed = saving.Typed(entry.today)
        outline = _read(typed, fields)
        outcome = saving.save(entry, lambda s: plans.update(s, entry.who, entry.now, plan.id, version, outline), typed)
        _after(form, plan, outcome, said, say("cases.said_edit"))


def _review(entry: Entry, plan: SupportPlan) -> None:
    form = _form(plan, "review")
    version = case_state.began(form, "day", plan.version)
    said = st.container()
    with st.form(form, border=False):
        day = saving.line(form, "day", say("cases.reviewed_on"), saving.in_form(entry.today), say("cases.day_hint"))
        stage = saving.pick(form, "stage", say("cases.plan_stage"), "plan_stage", plan.stage, plans.STAGES)
        coming = saving.line(form, "next", say("cases.plan_next"), hint=say(COMING))
        note = saving.note(form, "note")
        pressed = st.form_submit_button(say("cases.review_do"), type="primary")
    if not pressed:
        return
    typed = saving.Typed(entry.today)
    reviewed_on = typed.day("reviewed_on", say("cases.reviewed_on"), day)
    outline = _read(typed, (stage, plan.consent, coming, note))
    outcome = saving.save(
        entry, lambda s: plans.review(s, entry.who, entry.now, plan.id, version, reviewed_on, outline), typed
    )
    spoken = saving.spoken(outline.next_review, entry.today) if outline.next_review else ""
    _after(form, plan, outcome, said, say("cases.said_review", day=spoken))


def _add_goal(entry: Entry, plan: SupportPlan) -> None:
    form = _form(plan, "goal")
    version = case_state.began(form, "text", plan.version)
    said = st.container()
    with st.form(form, border=False):
        fields = _aim(form, Goal(text="", issue=None, state="open", due_on=None))
        pressed = st.form_submit_button(say("cases.goal_add"), type="primary")
    if pressed:
        typed = saving.Typed(entry.today)
        aim = _read_aim(typed, fields)
        outcome = saving.save(entry, lambda s: plans.add_goal(s, entry.who, entry.now, plan.id, version, aim), typed)
        _after(form, plan, outcome, said, say("cases.said_goal"))


def _goal(entry: Entry, plan: SupportPlan, goal: Goal) -> None:
    form = _form(plan, f"goal-{goal.id}")
    version = case_state.began(form, "text", plan.version)
    said = st.container()
    with st.form(form, border=False):
        fields = _aim(form, goal)
        pressed = st.form_submit_button(say("cases.goal_save"), type="primary")
    if pressed:
        typed = saving.Typed(entry.today)
        aim = _read_aim(typed, fields)
        outcome = saving.save(
            entry, lambda s: plans.change_goal(s, entry.who, entry.now, plan.id, version, goal.id, aim), typed
        )
        _after(form, plan, outcome, said, say("cases.said_goal_save"))


def _close(entry: Entry, plan: SupportPlan) -> None:
    form = _form(plan, "close")
    version = case_state.began(form, "day", plan.version)
    said = st.container()
    with st.form(form, border=False):
        day = saving.line(form, "day", say("cases.closed_on"), saving.in_form(entry.today), say("cases.day_hint"))
        reason = saving.pick(form, "reason", say("cases.close_reason"), "close_reason")
        pressed = st.form_submit_button(say("cases.close_do"))
    if pressed:
        typed = saving.Typed(entry.today)
        closed_on = typed.day("closed_on", say("cases.closed_on"), day)
        outcome = saving.save(
            entry, lambda s: plans.close(s, entry.who, entry.now, plan.id, version, closed_on, reason), typed
        )
        _after(form, plan, outcome, said, say("cases.said_close"))


def _closed(entry: Entry, case: CaseView) -> None:
    closed = [plan for plan in case.plans if plan.closed_on]
    if not closed:
        return
    st.html(f"<h3>{shown('cases.closed_plans')}</h3>")
    for plan in closed:
        opened, ended = (saving.spoken(day, entry.today) for day in (plan.opened_on, plan.closed_on or plan.opened_on))
        reason = codes.label("close_reason", plan.close_reason)
        st.html(f'<p class="s-line">{shown("cases.closed_plan", opened=opened, closed=ended, reason=reason)}</p>')
    if case.plan is None:
        with st.expander(say("cases.reopen"), key="plan-reopen-fold"):
            _reopen(entry, closed[0])


def _reopen(entry: Entry, plan: SupportPlan) -> None:
    form = _form(plan, "reopen")
    version = case_state.began(form, "next", plan.version)
    said = st.container()
    with st.form(form, border=False):
        coming = saving.line(form, "next", say("cases.plan_next"), hint=say(COMING))
        pressed = st.form_submit_button(say("cases.reopen_do"))
    if pressed:
        typed = saving.Typed(entry.today)
        day = typed.day("next_review", say("cases.plan_next"), coming, coming=True)
        outcome = saving.save(entry, lambda s: plans.reopen(s, entry.who, entry.now, plan.id, version, day), typed)
        _after(form, plan, outcome, said, say("cases.said_reopen"))


Fields = tuple[str | None, str | None, str, str]


def _outline(form: str, stage: str, consent: str | None, coming: str, note: str | None) -> Fields:
    left, right = st.columns(2)
    with left:
        chosen = saving.pick(form, "stage", say("cases.plan_stage"), "plan_stage", stage, plans.STAGES)
    with right:
        shared = saving.pick(form, "consent", say("cases.plan_consent"), "consent", consent)
    day = saving.line(form, "next", say("cases.plan_next"), coming, say(COMING))
    return chosen, shared, day, saving.note(form, "note", note)


def _read(typed: saving.Typed, fields: Fields) -> Outline:
    stage, consent, coming, note = fields
    day = typed.day("next_review", say("cases.plan_next"), coming, coming=True)
    return Outline(stage or "", day, consent, note)


def _aim(form: str, goal: Goal) -> tuple[str, str | None, str | None, str]:
    text = saving.line(form, "text", say("cases.goal_text"), goal.text)
    left, right = st.columns(2)
    with left:
        issue = saving.pick(form, "issue", say("cases.goal_issue"), "issue", goal.issue)
    with right:
        state = saving.pick(form, "state", say("cases.goal_state"), "goal_state", goal.state)
    due = saving.line(form, "due", say("cases.goal_due"), saving.in_form(goal.due_on), say(COMING))
    return text, issue, state, due


def _read_aim(typed: saving.Typed, fields: tuple[str, str | None, str | None, str]) -> Aim:
    text, issue, state, due = fields
    return Aim(text, issue, state or "", typed.day("due_on", say("cases.goal_due"), due, coming=True))


def _form(plan: SupportPlan, name: str) -> str:
    """The name of a form of this plan."""
    return f"plan-{plan.id}-{name}"


def _after(
    form: str, plan: SupportPlan, outcome: saving.Outcome, said: st.delta_generator.DeltaGenerator, line: str
) -> None:
    if outcome.done:
        # What she saved herself is no surprise to the other forms of this plan that stand open.
        case_state.follow(_form(plan, ""), plan.version, plan.version + 1)
        saving.done(form, line)
    if outcome.meanwhile:
        case_state.caught_up(form, plan.version)
    with said:
        saving.say_faults(outcome)
