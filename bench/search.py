"""The search over a million records: a page and its count by filters, beside OFFSET pages and raw pandas, in one run."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import func, select

from bench.figures import Aim, Section, quantile, table
from bench.filled import RARE, fill
from data.database import Database
from data.models import Consultation
from data.queries import search
from data.queries.filters import Filters
from data.queries.search import Cursor

RECORDS = 1_000_000
ROUNDS = 5
LIMIT = 200.0
# How deep the later pages are asked for, in records.
DEPTHS = (0, 500, 5_000)
MIX = {
    "条件なし": Filters(),
    "期間（8か月）と方法": Filters(since=date(2026, 4, 1), channel=("line",)),
    "方法（多い）": Filters(channel=("phone",)),
    "方法（少ない）": Filters(channel=("other",)),
    "市町村（少ない）": Filters(municipality=("141585",)),
    "三つの条件": Filters(channel=("other",), age_band=("70s",), urgency=("now",)),
    "三つの条件（ほとんどない）": Filters(
        age_band=("unknown",), referral_source=("unknown",), contact_result=("not_possible",)
    ),
    "当てはまるものがない": Filters(municipality=("999999",)),
    "課題（多い）": Filters(issue=("spouse_violence",)),
    "課題（少ない）": Filters(issue=("other",)),
    "課題と二つの条件": Filters(issue=("divorce",), age_band=("70s",), contact_result=("prank",)),
    "書いた人と未記入": Filters(person=3, urgency=("blank",)),
    "ケース番号": Filters(case_code="K-0000777"),
    "ケースなしと方法": Filters(case="without", channel=("other",)),
    "まだの折り返し": Filters(callback="open"),
    "メモの言葉（1年）": Filters(since=date(2025, 11, 27), until=date(2026, 11, 26), word=RARE),
}
# {filter: [(milliseconds of the processor, milliseconds of the clock)]}
Times = dict[str, list[tuple[float, float]]]


def measure() -> Section:
    """The chapter; the database is made anew in a temporary folder and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.db"
        database = fill(file, RECORDS)
        try:
            ours, offset = _measured(database, _page), _measured(database, _offset)
        finally:
            database.close()
        frame = _frame(file)
        pandas = _pandas(frame)
        size = file.stat().st_size / 2**20
    return _section(ours, offset, pandas, size)


def _measured(database: Database, ask: Callable[[Database, Filters, int, Cursor | None], None]) -> Times:
    """{filter: milliseconds}, each depth as often as there are rounds; in turn, so that a busy moment hits all alike."""
    found: Times = {name: [] for name in MIX}
    places = {name: [_place(database, chosen, depth) for depth in DEPTHS] for name, chosen in MIX.items()}
    for _ in range(ROUNDS):
        for name, chosen in MIX.items():
            for depth, place in zip(DEPTHS, places[name], strict=True):
                if depth == 0 or place is not None:
                    found[name].append(_taken(lambda: ask(database, chosen, depth, place)))  # noqa: B023  at once
    return found


def _place(database: Database, chosen: Filters, depth: int) -> Cursor | None:
    """The record behind which the page of that depth begins; None where there are not so many."""
    if depth == 0:
        return None
    with database.read() as session:
        keys = select(Consultation.received_on, Consultation.id).where(search.conditions(session, chosen))
        newest = keys.order_by(Consultation.received_on.desc(), Consultation.id.desc())
        row = session.execute(newest.offset(depth - 1).limit(1)).first()
    return Cursor(row[0], row[1]) if row else None


def _page(database: Database, chosen: Filters, _: int, place: Cursor | None) -> None:
    with database.read() as session:
        # The page knows the count from the first one on.
        search.page(session, chosen, after=place, known=search.COUNTED)


def _offset(database: Database, chosen: Filters, depth: int, _: Cursor | None) -> None:
    """As it is done most often: whole rows by OFFSET, and a count of everything."""
    with database.read() as session:
        where = search.conditions(session, chosen)
        newest = select(Consultation).where(where).order_by(Consultation.received_on.desc(), Consultation.id.desc())
        session.scalars(newest.offset(depth).limit(search.PAGE)).all()
        session.scalars(select(func.count()).select_from(Consultation).where(where)).one()


def _frame(file: Path) -> pd.DataFrame:
    """The consultations as one frame, their issues as a set beside it."""
    columns = "id, received_on, channel, age_band, municipality, contact_result, referral_source, urgency, case_code, "
    columns += "account_id, callback_due, callback_done_on, note"
    with sqlite3.connect(file) as connection:
        frame = pd.read_sql_query(f"SELECT {columns} FROM consultation", connection)  # noqa: S608  our own names
        issues = pd.read_sql_query("SELECT consultation_id, issue FROM consultation_issue", connection)
    connection.close()
    frame.attrs["issues"] = issues
    return frame


