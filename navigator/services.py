"""Which services serve an issue, whether they fit her, and in which order they stand."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import i18n
from navigator.conditions import Facts, Truth, because, chosen, holds
from navigator.fitting import NEAR, Contact, Minute, Way, age, area, in_season, minute_of, ways
from navigator.issues import IssueFound
from navigator.last_doors import hides
from navigator.model import ALWAYS, Content, Display, Service, Suggest

GENERAL_ISSUE = "i_unsure"
DISPLAYS: dict[Display, int] = {"main": 0, "folded": 1, "other_door": 2}
CHILDREN_MATTER = frozenset({"dv", "housing"})
# Who reads the page in another language may need a desk that speaks it, whatever the trouble is.
IN_OTHER_LANGUAGES = Suggest(needs=("any",), kinds=("foreign",))
CONFIRM_NAMES = {"age_band": "age"}


class Suggestion(NamedTuple):
    """A service for her; `display` is "other_door" where a condition speaks against it, `near` whether the place is hers.

    `specific`: 2 where it serves the issue itself, 1 where one of her answers asked for it, 0 where it serves anybody;
    `serves` counts her issues, `refused_at` is the place that turned her away, `confirm` names what she must ask.
    """

    service: Service
    ways: tuple[Way, ...]
    hidden: bool
    display: Display
    confirm: tuple[str, ...]
    near: Truth
    because: tuple[tuple[str, str], ...] = ()
    specific: int = 2
    refused_at: str = ""
    serves: int = 1

    @property
    def open_now(self) -> bool:
        """Whether a way she can use is open at the plan's moment."""
        return any(way.can_use and way.opening.state == "open" for way in self.ways)

    @property
    def reachable(self) -> bool:
        """Open now by a way she can use or, where she named times, open at one of them."""
        return any(
            way.can_use and (way.suits if way.suits is not None else way.opening.state == "open") for way in self.ways
        )


class Reason(NamedTuple):
    """What a rule of an issue says of every service it brings; `confirm` where its condition is not known."""

    truth: Truth
    because: tuple[tuple[str, str], ...]
    specific: int
    confirm: str


Row = tuple[Suggestion, Reason]


def fit(content: Content, service: Service, known: Facts, her: Contact, now: Minute) -> Suggestion:
    """The service as it is for her: hidden only by the publish rule, the season, another town, or facts long overdue."""
    near = area(content, service, known)
    if near is Truth.NO or service.shown == "staff" or not in_season(service, now.today):
        return Suggestion(service, (), True, "other_door", (), near)
    old = age(service, known)
    found = ways(service, her, now)
    current = tuple(way for way in found if way.overdue < 2)
    place = _refused(content, service, known)
    display: Display = "other_door" if old is Truth.NO or place else "main" if service.shown == "main" else "folded"
    confirm = _confirm(service, near, old, known)
    hidden = not found or hides(service, now)
    return Suggestion(service, current or found, hidden, display, confirm, near, refused_at=place)


def _confirm(service: Service, near: Truth, old: Truth, known: Facts) -> tuple[str, ...]:
    """Names of what the desk must still confirm."""
    names = [name for name, truth in (("area", near), ("age", old)) if truth is Truth.UNKNOWN]
    if not CHILDREN_MATTER.isdisjoint(service.needs) and set(chosen(known.answers, "children_age")) - {"no_children"}:
        names.append("children_age")
    return (*names, "for_whom") if service.for_whom or service.residence else tuple(names)


class Fits(dict[str, Suggestion]):
    """Every service as it is for one visitor, worked out when first asked for."""

    def __init__(self, content: Content, known: Facts, her: Contact, at: datetime) -> None:
        super().__init__()
        self._of = (content, known, her, minute_of(content, at))

    def __missing__(self, service: str) -> Suggestion:
        content, known, her, now = self._of
        self[service] = found = fit(content, content.services[service], known, her, now)
        return found


def _refused(content: Content, service: Service, known: Facts) -> str:
    """The place she was turned away at that this service is of; never the comprehensive desk or an emergency line."""
    if service.id == content.site.desk or service.id in content.site.emergency:
        return ""
    for place in chosen(known.answers, "refused"):
        if place in content.refusals and set(content.refusals[place].kinds) & set(service.kinds):
            return place
    return ""


