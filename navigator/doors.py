"""The one first door: which, by which way, what to say there, and what is open until it opens."""

from collections.abc import Sequence
from dataclasses import dataclass

import i18n
from navigator.conditions import Facts, Truth, because, chosen, holds
from navigator.fitting import Contact, Way
from navigator.issues import IssueFound
from navigator.model import ALWAYS, MAIL, WRITTEN, Content, FirstDoorRule
from navigator.services import Fits, Suggestion


@dataclass(frozen=True, slots=True)
class FirstDoor:
    """The door, the way to take, the issue to name there, the sentences to say (text keys), and an open one meanwhile."""

    door: Suggestion
    way: Way
    issue: str
    say: tuple[str, ...]
    refused: tuple[str, ...]
    meanwhile: tuple[Suggestion, Way] | None


def first_door(
    content: Content,
    known: Facts,
    fits: Fits,
    her: Contact,
    found: tuple[IssueFound, ...],
    offered: Sequence[Suggestion],
) -> FirstDoor:
    """The first rule that holds and has a way she can use; the last rule is the comprehensive desk, which has mail."""
    shown = {entry.service.id for entry in offered} | {content.site.desk}
    for rule in content.first_doors:
        if Truth.YES is not holds(rule.when, known) or Truth.YES is not holds(rule.also, known):
            continue
        # An emergency line stays the first door for her who cannot speak: its card says honestly what is missing.
        named = [fits[i] for i in rule.services if i in shown]
        usable = [entry for entry in named if _usable(entry) or entry.service.id in content.site.emergency]
        if usable:
            door = min(usable, key=lambda entry: _door_key(entry, her))
            break
    else:
        rule, door = FirstDoorRule(ALWAYS, ()), fits[content.site.desk]
    way = best_way(door, her)
    pairs = because(rule.when, known)
    meanwhile = None if way.opening.state == "open" else _meanwhile(content, door, offered)
    # 110 and 119 ask their own questions; nobody reads sentences to them.
    emergency = door.service.id in content.site.emergency
    say = () if emergency else _say(way, her, known)
    refused = tuple(p for p in chosen(known.answers, "refused") if p in content.refusals and not emergency)
    issue = _issue_of(pairs, door, found)
    shown_because = pairs or tuple(pair for entry in found for pair in entry.because)[:1]
    return FirstDoor(door._replace(because=shown_because), way, issue, say, refused, meanwhile)


def _issue_of(pairs: tuple[tuple[str, str], ...], door: Suggestion, found: tuple[IssueFound, ...]) -> str:
    """The issue to name at the door: the one whose answers chose it, else the first one the door serves."""
    chosen_by = (entry.issue.id for entry in found if set(pairs) & set(entry.because))
    served = (entry.issue.id for entry in found if set(entry.issue.needs) & set(door.service.needs))
    return next(chosen_by, next(served, found[0].issue.id if found else ""))


def _door_key(entry: Suggestion, her: Contact) -> tuple[bool, ...]:
    """A way she can use > facts not long overdue > open now in her language > open now; then the order of the rule."""
    long_overdue = all(way.overdue > 1 for way in entry.ways)
    lang = i18n.spoken(her.lang)
    open_ways = [way for way in entry.ways if way.can_use and way.opening.state == "open"]
    return not _usable(entry), long_overdue, not any(lang in way.route.languages for way in open_ways), not open_ways


def _usable(entry: Suggestion) -> bool:
    return any(way.can_use for way in entry.ways)


def best_way(door: Suggestion, her: Contact) -> Way:
    """An open way she can use; for her who cannot speak, one she can write to now; else the first she can use."""
    can = [way for way in door.ways if way.can_use] or list(door.ways)
    open_now = [way for way in can if way.opening.state == "open"]
    mail = [way for way in can if her.written_first and way.route.channel in MAIL]
    return (open_now or mail or can)[0]


def _meanwhile(content: Content, door: Suggestion, offered: Sequence[Suggestion]) -> tuple[Suggestion, Way] | None:
    """The open door beside a closed first one: of the urgent card, then of her issues in their order."""
    for entry in offered:
        if entry.display != "main" or entry.service.id in (door.service.id, *content.site.emergency):
            continue
        for way in entry.ways:
            if way.can_use and way.opening.state == "open":
                return entry, way
    return None


def _say(way: Way, her: Contact, known: Facts) -> tuple[str, ...]:
    """Text keys of the sentences to say at the first door, and the no-call-back ones where a call could be seen."""
    channel = way.route.channel
    # She who was turned away before does not say that this is her first time.
    phone = "say.phone_again" if set(chosen(known.answers, "refused")) - {"first_time"} else "say.phone"
    # She writes also where that suits better (her language, at night): then she need not say that she cannot speak.
    written = "say.chat" if her.cannot_speak else "say.write"
    keys = [written if channel in WRITTEN else "say.counter" if channel == "in_person" else phone]
    if "later" in chosen(known.answers, "voice") and channel == "phone":
        keys.append("say.phone_short")
    if {"with_someone", "cannot_go"} & set(chosen(known.answers, "go_alone")):
        keys.append("say.accompanied")
    if her.traces_matter or her.cannot_speak:
        keys += ["say.no_callback", "say.no_voicemail", "say.line_drops"]
    return tuple(keys)
