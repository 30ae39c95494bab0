"""The result: her problems apart from each other, in the order today, this week, later, each with its desks."""

from collections.abc import Iterable

import streamlit as st

from navigator.model import BANDS, Knot
from navigator.plan import IssueCard
from navigator.services import GENERAL_ISSUE, Suggestion
from ui import cards, helpful, state
from ui.content import Screen
from ui.markup import bullets, fold, paragraph

OPEN_ISSUES = 3
TOP = 3
KNOTS = 2
HARDNESS = ("must", "usual", "gentle")


def draw(screen: Screen) -> None:
    """The whole result."""
    words, plan = screen.words, screen.plan
    st.html(_opening(screen))
    if screen.visit.edited:
        st.html(f'<p class="k-note" role="status">{words.t("nav.saved_edit")}</p>')
    st.html(cards.first_door(screen, plan.first_door))
    st.html(issues(screen))
    with st.container(key="result-actions", horizontal=True):
        st.button(words.label("result.make_memo"), key="make-memo", type="primary", on_click=state.go, args=("memo",))
        st.button(words.label("result.edit_answers"), key="edit-answers", on_click=state.go, args=("answers",))
        st.button(words.label("nav.back"), key="nav-back", on_click=state.back_to_questions)
    helpful.draw(screen)


def _opening(screen: Screen) -> str:
    words, count = screen.words, len(screen.plan.issues)
    if not any(pair for card in screen.plan.issues for pair in card.found.because):
        line = words.t("result.none_chosen")
    else:
        line = words.t("result.sorted_line_one" if count == 1 else "result.sorted_line", n=count)
    refused = paragraph(words.t("refused.validation")) if screen.plan.first_door.refused else ""
    as_of = words.t("result.as_of", when=screen.clock)
    return f"<h1>{words.t('result.title')}</h1><p>{line}</p>{refused}<p class='k-small'>{as_of}</p>"


class Issues:
    """Builds the issue cards one after another; a desk stands in full only the first time."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.words = screen, screen.words
        door = screen.plan.first_door
        self.seen = {door.door.service.id} | screen.plan.urgent_services
        if door.meanwhile:
            self.seen.add(door.meanwhile[0].service.id)

    def card(self, card: IssueCard) -> str:
        """One separated problem."""
        issue, words = card.found.issue, self.words
        because = "".join(paragraph(words.html(line), "k-because") for line in words.because(card.found.because)[:3])
        knots = [self._knot(knot) for _, knot in sorted(card.after, key=lambda pair: HARDNESS.index(pair[1].hard))]
        first = "".join(knots[:KNOTS])
        more = fold(words.t("result.more_knots", n=len(knots) - KNOTS), "".join(knots[KNOTS:]))
        return (
            f'<section class="k-issue" data-issue="{issue.id}"><h3>{words.t(f"issues.{issue.id}")}</h3>'
            f"{because}{first}{more}{self._desks(card)}</section>"
        )

    def _knot(self, knot: Knot) -> str:
        """What goes before this problem, and why."""
        order = self.words.t(f"result.knot.{knot.hard}")
        return f'<p class="k-knot"><span aria-hidden="true">↑</span> {self.words.html(self.words.knot(knot))} <b>{order}</b></p>'

    def _desks(self, card: IssueCard) -> str:
        """Its own desks: three plainly, the others and those of the towns one press further."""
        general = card.found.issue.id == GENERAL_ISSUE
        own = [door for door in card.services if (door.specific or general) and door.ways]
        if not own:
            return paragraph(self.words.t("result.no_specific"))
        towns = [door for door in own if door.service.level == "city" and "area" in door.confirm]
        near = [door for door in own if door not in towns]
        top = [door for door in near if door.display == "main" and door.service.id not in self.seen][:TOP]
        rest = [door for door in near if door not in top]
        first = (top or near or own)[0]
        summary = f"{self.words.t('result.services_n', n=len(own))} · {self.words.ja(first.service.name)}"
        inner = (
            self._several(top)
            + fold(self.words.t("result.other_doors_n", n=len(rest)), self._several(rest))
            + fold(self.words.t("result.town_desks", n=len(towns)), cards.lines(self.screen, towns))
        )
        return fold(summary, inner, "k-fold k-services")

    def _several(self, doors: list[Suggestion]) -> str:
        """Each in full the first time it stands on the page, later one line that leads there."""
        known = [door for door in doors if door.service.id in self.seen]
        fresh = [door for door in doors if door.service.id not in self.seen]
        self.seen |= {door.service.id for door in fresh}
        return "".join(cards.desk(self.screen, door) for door in fresh) + cards.shown_above(self.screen, known)


def issues(screen: Screen) -> str:
    """The bands with their cards; from the fourth problem on one press further; at the end the desks for anything."""
    made, words, listed = Issues(screen), screen.words, screen.plan.issues
    shown = _bands(made, listed[:OPEN_ISSUES])
    later = listed[OPEN_ISSUES:]
    more = fold(words.t("result.more_issues", n=len(later)), _bands(made, later), "k-fold k-more")
    return shown + more + _general(screen, made) + _confirm(screen)


def _bands(made: Issues, listed: Iterable[IssueCard]) -> str:
    parts, kept = [], tuple(listed)
    for band in BANDS:
        of_band = [card for card in kept if card.order == band]
        if of_band:
            head, sub = made.words.t(f"result.band.{band}"), made.words.t(f"result.band.{band}.sub")
            inner = "".join(made.card(card) for card in of_band)
            parts.append(f'<div class="k-band k-{band}"><h2>{head}<small>{sub}</small></h2>{inner}</div>')
    return "".join(parts)


def _general(screen: Screen, made: Issues) -> str:
    """The desks for anything, once, below all problems."""
    found = {
        d.service.id: d for card in screen.plan.issues for d in card.services if not d.specific and d.display == "main"
    }
    fresh = [door for door in found.values() if door.service.id not in made.seen and door.ways]
    inner = "".join(cards.desk(screen, door, level=3) for door in fresh)
    return fold(f"{screen.words.t('result.general')} {len(fresh)}", inner, "k-fold k-general")


def _confirm(screen: Screen) -> str:
    """What desks must still confirm, over all of them."""
    names = {name for card in screen.plan.issues for door in card.services[:TOP] for name in door.confirm}
    lines = [screen.words.t(f"confirm.{name}") for name in sorted(names)]
    return f"<h2>{screen.words.t('result.confirm_title')}</h2>{bullets(lines)}" if lines else ""
