"""Proofs about sets of services: nothing is lost by not knowing, by adding a need, by being young."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import combinations

from navigator.classes import age_classes, as_answer, deriving, flags, place_classes, refining
from navigator.journey import on_path
from navigator.model import NOT_SAID, Answer, Content, Question
from navigator.plan import Plan, plan, shown_services

Answered = Mapping[str, Answer]
CHILD_KINDS = frozenset({"child_guidance", "youth", "human_rights"})
# The answers that lead to a question, and those under which its options can change what is shown.
UNDER: Mapping[str, dict[str, Answer]] = {
    "talk_time": {"voice": "later"},
    "payer": {"device": "looked_at"},
}


def shown(content: Content, answers: Answered, at: datetime) -> frozenset[str]:
    """Ids of every service in the plan of some answers."""
    return frozenset(service.id for service in shown_services(plan(content, answers, at)))


def starts(content: Content) -> dict[str, dict[str, Answer]]:
    """The smallest answers for each issue and each red flag, and no answer at all."""
    found: dict[str, dict[str, Answer]] = {"何も選ばない": {}}
    found |= {f"困りごと {need}": {"needs": (need,)} for need in content.needs}
    found |= {f"急ぎ {card}": answers for card, answers in flags(content).items()}
    for issue in content.issues.values():
        smallest = deriving(content, issue)
        if smallest not in found.values():
            found[f"課題 {issue.id}"] = smallest
    return found


def _attributes(content: Content) -> list[dict[str, Answer]]:
    places = [*place_classes(content), "not_fixed"]
    ages = list(age_classes(content))
    return [{"municipality": place, "age_band": age} for place in places for age in ages]


def unknown_never_removes(content: Content, at: datetime) -> Iterator[str]:
    """P4: every refining answer, in every issue and value class, against not knowing it."""
    for name, start in starts(content).items():
        unknown = shown(content, start, at)
        for attributes in _attributes(content):
            both = shown(content, start | attributes, at)
            for key in attributes:
                less = {k: v for k, v in attributes.items() if k != key} | {key: "unknown"}
                yield from _lost(
                    both, shown(content, start | less, at), f"{name} {attributes}", f"{key} を わからない にする"
                )
        for question in refining(content):
            yield from _options_lost(content, name, start, question, unknown, at)


def _options_lost(
    content: Content, name: str, start: dict[str, Answer], question: Question, unknown: frozenset[str], at: datetime
) -> Iterator[str]:
    if question.id in ("municipality", "age_band"):
        return
    under = UNDER.get(question.id, {})
    for option in question.options:
        said = shown(content, start | under | {question.id: as_answer(question, option.id)}, at)
        for value in NOT_SAID:
            not_said = shown(content, start | under | {question.id: value}, at)
            yield from _lost(said, not_said, f"{name} {question.id}={option.id}", f"{question.id} を {value} にする")
        yield from _lost(said, unknown, f"{name} {question.id}={option.id}", f"{question.id} に答えない")


def _lost(before: frozenset[str], after: frozenset[str], state: str, edit: str) -> Iterator[str]:
    missing = before - after
    if missing:
        yield f"{state}: {edit}と {', '.join(sorted(missing))} が消えます。"


def adding_never_removes(content: Content, at: datetime) -> Iterator[str]:
    """P5: every pair of needs and every need beside every red flag; sets are unions, so pairs decide."""
    alone = {need: shown(content, {"needs": (need,)}, at) for need in content.needs}
    nothing = shown(content, {}, at)
    for first, second in combinations(content.needs, 2):
        both = shown(content, {"needs": (first, second)}, at)
        for need in (first, second):
            yield from _lost(alone[need], both, f"困りごと {need}", f"{first} と {second} を選ぶ")
    for need in content.needs:
        yield from _lost(nothing, alone[need], "何も選ばない", f"{need} を足す")
        for card, answers in flags(content).items():
            with_need = {**answers, "needs": (*_needs(answers), need)}
            yield from _lost(
                shown(content, answers, at), shown(content, with_need, at), f"急ぎ {card}", f"{need} を足す"
            )
            before, after = plan(content, answers, at), plan(content, with_need, at)
            if [u.card.id for u in before.urgent] != [u.card.id for u in after.urgent]:
                yield f"急ぎ {card}: {need} を足すと、急ぎのカードの並びが変わります。"


def _needs(answers: Answered) -> tuple[str, ...]:
    needs = answers.get("needs", ())
    return tuple(needs) if not isinstance(needs, str) else ()


def each_need_has_its_own(content: Content, at: datetime) -> Iterator[str]:
    """P6: each need alone yields a service for each of its topics; exceptions have a reason in a file."""
    allowed = set(content.exceptions)
    for need in content.needs.values():
        result = plan(content, {"needs": (need.id,)}, at)
        own = [door for card in result.issues for door in card.services if door.specific]
        topics = {topic for door in own for topic in door.service.needs}
        for topic in need.needs:
            if topic != "any" and topic not in topics | allowed:
                yield f"困りごと {need.id}: 「{topic}」を受ける窓口が出ません（coverage_exceptions.yaml に理由もありません）。"
        if not own and not set(need.needs) <= allowed:
            yield f"困りごと {need.id}: それを受ける窓口が一つも出ません。"


def all_is_used(content: Content, at: datetime) -> Iterator[str]:
    """P7: each service is reachable, each question is on some path and some answer to it changes the plan."""
    reached = {service for start in starts(content).values() for service in shown(content, start, at)}
    for service in content.services.values():
        seasonal = service.publish == "seasonal"
        if service.shown != "staff" and service.id not in reached and not seasonal:
            yield f"窓口 {service.id} には、どの答えからも着きません。"
    for question in content.questions.values():
        if not any(_changes(content, question, start, at) for start in starts(content).values()):
            yield f"質問 {question.id} は、どの答えも案内を変えません。"


def _changes(content: Content, question: Question, start: dict[str, Answer], at: datetime) -> bool:
    base = start | UNDER.get(question.id, {})
    if question.id not in {q.id for q in on_path(content, base).questions}:
        return False
    plain = _picture(plan(content, {k: v for k, v in base.items() if k != question.id}, at))
    options = [*question.options[:3], *question.options[-2:]] if question.list_box else question.options
    return any(_picture(plan(content, base | {question.id: as_answer(question, o.id)}, at)) != plain for o in options)


def _picture(result: Plan) -> tuple[object, ...]:
    """What of a plan a visitor can see."""
    door = result.first_door
    return (
        [(u.card.id, [d.service.id for d in u.services]) for u in result.urgent],
        (door.door.service.id, door.way.route.value, door.say, door.refused),
        [
            (
                c.found.issue.id,
                c.order,
                [(d.service.id, d.display, d.confirm, [w.route.value for w in d.ways]) for d in c.services],
            )
            for c in result.issues
        ],
        (result.contact.traces_matter, result.contact.traces_known, result.contact.bill_seen),
    )


def because_names_an_answer(content: Content, at: datetime) -> Iterator[str]:
    """P8: each because-pair is one of her answers; only where she chose nothing may there be none."""
    for name, start in starts(content).items():
        result = plan(content, start, at)
        doors = [door for card in result.issues for door in card.services]
        doors += [door for card in result.urgent for door in card.services] + [result.first_door.door]
        for door in doors:
            if not door.because and "needs" in start:
                yield f"{name}: 窓口 {door.service.id} に理由がありません。"
            for question, option in door.because:
                answer = result.answers.get(question, ())
                if option != answer and option not in answer:
                    yield f"{name}: 窓口 {door.service.id} の理由「{question}={option}」は、彼女の答えではありません。"


def girls_get_a_child_route(content: Content, at: datetime) -> Iterator[str]:
    """P13: under 18, every need and flag shows a child route, with a voice and without."""
    for name, start in starts(content).items():
        for voice in ("can_speak", "overheard"):
            answers = {**start, "age_band": "under18", "voice": voice}
            result = plan(content, answers, at)
            doors = [d for card in result.issues for d in card.services if CHILD_KINDS & set(d.service.kinds)]
            if not any({"children", "youth"} & set(d.service.needs) for d in doors):
                yield f"{name}、18歳より下、voice={voice}: 子どものための道がありません。"
