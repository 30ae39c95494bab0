"""config/services/*.yaml → Service, with the publish rule's verdict worked out in one place."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from navigator import formats
from navigator.model import Route, Service, Source
from navigator.reading import Folder
from navigator.schema import Problem

OFFICIAL = frozenset({"official", "repo-import"})
Shown = Literal["main", "folded", "via", "staff"]


def read_services(
    folder: Folder, topics: Collection[str], kinds: Collection[str], sources: Mapping[str, Source]
) -> dict[str, Service]:
    """Every service by id, found by folder; the file's name is its id."""
    rule, room = formats.service(topics, kinds), "config/services"
    services = {}
    problems = folder.problems
    for path in sorted((folder.config / "services").glob("*.yaml")):
        before = len(problems)
        entry = folder.read(path, rule)
        if entry is None or len(problems) > before:
            folder.lose(room, path.stem)
            continue
        if entry["id"] != path.stem:
            name = folder.name(path)
            problems.append(
                Problem(name, "id", f"ファイルの名前と同じ「{path.stem}」が要りますが「{entry['id']}」です。")
            )
            folder.lose(room, path.stem)
        services[entry["id"]] = _service(entry, sources)
    if not services:
        problems.append(Problem(room, "", "窓口のファイルが一つもありません。"))
        folder.lose(room)
    return folder.known(services, room)


def _service(entry: dict[str, Any], sources: Mapping[str, Source]) -> Service:
    routes = tuple(_route(entry["id"], route, sources) for route in entry["routes"])
    area, who = entry["area"], entry["eligibility"]
    plain = {key: entry[key] for key in _PLAIN}
    return Service(
        **plain,
        level=area["level"],
        municipalities=area.get("municipalities", ()),
        area_note=area.get("note", ""),
        **who,
        seasons=tuple((season["from"], season["to"]) for season in entry["seasons"]),
        routes=routes,
        shown=_shown(entry, routes),
    )


_PLAIN = (
    "id", "name", "operator", "kinds", "needs", "anonymous", "accompaniment", "cost", "address", "publish",
    "freshness", "hidden_reason", "via", "staff_notes", "sources", "switchboard",
)  # fmt: skip


def _route(service: str, entry: dict[str, Any], sources: Mapping[str, Source]) -> Route:
    official = any(one.kind in OFFICIAL for key in entry["sources"] if (one := sources.get(key)))
    return Route(service=service, official=official, **entry)


def _shown(entry: dict[str, Any], routes: tuple[Route, ...]) -> Shown:
    """yes → main; recheck_first, fresh or recent, official → folded; everything else is for staff."""
    usable = [route for route in routes if route.usable and route.value]
    if entry["publish"] == "via_other_desk":
        return "via" if entry["via"] else "staff"
    if entry["hidden_reason"] or not usable:
        return "staff"
    if entry["publish"] == "shown":
        return "main"
    if entry["publish"] == "seasonal":
        return "main" if entry["seasons"] else "staff"
    fresh = entry["freshness"] in ("fresh", "recent")
    return "folded" if entry["publish"] == "recheck_first" and fresh and any(r.official for r in usable) else "staff"
