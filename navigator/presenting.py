"""The plan as the plain data that `python -m navigator suggest` prints, and as text."""

from typing import Any

import i18n
from navigator.content import option_key
from navigator.fitting import Way
from navigator.memo import memo_text
from navigator.model import NOT_SAID, Content, Question
from navigator.plan import IssueCard, Plan, Urgent
from navigator.services import Suggestion
from navigator.wording import Wording


def as_dict(content: Content, plan: Plan) -> dict[str, Any]:
    """The plan as JSON-ready data; times in ISO 8601 with zone, furigana as 漢字(かんじ)."""
    words = Wording(content, plan.lang)
    door = plan.first_door
    data = {
        "at": plan.at.isoformat(),
        "lang": plan.lang,
        "urgent": [_urgent(words, card, plan) for card in plan.urgent],
        "first_door": {
            "service": door.door.service.id,
            "name": door.door.service.name,
            "kinds": list(door.door.service.kinds),
            "say": words.say_there(door),
            "because": words.because(door.door.because),
            "state": door.way.opening.state,
            "state_text": words.state(door.way, plan.at),
            "next_opening": _iso(door.way),
            "route": {"channel": door.way.route.channel, "value": door.way.route.value},
            "meanwhile": _meanwhile(words, plan),
        },
        "issues": [_issue(words, card, plan) for card in plan.issues],
        "memo": {"text": memo_text(content, plan)},
        "ignored": list(plan.ignored),
    }
    return data if not i18n.LANGUAGES[plan.lang].furigana else _plain(data)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return i18n.plain(value) if isinstance(value, str) else value


def _iso(way: Way) -> str | None:
    return way.opening.next_opening.isoformat() if way.opening.next_opening else None


def _meanwhile(words: Wording, plan: Plan) -> dict[str, Any] | None:
    if not plan.first_door.meanwhile:
        return None
    door, way = plan.first_door.meanwhile
    route = {"channel": way.route.channel, "value": way.route.value}
    return {"service": door.service.id, "name": door.service.name, "state": way.opening.state, "route": route}


def _urgent(words: Wording, urgent: Urgent, plan: Plan) -> dict[str, Any]:
    return {
        "red_flag": urgent.card.red_flag,
        "card": urgent.card.id,
        "title": words.say(f"cards.{urgent.card.id}.title"),
        "lines": words.urgent_lines(urgent),
        "because": words.because(urgent.because),
        "services": [_service(words, door, plan) for door in urgent.services],
    }


def _issue(words: Wording, card: IssueCard, plan: Plan) -> dict[str, Any]:
    issue = card.found.issue
    return {
        "id": issue.id,
        "text": words.say(f"issues.{issue.id}"),
        "needs": list(issue.needs),
        "order": card.order,
        "because": words.because(card.found.because),
        "after": list(dict.fromkeys(before for before, _ in card.after if before != issue.id)),
        "knots": [{"id": k.id, "before": b, "hard": k.hard, "text": words.knot(k)} for b, k in card.after],
        "services": [_service(words, door, plan) for door in card.services],
    }


def _service(words: Wording, door: Suggestion, plan: Plan) -> dict[str, Any]:
    return {
        "id": door.service.id,
        "name": door.service.name,
        "kinds": list(door.service.kinds),
        "display": door.display,
        "checked": door.service.shown == "main",
        "via": door.service.via or None,
        "because": words.because(door.because),
        "reasons": words.reasons(door, plan),
        "to_confirm": words.confirm(door),
        "routes": [_route(words, way, plan) for way in door.ways],
    }


def _route(words: Wording, way: Way, plan: Plan) -> dict[str, Any]:
    route = way.route
    return {
        "channel": route.channel,
        "value": route.value,
        "label": route.label,
        "state": way.opening.state,
        "state_text": words.state(way, plan.at),
        "next_opening": _iso(way),
        "hours": route.hours or None,
        "hours_note": route.hours_note or None,
        "holidays_note": words.holidays(route),
        "languages": list(route.languages),
        "cost": route.cost,
        "callback": route.callback,
        "leaves_trace": route.leaves_trace,
        "can_use": way.can_use,
        "overdue": way.overdue > 0,
        "verified_on": route.verified_on.isoformat() if route.verified_on else None,
        "source_date": route.source_date or None,
        "recheck_by": route.recheck_by.isoformat(),
        "source": [
            {"id": s.id, "publisher": s.publisher, "url": s.url, "page_date": s.page_date}
            for s in (words.content.sources[key] for key in route.sources)
        ],
    }


def question_dict(content: Content, question: Question, lang: str) -> dict[str, Any]:
    """One question as `python -m navigator questions` prints it."""
    words = Wording(content, lang)

    def text(value: str) -> str:
        return i18n.plain(value)

    options = [
        {
            "id": option.id,
            "text": text(words.say(option_key(question.id, option.id))),
            "needs": list(option.needs),
            "red_flag": option.red_flag or None,
        }
        for option in question.options
    ]
    options += [{"id": o, "text": text(words.say(f"answers.{o}")), "needs": [], "red_flag": None} for o in NOT_SAID]
    asked = question.asked_when
    return {
        "id": question.id,
        "text": text(words.question(question)),
        "section": question.section,
        "type": question.type,
        "role": question.role,
        "options": options,
        "asked_when": {"kind": asked.kind, "question": asked.question or None, "values": list(asked.values)},
    }


def as_text(content: Content, plan: Plan) -> str:
    """The plan to read: urgent cards, the first door, the issues in order, the memo."""
    data, words = as_dict(content, plan), Wording(content, plan.lang)

    def heading(key: str) -> str:
        return i18n.plain(words.say(key))

    lines: list[str] = []
    for card in data["urgent"]:
        lines += [f"▲ {heading('urgent.heading')} {card['title']}", *card["lines"]]
        lines += [_service_line(service) for service in card["services"]] + [""]
    door = data["first_door"]
    lines += [heading("first_door.title"), f"  {door['name']}  {door['route']['value']}  {door['state_text']}"]
    lines += [f"  {sentence}" for sentence in door["say"]]
    if door["meanwhile"]:
        aside = door["meanwhile"]
        lines.append(f"  {heading('first_door.meanwhile')} {aside['name']} {aside['route']['value']}")
    for issue in data["issues"]:
        lines += ["", f"[{heading('result.band.' + issue['order'])}] {issue['text']}", *issue["because"]]
        lines += [f"  ↑ {knot['text']}" for knot in issue["knots"]]
        lines += [_service_line(service) for service in issue["services"] if service["display"] == "main"]
        rest = [service["name"] for service in issue["services"] if service["display"] != "main"]
        if rest:
            lines.append(f"  ▸ {heading('result.other_doors')} {len(rest)}: " + " / ".join(rest))
    return "\n".join([*lines, "", data["memo"]["text"]])


def _service_line(service: dict[str, Any]) -> str:
    ways = " / ".join(f"{r['channel']} {r['value']} ({r['state_text']})" for r in service["routes"])
    return f"  ● {service['name']}: {ways}"
