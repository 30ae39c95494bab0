"""A plan for the mix of answers, with the real services and with 1,000 and 5,000, beside zen-engine's decision tables."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from bench.decision_table import SelectionTable
from bench.figures import Aim, Section, quantile, table
from bench.mix import MIX, MOMENT
from bench.synthetic import grown
from navigator.hours import moment
from navigator.journey import checked
from navigator.model import Answers, Content
from navigator.plan import Plan, plan
from navigator.store import current

T = TypeVar("T")
SIZES = (1_000, 5_000)
SECONDS = 6.0  # 一つの測定にかける、プロセッサの時間の上限


class UnequalError(RuntimeError):
    """The two sides choose different services, so that comparing their times would say nothing."""


@dataclass(frozen=True, slots=True)
class Times:
    """One size: milliseconds of plans in a warm minute and of the first of a minute, and of zen-engine."""

    services: int
    shown: int
    warm: list[float]
    first: list[float]
    zen: list[float]

    @property
    def best(self) -> float:
        """The mix at its fastest: each set's shortest time, summed. What else the machine does hardly shows in it."""
        return sum(min(self.warm[place :: len(MIX)]) for place in range(len(MIX)))


def measure() -> Section:
    """The chapter."""
    content = current()
    found = [times(content), *(times(grown(content, size)) for size in SIZES)]
    real, *_, largest = found
    growth = (largest.best / real.best) / (largest.services / real.services)
    aims = (
        Aim(f"窓口 {real.services} での計画の p50", quantile(real.warm, 0.5), 1.0, "ms"),
        Aim(
            f"窓口が {largest.services / real.services:.0f} 倍のときの時間の伸び（窓口の伸びを 1 として）",
            growth,
            1.0,
            "倍",
        ),
    )
    rows = [_row(entry) for entry in found]
    head = ("窓口（うち案内に出す）", "計画 p50", "p99", "分の初め p50", "p99", "zen p50", "p99", "計画/zen（p50）")
    return Section("plan", "計画（答えから、課題と窓口と順番まで）", (*table(head, rows), "", *_notes()), aims)


def times(content: Content) -> Times:
    """The times of one size, after both sides chose the same services for every set of the mix."""
    at = moment(MOMENT)
    mix = [checked(content, raw) for raw in MIX]
    selection = SelectionTable(content, MOMENT)
    prepared = [selection.attributes(answers) for answers in mix]
    for answers, attributes in zip(mix, prepared, strict=True):
        ours, theirs = chosen(plan(content, answers, at)), [row["service"] for row in selection.decide(attributes)]
        if ours != set(theirs) or len(theirs) != len(set(theirs)):
            raise UnequalError(f"{answers}: {sorted(ours.symmetric_difference(theirs))}")
    minutes = iter(at + timedelta(minutes=n) for n in range(1, 24 * 60 - at.hour * 60))

    def new_minute(answers: Answers) -> Plan:
        return plan(content, answers, next(minutes))

    return Times(
        services=len(content.services),
        shown=sum(service.shown != "staff" for service in content.services.values()),
        warm=timed(lambda answers: plan(content, answers, at), mix, rounds=50),
        first=timed(new_minute, mix, rounds=5),
        zen=timed(selection.decide, prepared, rounds=20),
    )


def chosen(result: Plan) -> set[str]:
    """The services that stand under the issues of a plan."""
    return {door.service.id for issue in result.issues for door in issue.services}


def timed(work: Callable[[T], object], over: Iterable[T], rounds: int) -> list[float]:
    """Processor milliseconds of each call, round after round over the same things, for SECONDS; at least one round.

    Processor time, because a plan only computes: what else the machine does must not count as its time.
    """
    things, found = list(over), []
    gc.collect()
    until = time.process_time() + SECONDS
    for _ in range(rounds):
        for thing in things:
            started = time.process_time_ns()
            work(thing)
            found.append((time.process_time_ns() - started) / 1e6)
        if time.process_time() > until:
            break
    return found


def _row(entry: Times) -> tuple[str, ...]:
    pairs = [
        f"{quantile(values, share):.2f}" for values in (entry.warm, entry.first, entry.zen) for share in (0.5, 0.99)
    ]
    ratio = quantile(entry.warm, 0.5) / quantile(entry.zen, 0.5)
    return (f"{entry.services:,}（{entry.shown:,}）", *pairs, f"{ratio:.2f}")


def _notes() -> tuple[str, ...]:
    return (
        f"単位はミリ秒。答えの組は {len(MIX)}（`bench/mix.py`）、時刻は {MOMENT}（振替休日の月曜）。",
        "「計画」は開いているかの控えがある分の中、「分の初め」は控えを作り直す一回目。",
        "計算だけの仕事なので、プロセッサを使った時間で測る（ほかの仕事に待たされた時間は入らない）。",
        "伸びは、答えの組ごとの最短の時間をたして比べる。",
        "zen は zen-engine の決定表（答え → 課題の規則 → 窓口）。選んだ窓口が全部の組で同じことを、測る前に確かめる。",
        "zen のほうは窓口を選ぶだけで、並べず、理由も扉も作らない。季節や、その日に出せるかは、表を作るときに済ませてある。",
    )
