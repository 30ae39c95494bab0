"""The tables of the trends page: months and years, a day's work, the lines of a breakdown, weekday by hour."""

from collections.abc import Mapping
from datetime import date
from html import escape

from data import calendar
from data.counting import Rule
from data.disclosure import Cell as Seen
from data.queries import comparison, trends
from data.queries.breakdown import Breakdown, Line
from data.queries.comparison import Difference
from data.queries.filters import WEEKDAYS, Filters
from data.queries.series import Cell, Series
from data.queries.trends import Day
from ui.figures import Table, Value, grid
from ui.markup import Html
from ui.staff import trends_links
from ui.staff import trends_words as words
from ui.staff.words import say, shown

KIND = "s-grid s-trends"


def months(
    found: Series, years: list[int], totals: Mapping[int, str], today: date, opens: Filters | None = None
) -> str:
    """A row a month of the newest years given, and the newest beside the one before; `totals` as they may be seen.

    `opens`: the filters under which a month that was counted from records leads to them.
    """
    last = years[-1]
    compared = last - 1 in years
    differences = comparison.by_month(found, last, last - 1) if compared else {}
    heads = [say("trends.month"), *(calendar.wareki(year) for year in years)]
    heads += [say("trends.change", year=calendar.wareki(last - 1))] if compared else []
    by_year = [found.of_year(year) for year in years]
    rows: list[list[Value]] = []
    for place in range(12):
        month = by_year[-1][place].month
        line: list[Value] = [f"{month % 100}月", *(_month(cells[place], today, opens) for cells in by_year)]
        running = by_year[-1][place].origin != "published" and month == calendar.month_of(today)
        if compared:
            line.append("－" if running else _change(differences[month]))
        rows.append(line)
    sums: list[Value] = [Html(f"<b>{escape(totals.get(year, words.NONE))}</b>") for year in years]
    if compared:
        sums.append(_change(comparison.in_all(found, last, last - 1)))
    table = Table(heads, rows, [say("trends.total"), *sums])
    return grid(table, say("trends.table_caption"), f"{KIND} s-months")


def plain(found: Series, years: list[int]) -> Table:
    """The months of these years for a file: numbers as numbers, states as words."""
    rows = [
        [f"{cells[0].month % 100}月", *(words.value(cell) if cell.value is None else cell.value for cell in cells)]
        for cells in zip(*(found.of_year(year) for year in years), strict=True)
    ]
    return Table([say("trends.month"), *(calendar.wareki(year) for year in years)], rows)


def _month(cell: Cell, today: date, opens: Filters | None) -> Html:
    running = cell.origin != "published" and cell.month == calendar.month_of(today) and cell.value is not None
    mark = "※" if cell.note else ""
    state = "" if cell.value is not None else ' class="s-state"'
    way = None if opens is None else trends_links.of_month(cell, opens, trends.rule())
    part = f"<span>{shown('trends.running_cell')}</span>" if running else ""
    return Html(f"<span{state}>{_led(escape(words.value(cell)) + mark, way)}</span>{part}")


def _led(text: str, way: str | None) -> str:
    return f'<a href="{escape(way)}">{text}</a>' if way else text


def _change(found: Difference | None) -> Html:
    """A difference whose percentage may go into a line of its own on a telephone."""
    number, bracket, share = words.change(found).partition("（")
    return Html(f"<span>{number}</span>" + (f"<span>{bracket}{share}</span>" if bracket else ""))


def years(found: Series, heads: list[trends.Head], same: tuple[list[int], Mapping[int, int]]) -> str:
    """A row a fiscal year: how many, of how many months, of what target, and like for like."""
    listed, sums = same
    aimed = any(one.goal for one in heads)
    names = [say("trends.year"), say("trends.years_value"), say("trends.years_months")]
    names += [say("trends.years_goal")] if aimed else []
    names += [say("trends.years_same", months=words.span(listed))] if listed else []
    rows: list[list[Value]] = []
    for one in heads:
        counted = sum(cell.is_counted for cell in found.of_year(one.year))
        line: list[Value] = [calendar.wareki(one.year), words.head_value(one) if one.value is None else one.value]
        line.append(say("trends.months_count", count=counted))
        line += [words.percent(one.ratio) if one.ratio is not None else "－"] if aimed else []
        rows.append(line + ([sums[one.year]] if listed else []))
    return grid(Table(names, rows), say("trends.years_caption"), KIND)


def days(found: list[Day]) -> str:
    """A row a month: the days open, the consultations for each."""
    rows = [
        [
            words.month_name(one.month),
            f"{one.days}日" if one.days else "－",
            f"{one.a_day / 10:.1f}" if one.a_day is not None else words.NONE,
        ]
        for one in found
    ]
    heads = [say("trends.month"), say("trends.a_day_days"), say("trends.a_day_value")]
    return grid(Table(heads, rows), say("trends.a_day"), KIND)


def parts(found: Breakdown, opens: tuple[Filters, Rule] | None = None) -> Table:
    """A row a value of the item; its name leads to its records for those who may see them (`opens`)."""
    compared = found.before is not None
    heads = [say("trends.item"), say("trends.parts_now"), say("trends.parts_share")]
    heads += [say("trends.parts_then"), say("trends.parts_change")] if compared else []
    rows: list[list[Value]] = []
    for line in found.lines:
        cells: list[Value] = [_name(found.item, line, opens), number(line.now), line.share]
        rows.append(cells + ([number(line.before), _change(line.change)] if compared else []))
    totals: list[Value] = [say("trends.total"), number(found.total), ""]
    return Table(heads, rows, totals + ([number(found.before), ""] if compared else []))


def number(cell: Seen | None) -> Value:
    """A count that may be seen as a number, what may not as its words."""
    return words.seen(cell) if cell is None or cell.value is None else cell.value


def _name(item: str, line: Line, opens: tuple[Filters, Rule] | None) -> str:
    return Html(_led(escape(line.label), trends_links.of_line(item, line, *opens))) if opens else line.label


def load(cells: Mapping[tuple[int, int], Seen], opens: tuple[Filters, Rule] | None = None) -> Table:
    """Hours down, weekdays across; a count leads to its records for those who may see them (`opens`)."""
    days = words.days_shown(cells)
    rows: list[list[Value]] = []
    for hour in sorted({hour for _, hour in cells}):
        line: list[Value] = [say("trends.hour", hour=hour)]
        for day in days:
            cell = cells[day, hour]
            way = trends_links.of_time(cell, *opens, day, hour) if opens else None
            line.append(Html(_led(words.seen(cell), way)) if way else number(cell))
        rows.append(line)
    return Table([say("trends.load_hour"), *(WEEKDAYS[day] for day in days)], rows)
