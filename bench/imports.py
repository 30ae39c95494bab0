"""100,000 consultations from an Excel book, looked at and stored, beside plain pandas: read_excel and to_sql."""

import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import machine
from bench.figures import Aim, Section, table
from data import codes, migrating
from data.commands import importing
from data.database import Database
from data.importing import reading
from data.importing.preview import preview
from data.models import Desk

ROWS = 100_000
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
ANSWERS = {"same_rows": "keep"}
HEAD = (
    "受付日",
    "時間帯",
    "方法",
    "相談者",
    "新規・継続",
    "年代",
    "きっかけ",
    "結果",
    "緊急度",
    "時間（分）",
    "主訴",
    "課題",
)


def measure() -> Section:
    """The chapter; both sides read the same file, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "記録.xlsx"
        file.write_bytes(made(ROWS))
        ours, theirs = _alone("ours", file), _alone("pandas", file)
    aims = (
        Aim(f"{ROWS:,}行の取り込みの時間（pandas を 1 として）", ours["seconds"] / theirs["seconds"], 1.0, "倍"),
        Aim("もっとも多いときの記憶（pandas を 1 として）", ours["peak"] / theirs["peak"], 1.0, "倍"),
        Aim("ファイルを読む子の記憶", ours["child"], reading.MEMORY / 2**20, "MiB"),
        Aim("読んで見せる親の記憶", ours["own"], 300.0, "MiB"),
    )
    rows = [
        ("この取り込み", *(f"{ours[name]:.1f}" for name in ("look", "store", "seconds", "peak"))),
        ("pandas", *(f"{theirs[name]:.1f}" for name in ("look", "store", "seconds", "peak"))),
    ]
    head = ("", "読む・見せる（秒）", "記録する（秒）", "合計（秒）", "最大の記憶（MiB）")
    return Section("imports", "表計算の取り込み", (*table(head, rows), "", *_notes()), aims)


def _notes() -> tuple[str, ...]:
    return (
        f"{ROWS:,}行・{len(HEAD)}列の .xlsx（作ったもの）を SQLite に入れる。左右は同じ回に、別々のプロセスで続けて測る。",
        "この取り込みは、読む（子プロセス、記憶と時間に限りあり）、選択肢と日付を確かめる、同じ行を探す、下書きの行を置く、",
        "相談と主訴の行を一つのトランザクションで入れる、までの全部。最大の記憶は、親と子の最大をたしたもの。",
        "pandas は `read_excel`（openpyxl）と `to_sql` だけで、確かめも、元に戻す用意もしない。",
    )


def made(rows: int) -> bytes:
    """A book of made-up consultations, always the same."""
    import openpyxl

    chance, book = random.Random(1), openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("相談")
    sheet.append(HEAD)
    lists = {name: list(codes.labels(name).values()) for name in _LISTS}
    for number in range(rows):
        picked = {name: chance.choice(words) for name, words in lists.items()}
        day = date(2023, 4, 1) + timedelta(days=number % 1_000)
        sheet.append(
            [
                day, chance.randint(10, 16), picked["channel"], picked["caller_kind"], picked["new_or_repeat"],
                picked["age_band"], picked["referral_source"], picked["contact_result"], picked["urgency"],
                chance.randint(5, 90), picked["issue"], chance.choice(lists["issue"]),
            ]
        )  # fmt: skip
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


_LISTS = (
    "channel", "caller_kind", "new_or_repeat", "age_band", "referral_source", "contact_result", "urgency", "issue",
)  # fmt: skip


def _alone(side: str, file: Path) -> dict[str, float]:
    """One side in a process of its own: seconds and MiB."""
    command = [sys.executable, "-m", "bench.imports", side, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _ours(file: Path) -> dict[str, float]:
    database = Database(f"sqlite:///{file.with_name('ours.db')}")
    migrating.upgrade(database)
    with database.write() as session:
        session.add(Desk(name="計測", organisation_id=None, opened_month=None))
    started = time.perf_counter()
    with file.open("rb") as opened:
        found = preview(opened, file.name, database, ANSWERS, NOW)
    assert found.ready, (found.stops, found.questions)
    assert found.rows.count == ROWS
    looked = time.perf_counter()
    with database.write() as session:
        batch = importing.stage(session, None, found, NOW)
    with database.write() as session:
        assert importing.commit(session, None, batch, NOW) == ROWS
    return {"look": looked - started, "store": time.perf_counter() - looked}


def _pandas(file: Path) -> dict[str, float]:
    # Only here: the other side must not carry them.
    import pandas as pd
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{file.with_name('pandas.db')}")
    started = time.perf_counter()
    frame: Any = pd.read_excel(file)
    looked = time.perf_counter()
    assert frame.to_sql("consultation", engine, index=False) == ROWS
    return {"look": looked - started, "store": time.perf_counter() - looked}


def main(side: str, file: Path) -> None:
    """Measures one side and prints its figures."""
    found = {"ours": _ours, "pandas": _pandas}[side](file)
    own = machine.peak()
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    whole = {"seconds": found["look"] + found["store"], "own": own, "child": child, "peak": own + child}
    print(json.dumps(found | whole))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
