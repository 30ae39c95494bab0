"""Sign-ins: known and unknown names beside each other, how many a second, and what a visitor feels of them meanwhile."""

import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.figures import Aim, Section, quantile, table
from bench.servers import our_app
from data import migrating, passwords
from data.database import Database
from data.models import Account
from tests.web.stream_client import Run, Visitor

PAIRS, LINES, SECONDS = 12, 4, 20
# Told apart by time only if one takes this much longer, in either direction.
RATIO, SLOWER = 1.2, 2.0
GOOD, WRONG = "bench no tame no kotoba 7", "chigau kotoba desu 77"


def measure() -> Section:
    """The chapter."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'records.db'}"
        _people(url)
        with our_app({"DATABASE_URL": url, "KURASHI_SECRET": "bench"}) as server:
            pressed(server.url, "p0", GOOD)  # the first one imports
            alone = _visits(server.url, lambda: False)
            times: dict[str, list[float]] = {"known": [], "unknown": []}
            for n in range(PAIRS):
                times["known"].append(pressed(server.url, f"p{n}", WRONG)[0])
                times["unknown"].append(pressed(server.url, f"q{n}", WRONG)[0])
            done, meanwhile = _crowd(server.url)
    known, unknown = (quantile(times[name], 0.5) for name in ("known", "unknown"))
    quiet, busy = quantile(alone, 0.95), quantile(meanwhile, 0.95)
    aims = (
        Aim("知っている名前と知らない名前の、時間の比", max(known, unknown) / min(known, unknown), RATIO, "倍"),
        Aim("サインインが続くあいだの、公開の頁の p95", busy / quiet, SLOWER, "倍"),
    )
    head = ("", "回数", "p50 ms", "p95 ms")
    rows = [
        (name, len(values), f"{quantile(values, 0.5) * 1000:.0f}", f"{quantile(values, 0.95) * 1000:.0f}")
        for name, values in (
            ("知っている名前、ちがうパスワード", times["known"]),
            ("知らない名前", times["unknown"]),
            ("公開の頁、サインインがないとき", alone),
            ("公開の頁、サインインが続くとき", meanwhile),
        )
    ]
    said = f"{LINES} 本の線で続けて、サインインは毎秒 {done / SECONDS:.1f} 回。bcrypt は一度に一つだけ動かす。"
    return Section("sign_in", "サインイン", (*table(head, rows), "", said), aims)


def pressed(url: str, name: str, password: str) -> tuple[float, Run]:
    """The seconds from the press to the end of the run, on a line of its own, and what was drawn."""
    with Visitor(url) as line:
        drawn = line.run("sign-in").elements
        fields = [element for kind, element in drawn if kind == "text_input"]
        for field, value in zip(fields, (name, password), strict=True):
            key = str(getattr(field, "id", ""))
            line.widgets[key] = WidgetState(id=key, string_value=value)
        button = next(str(getattr(one, "id", "")) for kind, one in drawn if kind == "button")
        begun = time.perf_counter()
        run = line.run(press=button)
        return time.perf_counter() - begun, run


def _crowd(url: str) -> tuple[int, list[float]]:
    """How many signed in, LINES at a time for SECONDS, and a visitor's seconds meanwhile."""
    until, done, lock = time.monotonic() + SECONDS, [0], threading.Lock()

    def enter(name: str) -> None:
        while time.monotonic() < until:
            _, run = pressed(url, name, GOOD)
            if "data-hand-over" not in run.text:
                raise RuntimeError(f"not signed in: {run.text[-200:]}")
            with lock:
                done[0] += 1

    people = [threading.Thread(target=enter, args=(f"r{n}",)) for n in range(LINES)]
    for one in people:
        one.start()
    seconds = _visits(url, lambda: time.monotonic() < until)
    for one in people:
        one.join()
    return done[0], seconds


def _visits(url: str, more: Callable[[], bool]) -> list[float]:
    """The seconds of a visitor's runs, at least fifty, five a second."""
    found: list[float] = []
    with Visitor(url) as her:
        her.run()
        while len(found) < 50 or more():
            begun = time.perf_counter()
            her.run()
            found.append(time.perf_counter() - begun)
            time.sleep(0.2)
    return found


def _people(url: str) -> None:
    database, kept = Database(url), passwords.hashed(GOOD)
    migrating.upgrade(database)
    names = [*(f"p{n}" for n in range(PAIRS)), *(f"r{n}" for n in range(LINES))]
    with database.write() as session:
        session.add_all(
            Account(name=name, display_name=name, role="officer", password_hash=kept, created_at=datetime.now(UTC))
            for name in names
        )
    database.close()
