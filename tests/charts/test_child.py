"""The process that draws: it leaves the server free, answers within its time, one at a time, and comes again when it fell."""

import importlib.util
import json
import os
import threading
import time
from pathlib import Path

import pytest

from charts import child, picture

_spec = importlib.util.spec_from_file_location("gallery", Path(__file__).with_name("gallery.py"))
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)


@pytest.fixture(autouse=True)
def gone():
    """No process before and none after."""
    child.stop()
    yield
    child.stop()


def spec_of(word: str) -> str:
    """A chart with that word inside."""
    return json.dumps(gallery.bars.bars(gallery.BARS.assign(label=[word, "ほか"]), gallery.TEXTS))


def test_while_a_picture_is_drawn_everything_else_goes_on_and_the_processor_is_the_child_s():
    started = time.process_time()
    drawn = child.ask("svg", spec_of("別のプロセス"))
    assert drawn.startswith(b"<svg")
    inside = time.process_time() - started
    children = os.times().children_user
    child.stop()
    assert os.times().children_user - children > inside


def test_a_picture_that_is_not_ready_in_time_is_an_error_and_the_next_one_is_drawn():
    with pytest.raises(child.DrawingError, match="in time"):
        child.ask("svg", spec_of("おそい"), seconds=0.0)
    assert child.ask("svg", spec_of("つぎ")).startswith(b"<svg")


def test_what_is_no_chart_is_an_error_and_the_process_stays():
    with pytest.raises(child.DrawingError):
        child.ask("svg", '{"mark": 7}')
    (process,) = child._running
    assert child.ask("svg", spec_of("まだいる")).startswith(b"<svg")
    assert child._running == [process]


def test_a_process_that_was_taken_away_comes_again():
    child.ask("svg", spec_of("一つめ"))
    (process,) = child._running
    process.kill()
    process.wait()
    assert child.ask("svg", spec_of("二つめ")).startswith(b"<svg")


def test_several_who_ask_at_once_share_one_process_and_each_gets_its_own():
    found: dict[str, bytes] = {}
    threads = [
        threading.Thread(target=lambda word=word: found.update({word: child.ask("svg", spec_of(word))}))
        for word in ("春", "夏", "秋", "冬")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {word for word, svg in found.items() if word in svg.decode()} == {"春", "夏", "秋", "冬"}
    assert len(child._running) == 1


def test_the_process_knows_nothing_of_the_server_s_environment():
    child.ask("svg", spec_of("環境"))
    (process,) = child._running
    held = Path(f"/proc/{process.pid}/environ").read_bytes()
    assert b"DATABASE_URL" not in held
    assert b"=" not in held.replace(b"LC_CTYPE=C.UTF-8", b"")


def test_the_same_figures_are_drawn_once(monkeypatch):
    wishes = []
    asked = child.ask

    def ask(kind, *rest):
        wishes.append(kind)
        return asked(kind, *rest)

    monkeypatch.setattr(child, "ask", ask)
    chart = gallery.bars.bars(gallery.BARS.assign(label=["一度だけ", "描く"]), gallery.TEXTS)
    assert picture.picture(chart, "svg") == picture.picture(chart, "svg")
    assert wishes == ["svg"]
