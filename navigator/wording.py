"""The plan in words of one language: because-lines, states, reasons, what the desk must still confirm, sentences to say."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

import i18n
from navigator.conditions import chosen
from navigator.content import option_key
from navigator.doors import FirstDoor
from navigator.fitting import Way, shown_routes
from navigator.model import ANY_TIME, WRITTEN, Content, Knot, Question, Route, Service
from navigator.opening_words import around_the_year
from navigator.plan import Plan, Urgent, preferred_kinds
from navigator.services import Suggestion
from navigator.text_checks import ROUTE

Pair = tuple[str, str]


@lru_cache(maxsize=8)
def texts(content: Content, lang: str) -> dict[str, str]:
    """Every text of a language with the numbers it names; all at once, so that no memory shows what was looked at."""
    said = {key: i18n.say(content.words, lang, key) for key in content.words[i18n.DEFAULT]}
    return {key: ROUTE.sub(lambda m: _number(content, m[1], m[2]), text) for key, text in said.items()}


def _number(content: Content, service: str, channel: str) -> str:
    routes = shown_routes(content, content.services[service])
    return next((route.value for route in routes if route.channel == channel), "")


class Wording:
    """Everything one language says about one plan."""

    def __init__(self, content: Content, lang: str) -> None:
        self.content, self.lang = content, lang
        self._said = texts(content, lang)

    def say(self, key: str, **params: object) -> str:
        """A text with its parameters and the numbers of the routes it names."""
        return i18n.filled(self._said[key], **params)

    def question(self, question: Question) -> str:
        """The question's text."""
        return self.say(f"questions.{question.id}")

    def answer(self, pair: Pair) -> str:
        """The words of an answer."""
        return self.say(option_key(*pair))

    def because(self, pairs: Iterable[Pair]) -> list[str]:
        """One line for each answer; the desk's own line where nothing was chosen."""
        lines = [self._because(pair) for pair in dict.fromkeys(pairs)]
        return lines or [self.say("result.none_chosen_because")]

    def _because(self, pair: Pair) -> str:
        """A need's sentence speaks for itself; a short answer (ある, 近い) is quoted with its question."""
        question, option = pair
        if question in ("needs", "urgent"):
            return self.say("result.because", answer=self.answer(pair))
        line = self.say(f"questions.{question}")
        return self.say("result.because_line", line=line, answer=self.say(option_key(question, option)))

    def reasons(self, door: Suggestion, plan: Plan) -> list[str]:
        """What speaks for this door: the parts of the order, and what she asked for; the rarest first."""
        service, ways = door.service, [way for way in door.ways if way.can_use]
        aged = service.age_min is not None or service.age_max is not None
        alone = {"with_someone", "cannot_go"} & set(chosen(plan.known.answers, "go_alone"))
        lang = i18n.spoken(self.lang)
        speaks = {
            "urgent": service.id in plan.urgent_services,
            "after_refusal": not door.refused_at
            and not preferred_kinds(self.content, plan.known).isdisjoint(service.kinds),
            "serves_several": door.serves > 1 and bool(door.specific),
            "no_voice": plan.contact.cannot_speak and any(way.route.channel in WRITTEN for way in ways),
            "language": lang != i18n.DEFAULT and any(lang in way.route.languages for way in ways),
            "accompaniment": bool(alone) and service.accompaniment == "offered",
            "fits": aged and door.display != "other_door" and not {"area", "age"} & set(door.confirm),
            "near": service.level == "city" and "area" not in door.confirm,
            "open_now": door.open_now,
        }
        return [self.say(f"reasons.{name}", n=door.serves) for name, true in speaks.items() if true]

    def confirm(self, door: Suggestion) -> list[str]:
        """What the desk must still confirm."""
        return [whom(door.service) if name == "for_whom" else self.say(f"confirm.{name}") for name in door.confirm]

    def state(self, way: Way, now: datetime) -> str:
        """Open until when, closed until when, or honestly not known."""
        opening = way.opening
        if opening.state == "open":
            key = "states.open_24h" if opening.always or not opening.until else "states.open_now"
            until = self.when(opening.until, now) if opening.until else ""
            return self.say(key, until=until)
        if way.route.channel in ANY_TIME:
            return self.say("states.write_any_time")
        following = self.when(opening.next_opening, now) if opening.next_opening else ""
        if opening.state == "unknown":
            if not way.route.hours:
                return self.say("states.unknown_hours")
            return self.say("states.unknown_next" if following else "states.unknown_now", when=following)
        return self.say("states.closed" if following else "states.closed_no_next", when=following)

    def when(self, moment: datetime, now: datetime) -> str:
        """A coming moment in words."""
        return i18n.when(self.content.words, self.lang, moment, now)

    def channel(self, route: Route) -> str:
        """The name of the way."""
        return self.say(f"channels.{route.channel}")

    def trace(self, route: Route) -> str:
        """What this way leaves behind on a phone or a screen; empty for a visit."""
        return self.say(f"trace.{route.channel}") if route.leaves_trace else ""

    def source(self, way: Way) -> str:
        """Where the route is from and when it was checked; a route past its recheck says so."""
        return self.checked(way.route, way.overdue > 0)

    def checked(self, route: Route, overdue: bool) -> str:
        """The same of a route alone."""
        if route.verified_on:
            line = self.say("checked.verified", when=i18n.month(self.lang, f"{route.verified_on:%Y-%m}"))
        elif self.content.services[route.service].shown == "folded":
            line = self.say("checked.unchecked", when=i18n.month(self.lang, route.source_date))
        elif not route.source_date:
            line = self.say("checked.undated")
        else:
            key = "checked.official" if route.official else "checked.source"
            line = self.say(key, when=i18n.month(self.lang, route.source_date))
        return f"{line} {self.say('checked.overdue')}" if overdue else line

    def holidays(self, route: Route) -> str:
        """What the route does on public holidays and over New Year."""
        return self.say("hours.apart").join(self.say(key) for key in around_the_year(route))

    def knot(self, knot: Knot) -> str:
        """What comes first, and why."""
        why = self.say(f"knots.{knot.id}.why")
        return self.say("result.knot_line", before=self.say(f"steps.{knot.before}"), why=why)

    def urgent_lines(self, urgent: Urgent) -> list[str]:
        """The card's lines; the honest one about a missing silent way last."""
        lines = [self.say(f"cards.{urgent.card.id}.lines.{n}") for n in range(1, len(urgent.card.lines) + 1)]
        return [*lines, self.say(f"cards.{urgent.card.id}.missing_silent")] if urgent.silent_missing else lines

    def say_there(self, door: FirstDoor) -> list[str]:
        """What to say at the first door, and at the places that turned her away."""
        return [*self.say_here(door), *self.say_again(door)]

    def say_here(self, door: FirstDoor) -> list[str]:
        """The sentences to say at the first door."""
        issue = self.say(f"issues.{door.issue}.phrase") if door.issue else ""
        lines: list[str] = []
        for key in door.say:
            lines.append(self.say(key, issue=issue))
        places = [self.answer(("refused", place)) for place in door.refused]
        return [*lines, self.say("say.next_time", place=self.listed(places))] if places else lines

    def say_again(self, door: FirstDoor) -> list[str]:
        """What helps at each place that turned her away, if she goes there again."""
        named = [place for place in door.refused if self.content.refusals[place].say]
        return [self.say(f"refusals.{place}.say") for place in named]

    def listed(self, names: Iterable[str]) -> str:
        """Several names in one sentence."""
        return i18n.LANGUAGES[self.lang].comma.join(names)


def whom(service: Service) -> str:
    """For whom a desk is, in its own Japanese words."""
    return "・".join(text for text in (service.residence, service.for_whom) if text)
