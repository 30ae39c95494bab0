"""From a figure of the trends page to its records: the address of the search for a line, a time of the week, a month."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from data.counting import Rule
from data.disclosure import Cell as Seen
from data.queries import breakdown, drill, filters
from data.queries.breakdown import Line
from data.queries.filters import Filters
from data.queries.series import RECORDS, Cell


def of_line(item: str, line: Line, chosen: Filters, rule: Rule) -> str | None:
    """The records of a line of a breakdown; None where a search cannot find them."""
    query = breakdown.link(item, line, chosen, rule)
    return _address(query) if query else None


def of_time(seen: Seen, chosen: Filters, rule: Rule, weekday: int, hour: int) -> str | None:
    """The records of a weekday and an hour; None where there are none."""
    return _address(filters.to_query(drill.of_time(chosen, rule, weekday, hour))) if seen.value else None


def of_month(cell: Cell, chosen: Filters, rule: Rule) -> str | None:
    """The records of a month that was counted from them; of a published one there are none."""
    if cell.origin != RECORDS or not cell.value:
        return None
    return _address(filters.to_query(drill.of_month(chosen, rule, cell.month)))


def _address(query: Mapping[str, Sequence[str]]) -> str:
    return f"/search?{urlencode(query, doseq=True)}"
