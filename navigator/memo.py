"""The memo she takes along: her issues, three sentences to read aloud, what to say and to ask there, routes with hours."""

from dataclasses import dataclass

import i18n
from navigator.conditions import chosen
from navigator.fitting import Way
from navigator.model import ANY_TIME, Content
from navigator.opening_words import hours_text
from navigator.plan import Plan
from navigator.services import Suggestion
from navigator.wording import Wording

ASK = 5
DOORS = 3
NAMED = 3


@dataclass(frozen=True, slots=True)
class Memo:
    """Title and sections of (heading, lines); made in memory, never stored."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def memo(content: Content, plan: Plan) -> Memo:
    """The full memo."""
    words = Wording(content, plan.lang)
    issues = tuple(words.say(f"issues.{card.found.issue.id}") for card in plan.issues)
    sections = (
        (words.say("memo.heading.issues"), issues),
        (words.say("memo.heading.say"), tuple(_sentences(words, plan))),
        (words.say("refused.next_time_title"), tuple(words.say_again(plan.first_door))),
        (words.say("memo.heading.ask"), tuple(words.say(f"memo.ask.{n}") for n in range(1, ASK + 1))),
        (words.say("memo.heading.routes"), tuple(_door_lines(words, plan))),
    )
    return Memo(words.say("memo.title"), tuple((heading, lines) for heading, lines in sections if lines))


def short_memo(content: Content, plan: Plan) -> Memo:
    """Names and hours of desks only; nothing that says why."""
    words = Wording(content, plan.lang)
    return Memo(words.say("memo.short_title"), ((words.say("memo.heading.routes"), tuple(_door_lines(words, plan))),))


def memo_text(content: Content, plan: Plan) -> str:
    """The memo as plain text; the short one first where someone looks at her phone."""
    full = as_plain(memo(content, plan))
    looked_at = "looked_at" in chosen(plan.known.answers, "device")
    return f"{as_plain(short_memo(content, plan))}\n\n{full}" if looked_at else full


def as_plain(made: Memo) -> str:
    """A memo as text lines, furigana in brackets."""
    lines = [made.title]
    for heading, entries in made.sections:
        lines += ["", f"■ {heading}", *(f"・{entry}" for entry in entries)]
    return i18n.plain("\n".join(lines))


def _sentences(words: Wording, plan: Plan) -> list[str]:
    """What is hard now, what was tried before, what she would like; then that nobody calls her back."""
    door = plan.first_door
    phrases = [words.say(f"issues.{card.found.issue.id}.phrase") for card in plan.issues[:NAMED]]
    lines = [words.say("memo.line.issues", issues=words.listed(phrases))]
    places = [words.answer(("refused", place)) for place in door.refused]
    if places:
        lines.append(words.say("memo.line.before", places=words.listed(places)))
    else:
        first = "first_time" in chosen(plan.known.answers, "refused")
        lines.append(words.say("memo.line.before_none" if first else "memo.line.before_unknown"))
    with_her = {"with_someone", "cannot_go"} & set(chosen(plan.known.answers, "go_alone"))
    wish = "come" if with_her else "together" if len(plan.issues) > 1 else "listen"
    lines.append(words.say("memo.line.wish", wish=words.say(f"memo.wish.{wish}")))
    if plan.contact.traces_matter or plan.contact.cannot_speak:
        lines += [words.say("say.no_callback"), words.say("say.no_voicemail")]
    return lines


def _door_lines(words: Wording, plan: Plan) -> list[str]:
    listed: dict[str, tuple[Suggestion, Way]] = {
        plan.first_door.door.service.id: (plan.first_door.door, plan.first_door.way)
    }
    if plan.first_door.meanwhile:
        listed[plan.first_door.meanwhile[0].service.id] = plan.first_door.meanwhile
    for door in plan.offered:
        if len(listed) < DOORS + 1 and door.display == "main" and door.ways:
            listed.setdefault(door.service.id, (door, door.ways[0]))
    lines = []
    for door, _ in listed.values():
        for way in door.ways[:2]:
            if way.route.channel not in ("outreach", "web"):
                number = f"{words.channel(way.route)} {way.route.value}"
                lines.append(
                    words.say("memo.route_line", name=door.service.name, what=number, hours=_hours(words, way))
                )
    return lines


def _hours(words: Wording, way: Way) -> str:
    """The hours as they always are: she may read the memo on another day, when "open now" is not true any more."""
    if way.route.channel in ANY_TIME:
        return words.say("states.write_any_time")
    return hours_text(way.route.hours, words.say) or words.say("states.unknown_hours")
