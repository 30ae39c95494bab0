"""The selection of services as decision tables for zen-engine: answers → rules of the issues → service ids.

The same attributes as plan() looks at: needs, flags, answers, the place. What depends only on the day (season, shown
at all) is worked out when the table is made, in the table's favour; it neither orders nor explains.
"""

import json
from typing import Any

import zen

from navigator.conditions import Facts, Truth, chosen, facts
from navigator.fitting import area, in_season, minute_of
from navigator.hours import moment
from navigator.journey import on_path
from navigator.model import Answers, Condition, Content, Service
from navigator.services import GENERAL_ISSUE, candidates

Rows = list[dict[str, str]]


class SelectionTable:
    """zen-engine's decision of which services stand in the plan for some answers."""

    def __init__(self, content: Content, at: str) -> None:
        self._content = content
        service_rows = _service_rows(content, at)
        self.rows = len(service_rows)
        document = _document(_rule_rows(content), service_rows)
        self._decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(document)))

    def attributes(self, answers: Answers) -> dict[str, Any]:
        """What the tables read, made from answers; not part of the measured time."""
        known = on_path(self._content, answers).known
        return {
            "needs": sorted(known.needs),
            "flags": sorted(known.flags),
            "unsure": known.unsure,
            "needs_said": "needs" in known.answers,
            "said": {question: list(chosen(known.answers, question)) for question in self._content.questions},
            "place": next(iter(chosen(known.answers, "municipality")), ""),
        }

    def decide(self, attributes: dict[str, Any]) -> list[dict[str, str]]:
        """The chosen rows, each {"service": id}; a service stands once."""
        found: Any = self._decision.evaluate(attributes)["result"]
        return list(found["services"])


def _rule_rows(content: Content) -> Rows:
    """A row for each way to derive an issue and each of its rules; every issue also brings the general rules."""
    rows: Rows = []
    for issue in content.issues.values():
        known = " and ".join(f"({_not_no(condition)})" for condition in issue.refine) or "true"
        for derived in issue.derive:
            for name in dict.fromkeys((issue.id, GENERAL_ISSUE)):
                for number, rule in enumerate(content.issues[name].suggest):
                    when = _not_no(rule.when) if rule.hard else "true"
                    rows.append({"derive": _yes(derived), "refine": known, "when": when, "key": f'"{name}:{number}"'})
    return rows


def _service_rows(content: Content, at: str) -> Rows:
    """A row for each service that may be shown on the day: the rules that bring it, the places it is for."""
    now = minute_of(content, moment(at))
    brought: dict[Service, list[str]] = {}
    for issue in content.issues.values():
        for number, rule in enumerate(issue.suggest):
            for service in candidates(content, rule):
                brought.setdefault(service, []).append(f"{issue.id}:{number}")
    return [
        {"rules": f"some($, #.key in {json.dumps(keys)})", "place": _places(content, service), "id": f'"{service.id}"'}
        for service, keys in brought.items()
        if in_season(service, now.today) and now[service]
    ]


def _places(content: Content, service: Service) -> str:
    """The test of the place column; empty (always true) for a service that no place rules out."""
    places = ["", *content.municipalities, "outside", "not_fixed"]
    fitting = [place for place in places if area(content, service, _at(content, place)) is not Truth.NO]
    return "" if len(fitting) == len(places) else f"$ in {json.dumps(fitting)}"


def _at(content: Content, place: str) -> Facts:
    return facts(content, {"municipality": place} if place else {})


def _yes(condition: Condition) -> str:
    """A condition of the closed table in zen's expression language, true where it is known to be true."""
    values = json.dumps(condition.values)
    tests = {
        "always": "true",
        "need": f"some(needs, # in {values})",
        "flag": f"some(flags, # in {values})",
        "unsure": "unsure and (len(flags) == 0 or needs_said)",
        "is": f"some(said.{condition.question}, # in {values})",
    }
    return tests[condition.kind]


def _not_no(condition: Condition) -> str:
    """The condition true unless it is known to be false."""
    silent = f"len(said.{condition.question}) == 0 or " if condition.kind == "is" else ""
    return silent + _yes(condition)


def _document(rule_rows: Rows, service_rows: Rows) -> dict[str, Any]:
    """The two tables in zen's file format, one after the other."""
    rules = _table("rules", {"derive": "", "refine": "", "when": ""}, {"key": "key"}, rule_rows)
    services = _table("services", {"rules": "rules", "place": "place"}, {"id": "service"}, service_rows)
    nodes = [{"id": "in", "type": "inputNode", "name": "in"}, rules, services]
    nodes.append({"id": "out", "type": "outputNode", "name": "out"})
    steps = [("in", "rules"), ("rules", "services"), ("services", "out")]
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in steps]
    return {"nodes": nodes, "edges": edges}


def _table(name: str, inputs: dict[str, str], outputs: dict[str, str], rows: Rows) -> dict[str, Any]:
    """A decision table that collects every row that holds; its answer stands under its name."""
    return {
        "id": name,
        "type": "decisionTableNode",
        "name": name,
        "content": {
            "hitPolicy": "collect",
            "passThrough": True,
            "outputPath": name,
            "inputs": [
                {"id": key, "name": key, **({"field": field} if field else {})} for key, field in inputs.items()
            ],
            "outputs": [{"id": key, "name": key, "field": field} for key, field in outputs.items()],
            "rules": [{"_id": f"{name}-{number}", **row} for number, row in enumerate(rows)],
        },
    }