def _pandas(frame: pd.DataFrame) -> Times:
    """The same filters on a frame that is in memory already; one page, the newest."""
    found: Times = {name: [] for name in MIX}
    for _ in range(ROUNDS):
        for name, chosen in MIX.items():
            found[name].append(_taken(lambda: _newest(frame, chosen)))  # noqa: B023  at once
    return found


def _newest(frame: pd.DataFrame, chosen: Filters) -> None:
    frame[_mask(frame, chosen)].sort_values(["received_on", "id"], ascending=False).head(search.PAGE)


def _mask(frame: pd.DataFrame, chosen: Filters) -> "pd.Series[bool]":
    mask = _when(frame, chosen)
    for column in ("channel", "age_band", "municipality", "contact_result", "referral_source", "urgency"):
        values = getattr(chosen, column)
        if values:
            mask &= frame[column].isna() if values == ("blank",) else frame[column].isin(values)
    if chosen.issue:
        issues = frame.attrs["issues"]
        mask &= frame["id"].isin(issues.loc[issues["issue"].isin(chosen.issue), "consultation_id"])
    if chosen.case_code:
        mask &= frame["case_code"] == chosen.case_code
    if chosen.case == "without":
        mask &= frame["case_code"].isna()
    if chosen.callback == "open":
        mask &= frame["callback_due"].notna() & frame["callback_done_on"].isna()
    if chosen.person is not None:
        mask &= frame["account_id"] == chosen.person
    if chosen.word:
        mask &= frame["note"].str.contains(chosen.word, regex=False, na=False)
    return mask


def _when(frame: pd.DataFrame, chosen: Filters) -> "pd.Series[bool]":
    mask = pd.Series(True, index=frame.index)
    if chosen.since:
        mask &= frame["received_on"] >= chosen.since.isoformat()
    if chosen.until:
        mask &= frame["received_on"] <= chosen.until.isoformat()
    return mask


def _taken(work: Callable[[], None]) -> tuple[float, float]:
    """The work's milliseconds of the processor and of the clock."""
    clock, processor = time.perf_counter(), time.thread_time()
    work()
    return (time.thread_time() - processor) * 1000, (time.perf_counter() - clock) * 1000


def _section(ours: Times, offset: Times, pandas: Times, size: float) -> Section:
    all_times = (ours, offset, pandas)
    whole = [[one for some in times.values() for one in some] for times in all_times]
    rows = [(name, *_figures([times[name] for times in all_times])) for name in MIX]
    rows.append(("全部", *_figures(whole)))
    head = ("条件", "この道具 p50", "p95", "OFFSET p50", "p95", "pandas p50", "p95")
    clock = " / ".join(f"{quantile((one[1] for one in some), 0.95):,.0f}" for some in whole)
    lines = (
        *table(head, rows),
        "",
        f"単位はミリ秒。架空の記録 {RECORDS:,}件（20年分、SQLite のファイル {size:,.0f} MiB）。一覧の50件と件数を一度に聞く。",
        f"はじめの頁と、{'・'.join(f'{depth:,}' for depth in DEPTHS[1:])}件目のあとの頁（それだけあるとき）を {ROUNDS}回ずつ。",
        "ファイルはメモリーに載っていて、計算だけの仕事なので、プロセッサを使った時間で測る（ほかの仕事に待たされた時間は入らない）。",
        f"待たされた時間も入れた p95 は、順に {clock} ミリ秒（左上の「測る前の負荷」の中で）。",
        "「この道具」は件数を10,000件まで数え、それより多いとだけ言う。あとの頁では数え直さない。",
        "OFFSET は行を全部読み、件数も全部数える、よくある書き方。",
        "pandas は、全部を一つの表にしてメモリーに置いたあとの時間（読み込みは入らない。はじめの頁だけ）。",
    )
    found = quantile((one[0] for one in whole[0]), 0.95)
    aims = (Aim(f"{RECORDS:,}件での一覧と検索の p95", found, LIMIT, "ms"),)
    return Section("search", "一覧と検索（100万件）", lines, aims)


def _figures(of: list[list[tuple[float, float]]]) -> list[str]:
    return [f"{quantile((one[0] for one in some), share):,.1f}" for some in of for share in (0.5, 0.95)]
