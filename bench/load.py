"""Many visitors at once on the app and on a stock Streamlit script: how long a press takes, and the memory it needs."""

import resource
from collections.abc import Callable
from contextlib import AbstractContextManager

import uvloop

from bench.crowd import Figures, Steps, crowd, steps_of_needs_page, steps_of_visit
from bench.figures import Aim, Section, quantile, table
from bench.machine import resident
from bench.servers import Server, our_app, stock_app, tuned_stock_app

LIMITS = {100: 60.0, 500: 350.0}
OURS = (1, 100, 500)
OTHERS = ((stock_app, 1), (stock_app, 100), (tuned_stock_app, 100), (tuned_stock_app, 500))
Starter = Callable[[], AbstractContextManager[Server]]


def measure() -> Section:
    """The chapter: a fresh server for each crowd, so that memory is the crowd's own."""
    _allow_many_lines()
    ours = [_measured(our_app, count, steps_of_visit) for count in OURS]
    others = [_measured(start, count, steps_of_needs_page) for start, count in OTHERS]
    aims = tuple(
        Aim(f"{found.visitors} 人のときの再実行の p95", quantile(found.reruns, 0.95), LIMITS[found.visitors], "ms")
        for found in ours
        if found.visitors in LIMITS
    )
    head = (
        "", "人", "再実行", "p50", "p95", "困りごとの頁 p50", "p95", "案内 p50", "p95", "初回 p95",
        "失敗", "メモリ（空→全員）MiB", "サーバーCPU", "計測側CPU",
    )  # fmt: skip
    rows = [_row(found) for found in ours + others]
    return Section("load", "大勢で使ったとき", (*table(head, rows), "", *_notes(), "", *_faults(ours + others)), aims)


def _measured(start: Starter, visitors: int, steps: Steps) -> Figures:
    """One visitor first, uncounted, so that imports and caches are warm; then the crowd."""
    with start() as server:
        uvloop.run(crowd(server, 1, steps, think=0.0))
        empty = resident(server.pid)
        found = uvloop.run(crowd(server, visitors, steps, think=0.5 if visitors == 1 else 5.0))
        found.empty = empty
        return found


def _row(found: Figures) -> tuple[str, ...]:
    kinds = [found.reruns, found.on_needs, found.to_result]
    pairs = [f"{quantile(values, share):,.0f}" if values else "–" for values in kinds for share in (0.5, 0.95)]
    return (
        found.server,
        str(found.visitors),
        f"{len(found.reruns):,}",
        *pairs,
        f"{quantile(found.first, 0.95):,.0f}",
        str(sum(found.faults.values())),
        f"{found.empty:.0f}→{found.full:.0f}",
        f"{found.server_share:.0%}",
        f"{found.client_share:.0%}",
    )


def _faults(found: list[Figures]) -> tuple[str, ...]:
    """Every kind of failure, counted; nothing is left out of the table silently."""
    return tuple(
        f"- 失敗（{entry.server}、{entry.visitors} 人）: {name} × {times}"
        for entry in found
        for name, times in sorted(entry.faults.items())
    )


def _notes() -> tuple[str, ...]:
    return (
        "単位はミリ秒。ブラウザと同じ言葉で WebSocket から押し、その回の最後の知らせまでを測る。間は平均 5 秒（1 人のときは 0.5 秒）。",
        "この案内では、はじめの頁から困りごとの三つ、質問、案内、メモまでの一続きを全部数える。",
        "素の Streamlit は、困りごとの頁と同じ部品（36 要素）だけの台本で、箱を一つずつ押す。既定の設定で、uvloop などは見えない。",
        "「素の台本にこの設定」は、その台本をこの案内の設定で動かしたもの。この案内との差が、案内そのものの重さ。",
        "計測する側も同じ機械で動く。CPU は一つの芯を 100% とする。",
    )


def _allow_many_lines() -> None:
    """Lets this process and the servers it starts hold a line for each visitor."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
