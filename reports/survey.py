"""The surveys of the trainings as they are printed: five steps, what they come to, and what stays unexplained."""

from collections.abc import Sequence

from data import codes
from data.queries.yearly import Step, Training
from reports.facts import NONE, Fact, Ledger, plain
from reports.model import Chart, Row, Table

TITLE = "参加者アンケート"
WHOLE = 1000
HIDDEN = "「X」は、10人に満たないか、ほかの数からわかってしまうもの。答えを数えたアンケートの割合は、切り下げた人数から求めた。"
UNEXPLAINED = "差（原資料に説明なし）"


def tables(trainings: Sequence[Training], ledger: Ledger) -> list[Table]:
    """One table of all surveys of the year; none where none was answered."""
    those = [one for one in trainings if one.steps]
    if not those:
        return []
    rows: list[Row] = []
    for step, label in codes.labels("survey_step").items():
        rows.append((label, *(_share(one, step, label, ledger) for one in those)))
    sums = [_sum(one) for one in those]
    rows.append(("計", *(_total(one, value, ledger) for one, value in zip(those, sums, strict=True))))
    notes: tuple[str, ...] = ("答えた人の数は、資料に書かれていない。",)
    if any(one.answered for one in those):
        notes = tuple(f"{_named(one)}: 回答 {_answers(one, ledger)}" for one in those if one.answered)
        notes += (HIDDEN,) if any(step.is_hidden for one in those for step in one.steps) else ()
    if any(value is not None and gap(value) for value in sums):
        rows.append((UNEXPLAINED, *(_gap(one, value, ledger) for one, value in zip(those, sums, strict=True))))
    return [Table(TITLE, ("段階", *(_named(one) for one in those)), tuple(rows), notes)]


def charts(trainings: Sequence[Training]) -> list[Chart]:
    """The bars of 100 %, the unexplained part as a part of its own."""
    those = [one for one in trainings if one.steps and all(step.share is not None for step in one.steps)]
    if not those:
        return []
    rows: list[dict[str, object]] = []
    for one in those:
        rows += [_bar(one, step) for step in one.steps]
        total = _sum(one)
        left = 0 if total is None else gap(total)
        if left:
            rows.append(
                {"occasion": _named(one), "step": UNEXPLAINED, "share": left / 10, "kind": "unexplained", "n": None}
            )
    alt = "。".join(
        f"{_named(one)} " + "、".join(f"{_label(step)} {plain(step.share or 0, 10, '%')}" for step in one.steps)
        for one in those
    )
    return [Chart("survey", TITLE, f"{TITLE}。{alt}。", those[0].source.title, tuple(rows))]


def gap(total: int) -> int:
    """What is missing of 100 % in tenths, where it is more than rounding; over 100 % there is nothing to draw."""
    return max(0, WHOLE - total) if abs(WHOLE - total) > len(codes.lists()["survey_step"]) // 2 else 0


def _bar(one: Training, step: Step) -> dict[str, object]:
    return {
        "occasion": _named(one), "step": _label(step), "share": (step.share or 0) / 10, "kind": "step",
        "n": int(one.answered) if one.answered.isdecimal() else None,
    }  # fmt: skip


def _label(step: Step) -> str:
    return codes.label("survey_step", step.step)


def _named(one: Training) -> str:
    return f"第{one.number}回研修"


def _sum(one: Training) -> int | None:
    """What the printed shares come to; of counted answers, each cut down by itself, no sum is told."""
    if one.answered:
        return None
    shares = [step.share for step in one.steps]
    return None if None in shares else sum(share or 0 for share in shares)


def _share(one: Training, step: str, label: str, ledger: Ledger) -> Fact | str:
    own = next((part for part in one.steps if part.step == step), None)
    if own is None:
        return NONE
    group = f"{TITLE} {_named(one)}"
    state = "suppressed" if own.is_hidden else "no_data" if own.share is None else "final"
    return ledger.told(f"{group} {label}", own.share, 10, "%", own.source, state, group)


def _total(one: Training, value: int | None, ledger: Ledger) -> Fact | str:
    if value is None:
        return "－" if one.answered else NONE
    return ledger.worked(f"{TITLE} {_named(one)} 計", plain(value, 10, "%"), value / 10, "五つの段階の合計")


def _answers(one: Training, ledger: Ledger) -> Fact:
    """How many answered, as it may be told."""
    name = f"{TITLE} {_named(one)} 回答"
    if not one.answered.isdecimal():
        return ledger.told(name, None, 1, "人", None, "suppressed", "", one.answered)
    return ledger.worked(name, f"{one.answered}人", int(one.answered), "答えの数（5の倍数に切り下げた）")


def _gap(one: Training, value: int | None, ledger: Ledger) -> Fact | str:
    if value is None or not gap(value):
        return "－"
    left = gap(value)
    return ledger.worked(f"{TITLE} {_named(one)} 差", plain(left, 10, "%"), left / 10, "100%−五つの段階の合計")
