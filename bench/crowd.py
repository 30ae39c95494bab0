"""A crowd of visitors: all come in, then each goes her way with pauses, and every press is timed."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bench.machine import processor_seconds, resident
from bench.servers import Server
from bench.stream import Visitor

NEEDS = (
    "n_money", "n_debt", "n_home", "n_work", "n_mind", "n_stop", "n_alone", "n_body", "n_pregnant", "n_child",
    "n_divorce", "n_family", "n_partner", "n_sexual", "n_follow", "n_barrier",
)  # fmt: skip
PRESSES = 8
ARRIVALS_A_SECOND = 25
LONGEST = 90.0
# What happened and how long it took (seconds): "needs" on the page of needs, "result" the way to the result.
Step = tuple[str, float]
Steps = Callable[[Visitor, random.Random], AsyncIterator[Step]]


@dataclass
class Figures:
    """Milliseconds of reruns and first runs, failures by name, MiB before anybody came and with everybody there."""

    server: str
    visitors: int
    reruns: list[float] = field(default_factory=list)
    on_needs: list[float] = field(default_factory=list)
    to_result: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    empty: float = 0.0
    full: float = 0.0
    server_share: float = 0.0
    client_share: float = 0.0


async def steps_of_visit(visitor: Visitor, chance: random.Random) -> AsyncIterator[Step]:
    """From the start to the memo: safety, three needs, the questions they ask, the result."""
    yield "", await visitor.press("door-ask")
    yield "", await visitor.choose("q-safe_now", 0)
    yield "", await visitor.press("nav-next")
    for need in chance.sample(NEEDS, 3):
        yield "needs", await visitor.tick(f"q-needs-{need}")
    while visitor.has("nav-next"):
        seconds = await visitor.press("nav-next")
        yield "" if visitor.has("nav-next") else "result", seconds
    yield "", await visitor.press("make-memo")


async def steps_of_needs_page(visitor: Visitor, chance: random.Random) -> AsyncIterator[Step]:
    """Ticks on the page of needs."""
    for _ in range(PRESSES):
        yield "needs", await visitor.tick(f"q-needs-{chance.choice(NEEDS)}")


async def crowd(server: Server, visitors: int, steps: Steps, think: float) -> Figures:
    """Everybody comes in, one after another; when all are there, each goes her way, for at most LONGEST seconds."""
    found, chance = Figures(server.name, visitors), random.Random(7)
    all_in, start = asyncio.Barrier(visitors + 1), asyncio.Event()
    each = [_visit(server, steps, think, random.Random(chance.random()), found, all_in, start) for _ in range(visitors)]
    tasks = []
    for one in each:
        tasks.append(asyncio.create_task(one))
        await asyncio.sleep(1 / ARRIVALS_A_SECOND if visitors > 1 else 0)
    await all_in.wait()
    began, server_began, client_began = time.perf_counter(), processor_seconds(server.pid), time.process_time()
    start.set()
    _, late = await asyncio.wait(tasks, timeout=LONGEST)
    lasted = time.perf_counter() - began
    found.server_share = (processor_seconds(server.pid) - server_began) / lasted
    found.client_share = (time.process_time() - client_began) / lasted
    for task in late:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*late, return_exceptions=True)
    found.faults.update({"まだ途中で時間切れ": len(late)} if late else {})
    return found


async def _visit(
    server: Server,
    steps: Steps,
    think: float,
    chance: random.Random,
    found: Figures,
    all_in: asyncio.Barrier,
    start: asyncio.Event,
) -> None:
    """One visit; whatever goes wrong is counted under its name, and the others go on."""
    visitor = Visitor(server.url)
    arrived = False
    try:
        await visitor.open()
        found.first.append(await visitor.run() * 1000)
        arrived = True
        await all_in.wait()
        await start.wait()
        await asyncio.sleep(chance.random() * think)
        async for what, seconds in steps(visitor, chance):
            _note(found, what, seconds * 1000)
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
    except Exception as failure:
        found.faults[f"{type(failure).__name__}: {str(failure)[:60]}"] += 1
        if not arrived:
            await all_in.wait()
    finally:
        found.full = max(found.full, resident(server.pid))
        await visitor.close()


def _note(found: Figures, what: str, milliseconds: float) -> None:
    found.reruns.append(milliseconds)
    if what == "needs":
        found.on_needs.append(milliseconds)
    elif what == "result":
        found.to_result.append(milliseconds)
