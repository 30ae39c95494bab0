"""The result as a counsellor needs it at the telephone: the first door, then each issue with its order and its desks."""

import html
from collections.abc import Mapping, Sequence

from data import codes, municipalities
from navigator.plan import IssueCard
from navigator.services import GENERAL_ISSUE
from ui import cards
from ui.content import Screen
from ui.markup import bullets, fold, paragraph
from ui.result import HARDNESS, KNOTS
from ui.staff.words import shown

DESKS = 3


def as_html(screen: Screen) -> str:
    """First door, issues with the desks that serve them; urgent cards stand above on every page."""
    listed = screen.plan.issues
    count = shown("assist.count", n=len(listed)) if screen.path.known.needs or screen.urgent else shown("assist.none")
    when = screen.words.t("result.as_of", when=screen.clock)
    issues = "".join(_issue(screen, card) for card in listed)
    return (
        f'<h2>{shown("assist.result")}</h2><p>{count} <span class="k-small">{when}</span></p>'
        f'<p class="k-down"><a href="#to-record">{shown("assist.down")}</a></p>'
        f"{cards.first_door(screen, screen.plan.first_door)}<h2>{shown('assist.issues')}</h2>{issues}"
    )


def _issue(screen: Screen, card: IssueCard) -> str:
    """One issue: when, what goes before it and why, three desks at once and the others one press away."""
    words, general = screen.words, card.found.issue.id == GENERAL_ISSUE
    band = f'<small class="k-when k-{card.order}">{words.t(f"result.band.{card.order}")}</small>'
    because = "".join(paragraph(words.html(line), "k-small") for line in words.because(card.found.because)[:2])
    after = sorted((knot for _, knot in card.after), key=lambda knot: HARDNESS.index(knot.hard))
    lines = [paragraph(f"↑ {words.html(words.knot(knot))}", "k-small") for knot in after]
    knots = "".join(lines[:KNOTS]) + fold(shown("assist.more_knots", n=len(lines) - KNOTS), "".join(lines[KNOTS:]))
    desks = [door for door in card.services if (door.specific or general) and door.ways and door.display == "main"]
    more = fold(shown("assist.more_desks", n=len(desks) - DESKS), cards.lines(screen, desks[DESKS:]))
    return (
        f'<section class="k-issue" data-issue="{card.found.issue.id}">'
        f"<h3>{band} {words.t(f'issues.{card.found.issue.id}')}</h3>"
        f"{because}{knots}{cards.lines(screen, desks[:DESKS])}{more}</section>"
    )


def moving(values: Mapping[str, object]) -> str:
    """What goes over into the record, in the words of the record."""
    issues = values.get("issues")
    head = f'<h2 id="to-record">{shown("assist.to_record")}</h2>'
    if not isinstance(issues, Sequence):
        return head + f"<p>{shown('assist.to_record_none')}</p>"
    place = values.get("municipality")
    rows = {
        "issue": "、".join(codes.label("issue", one) for one in issues),
        "age_band": codes.label("age_band", str(values["age_band"])) if "age_band" in values else "",
        "municipality": municipalities.labels().get(str(place), ""),
    }
    items = [
        f"{shown(f'assist.{name}')}：{html.escape(text) or shown('assist.ask_there')}" for name, text in rows.items()
    ]
    return head + paragraph(shown("assist.to_record_what")) + bullets(items)
