"""Loads config/ into frozen dataclasses and refuses it, with every fault at once, when anything in it is wrong."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import i18n
from navigator import formats
from navigator.model import (
    ALWAYS,
    NOT_SAID,
    NOTHING_CHOSEN,
    Condition,
    Content,
    FirstDoorRule,
    Issue,
    Knot,
    Municipality,
    Need,
    Option,
    OrderRule,
    Question,
    Refusal,
    Site,
    Source,
    Suggest,
    UrgentCard,
)
from navigator.reading import Folder
from navigator.schema import ContentError, Known, Problem, Rule
from navigator.services_reading import read_services

LINE_OPTIONS = ("near", "little", "different")
OTHER_PLACES = ("outside", "not_fixed")


def load(config: Path) -> Content:
    """The whole content of a config folder; ContentError lists every fault found."""
    from navigator.checks import check  # checks read a Content, so they come after this module

    folder = Folder(config)
    content = _assemble(folder)
    faults = folder.problems + folder.strangers() + check(content, folder)
    if faults:
        raise ContentError(sorted(faults, key=str))
    return content


def _assemble(folder: Folder) -> Content:
    """What could be read; of what could not, the names are known (schema.Known), so that nothing is told twice."""
    known = folder.known
    files = _read(folder)
    topics, kinds = files["topics"], files["kinds"]
    source_table = {key: Source(key, **entry) for key, entry in files["sources"].items()}
    source_table = known(source_table, "config/sources.yaml")
    services = read_services(folder, topics, kinds, source_table)
    _no_twins(files, folder.problems)
    municipalities = known(_by_id(Municipality, files["towns"]), "config/municipalities.yaml")
    needs = known(_by_id(Need, files["needs"]["needs"]), "config/needs.yaml")
    questions = _questions(files["questions"], needs, municipalities, files["texts"])
    sections = {key: entry["ja"] for key, entry in files["questions"]["sections"].items()}
    return Content(
        site=Site(**files["site"]),
        topics=topics,
        kinds=kinds,
        groups=known(files["needs"]["groups"], "config/needs.yaml"),
        sections=known(sections, "config/questions.yaml"),
        needs=needs,
        questions=_answerable(questions, needs, municipalities, folder),
        issues=known({entry["id"]: _issue(entry) for entry in files["issues"]}, "config/issues.yaml"),
        cards=known(_by_id(UrgentCard, files["cards"]), "config/red_flags.yaml"),
        steps=known(files["knots"]["steps"], "config/knots.yaml"),
        knots=tuple(Knot(**{"hide_if": (), **entry}) for entry in files["knots"]["knots"]),
        refusals=known(_by_id(Refusal, files["refusals"]), "config/refusals.yaml"),
        first_doors=tuple(
            FirstDoorRule(_condition(e["when"]), e["services"], _condition(e.get("also"))) for e in files["doors"]
        ),
        municipalities=municipalities,
        sources=source_table,
        services=services,
        exceptions={row["topic"]: row["reason"] for row in files["exceptions"]["needs_without_specific_service"]},
        holes_accepted={(row["start"], row["channel"]): row["reason"] for row in files["exceptions"]["holes_accepted"]},
        words=_words(files, topics, kinds, questions),
        fingerprint=fingerprint(folder.config),
    )


def _by_id(made: Any, entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {entry["id"]: made(**entry) for entry in entries}


# What stands for a file of which nothing could be read.
EMPTY: Mapping[str, Any] = {
    "needs.yaml": {"groups": {}, "needs": ()},
    "questions.yaml": {"sections": {}, "questions": ()},
    "site.yaml": {"desk": "", "leave_to": "", "emergency": ()},
    "knots.yaml": {"steps": {}, "knots": ()},
    "coverage_exceptions.yaml": {"needs_without_specific_service": (), "holes_accepted": ()},
}


def _read(folder: Folder) -> dict[str, Any]:
    """What could be read of every file but the services."""

    def get(name: str, rule: Rule) -> Any:
        found = folder.read(folder.config / name, rule)
        return EMPTY.get(name, {}) if found is None else found

    files = {
        "topics": folder.known(get("topics.yaml", formats.catalogue), "config/topics.yaml"),
        "kinds": folder.known(get("kinds.yaml", formats.catalogue), "config/kinds.yaml"),
        "towns": get("municipalities.yaml", formats.municipalities),
        "sources": get("sources.yaml", formats.sources),
        "site": get("site.yaml", formats.site),
        "questions": get("questions.yaml", formats.questions()),
        "cards": get("red_flags.yaml", formats.red_flags),
        "knots": get("knots.yaml", formats.knots),
        "knot_sources": get("knot_sources.yaml", formats.knot_sources),
        "doors": get("first_doors.yaml", formats.first_doors),
        "never_say": get("never_say.yaml", formats.never_say),
        "findings": get("staff_findings.yaml", formats.staff_findings),
        "texts": get("texts.yaml", formats.texts),
        **{lang: get(f"locales/{lang}.yaml", formats.texts) for lang in i18n.LANGUAGES if lang != i18n.DEFAULT},
    }
    needs = get("needs.yaml", formats.needs(files["topics"]))
    starts = {NOTHING_CHOSEN: None, **{one["id"]: None for one in (*needs["needs"], *files["cards"])}}
    starts = folder.known(starts, "config/needs.yaml", "config/red_flags.yaml")
    return files | {
        "needs": needs,
        "exceptions": get("coverage_exceptions.yaml", formats.exceptions(files["topics"], starts)),
        "issues": get("issues.yaml", formats.issues(files["topics"], files["kinds"])),
        "refusals": get("refusals.yaml", formats.refusals(files["kinds"])),
    }


def _no_twins(files: Mapping[str, Any], problems: list[Problem]) -> None:
    """Two entries of one id: the second would silently replace the first."""
    lists = {
        "municipalities.yaml": files["towns"],
        "needs.yaml": files["needs"]["needs"],
        "questions.yaml": files["questions"]["questions"],
        "issues.yaml": files["issues"],
        "red_flags.yaml": files["cards"],
        "knots.yaml": files["knots"]["knots"],
        "refusals.yaml": files["refusals"],
    }
    for file, entries in lists.items():
        ids = [entry["id"] for entry in entries]
        for twin in sorted({one for one in ids if ids.count(one) > 1}):
            problems.append(
                Problem(f"config/{file}", twin, f"id「{twin}」が二つあります。どちらかの名前を変えてください。")
            )


def fingerprint(config: Path) -> str:
    """A hash of every YAML file's name, size and time: changes when anything in config/ was saved."""
    stats = sorted((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in config.rglob("*.yaml"))
    return hashlib.sha256(repr(stats).encode()).hexdigest()


def _condition(entry: Mapping[str, Any] | None) -> Condition:
    return Condition(**entry) if entry else ALWAYS


def _issue(entry: dict[str, Any]) -> Issue:
    return Issue(
        id=entry["id"],
        ja=entry["ja"],
        needs=entry["needs"],
        derive=tuple(_condition(c) for c in entry["derive"]),
        refine=tuple(_condition(c) for c in entry.get("refine", ())),
        order=entry["order"],
        order_rules=tuple(OrderRule(_condition(r["when"]), r["order"]) for r in entry.get("order_rules", ())),
        suggest=tuple(Suggest(**{**s, "when": _condition(s.get("when"))}) for s in entry["suggest"]),
        steps=entry.get("steps", ()),
        phrase=entry["phrase"],
    )


def _questions(
    file: Mapping[str, Any],
    needs: Mapping[str, Need],
    towns: Mapping[str, Municipality],
    texts: Mapping[str, str],
) -> dict[str, Question]:
    """The questions in order, with the options that come from needs, towns and the two ways of not saying."""
    owners = {q["id"]: tuple(n.id for n in needs.values() if q["id"] in n.asks) for q in file["questions"]}
    made = {}
    for entry in file["questions"]:
        asked_when = _condition(entry.get("asked_when"))
        if asked_when.kind == "need_chosen":
            asked_when = replace(asked_when, question="needs", values=owners[entry["id"]])
        fields = {**entry, "asked_when": asked_when, "options": _options(entry, needs, towns, texts)}
        made[entry["id"]] = Question(**fields)
    return made


def _answerable(
    questions: dict[str, Question], needs: Mapping[str, Need], towns: Mapping[str, Municipality], folder: Folder
) -> dict[str, Question]:
    """The questions whose options are all known: needs and towns are options too."""
    lost = {"municipality"} if isinstance(towns, Known) else set[str]()
    lost |= {"needs"} if isinstance(needs, Known) else set()
    if lost:
        folder.lose("config/questions.yaml", *lost)
    return folder.known({key: one for key, one in questions.items() if key not in lost}, "config/questions.yaml")


def _options(
    entry: Mapping[str, Any], needs: Mapping[str, Need], towns: Mapping[str, Municipality], texts: Mapping[str, str]
) -> tuple[Option, ...]:
    question = entry["id"]
    if question == "needs":
        ticks = tuple(Option(need.id, need.ja, need.needs) for need in needs.values())
        return (*ticks, Option("unsure", texts.get("needs.unsure", "")))
    if question == "municipality":
        places = tuple(Option(town.id, town.ja) for town in towns.values())
        return (*places, *(Option(other, texts.get(f"places.{other}", "")) for other in OTHER_PLACES))
    if question.startswith("near_"):
        own = needs.get(question.removeprefix("near_"))
        topics = own.needs if own else ()
        return tuple(Option(o, texts.get(f"lines.{o}", ""), topics if o != "different" else ()) for o in LINE_OPTIONS)
    return tuple(Option(**option) for option in entry.get("options", ()))


def _words(
    files: Mapping[str, Any], topics: Mapping[str, str], kinds: Mapping[str, str], questions: Mapping[str, Question]
) -> dict[str, dict[str, str]]:
    """{language: {key: text}}: the Japanese of the content beside texts.yaml, the locales as they are."""
    ja = dict(files["texts"])
    ja.update({f"topics.{key}": text for key, text in topics.items()})
    ja.update({f"kinds.{key}": text for key, text in kinds.items()})
    ja.update({f"groups.{key}": text for key, text in files["needs"]["groups"].items()})
    ja.update({f"sections.{key}": entry["ja"] for key, entry in files["questions"]["sections"].items()})
    ja.update({f"steps.{key}": text for key, text in files["knots"]["steps"].items()})
    ja.update({f"knots.{knot['id']}.why": knot["why"] for knot in files["knots"]["knots"]})
    ja.update({f"refusals.{entry['id']}.say": entry["say"] for entry in files["refusals"]})
    for entry in (*files["needs"]["needs"], *files["issues"]):
        section = "needs" if entry in files["needs"]["needs"] else "issues"
        ja[f"{section}.{entry['id']}"] = entry["ja"]
        ja[f"{section}.{entry['id']}.phrase"] = entry["phrase"]
    for card in files["cards"]:
        ja[f"cards.{card['id']}.title"] = card["title"]
        ja.update({f"cards.{card['id']}.lines.{n}": line for n, line in enumerate(card["lines"], 1)})
        ja[f"cards.{card['id']}.missing_silent"] = card.get("missing_silent", "")
    for question in questions.values():
        ja[f"questions.{question.id}"] = question.ja
        ja[f"questions.{question.id}.why"] = question.why
    ja.update({option_key(q.id, o.id): o.ja for q in questions.values() for o in q.options})
    return {i18n.DEFAULT: ja, **{lang: files[lang] for lang in i18n.LANGUAGES if lang != i18n.DEFAULT}}


def option_key(question: str, option: str) -> str:
    """The text key of an option's words."""
    if option in NOT_SAID:
        return f"answers.{option}"
    if question == "needs":
        return f"needs.{option}"
    if question == "municipality":
        return f"places.{option}" if option in OTHER_PLACES else f"municipalities.{option}"
    if question.startswith("near_"):
        return f"lines.{option}"
    return f"questions.{question}.{option}"
