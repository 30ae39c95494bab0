"""The charts of a report as pictures: PNG for the files, each drawn once for all four, and SVG for the screen."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reports.model import Chart, Report


def draw(report: Report) -> dict[str, bytes]:
    """{title of the chart: PNG} with source, day and, where it is so, 架空 inside."""
    return dict(_all(report, "png"))


def drawn(report: Report, *, narrow: bool = False) -> dict[str, bytes]:
    """{title of the chart: SVG}, the same picture for the screen, or for that of a telephone."""
    return dict(_all(report, "svg", narrow=narrow))


def _all(report: Report, kind: Any, *, narrow: bool = False) -> Iterator[tuple[str, bytes]]:
    # Altair and the converter take a second to come in: only whoever draws waits for them.
    from charts import picture, theme

    for section in report.sections:
        for chart in section.charts:
            made = _KINDS[chart.kind](chart, report, theme.NARROW if narrow else theme.WIDE)
            if made is not None:
                yield chart.title, picture.picture(made, kind, report.made_up)


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
