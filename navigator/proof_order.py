"""Proofs about order: urgent cards first, the same plan however the answers came, a way short enough."""

import itertools
from collections.abc import Iterator
from datetime import datetime

from navigator.classes import as_answer, path_lengths
from navigator.conditions import chosen
from navigator.journey import on_path, with_answer
from navigator.model import Answer, Content
from navigator.plan import Plan, plan
from navigator.proof_sets import starts

MOST_PAGES = 8


def safety_answers(content: Content) -> Iterator[dict[str, Answer]]:
    """Every way to answer the safety page: each single option or none, every subset of the multiple one."""
    questions = [q for q in content.questions.values() if q.section == "safety"]
    columns: list[list[Answer | None]] = []
    for question in questions:
        plain = [o.id for o in question.options if not o.exclusive]
        if question.type == "multiple":
            sets = (s for size in range(len(plain) + 1) for s in itertools.combinations(plain, size))
            columns.append([s or None for s in sets])
        else:
            columns.append([None, *plain])
    for row in itertools.product(*columns):
        yield {q.id: value for q, value in zip(questions, row, strict=True) if value is not None}


def _expected(content: Content, answers: dict[str, Answer]) -> list[str]:
    """The cards these answers must raise, by rank, worked out from the content alone."""
    cards = {
        option.card or option.red_flag
        for question_id, answer in answers.items()
        for option in content.questions[question_id].options
        if option.red_flag and (option.id == answer or option.id in answer)
    }
    return sorted(cards, key=lambda card: content.cards[card].rank)


def red_flag_first(content: Content, at: datetime) -> Iterator[str]:
    """P2: the cards and their order follow from the safety answers alone, before and after editing anything else."""
    for answers in safety_answers(content):
        expected = _expected(content, answers)
        found = [u.card.id for u in plan(content, answers, at).urgent]
        if found != expected:
            yield f"{answers}: カードは {expected} のはずが {found} です。"
    every_flag = [answers for answers in safety_answers(content) if len(answers) == 1 and _expected(content, answers)]
    for answers, need in itertools.product(every_flag, content.needs):
        more: dict[str, Answer] = {**answers, "needs": (need,), "partner_fear": "afraid", "voice": "overheard"}
        for edited in (more, with_answer(more, "needs", ("unsure",)), with_answer(more, "voice", None)):
            result = plan(content, edited, at)
            if [u.card.id for u in result.urgent] != _expected(content, answers):
                yield f"{edited}: 急ぎのカードが {[u.card.id for u in result.urgent]} になりました。"
            if result.issues[0].order != "today":
                yield f"{edited}: 急ぎの印があるのに、はじめの課題が {result.issues[0].found.issue.id} です。"


def no_flag_no_card(content: Content, at: datetime) -> Iterator[str]:
    """P3: without a flag no urgent card, and no emergency line as the first door."""
    for name, start in starts(content).items():
        raised = on_path(content, start).known.flags
        result = plan(content, start, at)
        if not raised and (result.urgent or result.first_door.door.service.id in content.site.emergency):
            yield f"{name}: 急ぎの印がないのに、急ぎのカードか緊急の番号が最初に出ます。"


def sample(content: Content, count: int) -> Iterator[dict[str, Answer]]:
    """A fixed, even walk through answer sets: the n-th takes option n·k of question k, leaving every fifth unanswered."""
    questions = list(content.questions.values())
    needs = list(content.needs)
    for number in range(count):
        answers: dict[str, Answer] = {"needs": (needs[number % 16], needs[(number * 7 + 3) % 16])}
        if number % 9 == 0:
            answers["needs"] = ("unsure",)
        for place, question in enumerate(questions):
            step = number * (2 * place + 1) + place
            if question.id == "needs" or step % 5 == 0:
                continue
            ids = [o.id for o in question.options] + ["unknown", "rather_not"]
            option = ids[step % len(ids)]
            answers[question.id] = option if option in ("unknown", "rather_not") else as_answer(question, option)
        yield answers


def order_does_not_matter(content: Content, at: datetime) -> Iterator[str]:
    """P9: forwards and backwards give the same plan."""
    for answers in sample(content, 120):
        backwards = dict(reversed(answers.items()))
        if _same(plan(content, answers, at)) != _same(plan(content, backwards, at)):
            yield f"{answers}: 答える順番で案内が変わります。"


def edit_equals_fresh(content: Content, at: datetime) -> Iterator[str]:
    """P10: an edit of any one question equals a fresh run with the same answers; off-path answers are listed."""
    for number, answers in enumerate(sample(content, 120)):
        question = list(answers)[number % len(answers)]
        value = answers[question]
        fresh = plan(content, answers, at)
        edited = with_answer(with_answer(answers, question, "unknown"), question, value)
        if _same(plan(content, edited, at)) != _same(fresh):
            yield f"{answers}: {question} を直して戻すと、案内が変わります。"
        if set(fresh.ignored) != set(answers) - set(fresh.answers):
            yield f"{answers}: 使わなかった答えの一覧が合いません。"
        if any(chosen(fresh.answers, key) for key in fresh.ignored):
            yield f"{answers}: 道にない答えが使われています。"


def _same(result: Plan) -> tuple[object, ...]:
    door = result.first_door
    return (
        [(u.card.id, [d.service.id for d in u.services]) for u in result.urgent],
        (door.door.service.id, door.way.route.value, door.say),
        [
            (c.found.issue.id, c.order, [(d.service.id, d.display, d.because) for d in c.services])
            for c in result.issues
        ],
        sorted(result.ignored),
    )


def short_enough(content: Content, at: datetime) -> Iterator[str]:
    """P11: no way is longer than eight pages."""
    longest = path_lengths(content).longest
    if longest > MOST_PAGES:
        yield f"いちばん長い道は {longest} 画面です（{MOST_PAGES} まで）。"
