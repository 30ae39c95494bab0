"""The closed schema of every file in config/, in the words of model.py."""

from collections.abc import Collection
from typing import Any

from navigator.conditions import KINDS as CONDITION_KINDS
from navigator.model import BANDS, CHANNELS, VOICES
from navigator.schema import Rule, day, flag, list_of, mapping, number, one_of, optional, partial_date, table, text

FRESHNESS = ("fresh", "recent", "stale", "undated")
CONFIDENCE = ("high", "medium", "low", "none")
PUBLISH = ("shown", "recheck_first", "via_other_desk", "seasonal", "hold")
HOLIDAYS = ("open", "closed", "as_sunday", "depends", "seasonal", "unknown")
ROLES = ("safety", "need", "refine", "contact")
OPEN_CLOSED = ("open", "closed", "unknown")

words = text()
maybe = text(required=False)
names = list_of(words)

site = mapping({"desk": words, "leave_to": words, "emergency": names})
catalogue = table(words)
texts = table(maybe)
sources = table(mapping({"url": words, "publisher": words, "page_date": maybe, "kind": words}))
municipalities = list_of(mapping({"id": words, "ja": words, "code": words}, {"parent": words}), 1)
knot_sources = table(mapping({"url": maybe, "says": words}))
staff_findings = mapping({"not_verified": names, "do_not_use": list_of(mapping({"what": words, "why": words}))})
never_say = mapping({"words": list_of(words, 1), "in_questions": names})

condition = mapping({"kind": one_of(CONDITION_KINDS)}, {"question": words, "values": list_of(words, 1)})


def needs(topics: Collection[str]) -> Rule:
    """config/needs.yaml."""
    one = mapping(
        {
            "id": words,
            "group": words,
            "ja": words,
            "phrase": words,
            "needs": list_of(one_of(topics), 1),
            "asks": names,
            "issue_codes": names,
        }
    )
    return mapping({"groups": catalogue, "needs": list_of(one, 1)})


def exceptions(topics: Collection[str], starts: Collection[str]) -> Rule:
    """config/coverage_exceptions.yaml; `starts` are the needs and urgent cards whose holes may be accepted."""
    hole = mapping({"start": one_of(starts), "channel": one_of(VOICES), "reason": words})
    return mapping(
        {
            "needs_without_specific_service": list_of(mapping({"topic": one_of(topics), "reason": words})),
            "holes_accepted": list_of(hole),
        }
    )


def questions() -> Rule:
    """config/questions.yaml."""
    option = mapping({"id": words, "ja": words}, {"red_flag": words, "card": words, "exclusive": flag})
    one = mapping(
        {"id": words, "section": words, "type": one_of(("single", "multiple")), "role": one_of(ROLES), "ja": words},
        {"why": words, "list_box": flag, "asked_when": condition, "options": list_of(option, 1)},
    )
    section = mapping({"ja": maybe})
    return mapping({"sections": table(section), "questions": list_of(one, 1)})


def issues(topics: Collection[str], kinds: Collection[str]) -> Rule:
    """config/issues.yaml."""
    suggest = mapping(
        {"needs": list_of(one_of(topics), 1)}, {"kinds": list_of(one_of(kinds), 1), "when": condition, "hard": flag}
    )
    return list_of(
        mapping(
            {
                "id": words,
                "ja": words,
                "phrase": words,
                "needs": list_of(one_of(topics), 1),
                "derive": list_of(condition, 1),
                "order": one_of(BANDS),
                "suggest": list_of(suggest, 1),
            },
            {
                "refine": list_of(condition),
                "order_rules": list_of(mapping({"when": condition, "order": one_of(BANDS)})),
                "steps": names,
            },
        ),
        1,
    )


red_flags = list_of(
    mapping(
        {"id": words, "red_flag": words, "rank": number, "title": words, "lines": list_of(words, 1), "services": names},
        {"missing_silent": maybe},
    ),
    1,
)

knots = mapping(
    {
        "steps": catalogue,
        "knots": list_of(
            mapping(
                {
                    "id": words,
                    "before": words,
                    "after": words,
                    "hard": one_of(("must", "usual", "gentle")),
                    "why": words,
                    "sources": names,
                },
                {"hide_if": names},
            )
        ),
    }
)


def refusals(kinds: Collection[str]) -> Rule:
    """config/refusals.yaml."""
    kind_list = list_of(one_of(kinds))
    return list_of(mapping({"id": words, "kinds": kind_list, "next_kinds": kind_list, "say": maybe}), 1)


first_doors = list_of(mapping({"when": condition, "services": list_of(words, 1)}, {"also": condition}), 1)


def service(topics: Collection[str], kinds: Collection[str]) -> Rule:
    """config/services/<id>.yaml."""
    area = mapping({"level": one_of(("nationwide", "prefecture", "city"))}, {"municipalities": names, "note": maybe})
    eligibility = mapping(
        {
            "women_only": flag,
            "age_min": optional(number),
            "age_max": optional(number),
            "residence": maybe,
            "for_whom": maybe,
        }
    )
    season = mapping({"from": day, "to": day})
    head: dict[str, Any] = {
        "id": words,
        "name": words,
        "operator": words,
        "kinds": list_of(one_of(kinds), 1),
        "needs": list_of(one_of(topics), 1),
        "area": area,
        "eligibility": eligibility,
        "anonymous": one_of(("possible", "unknown")),
        "accompaniment": one_of(("offered", "unknown")),
        "cost": maybe,
        "address": maybe,
        "publish": one_of(PUBLISH),
        "hidden_reason": maybe,
        "via": maybe,
        "seasons": list_of(season),
        "freshness": one_of(FRESHNESS),
        "switchboard": flag,
        "staff_notes": names,
        "sources": list_of(words, 1),
        "routes": list_of(route()),
    }
    return mapping(head)


def route() -> Rule:
    """One entry of a service's routes."""
    return mapping(
        {
            "channel": one_of(CHANNELS),
            "value": maybe,
            "label": maybe,
            "usable": flag,
            "hours": maybe,
            "hours_note": maybe,
            "holidays": one_of(HOLIDAYS),
            "year_end": one_of(OPEN_CLOSED),
            "languages": names,
            "cost": one_of(("free", "charged", "unknown")),
            "callback": one_of(("none", "withheld", "shown", "unknown")),
            "appointment": one_of(("needed", "not_needed", "unknown")),
            "confidence": one_of(CONFIDENCE),
            "sources": list_of(words, 1),
            "source_date": partial_date,
            "verified_on": optional(day),
            "recheck_by": day,
        }
    )
