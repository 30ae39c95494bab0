"""Value classes: answers that no rule tells apart are one class, so that a proof over classes is a proof over all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from navigator.fitting import AGES, area_of
from navigator.journey import on_path
from navigator.model import Answer, Condition, Content, Issue, Question

TICKED = 4


@lru_cache(maxsize=4)
def place_classes(content: Content) -> dict[str, tuple[str, ...]]:
    """A representative municipality for every set of city services it belongs to: {representative: all of its class}."""
    city = [s for s in content.services.values() if s.level == "city" and s.shown != "staff"]
    groups: dict[tuple[str, ...], list[str]] = {}
    for place in content.municipalities:
        signature = tuple(f"{s.id}:{area_of(content, s, place).value}" for s in city)
        groups.setdefault(signature, []).append(place)
    return {places[0]: tuple(places) for places in groups.values()} | {"outside": ("outside",)}


@lru_cache(maxsize=4)
def age_classes(content: Content) -> dict[str, tuple[str, ...]]:
    """A representative age band for every set of limits and conditions that tell bands apart."""
    limits = sorted({(s.age_min, s.age_max) for s in content.services.values() if s.shown != "staff"}, key=str)
    named = [set(c.values) for c in conditions(content) if c.question == "age_band"]
    groups: dict[tuple[object, ...], list[str]] = {}
    for band, (low, high) in AGES.items():
        inside = tuple((low >= (least or 0), high <= (200 if most is None else most)) for least, most in limits)
        apart = tuple((high < (least or 0), low > (200 if most is None else most)) for least, most in limits)
        groups.setdefault((inside, apart, tuple(band in values for values in named)), []).append(band)
    return {bands[0]: tuple(bands) for bands in groups.values()}


def conditions(content: Content) -> Iterator[Condition]:
    """Every condition that a rule reads."""
    for issue in content.issues.values():
        yield from issue.derive
        yield from issue.refine
        yield from (rule.when for rule in issue.order_rules)
        yield from (rule.when for rule in issue.suggest)
    yield from (condition for rule in content.first_doors for condition in (rule.when, rule.also))
    yield from (question.asked_when for question in content.questions.values())


def flags(content: Content) -> dict[str, dict[str, Answer]]:
    """For every red flag wording, the smallest answers that raise it."""
    raised: dict[str, dict[str, Answer]] = {}
    for question in content.questions.values():
        for option in question.options:
            if option.red_flag:
                needed = _leading_to(content, question)
                raised.setdefault(
                    option.card or option.red_flag, {**needed, question.id: as_answer(question, option.id)}
                )
    return raised


def as_answer(question: Question, option: str) -> Answer:
    """One option in the shape the question takes."""
    return (option,) if question.type == "multiple" else option


def _leading_to(content: Content, question: Question) -> dict[str, Answer]:
    if question.asked_when.kind == "need_chosen":
        return {"needs": (question.asked_when.values[0],)}
    return {}


def deriving(content: Content, issue: Issue) -> dict[str, Answer]:
    """The smallest answers that derive an issue."""
    condition = issue.derive[0]
    if condition.kind == "need":
        return {"needs": (condition.values[0],)}
    if condition.kind == "flag":
        options = (o for q in content.questions.values() for o in q.options if o.red_flag in condition.values)
        first = next(options)
        return flags(content)[first.card or first.red_flag]
    if condition.kind == "is":
        question = content.questions[condition.question]
        return {**_leading_to(content, question), question.id: as_answer(question, condition.values[0])}
    return {}


def refining(content: Content) -> tuple[Question, ...]:
    """The questions whose answers may only order, confirm or mark: refine and contact."""
    return tuple(q for q in content.questions.values() if q.role in ("refine", "contact"))


@dataclass(frozen=True, slots=True)
class Lengths:
    """Page counts: the longest of all ways, the median for each number of needs ticked, need sets looked at."""

    longest: int
    medians: tuple[int, ...]
    sets: int

    def text(self) -> str:
        """The medians in words."""
        return "、".join(f"{size}つで{median}" for size, median in enumerate(self.medians[:TICKED], 1))


@lru_cache(maxsize=4)
def path_lengths(content: Content) -> Lengths:
    """Pages depend on a need set only through the questions it asks, so one path a union of asks is walked."""
    walked: dict[frozenset[str], int] = {}
    medians, total = [], 0
    for size in range(1, len(content.needs) + 1):
        counts = []
        for chosen in combinations(content.needs.values(), size):
            asks = frozenset(question for need in chosen for question in need.asks)
            if asks not in walked:
                answers: dict[str, Answer] = {"needs": tuple(need.id for need in chosen), "voice": "later"}
                walked[asks] = len(on_path(content, answers).pages)
            counts.append(walked[asks])
        total += len(counts)
        medians.append(sorted(counts)[len(counts) // 2])
    lines: dict[str, Answer] = {f"near_{need}": "near" for need in content.needs}
    unsure = len(on_path(content, {"needs": ("unsure",), "voice": "later", **lines}).pages)
    return Lengths(max(unsure, *walked.values()), tuple(medians), total)
