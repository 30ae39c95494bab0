"""Whom she can talk to at this moment, without a question: what is open now, what opens next, the silent ways."""

from collections.abc import Callable, Iterable

import streamlit as st

from navigator.fitting import Way
from navigator.model import SPOKEN, WRITTEN
from navigator.services import Suggestion
from ui import ways
from ui.content import Screen
from ui.drawing import screen
from ui.markup import bullets, fold

NEAR_AT_HAND = 6
NEXT = 5
Entry = tuple[Suggestion, Way]


def draw() -> None:
    """The whole page."""
    now = screen()
    st.html(f"<h1>{now.words.t('talk.title')}</h1><p>{now.words.t('talk.lead')}</p>")
    st.html(everything(now))
    st.button(now.words.label("talk.refresh"), key="talk-refresh")


def everything(screen: Screen) -> str:
    """The page below its title."""
    words = screen.words
    spoken, written = _open(screen, SPOKEN), _open(screen, WRITTEN)
    parts = [emergency(screen), f"<h2>{words.t('talk.spoken')}</h2>", _several(screen, spoken)]
    if not spoken:
        parts.append(f"<p>{words.t('talk.none_open')}</p>")
    parts.append(f"<h2>{words.t('talk.written')}</h2>")
    parts.append(_several(screen, written) or f"<p>{words.t('talk.none_written')}</p>")
    parts.append(_several(screen, _any_time(screen, {entry[0].service.id for entry in written})))
    coming = _coming(screen)
    if coming:
        parts += [f"<h2>{words.t('talk.next')}</h2>", _several(screen, coming)]
    return "".join(parts)


def _doors(screen: Screen) -> list[Suggestion]:
    """The desks shown plainly: the comprehensive one, those for anything, those of urgent cards, then the others."""
    content = screen.content
    urgent = {one for card in content.cards.values() for one in card.services}
    shown = [screen.fits[s.id] for s in content.services.values() if s.shown == "main"]
    kept = [door for door in shown if not door.hidden and door.service.id not in content.site.emergency]

    def rank(door: Suggestion) -> tuple[object, ...]:
        service = door.service
        narrow = (
            service.level == "city" or service.age_max is not None or bool(service.for_whom and not service.women_only)
        )
        return (
            service.id != content.site.desk,
            not ("any" in service.needs and not narrow),
            service.id not in urgent,
            narrow,
            service.id,
        )

    return sorted(kept, key=rank)


def _pick(screen: Screen, wanted: Callable[[Way], bool]) -> list[Entry]:
    found = ((door, next((way for way in door.ways if wanted(way)), None)) for door in _doors(screen))
    return [(door, way) for door, way in found if way is not None]


def _open(screen: Screen, channels: frozenset[str]) -> list[Entry]:
    return _pick(screen, lambda way: way.route.channel in channels and way.opening.state == "open")


def _any_time(screen: Screen, known: set[str]) -> list[Entry]:
    """Ways to write that are not open now: a mail can be sent at any hour."""
    found = _pick(screen, lambda way: way.route.channel in ("line", "email", "email_form"))
    return [entry for entry in found if entry[0].service.id not in known][:NEXT]


def _coming(screen: Screen) -> list[Entry]:
    """Desks on the phone that are closed now, the next to open first."""
    closed = _pick(screen, lambda way: way.route.channel in SPOKEN and way.opening.state == "closed")
    ranked = sorted(
        (
            (way.opening.next_opening, place)
            for place, (_, way) in enumerate(closed[: NEXT * 4])
            if way.opening.next_opening
        )
    )
    return [closed[place] for _, place in ranked[:NEXT]]


def emergency(screen: Screen) -> str:
    """The numbers for an emergency, plain, without a card."""
    doors = [screen.fits[one] for one in screen.content.site.emergency]
    items = [
        f"{ways.action(screen, door.ways[0].route)} {screen.words.ja(door.service.name)}" for door in doors if door.ways
    ]
    return f'<section class="k-emergency"><h2>{screen.words.t("chrome.emergency_line")}</h2>{bullets(items, "k-ways")}</section>'


def _several(screen: Screen, entries: Iterable[Entry]) -> str:
    """Some desks at once, the others one press away."""
    made = [_entry(screen, door, way) for door, way in entries]
    rest = made[NEAR_AT_HAND:]
    return "".join(made[:NEAR_AT_HAND]) + fold(screen.words.t("result.folded", n=len(rest)), "".join(rest))


def _entry(screen: Screen, door: Suggestion, way: Way) -> str:
    words, service = screen.words, door.service
    about = [words.ja(text) for text in (service.for_whom, service.area_note) if text]
    towns = [words.t(f"municipalities.{town}") for town in service.municipalities[:3]]
    note = " · ".join([*towns, *about])
    return (
        f'<article class="k-desk" data-service="{service.id}"><h3 class="k-name">{words.ja(service.name)}</h3>'
        f"{f'<p class=k-small>{note}</p>' if note else ''}{ways.way_list(screen, [way])}</article>"
    )
