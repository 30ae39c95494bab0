"""The charts of a report as pictures, each drawn once for all four files."""

from reports.model import Report


def draw(report: Report) -> dict[str, bytes]:
    """{title of the chart: PNG}."""
    return {}


def drawn(report: Report) -> dict[str, bytes]:
    """{title of the chart: SVG}, for the screen."""
    return {}
