"""A million records written out through the download route, to the last row, beside pandas: read_sql and to_csv."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import machine
from bench.figures import Aim, Section, table
from bench.filled import fill
from data import sessions
from data.commands import exports
from data.commands.exports import Export
from data.database import Database
from data.models import Account
from data.queries.filters import Filters

RECORDS = 1_000_000
# Far below what a small server has beside its pages; it must not grow with the records.
MEMORY = 150.0
ROLES = {"rows": ("lead",)}


def measure() -> Section:
    """The chapter; both sides read the same database, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.db"
        fill(file, RECORDS).close()
        ours, theirs = _alone("ours", file), _alone("pandas", file)
    rows = [
        (name, *(f"{found[figure]:,.1f}" for figure in ("seconds", "processor", "begun", "peak", "written")))
        for name, found in (("この書き出し", ours), ("pandas", theirs))
    ]
    head = (
        "",
        "終わりまで（秒）",
        "うちプロセッサ（秒）",
        "はじめの一片まで（秒）",
        "最大の記憶（MiB）",
        "ファイル（MiB）",
    )
    aims = (
        Aim(f"{RECORDS:,}件の書き出しの最大の記憶", ours["peak"], MEMORY, "MiB"),
        Aim("最大の記憶（pandas を 1 として）", ours["peak"] / theirs["peak"], 1.0, "倍"),
    )
    return Section("exports", "一覧の書き出し（100万件）", (*table(head, rows), "", *_notes()), aims)


def _notes() -> tuple[str, ...]:
    return (
        f"架空の記録 {RECORDS:,}件（SQLite）を CSV に、終わりの行まで。左右は同じ回に、別々のプロセスで続けて測る。",
        "この書き出しは、ダウンロードの道（`web/downloads.py`）を ASGI で呼び、流れてきたものをファイルに書く：切符を確かめ、",
        "操作の記録を書き、符号を言葉に直し、課題としたことを集め、式の始まりを止める。行の数を、測ったあとに確かめる。",
        "「プロセッサ」には、ほかの仕事に待たされた時間が入らない。",
        "pandas は `read_sql_query`（相談の表だけ、符号のまま）と `to_csv` だけで、課題も、言葉も、式の守りもない。",
    )


def _alone(side: str, file: Path) -> dict[str, float]:
    """One side in a process of its own: seconds and MiB."""
    done = subprocess.run([sys.executable, "-m", "bench.exports", side, str(file)], stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


class _Clock:
    """The seconds of the clock, and of the processor (of this process alone), from now on."""

    def __init__(self) -> None:
        self.started, self._used = time.perf_counter(), time.process_time()

    def until_now(self) -> dict[str, float]:
        return {"seconds": time.perf_counter() - self.started, "processor": time.process_time() - self._used}


def _ours(file: Path, out: Path) -> dict[str, float]:
    """A download by the lead, with notes."""
    # Only here: the other side must not carry them.
    from starlette.applications import Starlette

    import settings
    from web import downloads
    from web.office import Office
    from web.session import SignedIn

    database, now = Database(f"sqlite:///{file}"), datetime.now(UTC)
    with database.write() as session:
        account = Account(name="lead", display_name="計測", role="lead", created_at=now)
        session.add(account)
        session.flush()
        token = sessions.begin(session, account.id, now)
        who = sessions.person(session, token, now)
        assert who is not None
        wanted = Export("rows", asked=Filters(), notes=True, reason="計測のため")
        ticket = exports.prepare(session, who, now, wanted, ROLES)
    office = Office({}, {}, "sign-in", "own", (), ROLES, {})
    app = Starlette(routes=downloads.routes(office, SignedIn(database), database))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": downloads.ADDRESS, "raw_path": downloads.ADDRESS.encode(), "query_string": f"ticket={ticket}".encode(),
        "headers": [(b"host", b"127.0.0.1"), (b"cookie", f"{settings.SESSION_COOKIE}={token}".encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "root_path": "",
    }  # fmt: skip
    clock = _Clock()
    begun = asyncio.run(_received(app, scope, out))
    found = clock.until_now() | {"begun": begun - clock.started}
    database.close()
    return found


async def _received(app: Any, scope: dict[str, Any], out: Path) -> float:
    """Writes what the route sends to the file; the moment the first piece came."""
    begun: list[float] = []
    with out.open("wb") as file:

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                assert message["status"] == 200, message
            elif file.write(message.get("body", b"")) and not begun:
                begun.append(time.perf_counter())

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        await app(scope, receive, send)
    return begun[0]


def _pandas(file: Path, out: Path) -> dict[str, float]:
    """The same columns of the consultations, as they are stored."""
    # Only here: the other side must not carry them.
    import pandas as pd

    from data.queries import rows

    columns = ", ".join(f"c.{name}" for name, _, _ in rows.PLAIN)
    asked = f"SELECT {columns}, a.display_name, c.note FROM consultation c LEFT JOIN account a ON a.id = c.account_id "  # noqa: S608  our own names
    clock = _Clock()
    with sqlite3.connect(file) as connection:
        frame = pd.read_sql_query(asked + "ORDER BY c.received_on, c.id", connection)
    connection.close()
    begun = time.perf_counter() - clock.started
    frame.to_csv(out, index=False, encoding="utf-8-sig")
    return clock.until_now() | {"begun": begun}


def main(side: str, file: Path) -> None:
    """Measures one side, sees that every record left, and prints the figures."""
    out = file.with_name(f"{side}.csv")
    found = {"ours": _ours, "pandas": _pandas}[side](file, out)
    peak = machine.peak()
    with out.open("rb") as written:
        # No note has a line of its own in it.
        assert sum(1 for _ in written) == RECORDS + 1
    print(json.dumps(found | {"peak": peak, "written": out.stat().st_size / 2**20}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
