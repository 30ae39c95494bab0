"""The cards she reads, as html: a desk, an urgent card, the one first door."""

from collections.abc import Iterable, Sequence

from navigator.doors import FirstDoor
from navigator.fitting import Way
from navigator.plan import Urgent
from navigator.services import Suggestion
from ui import ways
from ui.content import Screen
from ui.markup import Html, bullets, fold, paragraph

SHORT_NAMES = 3
NEAR_AT_HAND = 2
REASONS = 3


def kinds(screen: Screen, door: Suggestion) -> str:
    """What the desk is, in her language, under its official name."""
    return "・".join(screen.words.t(f"kinds.{kind}") for kind in door.service.kinds[:SHORT_NAMES])


def desk(screen: Screen, door: Suggestion, level: int = 4, reasons: bool = True) -> str:
    """One desk in full: why here, its ways, what to confirm there."""
    words, service = screen.words, door.service
    why = [words.html(line) for line in words.reasons(door, screen.plan)[:REASONS]] if reasons else []
    if door.refused_at:
        why.append(words.t("refused.this_place"))
    said = any(way.route.cost != "unknown" for way in door.ways)
    facts = [words.ja(service.cost)] if service.cost and (not said or len(service.cost) > len("相談無料")) else []
    if service.anonymous == "possible":
        facts.append(words.t("card.anonymous_possible"))
    if service.accompaniment == "offered" and words.t("reasons.accompaniment") not in why:
        facts.append(words.t("reasons.accompaniment"))
    if service.switchboard:
        facts.append(words.t("card.switchboard"))
    parts = [
        f'<h{level} class="k-name">{words.ja(service.name)}</h{level}>',
        paragraph(kinds(screen, door), "k-small"),
        paragraph(_via(screen, door)),
        paragraph(" · ".join(why), "k-small k-why"),
        ways.way_list(screen, door.ways[:NEAR_AT_HAND]),
        other_ways(screen, door.ways[NEAR_AT_HAND:]),
        paragraph(" · ".join(facts), "k-small"),
        paragraph(confirm(screen, door), "k-small"),
    ]
    return f'<article class="k-desk" id="d-{service.id}" data-service="{service.id}">{"".join(parts)}</article>'


def lines(screen: Screen, doors: Iterable[Suggestion]) -> str:
    """Many desks of towns, one short entry each: who, the first way, open or not, where it is from."""
    return "".join(
        f'<article class="k-desk k-line" data-service="{door.service.id}"><p class="k-name">'
        f"{screen.words.ja(door.service.name)}</p>{ways.way_list(screen, door.ways[:1], brief=True)}</article>"
        for door in doors
    )


def other_ways(screen: Screen, listed: Sequence[Way]) -> str:
    """The further ways of a desk, one press away."""
    if not listed:
        return ""
    return fold(screen.words.t("first_door.other_ways", n=len(listed)), ways.way_list(screen, listed))


def _via(screen: Screen, door: Suggestion) -> str:
    """The line of a desk that another desk leads to."""
    if door.service.shown != "via" or not door.service.via:
        return ""
    return screen.words.t("card.via", name=screen.words.ja(screen.content.services[door.service.via].name))


def confirm(screen: Screen, door: Suggestion) -> str:
    """What the desk itself must still confirm."""
    words = screen.words
    lines = [words.html(line) for line in words.confirm(door)]
    return words.t("result.to_confirm_short", what=Html(words.listed(lines))) if lines else ""


def shown_above(screen: Screen, doors: Iterable[Suggestion]) -> str:
    """One line each for desks that stand in an earlier card, leading there."""
    words = screen.words
    items = [
        f'<a href="#d-{door.service.id}">{words.t("result.shown_above", name=words.ja(door.service.name))}</a>'
        for door in doors
    ]
    return bullets(items, "k-above")


def urgent(screen: Screen, cards: tuple[Urgent, ...], full: bool) -> str:
    """The urgent cards: all of them open, or the first in short with the rest one press away."""
    if not cards:
        return ""
    words = screen.words
    head = f'<p class="k-urgent-word"><span aria-hidden="true">▲</span> {words.t("urgent.heading")}</p>'
    note = paragraph(words.t("urgent.more_than_one"), "k-small") if len(cards) > 1 else ""
    if full:
        inner = "".join(_urgent(screen, card, len(cards) == 1 or number == 0) for number, card in enumerate(cards))
        # Taller than a phone: a new page begins here, or the card would stand above what she sees.
        return f'<section class="k-urgent" id="urgent" tabindex="-1" data-focus-here>{head}{note}{inner}</section>'
    inner = "".join(_urgent(screen, card, True) for card in cards)
    named = [f"<b>{words.t(f'cards.{card.card.id}.title')}</b>" for card in cards]
    titles = bullets(named) if len(named) > 1 else paragraph(named[0])
    first = _numbers(screen, cards[0].services[:2])
    more = fold(words.t("urgent.back_to_card"), note + inner)
    return f'<section class="k-urgent" id="urgent" tabindex="-1">{head}{titles}{first}{more}</section>'