@lru_cache(maxsize=1024)
def candidates(content: Content, rule: Suggest) -> tuple[Service, ...]:
    """The shown services of a rule: one of its topics and, where it names kinds, one of its kinds."""
    topics, kinds = set(rule.needs), set(rule.kinds)
    return tuple(
        service
        for service in content.services.values()
        if service.shown != "staff" and topics & set(service.needs) and (not kinds or kinds & set(service.kinds))
    )


def candidates_for(content: Content, found: IssueFound, known: Facts, fits: Fits, lang: str) -> dict[str, Row]:
    """The services of an issue, its own and then the desks for anything."""
    listed: dict[str, Row] = {}
    own_language = (IN_OTHER_LANGUAGES,) if i18n.spoken(lang) != i18n.DEFAULT else ()
    for rule in (*found.issue.suggest, *own_language, *content.issues[GENERAL_ISSUE].suggest):
        truth = holds(rule.when, known)
        if truth is Truth.NO and rule.hard:
            continue
        reason = _reason(found, rule, truth, known)
        for service in candidates(content, rule):
            if service.id not in listed and not (entry := fits[service.id]).hidden:
                listed[service.id] = (entry, reason)
    return listed


def _specific(found: IssueFound, rule: Suggest, truth: Truth) -> int:
    """2 where a rule serves this very issue, 1 where one of her answers asked for it, 0 for anybody with any trouble."""
    whole = found.issue.needs == ("any",)
    if set(rule.needs) & set(found.issue.needs) - (set() if whole else {"any"}):
        return 2
    return int(rule.when is not ALWAYS and truth is Truth.YES)


def _reason(found: IssueFound, rule: Suggest, truth: Truth, known: Facts) -> Reason:
    """The reason that a rule with this truth gives, worked out once for all its services."""
    pairs = found.because if rule.when is ALWAYS else found.because + because(rule.when, known)
    return Reason(
        truth, pairs, _specific(found, rule, truth), CONFIRM_NAMES.get(rule.when.question, rule.when.question)
    )


def suggested(row: Row, serves: int) -> Suggestion:
    """The service in the card of an issue, with the answers that brought it there."""
    entry, (truth, pairs, specific, to_confirm) = row
    display, confirm = entry.display, entry.confirm
    if truth is Truth.NO:
        display = "other_door"
    elif truth is Truth.UNKNOWN:
        display = "folded" if display == "main" else display
        confirm = tuple(dict.fromkeys((*confirm, to_confirm)))
    return Suggestion(
        entry.service, entry.ways, False, display, confirm, entry.near, pairs, specific, entry.refused_at, serves
    )


def order_key(
    door: Suggestion, urgent: set[str], preferred: frozenset[str], emergency: tuple[str, ...]
) -> tuple[object, ...]:
    """The fixed order; the printed reasons are its parts.

    Shown plainly > not overdue > urgent > forward after a refusal > serves several > known to fit > open now, or when
    she can talk > near > recent > id. What serves anybody stands behind what serves the issue; an emergency line
    stands last unless a red flag was raised.
    """
    service = door.service
    flagged = service.id in urgent
    return (
        DISPLAYS[door.display],
        service.id in emergency and not flagged,
        min((way.overdue for way in door.ways), default=0),
        0 if flagged else 2 - door.specific,
        service.switchboard,
        not flagged,
        not preferred.intersection(service.kinds),
        -door.serves,
        door.near is Truth.UNKNOWN or "age" in door.confirm,
        not door.reachable,
        *_lasting(service),
    )


@lru_cache(maxsize=2**14)
def _lasting(service: Service) -> tuple[int, int, str]:
    """The parts of the order that no answer changes: near > recent > id."""
    return NEAR[service.level], -recency(service), service.id


def recency(service: Service) -> int:
    """The newest day its routes were checked or, before that, written in their source, as an ordinal (0 when undated)."""
    days = [route.verified_on or _first_day(route.source_date) for route in service.routes]
    return max((day.toordinal() for day in days if day), default=0)


def _first_day(text: str) -> date | None:
    """The first day a source date of year, month or day precision can mean."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    return date(parts[0], *[*parts[1:3], 1, 1][:2]) if parts else None
