"""The counts of the trends page over a million records: from the months' columns, beside SQL and raw pandas, in one run."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import func, select

from bench import machine
from bench.figures import Aim, Section, quantile, table
from bench.filled import fill
from data.commands import columns as keeping
from data.database import Database
from data.models import Consultation, ConsultationIssue
from data.queries import columns, trends
from data.queries.filters import Filters

RECORDS = 1_000_000
ROUNDS = 7
WARM, COLD = 300.0, 1_000.0
YEAR = Filters(since=date(2025, 4, 1), until=date(2026, 3, 31))
ASKED: dict[str, tuple[Filters, tuple[str, ...]]] = {
    "月": (Filters(), ("month",)),
    "月 × 年代": (Filters(), ("month", "age_band")),
    "月 × 課題": (Filters(), ("month", "issue")),
    "曜日 × 時刻、一年度": (YEAR, ("weekday", "hour")),
    "課題、一年度、LINE": (Filters(since=YEAR.since, until=YEAR.until, channel=("line",)), ("issue",)),
}
Times = dict[str, list[float]]


def measure() -> Section:
    """The chapter; the database is made anew in a temporary folder and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.db"
        database = fill(file, RECORDS)
        try:
            before = machine.peak()
            making = _taken(lambda: keeping.fill(database))
            columns.forget()
            cold = [_cold(database) for _ in range(ROUNDS)]
            ours = _measured(lambda chosen, by: _ours(database, chosen, by))
            memory = machine.peak() - before
            page = [_taken(lambda: _page(database)) for _ in range(ROUNDS)]
            plain = _measured(lambda chosen, by: _sql(database, chosen, by))
        finally:
            database.close()
        reading, frame = _frame(file)
    return _section(
        ours, plain, _measured(lambda chosen, by: _pandas(frame, chosen, by)), making, cold, page, reading, memory
    )


def _cold(database: Database) -> float:
    """A fresh process's first count: every month from what is kept."""
    columns.forget()
    return _taken(lambda: _ours(database, *ASKED["月 × 年代"]))


def _ours(database: Database, chosen: Filters, by: tuple[str, ...]) -> int:
    with database.read() as session:
        return len(columns.read(session, 1).count(chosen, by, trends.rule()).cells)


def _page(database: Database) -> None:
    """Every count that one opening of the page makes."""
    with database.read() as session:
        held = columns.read(session, 1)
        for chosen, by in (*ASKED.values(), (YEAR, ("age_band",)), (Filters(), ("month", "day"))):
            held.count(chosen, by, trends.rule())


def _sql(database: Database, chosen: Filters, by: tuple[str, ...]) -> int:
    """The same as GROUP BY over the rows."""
    named = [ConsultationIssue.issue if name == "issue" else getattr(Consultation, name) for name in by]
    asked = select(*named, func.count()).select_from(Consultation).group_by(*named)
    if "issue" in by:
        asked = asked.join(ConsultationIssue, ConsultationIssue.consultation_id == Consultation.id)
    asked = asked.where(
        Consultation.removed_at.is_(None), Consultation.contact_result.in_(trends.rule().contact_result)
    )
    if chosen.since and chosen.until:
        asked = asked.where(Consultation.received_on.between(chosen.since, chosen.until))
    if chosen.channel:
        asked = asked.where(Consultation.channel.in_(chosen.channel))
    with database.read() as session:
        return len(session.execute(asked).all())


def _frame(file: Path) -> tuple[float, pd.DataFrame]:
    """(milliseconds, the consultations as one frame with the issues beside it), as every opening of a page would read them."""
    started = time.thread_time()
    with sqlite3.connect(file) as connection:
        wanted = "id, month, weekday, hour, received_on, channel, age_band, contact_result"
        frame = pd.read_sql_query(f"SELECT {wanted} FROM consultation WHERE removed_at IS NULL", connection)  # noqa: S608
        issues = pd.read_sql_query("SELECT consultation_id AS id, issue FROM consultation_issue", connection)
    connection.close()
    took = (time.thread_time() - started) * 1000
    frame.attrs["issues"] = issues
    return took, frame


def _pandas(frame: pd.DataFrame, chosen: Filters, by: tuple[str, ...]) -> int:
    rows = frame[frame["contact_result"].isin(trends.rule().contact_result)]
    if chosen.since and chosen.until:
        rows = rows[
            (rows["received_on"] >= chosen.since.isoformat()) & (rows["received_on"] <= chosen.until.isoformat())
        ]
    if chosen.channel:
        rows = rows[rows["channel"].isin(chosen.channel)]
    if "issue" in by:
        rows = rows.merge(frame.attrs["issues"], on="id")
    return len(rows.groupby(list(by), dropna=False).size())


def _measured(ask: Callable[[Filters, tuple[str, ...]], object]) -> Times:
    """{question: milliseconds}, in turn, so that a busy moment hits all alike."""
    found: Times = {name: [] for name in ASKED}
    for _ in range(ROUNDS):
        for name, (chosen, by) in ASKED.items():
            found[name].append(_taken(lambda: ask(chosen, by)))  # noqa: B023  at once
    return found


def _taken(work: Callable[[], object]) -> float:
    """The work's milliseconds of the processor: the file is in memory, and what others do on the machine is not ours."""
    started = time.thread_time()
    work()
    return (time.thread_time() - started) * 1000


def _section(
    ours: Times, plain: Times, pandas: Times, making: float, cold: list[float], page: list[float], reading: float,
    memory: float,
) -> Section:  # fmt: skip
    rows = []
    for name in ASKED:
        half = [quantile(some[name], 0.5) for some in (ours, plain, pandas)]
        rows.append((name, *(f"{one:,.1f}" for one in half), f"{half[1] / half[0]:,.0f}", f"{half[2] / half[0]:,.1f}"))
    lines = (
        *table(("数えること", "月の列", "SQL", "pandas", "SQL ÷ 列", "pandas ÷ 列"), rows),
        "",
        f"単位は、プロセッサを使ったミリ秒（{ROUNDS}回の中央）。架空の記録 {RECORDS:,}件、20年分、SQLite。"
        "どれも同じものを数える（相談として数える結果だけ）。",
        "「月の列」は、印を確かめる読みを入れた時間。「SQL」は GROUP BY。「pandas」は、全部の行をもう読んだあとの時間で、"
        f"読むのに {reading:,.0f} ミリ秒かかる（開くたびに要る）。",
        f"一度の画面で数える全部: p50 {quantile(page, 0.5):,.0f}、p95 {quantile(page, 0.95):,.0f}。"
        f"新しいプロセスの最初の一回（残した列から）: p50 {quantile(cold, 0.5):,.0f}、p95 {quantile(cold, 0.95):,.0f}。",
        f"全部の月を行から作って残すのに {making / 1000:,.1f} 秒（移行・取り込みのあとに一度）。増えたメモリー（作るときの山も）{memory:,.0f} MiB。",
    )
    aims = (
        Aim("推移の頁の数えること全部、2回目からの p95", quantile(page, 0.95), WARM, "ms"),
        Aim("最初の一回の p95", quantile(cold, 0.95), COLD, "ms"),
    )
    return Section("staff_pages", "推移の数え方（100万件）", lines, aims)
