"""The door: totals by month and answer pass, nothing else, and never more than there is room for."""

from pathlib import Path
from threading import Thread

import pytest

from data import codes
from door.helpful import ANSWERS, MOST, Tally
from navigator.content import load

ROOT = Path(__file__).parents[2]


def test_presses_are_held_as_totals_by_month_and_answer():
    tally = Tally()
    for month, answer in [(202611, "helped"), (202611, "not_much"), (202612, "helped"), (202611, "helped")]:
        assert tally.count(month, answer)
    assert tally.waiting() == {(202611, "helped"): 2, (202611, "not_much"): 1, (202612, "helped"): 1}


def test_what_is_written_is_taken_off_and_what_came_meanwhile_stays():
    tally = Tally()
    tally.count(202611, "helped")
    written = tally.waiting()
    tally.count(202611, "helped")
    tally.count(202611, "a_little")
    tally.written(written)
    assert tally.waiting() == {(202611, "helped"): 1, (202611, "a_little"): 1}


@pytest.mark.parametrize("answer", ["", "Helped", "n_money", "x" * 100_000])
def test_nothing_but_an_answer_fits_through(answer):
    tally = Tally()
    with pytest.raises(ValueError, match="no answer"):
        tally.count(202611, answer)
    assert tally.waiting() == {}


def test_a_script_cannot_press_more_than_there_is_room_for_until_it_is_written():
    tally = Tally()
    taken = [tally.count(202611, ANSWERS[number % 3]) for number in range(10_000)]
    assert sum(taken) == MOST
    assert sum(tally.waiting().values()) == MOST
    tally.written(tally.waiting())
    assert tally.count(202611, "helped")


def test_presses_at_the_same_moment_are_all_counted():
    tally = Tally(most=8_000)
    threads = [Thread(target=lambda: [tally.count(202611, "helped") for _ in range(1_000)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tally.waiting() == {(202611, "helped"): 8_000}


def test_the_door_the_screen_and_the_records_know_the_same_answers():
    words = load(ROOT / "config").words["ja"]
    assert codes.labels("helpful") == {answer: words[f"useful.{answer}"] for answer in ANSWERS}
