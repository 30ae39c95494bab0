"""The desks we know, to look through without a question: filters, twenty at a time, the town switchboards folded."""

from dataclasses import dataclass

import streamlit as st

from navigator.conditions import Truth
from navigator.fitting import NEAR, area_of
from navigator.services import Suggestion
from ui import cards, start, state
from ui.content import Screen
from ui.drawing import screen
from ui.markup import fold, paragraph

PER_PAGE = 20
FILTERS = ("f-need", "f-kind", "f-place", "f-channel", "f-open")
SHOWN_CHANNELS = ("phone", "line", "web_chat", "email", "email_form", "in_person", "fax")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What she looks for; None for all."""

    need: str | None
    kind: str | None
    place: str | None
    channel: str | None
    open_now: bool


def draw() -> None:
    """The whole page."""
    now = screen()
    words = now.words
    with st.container(key="directory"):
        st.html(f"<h1>{words.t('directory.title')}</h1><p>{words.t('directory.lead')}</p>")
        st.checkbox(words.label("directory.filter.title"), key="filters-open")
        left, right = st.columns([1, 2], gap="medium")
        with left, st.container(key="filters"):
            wanted = filters(now)
            st.button(words.label("directory.filter.clear"), key="f-clear", on_click=state.clear, args=FILTERS)
        with right:
            _results(now, wanted)


def _results(screen: Screen, wanted: Wanted) -> None:
    words, doors = screen.words, found(screen, wanted)
    st.html(f'<p role="status"><b>{words.t("directory.count", n=len(doors))}</b></p>')
    if doors:
        listing(screen, doors)
    else:
        none = (words.t("directory.none_found"), words.t("directory.none_found_do"))
        st.html(f"{''.join(map(paragraph, none))}{start.desk(screen)}")
    st.html(switchboards(screen, wanted))
    st.html(f'<p class="k-small">{words.t("directory.missing_note")}</p>')


def filters(screen: Screen) -> Wanted:
    """The five filters, as the widgets hold them."""
    content, words = screen.content, screen.words
    kinds = [
        kind for kind in content.kinds if any(kind in s.kinds for s in content.services.values() if s.shown == "main")
    ]
    return Wanted(
        need=_select(screen, "f-need", "directory.filter.need", "topics", list(content.topics)),
        kind=_select(screen, "f-kind", "directory.filter.kind", "kinds", kinds),
        place=_select(screen, "f-place", "directory.filter.place", "municipalities", list(content.municipalities)),
        channel=_select(screen, "f-channel", "directory.filter.channel", "channels", list(SHOWN_CHANNELS)),
        open_now=st.checkbox(words.label("directory.filter.open_now"), key="f-open", on_change=state.first_page),
    )


def _select(screen: Screen, key: str, label: str, family: str, options: list[str]) -> str | None:
    names = {one: screen.words.label(f"{family}.{one}") for one in options}
    chosen: str | None = st.selectbox(
        screen.words.label(label),
        options,
        index=None,
        key=key,
        format_func=names.__getitem__,
        placeholder=screen.words.label("directory.filter.all"),
        on_change=state.first_page,
    )
    return chosen


def found(screen: Screen, wanted: Wanted) -> list[Suggestion]:
    """The desks that fit, those shown plainly first, near before far; switchboards are left to `switchboards`."""
    services = [s for s in screen.content.services.values() if s.shown != "staff" and not s.switchboard]
    doors = [door for door in (screen.fits[s.id] for s in services) if door.ways and _fits(screen, door, wanted)]

    def rank(door: Suggestion) -> tuple[object, ...]:
        service = door.service
        level = NEAR[service.level] if wanted.place else (service.level == "city", service.level == "nationwide")
        return (service.id != screen.content.site.desk, service.shown != "main", level, service.kinds[0], service.id)

    return sorted(doors, key=rank)


def _fits(screen: Screen, door: Suggestion, wanted: Wanted) -> bool:
    service = door.service
    ways = [way for way in door.ways if wanted.channel in (None, way.route.channel)]
    near = service.level != "city" or not wanted.place or area_of(screen.content, service, wanted.place) is not Truth.NO
    return (
        near
        and wanted.need in (None, *service.needs)
        and wanted.kind in (None, *service.kinds)
        and any(way.opening.state == "open" or not wanted.open_now for way in ways)
    )


def listing(screen: Screen, doors: list[Suggestion]) -> None:
    """One page of desks, and the way to the next."""
    words, last = screen.words, max(0, (len(doors) - 1) // PER_PAGE)
    page = min(screen.visit.page, last)
    shown = doors[page * PER_PAGE : (page + 1) * PER_PAGE]
    st.html("".join(cards.desk(screen, door, level=2, reasons=False) for door in shown))
    if last:
        with st.container(key="pager", horizontal=True):
            st.button(
                words.label("directory.previous"),
                key="page-previous",
                on_click=state.turn,
                args=(page - 1,),
                disabled=page == 0,
            )
            st.html(f'<p class="k-progress">{page + 1} / {last + 1}</p>')
            st.button(
                words.label("directory.next"),
                key="page-next",
                on_click=state.turn,
                args=(page + 1,),
                disabled=page == last,
            )


def switchboards(screen: Screen, wanted: Wanted) -> str:
    """The switchboards of the towns, folded; with a place chosen only its own."""
    doors = [screen.fits[s.id] for s in screen.content.services.values() if s.switchboard and s.shown != "staff"]
    near = [door for door in doors if door.ways and _fits(screen, door, Wanted(None, None, wanted.place, None, False))]
    inner = paragraph(screen.words.t("card.switchboard")) + cards.lines(screen, near)
    return fold(screen.words.t("directory.switchboards", n=len(near)), inner) if near else ""
