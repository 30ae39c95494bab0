"""The surveys of a fiscal year as one chart: a bar a survey, best to worst, what the source does not explain left white."""

from collections.abc import Iterator, Sequence
from functools import partial

import pandas as pd

from charts import survey, theme
from charts.theme import Texts
from data import calendar, codes
from data.queries.surveys import Counts, Shares
from data.queries.trainings import Training
from ui import access, figures
from ui.staff.entry import Entry
from ui.staff.training_tables import ROUNDING
from ui.staff.words import say

COLUMNS = ["occasion", "step", "share", "kind", "n"]
Row = tuple[str, str, float | None, str, int | None]


def draw(entry: Entry, year: int, rows: Sequence[Training]) -> None:
    """The chart with its table and its files; of our own answers only protected ones leave, and the officer sees no others."""
    safe = list(_rows(rows, protected=True))
    shown = safe if entry.who.role == access.OFFICER else list(_rows(rows, protected=False))
    is_counted = any(counts.told for one in rows for counts in one.survey.counted)
    sources = "、".join(
        dict.fromkeys(
            [one.survey.printed.title for one in rows if one.survey.printed]
            + [say("training.own_source") for one in rows if any(counts.told for counts in one.survey.counted)]
        )
    )

    def texts(of: list[Row]) -> Texts:
        under = "chart_subtitle_protected" if is_counted and of is safe else "chart_subtitle"
        if under == "chart_subtitle" and any(kind == survey.UNEXPLAINED for *_, kind, _ in of):
            under = "chart_subtitle_unexplained"
        return Texts(
            title=f"{calendar.wareki(year)} {say('training.chart_title')}",
            subtitle=say(f"training.{under}"),
            alt=_alt(of),
            source=say("training.chart_source", source=sources),
            as_of=say("training.chart_as_of", day=calendar.spoken_day(entry.today)),
        )

    # A picture that leaves holds its words too: they must not tell what the drawing hides.
    leaving = figures.Leaving(partial(_chart, safe, texts(safe)), _table(safe))
    drawing = partial(_chart, shown, texts(shown))
    figures.show(entry, drawing, texts(shown), _table(shown), "training-survey", leaving=leaving)


def _chart(rows: list[Row], texts: Texts, width: int) -> theme.Chart | None:
    return survey.survey(pd.DataFrame(rows, columns=COLUMNS), texts, width=width)


def _rows(rows: Sequence[Training], protected: bool) -> Iterator[Row]:
    """The parts of every bar; a survey of too few answers has none."""
    for one in rows:
        several = bool(one.survey.printed) + sum(counts.told for counts in one.survey.counted) > 1
        if one.survey.printed:
            name = f"{one.name}・{say('training.origin_published')}" if several else one.name
            yield from _printed(name, one.survey.printed)
        for counts in one.survey.counted:
            if counts.told:
                name = f"{one.name}・{say(f'training.origin_{counts.origin}')}" if several else one.name
                yield from _counted(name, counts, protected)


def _printed(name: str, shares: Shares) -> Iterator[Row]:
    for step, label in codes.labels("survey_step").items():
        tenths = shares.steps.get(step)
        yield name, label, None if tenths is None else tenths / 10, "step", None
    if shares.unexplained > ROUNDING:
        yield name, say("training.unexplained"), shares.unexplained / 10, survey.UNEXPLAINED, None


def _counted(name: str, counts: Counts, protected: bool) -> Iterator[Row]:
    seen = counts.shown
    for step, label in codes.labels("survey_step").items():
        tenths = seen.share(step) if protected else counts.share(step)
        share = None if tenths is None else tenths / 10
        yield name, label, share, "step", seen.total.value if protected else counts.total


def _alt(rows: list[Row]) -> str:
    by_name: dict[str, list[str]] = {}
    for name, step, share, _, _ in rows:
        by_name.setdefault(name, []).append(f"{step} {_said(share)}")
    parts = "。".join(f"{name}：{'、'.join(steps)}" for name, steps in by_name.items())
    return f"{say('training.chart_title')}。{parts}。"


def _table(rows: list[Row]) -> figures.Table:
    steps = list(dict.fromkeys(step for _, step, *_ in rows))
    names = dict.fromkeys(name for name, *_ in rows)
    found = {(name, step): share for name, step, share, _, _ in rows}
    lines = [[name, *(_said(found[name, step]) if (name, step) in found else "―" for step in steps)] for name in names]
    return figures.Table([say("training.number"), *steps], lines)


def _said(share: float | None) -> str:
    return theme.NO_DATA if share is None else f"{share:.1f}%"
