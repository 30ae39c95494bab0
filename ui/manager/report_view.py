"""A yearly report as html, as it will print: the same document model that the files are made from."""

import base64
import html
from collections.abc import Mapping

from reports.facts import Fact
from reports.model import Report, Section, Table


def whole(report: Report, pictures: Mapping[str, Mapping[str, bytes]]) -> str:
    """The whole report; `pictures` are SVG by the title of their chart, for a `broad` screen and a `narrow` one."""
    made_up = f'<p class="s-demo">{html.escape(report.made_up)}</p>' if report.made_up else ""
    body = "".join(_section(one, pictures) for one in report.sections)
    after = "".join(
        f"<details><summary>{html.escape(table.title)}</summary>{_table(table)}</details>"
        for table in (report.provenance, report.mismatches)
    )
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in report.notes)
    return (
        f'<article class="s-paper">{made_up}<h2>{html.escape(report.title)}</h2>'
        f'<p class="s-soft">{html.escape(report.made)}</p>{body}{after}'
        f"<details><summary>数え方</summary><ul>{notes}</ul></details></article>"
    )


def _section(section: Section, pictures: Mapping[str, Mapping[str, bytes]]) -> str:
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in section.lines)
    source = f'<p class="s-soft">{html.escape(section.source)}</p>' if section.source else ""
    charts = "".join(
        f'<img class="s-picture s-{width}" alt="{html.escape(chart.alt, quote=True)}" '
        f'src="data:image/svg+xml;base64,{base64.b64encode(drawn[chart.title]).decode()}">'
        for chart in section.charts
        for width, drawn in pictures.items()
        if chart.title in drawn
    )
    tables = "".join(f"<h4>{html.escape(table.title)}</h4>{_table(table)}" for table in section.tables)
    return f"<h3>{html.escape(section.title)}</h3>{lines}{source}{charts}{tables}"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in table.head)
    rows = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in table.rows)
    body = (
        f'<div class="s-wide" tabindex="0" role="region" aria-label="{html.escape(table.title, quote=True)}">'
        f'<table class="s-grid"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        if table.rows
        else ""
    )
    return body + "".join(f'<p class="s-soft">{html.escape(note)}</p>' for note in table.notes)


def _cell(value: str | Fact) -> str:
    """A figure stands at the right and says where it is from to whoever points at it."""
    if not isinstance(value, Fact):
        return f"<td>{html.escape(value)}</td>"
    origin = "、".join(part for part in (value.document, value.place, value.formula, value.status) if part)
    return f'<td class="s-number" title="{html.escape(origin, quote=True)}">{html.escape(value.said)}</td>'
