"""A chart on a staff page: its title, the drawing for wide and narrow screens, where it is from, its table, its files.

The browser draws it under the policy as it is (ADR 0027); what leaves is only what the caller says may leave.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from charts import picture, theme
from charts.child import DrawingError
from charts.theme import Chart, Texts
from data import sheets
from data.commands import exports
from data.commands.exports import DEMO, PICTURED, Finished
from data.queries import store
from ui import access
from ui.markup import Html
from ui.staff.entry import Entry
from ui.staff.words import say, shown

Draw = Callable[[int], Chart | None]
Value = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """What stands under a chart: its head, its rows and its last line; a number is a number, a state its words."""

    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    foot: Sequence[Value] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """The drawing (None: there is none) and the table that may leave: of published figures the same, of records made from
    protected cells."""

    draw: Draw | None
    table: Table


def show(
    entry: Entry,
    draw: Draw,
    texts: Texts,
    table: Table,
    key: str,
    *,
    leaving: Leaving | None = None,
    notes: Sequence[str] = (),
) -> None:
    """All of it under one key; `draw(width)` makes the chart. Without `leaving` nothing is offered to take along.

    `notes` are the sentences of the numbers in the chart (charts.marks.numbered).
    """
    with st.container(key=f"figure-{key}"):
        st.html(_head(texts))
        drawn(draw, key)
        st.html(_notes(notes) + _caption(texts))
        with st.expander(say("figures.table")):
            st.html(grid(table, texts.title))
        if leaving and leaving.draw and leaving.draw(theme.WIDE) is not None:
            files(entry, leaving, texts, key)


def grid(table: Table, title: str, kind: str = "s-grid", *, named: bool = False) -> str:
    """The table as html; the first column names the row. It scrolls by itself where it is wider than the screen.

    `named`: its title stands above it, else only those who hear it are told. A cell of Html is left as it is.
    """
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in table.head)
    body = "".join(_line(row) for row in table.rows)
    foot = f"<tfoot>{_line(table.foot)}</tfoot>" if table.foot else ""
    said = html.escape(title)
    quiet = "" if named else ' class="s-hidden"'
    return (
        f'<div class="s-wider" role="region" tabindex="0" aria-label="{said}"><table class="{kind}">'
        f"<caption{quiet}>{said}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>"
    )


def _line(row: Sequence[Value]) -> str:
    cells = "".join(f"<td>{_cell(one)}</td>" for one in row[1:])
    return f'<tr><th scope="row">{_cell(row[0])}</th>{cells}</tr>'


def _cell(one: Value) -> str:
    if isinstance(one, Html):
        return one
    return f"{one:,}" if isinstance(one, int) else html.escape(one)


def _head(texts: Texts) -> str:
    under = f'<p class="s-soft">{html.escape(texts.subtitle)}</p>' if texts.subtitle else ""
    return f"<h3>{html.escape(texts.title)}</h3>{under}"


def drawn(draw: Draw, key: str) -> None:
    """The drawing twice, of which the width of the screen shows one; or the sentence that there is nothing to draw."""
    drawings = {"wide": draw(theme.WIDE), "narrow": draw(theme.NARROW)}
    for name, chart in drawings.items():
        if chart is None:
            st.html(f'<p class="s-none">{shown("figures.none")}</p>')
            return
        with st.container(key=f"figure-{key}-drawn-{name}"):
            # With its data inside: a table of its own for each layer would cost ten times as much.
            st.vega_lite_chart(spec=chart, width="content", theme=None)


def _notes(notes: Sequence[str]) -> str:
    if not notes:
        return ""
    listed = "".join(f"<li>{html.escape(one)}</li>" for one in notes)
    return f'<p class="s-soft">{shown("figures.notes")}</p><ol class="s-list">{listed}</ol>'


def _caption(texts: Texts) -> str:
    lines = [html.escape(one) for one in (texts.source, texts.as_of) if one]
    return f'<p class="s-soft">{"<br>".join(lines)}</p>'


def files(entry: Entry, leaving: Leaving, texts: Texts, key: str) -> None:
    """Three buttons; a file is made when one is pressed and leaves once, by our own route (ADR 0027)."""
    with st.expander(say("figures.take")):
        st.html(f'<p class="s-soft">{shown("figures.take_lead")}</p>')
        _buttons(entry, leaving, texts, key)


def choose(entry: Entry, offered: Callable[[], Mapping[Texts, Leaving]], key: str) -> None:
    """The same for several charts and tables of a page, one chosen by its title; asked for when somebody opens it."""
    fold = st.expander(say("figures.take"), key=f"figure-{key}-take", on_change="rerun")
    if not fold.open:
        return
    titled = {texts.title: (texts, leaving) for texts, leaving in offered().items()}
    with fold:
        if not titled:
            st.html(f"<p>{shown('figures.nothing')}</p>")
            return
        st.html(f'<p class="s-soft">{shown("figures.take_lead")}</p>')
        texts, leaving = titled[st.selectbox(say("figures.which"), list(titled), key=f"figure-{key}-which")]
        _buttons(entry, leaving, texts, key)


def _buttons(entry: Entry, leaving: Leaving, texts: Texts, key: str) -> None:
    """PNG and SVG where there is a drawing, CSV always; below them the way to what was made, or why it was not."""
    kinds = [kind for kind in PICTURED if kind == "csv" or (leaving.draw and leaving.draw(theme.WIDE) is not None)]
    with st.container(key=f"figure-{key}-files", horizontal=True):
        pressed = [kind for kind in kinds if st.button(say(f"figures.{kind}"), key=f"figure-{key}-{kind}")]
    if not pressed:
        return
    try:
        with st.spinner(say("figures.making")):
            token = _kept(entry, leaving, texts, pressed[0])
    except DrawingError:
        st.html(f'<p class="s-fault" role="alert">{shown("figures.failed")}</p>')
        return
    st.html(
        f'<p role="status">{shown("figures.ready")} '
        f'<a class="s-button" href="/download?ticket={token}">{shown(f"figures.{pressed[0]}")}</a></p>'
    )


def _kept(entry: Entry, leaving: Leaving, texts: Texts, kind: str) -> str:
    """The ticket of the file, made now."""
    with entry.database.read() as session:
        made_up = DEMO if store.is_demo(session) else ""
    chart = leaving.draw(theme.WIDE) if leaving.draw else None
    if kind == "csv" or chart is None:
        kind, body = "csv", as_csv(leaving.table, texts, made_up)
    else:
        body = picture.picture(chart, "png" if kind == "png" else "svg", made_up)
    name = f"{'架空_' if made_up else ''}{texts.title}.{kind}"
    with entry.database.write() as session:
        return exports.keep(session, entry.who, entry.now, Finished(name, PICTURED[kind], body), access.DOWNLOADS)


def as_csv(table: Table, texts: Texts, made_up: str = "") -> bytes:
    """The table as CSV, title, source and day above it, with a byte order mark and no cell that starts a formula."""
    above = tuple(one for one in (made_up, texts.title, texts.subtitle, texts.source, texts.as_of) if one)
    rows = [*table.rows, table.foot] if table.foot else table.rows
    return b"".join(sheets.as_csv(sheets.Sheet(above, tuple(table.head), rows, len(rows))))