def _urgent(screen: Screen, card: Urgent, opened: bool) -> str:
    words = screen.words
    lines = "".join(paragraph(words.html(line)) for line in words.urgent_lines(card))
    doors = "".join(
        f'<article class="k-desk"{_anchor(screen, card, door)} data-service="{door.service.id}"><h3 class="k-name">{words.ja(door.service.name)}</h3>'
        f"{ways.way_list(screen, _first_ways(door), strong=True, brief=True)}</article>"
        for door in card.services
    )
    title = words.t(f"cards.{card.card.id}.title")
    if opened:
        return f'<div data-card="{card.card.id}"><h2>{title}</h2>{lines}{doors}</div>'
    return f'<div data-card="{card.card.id}">{fold(title, lines + doors)}</div>'


def _anchor(screen: Screen, card: Urgent, door: Suggestion) -> str:
    """The place other cards lead to: a desk in several urgent cards has it in the first only."""
    first = next(one for one in screen.urgent if any(d.service.id == door.service.id for d in one.services))
    return f' id="d-{door.service.id}"' if first.card.id == card.card.id else ""


def _first_ways(door: Suggestion) -> list[Way]:
    """The ways of a desk that answer at once; a visit or a home page is no way in an emergency."""
    return [way for way in door.ways if way.route.channel not in ("web", "fax", "outreach")] or list(door.ways)


def _numbers(screen: Screen, doors: Iterable[Suggestion]) -> str:
    """The first way of each desk, to press at once."""
    items = [
        f"{screen.words.ja(door.service.name)} {ways.action(screen, _first_ways(door)[0].route)}" for door in doors
    ]
    return bullets(items, "k-ways")


def first_door(screen: Screen, door: FirstDoor) -> str:
    """The one first door: where, how, what to say there, and what is open until then."""
    words, first = screen.words, door.door
    title = words.t("first_door.title_urgent" if screen.urgent else "first_door.title")
    parts = [
        f"<h2>{title}</h2>",
        f'<h3 class="k-name">{words.ja(first.service.name)}</h3>',
        paragraph(kinds(screen, first), "k-small"),
        "".join(paragraph(words.html(line), "k-because") for line in words.because(first.because)[:2]),
        ways.way_list(screen, [door.way], strong=True),
        _traces(screen, door),
        _sayings(screen, door),
        other_ways(screen, [way for way in first.ways if way is not door.way]),
        paragraph(confirm(screen, first), "k-small"),
        _meanwhile(screen, door),
    ]
    place = "" if first.service.id in screen.plan.urgent_services else f' id="d-{first.service.id}"'
    return f'<section class="k-first"{place} data-service="{first.service.id}">{"".join(parts)}</section>'


def _sayings(screen: Screen, door: FirstDoor) -> str:
    if door.door.service.id in screen.content.site.emergency:
        return ""  # whoever calls an emergency number is asked; the card above says what matters
    words = screen.words
    parts = {"first_door.say_title": words.say_here(door), "refused.next_time_title": words.say_again(door)}
    return "".join(
        f'<div class="k-say"><h4>{words.t(title)}</h4>{bullets(words.html(line) for line in lines)}</div>'
        for title, lines in parts.items()
        if lines
    )


def _traces(screen: Screen, door: FirstDoor) -> str:
    """What this way leaves behind, in full where it could be seen."""
    if not screen.contact.traces_known or not door.way.route.leaves_trace:
        return ""
    trace = screen.words.html(screen.words.trace(door.way.route))
    return f'<p class="k-small k-trace">{screen.words.t("trace.title")}：{trace}</p>'


def _meanwhile(screen: Screen, door: FirstDoor) -> str:
    if not door.meanwhile:
        return ""
    other, way = door.meanwhile
    place = "" if other.service.id in screen.plan.urgent_services else f' id="d-{other.service.id}"'
    return (
        f'<div class="k-meanwhile"{place} data-service="{other.service.id}"><h4>{screen.words.t("first_door.meanwhile")}</h4>'
        f'<p class="k-name">{screen.words.ja(other.service.name)}</p>{ways.way_list(screen, [way])}</div>'
    )
