"""One indicator as a row of the targets page: name and state, words, bar, what it means, pace, where from, history."""

import html
from collections.abc import Iterator

from charts.theme import Texts
from data import calendar, codes
from data.queries import figures
from data.queries import pace as pacing
from data.queries.figures import Figure
from data.queries.pace import Method, Pace
from data.queries.provenance import Origin
from data.queries.targets import Step
from ui.figures import Draw
from ui.manager import amounts, bars, pace_chart
from ui.staff import where_from
from ui.staff.words import say, shown

STATES = (
    figures.REACHED,
    figures.ON_THE_WAY,
    figures.UNDER,
    figures.UNSURE,
    figures.NO_ACTUAL,
    figures.BROKEN,
    figures.ZERO,
)


def html_of(one: Figure, pace: Pace | None, origins: list[Origin], history: list[Step]) -> str:
    """The row as html."""
    name = codes.label("indicator", one.indicator)
    state = shown(f"targets.state_{state_of(one)}")
    words = html.escape(amounts.in_words(one))
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in _lines(one, pace))
    return (
        f'<section class="s-goal" data-indicator="{one.indicator}">'
        f'<h2>{html.escape(name)} <span class="s-state" data-state="{state_of(one)}">{state}</span></h2>'
        f'<p class="s-goal-words">{words}</p>{_bars(one)}{lines}'
        f"{where_from.fold(origins, name)}{_history(one, history)}</section>"
    )


def drawing(one: Figure, pace: Pace | None) -> Draw | None:
    """The pace as a drawing; None where there is no range to show."""
    if pace is None or pace.low is None or not (pace.target or pace.so_far):
        return None
    title = say("targets.pace_chart", name=codes.label("indicator", one.indicator))
    return pace_chart.draw(pace, Texts(title, alt=f"{title}。{''.join(_pace(one, pace))}"))


def state_of(one: Figure) -> str:
    """The state of a row."""
    return one.state


def _bars(one: Figure) -> str:
    if one.target is None or one.target.value == 0:
        return ""
    if one.value is not None:
        return bars.bar(one.value, one.target.value, amounts.in_words(one))
    aim = amounts.goal(one.target.value, one.unit, one.scale)
    rows = []
    for part in one.occasions:
        if part.value is not None:
            value = amounts.said(part.value, one.unit, one.scale)
            off = amounts.signed(part.value - one.target.value, one.scale, one.unit)
            said = f"{part.name} {value}（{off}）"
            drawn = bars.bar(part.value, one.target.value, f"{said}、目標 {aim}")
            rows.append(f"<li><span>{html.escape(said)}</span>{drawn}</li>")
    return f'<ul class="s-occasions">{"".join(rows)}</ul>' if rows else ""


def _lines(one: Figure, pace: Pace | None) -> Iterator[str]:
    """The sentences under the bar."""
    if one.status == figures.BROKEN:
        yield say("targets.broken")
    if one.target and one.value is not None:
        yield _distance(one, one.value, one.target.value)
    if one.target is None and (one.value is not None or one.occasions):
        yield say("targets.no_target")
    yield from _means(one)
    if not one.agrees and one.added is not None:
        yield say("targets.disagrees", added=amounts.said(one.added, one.unit, one.scale))
    if pace is not None:
        yield from _pace(one, pace)
    if one.target and not one.target.year_stated:
        yield say("targets.year_not_stated", year=calendar.wareki(one.fiscal_year))


def _distance(one: Figure, value: int, goal: int) -> str:
    if goal == 0:
        return say("targets.zero")
    off = amounts.signed(value - goal, one.scale, one.unit)
    if one.passed_in:
        said = amounts.said(one.passed_with or 0, one.unit, one.scale)
        return say("targets.passed", off=off, month=calendar.spoken_month(one.passed_in), running=said)
    return say("targets.distance", off=off)


def _means(one: Figure) -> Iterator[str]:
    """Both means of shares, each labelled by what it weighs."""
    goal = one.target.value if one.target else None
    for name, value in (("weighted", one.weighted), ("simple", one.simple)):
        if value is not None and one.unit == "%":
            off = "" if goal is None else f"（{amounts.signed(value - goal, one.scale, one.unit)}）"
            yield say(f"targets.{name}", value=amounts.said(value, one.unit, one.scale), off=off)


def _pace(one: Figure, pace: Pace) -> Iterator[str]:
    """Where the year is heading, as a range with its methods, and what the months that are left must bring."""
    if pace.so_far is None or pace.state in (pacing.OVER, pacing.NOT_BEGUN) or not (pace.target or pace.so_far):
        return
    unit = one.unit
    first, last = pace.cells[0].month, pace.cells[-1].month
    yield say("targets.so_far", months=where_from.span((first, last)), value=amounts.said(pace.so_far, unit, one.scale))
    if pace.low is None or pace.high is None:
        yield say(f"targets.pace_{pace.state}", months=len(pace.cells), least=pacing.LEAST_MONTHS)
    else:
        low, high = amounts.said(pace.low, "", one.scale), amounts.said(pace.high, unit, one.scale)
        spread = high if pace.low == pace.high else f"{low}〜{high}"
        yield say("targets.pace", spread=spread)
        yield say("targets.methods", methods="、".join(_method(method, one) for method in pace.methods))
    if pace.needed == 0:
        yield say("targets.needed_none")
    elif pace.needed is not None:
        needed = amounts.said(pace.needed, unit, one.scale)
        yield say("targets.needed", left=pace.months_left, needed=needed)


def _method(method: Method, one: Figure) -> str:
    value = amounts.said(method.expected, one.unit, one.scale)
    if method.missed is None or method.tried_on is None:
        missed = say("targets.missed_unknown")
    else:
        key = "targets.missed_under" if method.missed < 0 else "targets.missed_over"
        missed = say(key, year=calendar.wareki(method.tried_on), share=f"{abs(method.missed) / 10:.1f}")
    return say(f"targets.method_{method.name}", value=value, missed=missed)


def _history(one: Figure, steps: list[Step]) -> str:
    """The targets there were, once there is more than the first."""
    if len(steps) < 2 and not any(step.by for step in steps):
        return ""
    items = "".join(f"<li>{html.escape(_step(one, step))}</li>" for step in steps)
    return f'<details class="s-fold s-from s-history"><summary>{shown("targets.history")}</summary><ul>{items}</ul></details>'


def _step(one: Figure, step: Step) -> str:
    at = step.at.astimezone(calendar.TOKYO)
    value = amounts.goal(step.value, one.unit, one.scale)
    by = step.by or say("where_from.by_file")
    state = "" if step.replaced_at is None else say("targets.step_replaced")
    reason = say("targets.step_reason", reason=step.reason) if step.reason else ""
    place = say("targets.step_place", place=step.place) if step.place else ""
    return say("targets.step", day=calendar.spoken_day(at), value=value, by=by, state=state) + reason + place
