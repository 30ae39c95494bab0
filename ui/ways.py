"""One way to reach a desk, as html: what to press, whether it is open, what stays behind, where it is from."""

import html
import re
from collections.abc import Sequence

import i18n
from navigator.fitting import Way
from navigator.links import href
from navigator.model import ANY_TIME, Route
from navigator.opening_words import hours_text
from ui.content import Screen
from ui.markup import Html, bullets, paragraph

FEW = 3
SHAPES = {"open": "●", "closed": "○", "unknown": "△"}


def action(screen: Screen, route: Route, strong: bool = False) -> str:
    """The link or, where there is none, the value to read."""
    words, value = screen.words, html.escape(route.value)
    label = f"<span>{words.t(f'actions.{route.channel}')}</span>"
    kind = "k-call k-strong" if strong else "k-call"
    address = html.escape(href(route))
    if address.startswith("https:"):
        outside = 'target="_blank" rel="noopener noreferrer"'
        return f'<a class="{kind}" href="{address}" {outside}>{label} <b>{html.escape(_site(route))}</b></a>'
    if address:
        return f'<a class="{kind}" href="{address}">{label} <b>{value}</b></a>'
    how = paragraph(words.t("card.line_how"), "k-small") if route.channel == "line" else ""
    return f'<span class="k-read">{words.t(f"channels.{route.channel}")} <b>{words.ja(route.value)}</b></span>{how}'


def _site(route: Route) -> str:
    return re.sub(r"^https?://(www\.)?", "", route.value).split("/")[0]


def state(screen: Screen, way: Way) -> str:
    """Open until when, closed until when, or unknown: with a shape and words, never colour alone."""
    any_time = way.opening.state != "open" and way.route.channel in ANY_TIME
    shape = "" if any_time else SHAPES[way.opening.state]
    text = screen.words.html(screen.words.state(way, screen.at))
    return f'<span class="k-state k-{way.opening.state}"><span aria-hidden="true">{shape}</span> {text}</span>'


def way_list(screen: Screen, listed: Sequence[Way], strong: bool = False, brief: bool = False) -> str:
    """The ways in the order given, only the first may be the strong one; a source they share stands once below."""
    shared = not brief and len({source(screen, way, brief) for way in listed}) == 1
    items = [_item(screen, way, strong and number == 0, brief, not shared) for number, way in enumerate(listed)]
    below = paragraph(source(screen, listed[0], brief), "k-small k-source") if shared else ""
    return bullets(items, "k-ways") + below


def _item(screen: Screen, way: Way, strong: bool, brief: bool, sourced: bool) -> str:
    """One way; brief leaves out what only matters once she has chosen the desk."""
    small = _marks(screen, way)
    if brief and sourced:
        small.append(source(screen, way, brief))
    parts = [action(screen, way.route, strong), state(screen, way), paragraph(" · ".join(small), "k-small")]
    if not brief:
        parts.append(paragraph(" · ".join(_hours(screen, way.route)), "k-small"))
        parts.append(paragraph(source(screen, way, brief), "k-small k-source") if sourced else "")
    return "".join(parts)


def _marks(screen: Screen, way: Way) -> list[str]:
    """What she should know before she presses: what stays behind, who calls back, what it costs."""
    words, route = screen.words, way.route
    marks = [f'<span class="k-trace">{words.t(f"trace.short.{route.channel}")}</span>'] if route.leaves_trace else []
    if not way.can_use:
        marks.append(words.t("card.needs_voice"))
    if route.channel == "phone" and route.callback != "unknown":
        marks.append(words.t(f"callback.{route.callback}"))
    if route.cost != "unknown":
        marks.append(words.t(f"costs.{route.cost}"))
    if route.appointment == "needed":
        marks.append(words.t("card.appointment_needed"))
    if set(route.languages) - {i18n.spoken(i18n.DEFAULT)}:
        marks.append(_languages(screen, route))
    return marks


def _languages(screen: Screen, route: Route) -> Html:
    """The languages by name, the first few where she did not ask for another one; a page's free words as they are."""
    words, known = screen.words, screen.content.words[i18n.DEFAULT]
    names = [words.t(f"languages.{one}") if f"languages.{one}" in known else words.ja(one) for one in route.languages]
    if words.foreign or len(names) <= FEW + 1:
        return words.t("card.languages", what=Html("・".join(names)))
    return words.t("card.languages_more", what=Html("・".join(names[:FEW])), n=len(names) - FEW)


def _hours(screen: Screen, route: Route) -> list[Html]:
    """The weekly hours, holidays and year's end, and what the desk's page adds."""
    words = screen.words
    spoken = hours_text(route.hours, words.say)
    parts = [words.html(spoken)] if spoken else []
    parts += [words.html(words.holidays(route))] if spoken else []
    return parts + [words.ja(note) for note in (route.hours_note, route.label) if note]


def source(screen: Screen, way: Way, brief: bool = False) -> str:
    """When it was written or checked and, unless brief, who published it."""
    when = screen.words.html(screen.words.source(way))
    if brief or not way.route.sources:
        return when
    publisher = screen.content.sources[way.route.sources[0]].publisher
    return f"{when}（{screen.words.ja(publisher)}）"
