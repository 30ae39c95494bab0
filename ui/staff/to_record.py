"""What of questions asked together may go over into a record: issues, and an age band and a town that fit. No answer."""

from data import codes
from navigator.conditions import Facts, chosen
from navigator.model import Content

# The other bands of the question (30–64, 65 and over) lie across several of the record's: there the counsellor asks.
AGE_BANDS = {"under18": "10s", "age_18_19": "10s", "twenties": "20s"}


def issues(content: Content, known: Facts) -> list[str]:
    """The issue ids of config/records/codes.yaml of the needs she named, in the order of the needs."""
    ids = {word: code.id for code in codes.lists()["issue"].values() for word in (code.label, *code.others)}
    words = [word for need in content.needs.values() if need.id in known.needs for word in need.issue_codes]
    return list(dict.fromkeys(ids[word] for word in words if word in ids))


def values(content: Content, known: Facts) -> dict[str, object]:
    """The fields of a record, by their names, that can be filled; a field that cannot is not there."""
    age = AGE_BANDS.get(_one(known, "age_band"))
    town = content.municipalities.get(_one(known, "municipality"))
    found = {"issues": issues(content, known), "age_band": age, "municipality": town.code if town else None}
    return {name: value for name, value in found.items() if value}


def _one(known: Facts, question: str) -> str:
    return next(iter(chosen(known.answers, question)), "")
