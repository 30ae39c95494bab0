"""How much slower the pages of the staff become when the desk has five times as many consultations, in SQLite."""

from bench import opened
from bench.figures import Aim, Section, quantile, table
from bench.opened import Opened
from bench.staff_opened import on_desk, sqlite

SIZES = (1_000_000, 5_000_000)
TIMES = SIZES[1] / SIZES[0]


def measure() -> Section:
    """The chapter; both databases are made anew and thrown away."""
    found: list[list[Opened]] = []
    for size in SIZES:
        with sqlite() as url:
            found.append(on_desk(url, size, starts=False))
    pairs = list(zip(*found, strict=True))
    rows = [
        (small.name, *(f"{half(one):,.0f}" for one in (small, large)), f"{ratio(small, large):.1f}")
        for small, large in pairs
    ]
    slow = max(pairs, key=lambda pair: ratio(*pair))
    aims = (Aim(f"{TIMES:g}倍の記録で、いちばん伸びた頁（{slow[0].name}）", ratio(*slow), TIMES, "倍"),)
    lines = (
        *table(("頁", f"{SIZES[0]:,}件", f"{SIZES[1]:,}件", "倍"), rows),
        "",
        f"二度目から（{opened.WARM}回）の p50、ミリ秒。SQLite。",
    )
    return Section("staff_growth", "職員の頁の伸び（500万件）", lines, aims)


def half(one: Opened) -> float:
    """p50 of the openings after the first, in milliseconds."""
    return quantile(one.warm, 0.5)


def ratio(small: Opened, large: Opened) -> float:
    """So many times as long takes the larger desk."""
    return half(large) / half(small)
