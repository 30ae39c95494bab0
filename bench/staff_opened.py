"""Every page of the staff on a whole desk of a million consultations, in SQLite and PostgreSQL, and the report's four files."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import opened, postgres, whole_desk
from bench.figures import Aim, Section, quantile, table
from bench.opened import Opened
from bench.servers import ROOT

RECORDS = 1_000_000
WARM, COLD, FILES = 300.0, 1_000.0, 10.0


def measure() -> Section:
    """The chapter; the databases are made anew and thrown away."""
    found: dict[str, list[Opened]] = {}
    for name, place in (("SQLite", sqlite), ("PostgreSQL", postgres.running)):
        with place() as url:
            found[name] = on_desk(url, RECORDS)
    took = report_files()
    lines: list[str] = []
    for name, pages in found.items():
        lines += [f"**{name}**", "", *table(HEAD, map(row, pages)), ""]
    worst = {name: (max(pages, key=warm), max(pages, key=cold)) for name, pages in found.items()}
    aims = [
        aim
        for name, (slow, first) in worst.items()
        for aim in (
            Aim(f"{name}、二度目からの p95 の最大（{slow.name}）", warm(slow), WARM, "ms"),
            Aim(f"{name}、起動後はじめての最大（{first.name}）", cold(first), COLD, "ms"),
        )
    ]
    aims.append(Aim("年次報告の四つのファイル、命令の始めから終わりまで", took, FILES, "秒"))
    return Section("staff_opened", "職員の頁（100万件）", (*lines, *NOTES), tuple(aims))


@contextmanager
def sqlite() -> Iterator[str]:
    """The address of an empty SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'records.db'}"


def on_desk(url: str, records: int, *, starts: bool = True) -> list[Opened]:
    """Every page opened on a desk that is filled anew."""
    database = whole_desk.fill(url, records)
    try:
        token = opened.tokens(database)
    finally:
        database.close()
    return asyncio.run(opened.opened(url, token, starts=starts))


def report_files() -> float:
    """Seconds of the whole command that writes the four files of 令和5年度 from the published figures."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"DATABASE_URL": f"sqlite:///{Path(folder) / 'records.db'}", "PATH": "/usr/bin:/bin"}
        for words in (["data", "migrate"], ["data", "seed"]):
            subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=given, check=True, capture_output=True)
        started = time.perf_counter()
        words = ["reports", "yearly", "--fiscal-year", "2023", "--out", str(Path(folder) / "out")]
        subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=given, check=True, capture_output=True)
        return time.perf_counter() - started


HEAD = ("頁", "はじめて", "p50", "p95", "うちプロセッサ", "KiB", "MiB")


def row(one: Opened) -> tuple[str, ...]:
    """A page as a line of the table."""
    half = quantile(one.warm, 0.5)
    return (
        one.name, f"{cold(one):,.0f}" if one.cold else "–", f"{half:,.0f}", f"{warm(one):,.0f}",
        f"{quantile(one.busy, 0.5):,.0f}", f"{one.kib:,.0f}", f"{one.mib:,.0f}",
    )  # fmt: skip


def warm(one: Opened) -> float:
    """p95 of the openings after the first, in milliseconds."""
    return quantile(one.warm, 0.95)


def cold(one: Opened) -> float:
    """The slowest first opening, in milliseconds."""
    return max(one.cold, default=0.0)


NOTES: Sequence[str] = (
    f"架空の相談 {RECORDS:,}件（20年分）と、その活動・計画・研修・目標・締めた月。ミリ秒。",
    f"「はじめて」は、起動したばかりのサーバーで最初に開かれたとき（{opened.COLD}回の最大）。"
    f"p50 と p95 は、別の人がその頁を{opened.WARM}回ずつ、順に開いたとき。WebSocket で、頁の最後の知らせが届くまで。",
    "「うちプロセッサ」は、その間にサーバーが使ったプロセッサの時間（中央）。「KiB」は一度に届く量、"
    "「MiB」は、順に開いていったサーバーの増えたメモリー（足していった値）。",
)
