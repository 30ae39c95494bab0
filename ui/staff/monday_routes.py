"""The routes of the navigator that somebody has to look at again soon: past their day or within a month of it."""

from datetime import date, timedelta

import streamlit as st

from navigator import store
from navigator.model import Content
from ui.staff import saving
from ui.staff.words import shown

AHEAD = timedelta(days=30)
MOST = 8


def draw(today: date) -> None:
    """The heading with how many services there are, and the first of them."""
    found = due(store.current(), today)
    said = shown("monday.count", count=len(found))
    st.html(f'<h2>{shown("monday.routes")} <small class="s-count">{said}</small></h2>')
    if not found:
        saving.emptied("monday.routes_none")
        return
    items = "".join(f"<li>{_said(name, day, today)}</li>" for name, day in found[:MOST])
    more = f'<p class="s-soft">{shown("monday.routes_more", count=len(found) - MOST)}</p>' if len(found) > MOST else ""
    st.html(f'<ul class="s-list">{items}</ul>{more}')


def due(content: Content, today: date) -> list[tuple[str, date]]:
    """(service, the first day one of its routes has to be looked at again), the earliest first."""
    days = {
        service.name: min(route.recheck_by for route in service.routes)
        for service in content.services.values()
        if service.routes
    }
    return sorted(((name, day) for name, day in days.items() if day <= today + AHEAD), key=lambda one: (one[1], one[0]))


def _said(name: str, day: date, today: date) -> str:
    key = "monday.route_late" if day < today else "monday.route"
    return shown(key, name=name, day=saving.spoken(day, today))
