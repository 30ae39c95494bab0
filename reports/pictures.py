"""The charts of a report: for the screen as they are drawn there, for the files as PNG, each drawn once for all four."""

from collections.abc import Callable, Mapping
from typing import Any

from reports.model import Chart, Report


def draw(report: Report) -> dict[str, bytes]:
    """{title of the chart: PNG} with source, day and, where it is so, 架空 inside."""
    # The converter takes a second to come in: only whoever draws waits for it.
    from charts import picture, theme

    made = {one.title: chart(one, report, theme.WIDE) for section in report.sections for one in section.charts}
    return {title: picture.picture(one, "png", report.made_up) for title, one in made.items() if one is not None}


def chart(one: Chart, report: Report, width: int) -> Any:
    """The drawing of a chart for a screen or a page so wide; None where there is nothing to draw."""
    return _KINDS[one.kind](one, report, width)


def _texts(chart: Chart, report: Report) -> Any:
    from charts.theme import Texts

    return Texts(chart.title, alt=chart.alt, source=f"出典: {chart.source}" if chart.source else "", as_of=report.made)


def _overlay(chart: Chart, report: Report, width: int) -> Any:
    import pandas as pd

    from charts.overlay import overlay

    return overlay(pd.DataFrame(list(chart.rows)), _texts(chart, report), width=width)


def _target(chart: Chart, report: Report, width: int) -> Any:
    from charts.target import target

    row: Mapping[str, Any] = chart.rows[0]
    return target(row["value"], row["target"], row["said"], _texts(chart, report), width=width)


def _survey(chart: Chart, report: Report, width: int) -> Any:
    import pandas as pd

    from charts.survey import survey

    return survey(pd.DataFrame(list(chart.rows)), _texts(chart, report), width=width)


_KINDS: Mapping[str, Callable[[Chart, Report, int], Any]] = {
    "overlay": _overlay,
    "target": _target,
    "survey": _survey,
}
