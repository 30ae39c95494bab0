"""What the address of the trends page asks for, and the form that writes it."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import streamlit as st

from data import calendar, disclosure
from data.queries import breakdown, columns, filters, totals
from data.queries.filters import CODED, LABELS, Filters, Names
from ui.staff import search_form
from ui.staff.words import say, shown

OWN = ("year", "by", "vs_since", "vs_until")
ROWS = (CODED[:4], CODED[4:])


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: `chosen` holds the coded filters alone, the days stand in `period` and `other`."""

    year: int
    item: str
    chosen: Filters
    period: tuple[date, date]
    other: tuple[date, date]
    faults: tuple[str, ...]

    @property
    def filtered(self) -> bool:
        """Whether anything but days is asked for."""
        return self.chosen != Filters()


def item_name(item: str) -> str:
    """The words for a breakdown."""
    return say("trends.item_load") if item == breakdown.LOAD else LABELS[item]


def read(known: list[int], today: date, *, protected: bool = False) -> Asked:
    """The address as far as it holds, a sentence for all that does not (any more); `known` is not empty."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    faults: list[str] = []
    own = {name: given.pop(name)[0] for name in OWN if given.get(name)}
    year, item = _year(own, known, faults), _item(own, faults)
    chosen, wrong = filters.parse(given, Names())
    faults += [*wrong, *columns.unfit(chosen)]
    if protected:
        chosen, split = _joined(chosen)
        faults += split
    chosen = Filters(**{one.name: getattr(chosen, one.name) for one in fields(chosen) if one.name in (*CODED, *DAYS)})
    first, last = breakdown.period(year, today)
    period = (chosen.since or min(first, chosen.until or first), chosen.until or max(last, chosen.since or last))
    return Asked(
        year, item, replace(chosen, since=None, until=None), period, _other(own, period, faults), tuple(faults)
    )


def _joined(chosen: Filters) -> tuple[Filters, list[str]]:
    """Without the filters that take one of the bands that are counted together only, or several values; a sentence each."""
    apart = {name: word for name, word in totals.SPLIT.items() if disclosure.split(name, getattr(chosen, name))}
    said = [say("trends.split", name=LABELS[name], together=word) for name, word in apart.items()]
    # Any choice of several: all of them together give back what each one hides.
    several = [
        name
        for name in CODED
        if name not in apart and len({disclosure.merged_value(name, value) for value in getattr(chosen, name)}) > 1
    ]
    said += [say("trends.one_each", name=LABELS[name]) for name in several]
    gone: dict[str, Any] = dict.fromkeys((*apart, *several), ())
    return replace(chosen, **gone), said


DAYS = ("since", "until")


def _year(own: dict[str, str], known: list[int], faults: list[str]) -> int:
    text = own.get("year", "")
    if text and (not text.isdecimal() or len(text) > 4 or int(text) not in known):
        named = calendar.wareki(int(text)) if text.isdecimal() and 1989 <= int(text) <= 9999 else text[:40]
        faults.append(say("trends.year_gone", year=named, shown=calendar.wareki(known[-1])))
        return known[-1]
    return int(text) if text else known[-1]


def _item(own: dict[str, str], faults: list[str]) -> str:
    item, first = own.get("by", ""), breakdown.ITEMS[0]
    if item and item not in (*breakdown.ITEMS, breakdown.LOAD):
        faults.append(say("trends.item_gone", item=item[:40], shown=item_name(first)))
        return first
    return item or first


def _other(own: dict[str, str], period: tuple[date, date], faults: list[str]) -> tuple[date, date]:
    days = []
    for name in ("vs_since", "vs_until"):
        try:
            days.append(filters.read_day(own.get(name, "")))
        except ValueError as error:
            days.append(None)
            faults.append(f"{say(f'trends.{name}')}: {error}")
    since, until = days
    if since and until:
        return min(since, until), max(since, until)
    if since or until:
        faults.append(say("trends.vs_half"))
    return breakdown.year_before(*period)


def pick(asked: Asked, known: list[int]) -> None:
    """The two lists that are changed most: the fiscal year and the breakdown's item."""
    items = (*breakdown.ITEMS, breakdown.LOAD)
    with st.container(key="trends-pick", horizontal=True):
        year = st.selectbox(
            say("trends.year"), known[::-1], index=known[::-1].index(asked.year), format_func=calendar.wareki,
            key=f"trends-year-{asked.year}",
        )  # fmt: skip
        item = st.selectbox(
            say("trends.item"), items, index=items.index(asked.item), format_func=item_name,
            key=f"trends-by-{asked.item}",
        )  # fmt: skip
    if (year, item) != (asked.year, asked.item):
        st.query_params["year"], st.query_params["by"] = str(year), item
        st.rerun()


def draw(asked: Asked) -> None:
    """The form of filters and days; what is sent becomes the address."""
    now = filters.to_form(asked.chosen)
    now |= {name: [st.query_params.get(name, "")] for name in (*DAYS, "vs_since", "vs_until")}
    given: dict[str, list[str]] = {}
    with st.container(key="trends-form"), st.expander(say("trends.conditions")), st.form("trends", border=False):
        for row in ROWS:
            for column, name in zip(st.columns(4), row, strict=True):
                given[name] = search_form.several(column, name, now)
        for column, name in zip(st.columns(4), (*DAYS, "vs_since", "vs_until"), strict=True):
            given[name] = [
                column.text_input(
                    say(f"trends.{name}"), value=now[name][0], placeholder=say("trends.day_hint"), max_chars=20
                )
            ]
        st.html(f'<p class="s-soft">{shown("trends.share_hint")}</p>')
        with st.container(key="trends-send", horizontal=True):
            sent = st.form_submit_button(say("trends.show"), type="primary", key="trends-show")
            cleared = st.form_submit_button(say("trends.clear"), key="trends-clear")
    if sent or cleared:
        kept = {"year": [str(asked.year)], "by": [asked.item]}
        filled = {name: values for name, values in given.items() if any(value.strip() for value in values)}
        st.query_params.from_dict(kept if cleared else kept | filled)
        st.rerun()
