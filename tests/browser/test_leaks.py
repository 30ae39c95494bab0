"""A whole visit under watch: every request, the storage, the history, the log and every byte the server writes."""

import os
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from data import migrating
from data.database import Database
from navigator.model import Content

ANSWERS = {
    "safe_now": ["watched"],
    "urgent": ["hurt_recent"],
    "self": ["sometimes"],
    "needs": ["n_partner", "n_sexual", "n_debt"],
    "danger_signs": ["choking"],
    "municipality": ["hayama"],
    "voice": ["overheard"],
    "refused": ["police"],
}
OTHERS = {"safe_now": ["ok"], "needs": ["n_money", "n_mind"], "municipality": ["kamakura"], "voice": ["can_speak"]}
HERS = "ひみつのことば-7351"
STORES = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length, window: window.name,
})"""
EMPTY = {"local": [], "session": [], "databases": 0, "caches": 0, "workers": 0, "window": ""}


def needles(known: Content) -> list[bytes]:
    """What would give her away: her words, and the ids and the words of what she ticked."""
    ticked = [(question, one) for question, options in ANSWERS.items() for one in options]
    words = [known.words["ja"].get(f"questions.{q}.{o}", known.words["ja"].get(f"{q}.{o}", "")) for q, o in ticked]
    ids = [one for _, one in ticked if "_" in one]
    return [text.encode() for text in [HERS, *ids, *words] if text]


def written(pid: int) -> int:
    """Bytes this process has put to disk so far, as the kernel counts them."""
    lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("write_bytes")))


def files(*folders: Path) -> dict[Path, int]:
    """{file: time of its last change} below the folders."""
    return {one: one.stat().st_mtime_ns for folder in folders for one in folder.rglob("*") if one.is_file()}


def whole_visit(her, look) -> None:
    """Every page, every kind of answer, an edit, the memo in her own words."""
    look()
    her.press("door-ask")
    her.walk(ANSWERS, look)
    look()
    her.press("useful-helped")
    look()
    her.press("edit-answers")
    her.press("edit-voice")
    her.answer("voice", "later")
    her.press("nav-next")
    her.press("make-memo")
    her.page.locator("textarea").fill(HERS)
    her.page.locator("textarea").press("Tab")
    her.settle()
    look()
    for number in range(3):
        before = her.place()
        her.part("footer").get_by_role("link").nth(number).click()
        her.arrive(before)
        look()


@pytest.fixture
def own_server(serve, tmp_path):
    """A server with a home and a temporary folder of its own, so that whatever it leaves there is seen.

    What was pressed is written after ten minutes or when it stops, never while she is there.
    """
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    with serve(HOME=str(home), TMPDIR=str(scratch)) as server:
        yield server, (home, scratch)


def test_nothing_of_a_visit_gets_out_or_stays(arrive, own_server, known):
    server, folders = own_server
    # The first reading of a file marks its time of access, and the kernel counts that as written: so all is read once.
    before = files(*folders)
    warm = arrive(url=server.url)
    whole_visit(warm, lambda: None)
    warm.page.context.close()

    her = arrive(path=None, url=server.url)
    asked, frames, titles, addresses, lengths = [], [], set(), set(), set()
    her.page.on("request", lambda request: asked.append((request.method, request.url, request.post_data or "")))
    her.page.on("websocket", lambda line: frames.append(line.url))
    her.page.on("framenavigated", lambda frame: addresses.add(frame.url))

    def look():
        titles.add(her.page.title())
        addresses.add(her.page.url)
        lengths.add(her.page.evaluate("history.length"))
        assert her.page.evaluate(STORES) == EMPTY
        assert {one["name"] for one in her.page.context.cookies()} <= {"_streamlit_xsrf"}

    bytes_before, log_before = written(server.pid), server.log.read_bytes()
    her.open()
    whole_visit(her, look)

    sent_to = {urlsplit(url).netloc for _, url, _ in asked if not url.startswith(("data:", "blob:"))}
    assert sent_to == {server.host}
    assert {urlsplit(url).netloc for url in frames} == {server.host}
    assert {method for method, _, _ in asked} == {"GET"}
    gone_out = " ".join(url + body for _, url, body in asked).encode()
    assert [one for one in needles(known) if one in gone_out] == []
    assert titles == {known.words["ja"]["chrome.app_title"]}
    assert {urlsplit(url).path for url in addresses if url.startswith("http")} <= {"/", "/talk", "/directory", "/about"}
    assert not any(urlsplit(url).query or urlsplit(url).fragment for url in addresses)
    assert len(lengths) == 1

    assert server.log.read_bytes() == log_before
    assert files(*folders) == before
    assert written(server.pid) == bytes_before


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A migrated database in which nothing stands yet, closed."""
    file = tmp_path_factory.mktemp("empty") / "records.db"
    database = Database(f"sqlite:///{file}")
    migrating.upgrade(database)
    database.close()
    return file


@pytest.fixture
def left_behind(arrive, serve, empty, tmp_path):
    """What the folder of the database holds after a whole visit with these answers and this press: {file: content}."""

    def left(name, answers, pressed) -> dict[str, bytes]:
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(empty, folder / "records.db")
        with serve(DATABASE_URL=f"sqlite:///{folder / 'records.db'}") as server:
            her = arrive(url=server.url)
            her.press("door-ask")
            her.walk(answers)
            if pressed:
                her.press(f"useful-{pressed}")
            her.page.context.close()
        return {one.name: one.read_bytes() for one in folder.iterdir()}

    return left


def rows(content: bytes, tmp_path: Path) -> dict[str, list[tuple]]:
    """{table: rows} of a database."""
    (tmp_path / "look.db").write_bytes(content)
    with sqlite3.connect(tmp_path / "look.db") as look:
        tables = [name for (name,) in look.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: look.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608


def test_of_two_visits_the_database_keeps_what_was_pressed_and_not_a_byte_more(left_behind, empty, known, tmp_path):
    one = left_behind("one", ANSWERS, "helped")
    other = left_behind("other", OTHERS, "helped")
    third = left_behind("third", OTHERS, "not_much")
    silent = left_behind("silent", ANSWERS, "")
    assert one == other, "the answers must not matter"
    assert silent == {"records.db": empty.read_bytes()}, "without a press nothing is written"
    assert [one for one in needles(known) if any(one in content for content in third.values())] == []
    bare = rows(empty.read_bytes(), tmp_path)
    for found, pressed in [(one, "helped"), (third, "not_much")]:
        now = rows(found["records.db"], tmp_path)
        ((month, answer, count),) = now.pop("helpful_total")
        assert (answer, count) == (pressed, 1)
        assert 202611 <= month <= 299912, "the month and nothing finer"
        assert now == {name: kept for name, kept in bare.items() if name != "helpful_total"}


def test_the_kernel_counts_what_a_process_writes(tmp_path):
    before = written(os.getpid())
    (tmp_path / "written").write_bytes(b"x" * 100_000)
    assert written(os.getpid()) > before, "this machine does not count writes, so the test above would see nothing"


def test_the_page_is_not_kept_by_the_browser(arrive):
    her = arrive()
    for path in ("/", "/plain", "/no-such-page"):
        answer = her.page.request.get(her.url + path)
        assert answer.headers["cache-control"] == "no-store"
        assert "unsafe-eval" not in answer.headers["content-security-policy"]
