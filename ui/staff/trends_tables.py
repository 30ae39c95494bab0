"""The tables of the trends page as html: months and years, a day's work, the lines of a breakdown, weekday by hour."""

from collections.abc import Mapping
from datetime import date
from html import escape
from urllib.parse import urlencode

from data import calendar
from data.counting import Rule
from data.disclosure import Cell as Seen
from data.queries import breakdown, comparison, trends
from data.queries.breakdown import WEEKDAYS, Breakdown, Line
from data.queries.comparison import Difference
from data.queries.filters import Filters
from data.queries.series import Cell, Series
from data.queries.trends import Day
from ui.figures import Table
from ui.staff import trends_words as words
from ui.staff.words import say, shown


def months(found: Series, years: list[int], totals: Mapping[int, str], today: date) -> str:
    """A row a month of the newest years given, and the newest beside the one before; `totals` as they may be seen."""
    last = years[-1]
    compared = last - 1 in years
    differences = comparison.by_month(found, last, last - 1) if compared else {}
    heads = [say("trends.month"), *(calendar.wareki(year) for year in years)]
    heads += [say("trends.change", year=calendar.wareki(last - 1))] if compared else []
    by_year = [found.of_year(year) for year in years]
    rows = []
    for place in range(12):
        cells = [_month(cells[place], today) for cells in by_year]
        month = by_year[-1][place].month
        running = by_year[-1][place].origin != "published" and month == calendar.month_of(today)
        if compared:
            cells.append("－" if running else _change(differences[month]))
        rows.append(_row(f"{month % 100}月", cells))
    sums = [f"<b>{escape(totals.get(year, words.NONE))}</b>" for year in years]
    if compared:
        sums.append(_change(comparison.in_all(found, last, last - 1)))
    return _table(say("trends.table_caption"), heads, "".join(rows), _row(say("trends.total"), sums), kind="s-months")


def plain(found: Series, years: list[int]) -> Table:
    """The months of these years for a file: numbers as numbers, states as words."""
    rows = [
        [f"{cells[0].month % 100}月", *(words.value(cell) if cell.value is None else cell.value for cell in cells)]
        for cells in zip(*(found.of_year(year) for year in years), strict=True)
    ]
    return Table([say("trends.month"), *(calendar.wareki(year) for year in years)], rows)


def _month(cell: Cell, today: date) -> str:
    running = cell.origin != "published" and cell.month == calendar.month_of(today) and cell.value is not None
    mark = "※" if cell.note else ""
    state = "" if cell.value is not None else ' class="s-state"'
    text = escape(words.value(cell)) + mark + (shown("trends.running_cell") if running else "")
    return f"<span{state}>{text}</span>"


def _change(found: Difference | None) -> str:
    """A difference whose percentage may go into a line of its own on a telephone."""
    number, bracket, share = words.change(found).partition("（")
    return f"<span>{number}</span>" + (f"<span>{bracket}{share}</span>" if bracket else "")


def years(found: Series, heads: list[trends.Head], same: tuple[list[int], Mapping[int, int]]) -> str:
    """A row a fiscal year: how many, of how many months, of what target, and like for like."""
    listed, sums = same
    aimed = any(one.goal for one in heads)
    names = [say("trends.year"), say("trends.years_value"), say("trends.years_months")]
    names += [say("trends.years_goal")] if aimed else []
    names += [say("trends.years_same", months=words.span(listed))] if listed else []
    rows = ""
    for one in heads:
        counted = sum(cell.is_counted for cell in found.of_year(one.year))
        cells = [
            words.head_value(one),
            say("trends.months_count", count=counted),
        ]
        cells += [words.percent(one.ratio) if one.ratio is not None else "－"] if aimed else []
        rows += _row(calendar.wareki(one.year), [*cells, *([f"{sums[one.year]:,}"] if listed else [])])
    return _table(say("trends.years_caption"), names, rows)


def days(found: list[Day]) -> str:
    """A row a month: the days open, the consultations for each."""
    rows = ""
    for one in found:
        value = f"{one.a_day / 10:.1f}" if one.a_day is not None else words.NONE
        rows += _row(words.month_name(one.month), [f"{one.days}日" if one.days else "－", value])
    return _table(say("trends.a_day"), [say("trends.month"), say("trends.a_day_days"), say("trends.a_day_value")], rows)


def parts(found: Breakdown, chosen: Filters, rule: Rule, *, may_open: bool) -> str:
    """A row a value of the item; its name leads to its records for those who may see them."""
    compared = found.before is not None
    heads = [say("trends.item"), say("trends.parts_now"), say("trends.parts_share")]
    heads += [say("trends.parts_then"), say("trends.parts_change")] if compared else []
    rows = ""
    for line in found.lines:
        cells = [escape(words.seen(line.now)), escape(line.share)]
        if compared:
            cells += [escape(words.seen(line.before)), _change(line.change)]
        rows += _row(_name(found.item, line, chosen, rule, may_open), cells, safe=True)
    totals = [words.seen(found.total), ""] + ([words.seen(found.before), ""] if compared else [])
    return _table(say("trends.parts"), heads, rows, _row(say("trends.total"), totals))


def _name(item: str, line: Line, chosen: Filters, rule: Rule, may_open: bool) -> str:
    query = breakdown.link(item, line, chosen, rule) if may_open else None
    name = escape(line.label)
    return f'<a href="/search?{escape(urlencode(query, doseq=True))}">{name}</a>' if query else name


def load(cells: Mapping[tuple[int, int], Seen]) -> str:
    """Hours down, weekdays across; the tint helps the eye, the figure says it all."""
    hours = sorted({hour for _, hour in cells})
    shown_days = [day for day in range(7) if day < 5 or any(cells[day, hour].value != 0 for hour in hours)]
    most = max((cell.value or 0 for cell in cells.values()), default=0)
    rows = ""
    for hour in hours:
        tds = "".join(
            f'<td data-level="{round(4 * (cells[day, hour].value or 0) / most) if most else 0}">'
            f"{escape(words.seen(cells[day, hour]))}</td>"
            for day in shown_days
        )
        rows += f'<tr><th scope="row">{shown("trends.hour", hour=hour)}</th>{tds}</tr>'
    head = "".join(f'<th scope="col">{WEEKDAYS[day]}</th>' for day in shown_days)
    return (
        f'<table class="s-grid s-load"><caption class="s-hidden">{shown("trends.load_caption")}</caption>'
        f'<thead><tr><th scope="col">{shown("trends.load_hour")}</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(name: str, cells: list[str], *, safe: bool = False) -> str:
    head = name if safe else escape(name)
    return f'<tr><th scope="row">{head}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _table(caption: str, heads: list[str], rows: str, foot: str = "", *, kind: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    end = f"<tfoot>{foot}</tfoot>" if foot else ""
    return (
        f'<table class="s-grid s-trends {kind}"><caption class="s-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{end}</table>"
    )
