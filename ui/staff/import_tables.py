"""What a preview found, as words and plain tables; every cell of a file is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from data import codes
from data.importing.result import Preview
from data.importing.stored import said as said_month
from ui.staff.words import say, shown


def summary(found: Preview) -> str:
    """The first line of the page: what the file is, and whether it can be brought in."""
    kind = codes.label("import_kind", found.kind)
    if found.stops:
        return say("import.sum_stops", file=found.file_name, why=found.stops)
    if found.questions:
        return say("import.sum_asks", file=found.file_name, kind=kind, questions=len(found.questions))
    return say("import.sum_ready", file=found.file_name, kind=kind, count=_count(found))


def _count(found: Preview) -> str:
    """How much of it, and from when to when."""
    count = f"{found.rows.count:,}"
    if found.kind == "consultations":
        days = [content["received_on"] for _, _, content in found.rows.rows()]
        return say("import.count_days", count=count, first=min(days), last=max(days))
    months = {month for _, _, content in found.rows.rows() if (month := content["key"].get("month"))}
    if not months:
        return say("import.count_rows", count=count)
    first, last = said_month(min(months)), said_month(max(months))
    return say("import.count_months" if first == last else "import.count_figures", count=count, first=first, last=last)


def draw(found: Preview) -> None:
    """Checks, rejected cells, duplicates and conflicts, and how each column was taken."""
    if found.failed:
        _titled("import.checks")
        _table(("import.what",), ((f"✗ {one.what}",) for one in found.failed))
    elif found.checks:
        st.html(f'<p class="s-good">✓ {shown("import.checks_ok", count=len(found.checks))}</p>')
    if found.rejected:
        _titled("import.rejected", count=f"{found.rejected.total:,}")
        rows = ((_row(one.row), one.column, one.found, one.why) for one in found.rejected)
        _table(("import.row", "import.column", "import.found", "import.why"), rows, found.rejected.total)
    for name in ("conflicts", "duplicates"):
        listed = getattr(found, name)
        if listed:
            _titled(f"import.{name}", count=f"{listed.total:,}")
            lines = ((_row(one.row), one.column, one.found, one.stored) for one in listed)
            _table(("import.row", "import.column", "import.found", "import.stored"), lines, listed.total)
    if found.understood:
        with st.expander(say("import.understood")):
            _table(("import.what", "import.as"), ((one.column, one.as_) for one in found.understood))


def _row(row: int) -> str:
    return str(row) if row else "—"


def _titled(key: str, **params: object) -> None:
    st.html(f"<h2>{shown(key, **params)}</h2>")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], whole: int = 0) -> None:
    lines = [[escape(cell) for cell in row] for row in rows]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in lines)
    top = "".join(f'<th scope="col">{shown(key)}</th>' for key in head)
    more = f"<p>{shown('import.more', count=f'{whole - len(lines):,}')}</p>" if whole > len(lines) else ""
    st.html(
        f'<div class="s-wide"><table class="s-table s-import"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>{more}'
    )
