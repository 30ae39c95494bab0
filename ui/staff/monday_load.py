"""The load by weekday and hour, as a table: consultations a day, and データなし where nothing was written down."""

from datetime import date

import streamlit as st

from data.queries.monday import Load
from ui.staff import saving
from ui.staff.words import shown

WEEKDAYS = "月火水木金土日"


def draw(load: Load, today: date) -> None:
    """The heading, the table with its span, and what could not be put in."""
    st.html(f"<h2>{shown('monday.load')}</h2>")
    if load.cells:
        first, last = (saving.spoken(day, today) for day in (load.first, load.last))
        st.html(f'<p class="s-soft">{shown("monday.load_lead", first=first, last=last)}</p>{_table(load)}')
    else:
        saving.emptied("monday.load_none")
    if load.unknown:
        st.html(f'<p class="s-soft">{shown("monday.load_unknown", count=load.unknown)}</p>')


def _table(load: Load) -> str:
    shown_days = [day for day in range(7) if day < 5 or load.days.get(day)]
    head = "".join(f'<th scope="col">{WEEKDAYS[day]}</th>' for day in shown_days)
    days = "".join(f"<td>{_days(load, day)}</td>" for day in shown_days)
    rows = "".join(
        f'<tr><th scope="row">{shown("monday.hour", hour=hour)}</th>'
        + "".join(_cell(load, day, hour) for day in shown_days)
        + "</tr>"
        for hour in load.hours
    )
    return (
        f'<table class="s-grid s-load"><thead><tr><th scope="col">{shown("monday.load_hour")}</th>{head}</tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th scope="row">{shown("monday.load_days")}</th>{days}</tr></tfoot></table>'
    )


def _days(load: Load, day: int) -> str:
    return shown("monday.days", count=load.days[day]) if load.days.get(day) else shown("monday.no_data")


def _cell(load: Load, day: int, hour: int) -> str:
    """A figure on a tint that grows with it; the figure says it all, the tint helps the eye."""
    value = load.a_day(day, hour)
    if value is None:
        return f'<td class="s-none">{shown("monday.no_data")}</td>'
    return f'<td data-level="{round(4 * value / load.most)}">{value:.1f}</td>'
