"""The two brakes, with a clock of our own."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from ascribe_server import problems
from ascribe_server.limits import FailureBrake, ScoringSlots
from ascribe_server.problems import Problem

from ..browser.waiting import wait_for

WRONG = Problem(problems.NOT_PAIRED, "no")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_slot_comes_back_when_the_page_is_done() -> None:
    slots = ScoringSlots(slots=1, wait_seconds=0.01)
    for _ in range(3):
        with slots.slot():
            pass


def test_no_slot_is_busy_and_says_when_to_come_again() -> None:
    slots = ScoringSlots(slots=1, wait_seconds=0.01)
    with slots.slot(), pytest.raises(Problem) as caught, slots.slot():
        pass
    assert caught.value.kind is problems.BUSY
    assert int(caught.value.headers["Retry-After"]) > 0


def test_slots_are_given_in_the_order_in_which_they_were_asked_for() -> None:
    slots = ScoringSlots(slots=1, wait_seconds=10)
    order: list[int] = []

    def ask(number: int) -> None:
        with slots.slot():
            order.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    with slots.slot():
        for waiting, thread in enumerate(threads, start=1):
            thread.start()
            wait_for(partial(_row_is, slots, waiting), "its place in the row")
    ask(4)  # comes when the slot is free, but others have waited for it
    for thread in threads:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]


def _row_is(slots: ScoringSlots, waiting: int) -> bool:
    return slots.waiting == waiting


def test_who_gives_up_waiting_takes_no_slot_away() -> None:
    slots = ScoringSlots(slots=1, wait_seconds=0.01)
    with slots.slot():
        for _ in range(3):
            with pytest.raises(Problem), slots.slot():
                pass
        assert slots.waiting == 0
    with slots.slot():
        pass


def test_a_page_waits_for_a_slot_that_comes_free() -> None:
    slots = ScoringSlots(slots=1, wait_seconds=10)
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with slots.slot():
            inside.set()
            done.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    done.set()
    with slots.slot():
        holder.join(5)
    assert not holder.is_alive()


def test_failures_are_counted_over_one_minute() -> None:
    clock = Clock()
    brake = FailureBrake(per_minute=2, clock=clock)
    assert brake.failed(WRONG) is WRONG
    clock.now = 30
    assert brake.failed(WRONG) is WRONG
    clock.now = 59.5
    slowed = brake.failed(WRONG)
    assert slowed.kind is problems.TOO_MANY_FAILURES
    assert slowed.headers == {"Retry-After": "1"}
    clock.now = 60
    assert brake.failed(WRONG) is WRONG
    assert brake.failed(WRONG).headers == {"Retry-After": "31"}


def test_what_is_refused_does_not_make_the_wait_longer() -> None:
    clock = Clock()
    brake = FailureBrake(per_minute=1, clock=clock)
    brake.failed(WRONG)
    for second in range(59):
        clock.now = second
        assert brake.failed(WRONG).kind is problems.TOO_MANY_FAILURES
    clock.now = 60
    assert brake.failed(WRONG) is WRONG
