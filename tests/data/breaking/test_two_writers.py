"""Two processes that write at once: no update is lost, on either database; a stale save is refused, not swallowed."""

import threading

import pytest
from sqlalchemy import select

from data import database as module
from data.database import Database, SavedMeanwhileError, StoreError
from data.models import FactMonth

# Adds one to a figure a hundred times; each time it was refused as stale it reads anew. Says how often it was kept.
ADD = """
import time
from sqlalchemy import select
from data.database import SavedMeanwhileError
from data.models import FactMonth

kept = refused = 0
print("ready", flush=True)
sys.stdin.readline()
while kept < 100:
    try:
        with database.write() as session:
            row = session.scalars(select(FactMonth).filter_by(indicator_id="consultations", month=202304)).one()
            read = row.value
            time.sleep(0.001)
            row.value = read + 1
        kept += 1
    except SavedMeanwhileError:
        refused += 1
print(kept, refused)
"""


def figure(session):
    """April of 2023."""
    return session.scalars(select(FactMonth).filter_by(indicator_id="consultations", month=202304)).one()


def test_two_processes_lose_no_update(seeded, url, begin):
    writers = [begin(ADD, url), begin(ADD, url)]
    for one in writers:
        assert one.stdout.readline() == "ready\n"
    for one in writers:
        one.stdin.write("\n")
        one.stdin.flush()
    for one in writers:
        said, fault = one.communicate(timeout=120)
        assert one.returncode == 0, fault
        assert said.split()[0] == "100"
    with seeded.read() as session:
        assert (figure(session).value, figure(session).version) == (288 + 200, 1 + 200)


def test_the_second_of_two_editors_is_refused_and_the_first_stands(seeded):
    with seeded.read() as session:
        mine = figure(session)
    with seeded.write() as session:
        figure(session).value = 1

    def save_over() -> None:
        with seeded.write() as session:
            session.add(mine)
            mine.value = 2

    with pytest.raises(SavedMeanwhileError):
        save_over()
    with seeded.read() as session:
        assert figure(session).value == 1


def test_a_reader_is_not_held_up_and_sees_one_moment(seeded):
    with seeded.write() as writing:
        figure(writing).value = 7
        writing.flush()
        with seeded.read() as reading:
            assert figure(reading).value == 288


def test_who_waits_too_long_for_another_is_told_so_and_nothing_is_written(seeded, url, monkeypatch):
    monkeypatch.setattr(module, "WAIT_SECONDS", 1)
    second = Database(url)
    held, ready, over = [], threading.Event(), threading.Event()

    def hold() -> None:
        with seeded.write() as session:
            figure(session).value = 5
            session.flush()
            ready.set()
            over.wait(30)
            held.append(True)

    def wait() -> None:
        with second.write() as session:
            figure(session).value = 6

    other = threading.Thread(target=hold)
    other.start()
    assert ready.wait(10)
    with pytest.raises(StoreError) as refused:
        wait()
    over.set()
    other.join()
    second.close()
    assert refused.value.kind == "locked"
    with seeded.read() as session:
        assert figure(session).value == 5
