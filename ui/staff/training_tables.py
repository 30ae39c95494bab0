"""The tables of the page of trainings: the sessions, their surveys as printed and as counted, the sign-ups."""

import html
from datetime import date

import streamlit as st

from data import calendar, codes, disclosure
from data.queries import surveys
from data.queries.figures import Figure
from data.queries.surveys import Counts, Shares
from data.queries.trainings import Training
from ui.staff import saving
from ui.staff.words import say, shown

NONE, EMPTY = "データなし", "―"
# One tenth of a percent is rounding.
ROUNDING = 1


def sessions(rows: list[Training], today: date) -> str:
    """One row a training, first to last; what is not known says so."""
    names = ("number", "held_on", "theme", "form", "sign_ups", "attendance", "source")
    head = "".join(f'<th scope="col">{shown(f"training.{name}")}</th>' for name in names)
    body = "".join(_session(one, today) for one in rows)
    return (
        f'<h2>{shown("training.table")}</h2><div class="s-wide" tabindex="0">'
        f'<table class="s-table s-cards"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _session(one: Training, today: date) -> str:
    coming = one.attendance is None and (one.held_on is None or one.held_on >= today)
    aim = [f"{say(f'training.{name}')}{n:,}人" for name, n in (("target", one.target), ("capacity", one.capacity)) if n]
    signed = f"{one.sign_ups:,}人" if one.sign_ups is not None else NONE
    cells = {
        "number": one.name,
        "held_on": calendar.spoken_day(one.held_on) if one.held_on else NONE,
        "theme": one.theme or NONE,
        "form": one.form or NONE,
        "sign_ups": "・".join([signed, *aim]),
        "attendance": f"{one.attendance:,}人"
        if one.attendance is not None
        else say("training.coming")
        if coming
        else NONE,
        "source": "、".join(part for part in (one.source.title, one.source.place) if part)
        or say("training.own_source"),
    }
    return "<tr>" + "".join(_cell(f"training.{name}", text) for name, text in cells.items()) + "</tr>"


def _cell(label: str, text: str) -> str:
    return f'<td data-label="{shown(label)}">{html.escape(text)}</td>'


def means(useful: Figure) -> str:
    """Both means beside the target, each by its name."""
    return f"<h2>{shown('training.useful')}</h2>{_means(useful)}"


def no_surveys() -> str:
    """That there is none."""
    return f"<h2>{shown('training.useful')}</h2><p>{shown('training.useful_none')}</p>"


def surveys_part(answered: list[Training], useful: Figure, *, protected: bool) -> str:
    """Every survey as it is printed or counted, then what does not add up."""
    notes = [note for one in answered for note in _mismatches(one)]
    if protected and any(one.survey.counted for one in answered):
        notes.append(say("training.protected"))
    said = "".join(f'<p class="s-soft">{html.escape(note)}</p>' for note in notes)
    return _surveys(answered, useful, protected) + said


def _means(useful: Figure) -> str:
    if useful.weighted is None and useful.simple is None:
        return f'<p class="s-soft">{shown("training.useful_what")}</p>'
    means = {"weighted": _percent(useful.weighted), "simple": _percent(useful.simple)}
    if useful.target:
        said = shown("training.useful_lead", **means, target=_percent(useful.target.value))
    else:
        said = shown("training.useful_lead_no_target", **means)
    return f'<p><b>{said}</b></p><p class="s-soft">{shown("training.useful_what")}</p>'


def _surveys(rows: list[Training], useful: Figure, protected: bool) -> str:
    steps = codes.labels("survey_step")
    heads = [
        say("training.number"),
        say("training.origin"),
        *steps.values(),
        say("training.sum"),
        say("training.unexplained"),
        say("training.sum_of_two"),
        say("training.stated"),
        say("training.answers"),
    ]
    made: list[list[str]] = []
    for one in rows:
        if one.survey.printed:
            made.append([one.name, *_printed(one, one.survey.printed, useful)])
        made += [[one.name, *_counted(counts, protected)] for counts in one.survey.counted]
    # What none of the surveys has takes no room.
    used = [place for place in range(len(heads)) if any(cells[place] != EMPTY for cells in made)]
    head = "".join(f'<th scope="col">{html.escape(heads[place])}</th>' for place in used)
    body = "".join(_row([heads[place] for place in used], [cells[place] for place in used]) for cells in made)
    return (
        f'<div class="s-wide" tabindex="0"><table class="s-table s-cards s-numbers"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(heads: list[str], cells: list[str]) -> str:
    made = [
        f'<td data-label="{html.escape(head)}">{html.escape(text)}</td>'
        for head, text in zip(heads, cells, strict=True)
    ]
    return f"<tr>{''.join(made)}</tr>"


def _printed(one: Training, shares: Shares, useful: Figure) -> list[str]:
    steps = [_percent(shares.steps.get(step)) for step in codes.lists()["survey_step"]]
    gap = _percent(shares.unexplained) if abs(shares.unexplained) > ROUNDING else EMPTY
    stated = NONE
    if one.stated is not None:
        stated = _percent(one.stated)
        if useful.target:
            points = f"{(one.stated - useful.target.value) / 10:+.1f}".replace("-", "−")
            stated += f"（{say('training.points', points=points)}）"
    return [
        say("training.origin_published"), *steps, _percent(shares.total), gap, _percent(shares.useful), stated,
        say("training.answers_unknown"),
    ]  # fmt: skip


def _counted(counts: Counts, protected: bool) -> list[str]:
    """Numbers of people by step; few answers are not told by step, the officer sees all of them protected."""
    origin, n = say(f"training.origin_{counts.origin}"), counts.total
    width = len(codes.lists()["survey_step"])
    seen = counts.shown
    said = _people(seen.total) if protected else f"{n:,}人"
    if not counts.told:
        why = say("training.few", fewest=surveys.FEWEST) if n else say("training.no_answers")
        return [origin, *[EMPTY] * width, EMPTY, EMPTY, why, EMPTY, said if n else NONE]
    if protected:
        share = disclosure.share(seen.useful, seen.total)
        return [origin, *map(_people, seen.steps.values()), EMPTY, EMPTY, share, EMPTY, said]
    people = [
        f"{counts.steps.get(step, 0):,}人（{_percent(counts.share(step))}）" for step in codes.lists()["survey_step"]
    ]
    return [origin, *people, EMPTY, EMPTY, _percent(counts.useful), EMPTY, said]


def _people(cell: disclosure.Cell) -> str:
    return f"{cell}人" if cell.value is not None else str(cell)


def _mismatches(one: Training) -> list[str]:
    shares = one.survey.printed
    if shares is None:
        return []
    found = []
    total = f"{shares.total / 10:.1f}"
    if shares.unexplained > ROUNDING:
        found.append(say("training.mismatch", name=one.name, total=total, gap=f"{shares.unexplained / 10:.1f}"))
    elif shares.unexplained < -ROUNDING:
        found.append(say("training.over", name=one.name, total=total))
    if one.stated is not None and one.stated != shares.useful:
        both = {"sum": f"{shares.useful / 10:.1f}", "stated": f"{one.stated / 10:.1f}"}
        found.append(say("training.two_numbers", name=one.name, **both))
    return found


def _percent(tenths: int | None) -> str:
    return NONE if tenths is None else f"{tenths / 10:.1f}%"


def pace_part(rows: list[Training], today: date) -> None:
    """For each training that is to come: its sign-ups beside the line, what is needed a week, how the line is made."""
    coming = [one for one in rows if one.attendance is None and one.held_on and one.held_on >= today]
    if not coming:
        return
    st.html(f"<h2>{shown('training.pace')}</h2>{''.join(_pace(one, today) for one in coming)}")
    st.html(f'<p class="s-soft">{shown("training.pace_how")}</p>')


def _pace(one: Training, today: date) -> str:
    found = one.pace(today)
    if found is None or one.held_on is None:
        return f'<p class="s-soft">{shown("training.pace_needs", name=one.name)}</p>'
    key = "training.pace_behind" if found.behind else "training.pace_ahead"
    said = shown(
        key,
        name=one.name,
        held=saving.spoken(one.held_on, today),
        sign_ups=f"{found.sign_ups:,}",
        counted=saving.spoken(found.counted_on, today),
        expected=f"{found.expected:,}",
        gap=found.expected - found.sign_ups,
    )
    if found.a_week is None:
        said += shown("training.pace_today")
    elif found.a_week == 0:
        said += shown("training.pace_enough", aim=f"{found.aim:,}")
    else:
        said += shown("training.pace_left", days=found.days_left, aim=f"{found.aim:,}", a_week=found.a_week)
    mark = "▲ " if found.behind else ""
    stale = f' <span class="s-soft">{shown("training.pace_stale")}</span>' if found.stale else ""
    return f"<p>{mark}{said}{stale}</p>"
