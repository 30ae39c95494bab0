"""What one run of a page needs: the content, the words, her path and, only when asked for, the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import i18n
from navigator import fitting, journey, store
from navigator.hours import TOKYO
from navigator.journey import Path
from navigator.model import Content
from navigator.plan import Plan, Urgent, plan, urgent_cards
from navigator.services import Fits
from ui import state
from ui.markup import Markup


@dataclass(frozen=True)
class Screen:
    """One run; plan and urgent cards are worked out at their first use. `held` is what the widgets hold at its beginning."""

    content: Content
    words: Markup
    visit: state.Visit
    held: Mapping[str, Any]
    path: Path
    at: datetime

    @cached_property
    def contact(self) -> fitting.Contact:
        """How she can be reached safely, as far as she said."""
        return fitting.contact(self.path.known, self.visit.lang)

    @cached_property
    def fits(self) -> Fits:
        """Every service as it is for her now."""
        return Fits(self.content, self.path.known, self.contact, self.at)

    @property
    def title(self) -> str:
        """What stands in the tab and in the history: the same neutral name in every language."""
        return i18n.base(self.content.words[i18n.DEFAULT]["chrome.app_title"])

    @property
    def clock(self) -> str:
        """The moment in words."""
        return self.words.when(self.at, self.at)

    @cached_property
    def plan(self) -> Plan:
        """The whole plan."""
        return plan(self.content, self.visit.answers, self.at, self.visit.lang, self.fits)

    @cached_property
    def urgent(self) -> tuple[Urgent, ...]:
        """The urgent cards alone: most pages need no more."""
        if not self.path.known.flags:
            return ()
        return urgent_cards(self.content, self.path.known, self.fits, self.contact)


def begin(name: str = state.VISIT) -> Screen:
    """What this run shows of the visit of that name; of what visitors see, the clock is read here and nowhere else."""
    content, held = store.current(), state.held()
    visit = state.visit(held, name)
    path = journey.on_path(content, visit.answers)
    return Screen(content, Markup(content, visit.lang), visit, held, path, datetime.now(TOKYO))
