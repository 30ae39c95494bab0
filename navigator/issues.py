"""課題の切り分け: which separate problems her answers hold, and in which order they go (bands and knots)."""

from dataclasses import dataclass

from navigator.conditions import Facts, Truth, because, holds
from navigator.model import BANDS, Band, Content, Issue, Knot


@dataclass(frozen=True, slots=True)
class IssueFound:
    """A derived issue with the answers that derived it; `flagged` when a red flag did."""

    issue: Issue
    because: tuple[tuple[str, str], ...]
    order: Band
    flagged: bool


def derive(content: Content, known: Facts) -> tuple[IssueFound, ...]:
    """Only a yes derives; a refining condition hides only when it is known to be false. Content order.

    Where a red flag was raised before she came to the needs, "nothing chosen yet" is no problem of its own.
    """
    found = []
    for issue in content.issues.values():
        true = [condition for condition in issue.derive if holds(condition, known) is Truth.YES]
        silent = all(condition.kind == "unsure" for condition in true) and known.flags and "needs" not in known.answers
        if not true or silent or any(holds(condition, known) is Truth.NO for condition in issue.refine):
            continue
        pairs = dict.fromkeys(pair for condition in (*true, *issue.refine) for pair in because(condition, known))
        flagged = any(condition.kind == "flag" for condition in true)
        found.append(IssueFound(issue, tuple(pairs), _band(issue, known), flagged))
    return tuple(found)


def _band(issue: Issue, known: Facts) -> Band:
    for rule in issue.order_rules:
        if holds(rule.when, known) is Truth.YES:
            return rule.order
    return issue.order


def active_knots(content: Content, found: tuple[IssueFound, ...], known: Facts) -> tuple[tuple[str, str, Knot], ...]:
    """(issue before, issue after, knot) for every knot whose two steps belong to derived issues."""
    owners: dict[str, list[str]] = {}
    for entry in found:
        for step in entry.issue.steps:
            owners.setdefault(step, []).append(entry.issue.id)
    found_knots = []
    for knot in content.knots:
        before, after = owners.get(knot.before, []), owners.get(knot.after, [])
        if before and after and not known.flags & set(knot.hide_if):
            # Steps of one and the same issue are an order inside it; they say nothing of another issue.
            inside = next((issue for issue in after if issue in before), None)
            found_knots.append((inside or before[0], inside or after[0], knot))
    return tuple(found_knots)


def order_by_knots(
    content: Content, found: tuple[IssueFound, ...], known: Facts
) -> tuple[tuple[IssueFound, Band, tuple[tuple[str, Knot], ...]], ...]:
    """Today, this week, later; inside that knots first, then content order.

    A `must` knot never lets the later issue stand in an earlier band: the earlier one moves up to it.
    """
    knots = active_knots(content, found, known)
    bands = {entry.issue.id: BANDS.index(entry.order) for entry in found}
    for _ in found:
        for before, after, knot in knots:
            if knot.hard == "must":
                bands[before] = min(bands[before], bands[after])
    flagged = {entry.issue.id for entry in found if entry.flagged}
    # Nothing holds back what a red flag raised, except another red flag.
    binding = [(b, a, k) for b, a, k in knots if a not in flagged or b in flagged]
    placed: list[str] = []
    waiting = [entry.issue.id for entry in sorted(found, key=lambda entry: (bands[entry.issue.id], not entry.flagged))]
    while waiting:
        free = next((i for i in waiting if not _held_back(i, waiting, bands, binding)), waiting[0])
        waiting.remove(free)
        placed.append(free)
    by_id = {entry.issue.id: entry for entry in found}
    return tuple(
        (by_id[i], BANDS[bands[i]], tuple((before, knot) for before, after, knot in knots if after == i))
        for i in placed
    )


def _held_back(issue: str, waiting: list[str], bands: dict[str, int], knots: list[tuple[str, str, Knot]]) -> bool:
    """Whether an issue must wait: one in an earlier band is left, or a knot names one of its own band first."""
    if any(bands[other] < bands[issue] for other in waiting):
        return True
    return any(
        after == issue and before != issue and before in waiting and bands[before] == bands[issue]
        for before, after, _ in knots
    )
