"""The drawings of the trends page: fiscal years over one another, bars and the map of a breakdown; for a desk and a telephone."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from charts import bars, heat, overlay, tiles
from charts.theme import Texts
from data import calendar
from data.counting import Rule
from data.disclosure import Cell as Seen
from data.queries import filters, trends
from data.queries.annotations import Note
from data.queries.breakdown import Breakdown
from data.queries.filters import WEEKDAYS, Filters
from data.queries.series import Series
from ui.figures import Draw
from ui.staff import trends_links, trends_words
from ui.staff.words import say

PLACES = "municipality"


def words(chosen: Filters, found: Series, today: date, alt: str = "") -> Texts:
    """The words of the overlay: its title with the filters, where it is from, the day."""
    sources = dict.fromkeys(cell.source.title for cell in found.cells if cell.source and cell.source.title)
    under = filters.describe(chosen) if chosen != Filters() else ""
    source = say("trends.source", source="、".join(sources)) if sources else ""
    return Texts(say("trends.chart"), under, alt, source, say("trends.as_of", day=calendar.spoken_day(today)))


def months(
    found: Series,
    years: Sequence[int],
    notes: Sequence[Note],
    texts: Texts,
    today: date,
    opens: Filters | None = None,
) -> Draw:
    """The overlay of these fiscal years, which draws nothing where nothing was counted in them.

    `opens`: the filters under which a press on a month that was counted from records opens them.
    """
    lines = trends.segments(found, today)
    rows = pd.DataFrame(
        [
            {
                "month": cell.month, "fiscal_year": year, "place": place, "value": cell.value, "status": cell.status,
                "note": cell.note, "segment": lines[cell.month],
                "href": None if opens is None else trends_links.of_month(cell, opens, trends.rule()),
            }
            for year in years
            for place, cell in enumerate(found.of_year(year), start=1)
        ]
    )  # fmt: skip
    marks = pd.DataFrame([{"place": note.place, "text": note.text} for note in notes], columns=["place", "text"])
    return lambda width: overlay.overlay(rows, texts, marks=marks, width=width)


def parts(found: Breakdown, texts: Texts, opens: tuple[Filters, Rule] | None = None) -> Draw:
    """The map of the municipalities, or the bars of another breakdown; it draws nothing without a line.

    `opens`: the filters and the rule under which a press on a mark opens its records.
    """
    is_map = found.item == PLACES
    rows = pd.DataFrame(
        [
            {
                "code": line.value,
                "name": line.label,
                "label": line.label,
                "value": line.now.value,
                "said": trends_words.seen(line.now) if is_map else trends_words.counted(line.now),
                "href": trends_links.of_line(found.item, line, *opens) if opens else None,
            }
            for line in found.lines
        ],
        columns=["code", "name", "label", "value", "said", "href"],
    )
    return lambda width: (tiles.tiles if is_map else bars.bars)(rows, texts, width=width)


def parts_words(found: Breakdown, title: str, under: str, today: date) -> Texts:
    """The words of a breakdown: its title, what it is of, each line for those who hear it, where from."""
    said = f"{title}。" + "、".join(f"{line.label} {trends_words.counted(line.now)}" for line in found.lines)
    return Texts(title, under, said, say("trends.own_source"), say("trends.as_of", day=calendar.spoken_day(today)))


def load(cells: Mapping[tuple[int, int], Seen], texts: Texts, opens: tuple[Filters, Rule] | None = None) -> Draw:
    """Weekday by hour; a day of the weekend only where anybody came on it."""
    rows = pd.DataFrame(
        [
            {
                "weekday": WEEKDAYS[day],
                "hour": hour,
                "value": cell.value,
                "said": trends_words.seen(cell),
                "href": trends_links.of_time(cell, *opens, day, hour) if opens else None,
            }
            for (day, hour), cell in sorted(cells.items())
            if day in trends_words.days_shown(cells)
        ]
    )
    return lambda width: heat.heat(rows, texts, width=width)


def load_words(cells: Mapping[tuple[int, int], Seen], title: str, under: str, today: date) -> Texts:
    """The words of the week: its busiest time for those who hear it."""
    most = max((cell.value or 0 for cell in cells.values()), default=0)
    busiest = [
        say("trends.time", day=WEEKDAYS[day], hour=hour) for (day, hour), cell in cells.items() if cell.value == most
    ]
    said = say("trends.load_alt", title=title, times="、".join(busiest), value=f"{most:,}") if most else f"{title}。"
    return Texts(title, under, said, say("trends.own_source"), say("trends.as_of", day=calendar.spoken_day(today)))


def years_drawn(known: Sequence[int], year: int) -> list[int]:
    """The year that is looked at and the two before, as far as anything is known of them."""
    return [one for one in known if one <= year][-3:]
