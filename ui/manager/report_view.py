"""A yearly report as html, as it will print: the same document model that the files are made from."""

import html
from collections.abc import Iterator, Sequence
from itertools import groupby

from reports.facts import Fact
from reports.model import Chart, Report, Section, Table, is_head, item

SHORT = 9
_NUMBER = ' class="s-number"'


def pieces(report: Report) -> Iterator[str | Chart]:
    """The whole report in its order: html, and the charts between, which the page draws."""
    made_up = f'<p class="s-demo">{html.escape(report.made_up)}</p>' if report.made_up else ""
    yield f'{made_up}<h2>{html.escape(report.title)}</h2><p class="s-soft">{html.escape(report.made)}</p>'
    for section in report.sections:
        yield from _section(section)
    after = "".join(
        f"<details><summary>{html.escape(table.title)}</summary>{_table(table)}</details>"
        for table in (report.provenance, report.mismatches)
    )
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in report.notes)
    yield f"{after}<details><summary>数え方</summary><ul>{notes}</ul></details>"


def _section(section: Section) -> Iterator[str | Chart]:
    source = f'<p class="s-soft">{html.escape(section.source)}</p>' if section.source else ""
    yield f"<h3>{html.escape(section.title)}</h3>{_lines(section.lines)}{source}"
    for one in section.parts:
        yield _titled(one) if isinstance(one, Table) else one


def _lines(lines: Sequence[str]) -> str:
    """Paragraphs, small headings and lists, as they will print."""
    made = []
    for is_list, some in groupby(lines, key=lambda line: item(line) is not None):
        if is_list:
            made.append("<ul>" + "".join(f"<li>{html.escape(item(line) or '')}</li>" for line in some) + "</ul>")
        else:
            made += [
                f"<p><b>{html.escape(line)}</b></p>" if is_head(line) else f"<p>{html.escape(line)}</p>"
                for line in some
            ]
    return "".join(made)


def _titled(table: Table) -> str:
    return f"<h4>{html.escape(table.called)}</h4>{_table(table)}"


def _table(table: Table) -> str:
    right = [table.is_of_numbers(place) for place in range(len(table.head))]
    head = "".join(
        f'<th scope="col"{_NUMBER if at_right else ""}>{html.escape(one)}</th>'
        for one, at_right in zip(table.head, right, strict=True)
    )
    rows = "".join(f"<tr>{_first(row[0])}" + "".join(map(_cell, row[1:], right[1:])) + "</tr>" for row in table.rows)
    body = (
        f'<div class="s-wide" tabindex="0" role="region" aria-label="{html.escape(table.title, quote=True)}">'
        f'<table class="s-grid"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        if table.rows
        else ""
    )
    return body + "".join(f'<p class="s-soft">{html.escape(note)}</p>' for note in table.notes)


def _first(value: str | Fact) -> str:
    """What a row is about; a short name stays on one line."""
    short = ' class="s-short"' if len(str(value)) <= SHORT else ""
    return f"<td{short}>{html.escape(str(value))}</td>"


def _cell(value: str | Fact, at_right: bool) -> str:
    """A figure stands at the right and says where it is from to whoever points at it."""
    if not isinstance(value, Fact):
        lines = html.escape(value).replace("\n", "<br>")
        return f"<td{_NUMBER if at_right else ''}>{lines}</td>"
    origin = "、".join(part for part in (value.document, value.place, value.formula, value.status) if part)
    return f'<td{_NUMBER} title="{html.escape(origin, quote=True)}">{html.escape(value.said)}</td>'
