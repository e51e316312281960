"""Two brakes: how many pages are scored at once, and how many wrong keys are tried."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ascribe_server import problems
from ascribe_server.problems import Problem

# Asked again sooner, a slot is hardly free yet; a page takes a second or two.
BUSY_RETRY_SECONDS = 2
WINDOW_SECONDS = 60.0


class ScoringSlots:
    """So many pages at a time; the others wait a little, in the order they came."""

    def __init__(self, *, slots: int, wait_seconds: float) -> None:
        self._free = slots
        self._wait_seconds = wait_seconds
        self._lock = threading.Lock()
        # A slot is handed to who has waited longest: a semaphore lets newcomers pass
        # by, and on a busy machine somebody would wait for ever.
        self._waiting: deque[threading.Event] = deque()

    @property
    def waiting(self) -> int:
        """How many pages wait for a slot."""
        with self._lock:
            return len(self._waiting)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold one slot.

        Raises:
            Problem: ``busy`` if none came free in time.
        """
        if not self._take():
            raise Problem(
                problems.BUSY,
                "Other pages are being scored. Try again in a moment.",
                headers={"Retry-After": str(BUSY_RETRY_SECONDS)},
            )
        try:
            yield
        finally:
            self._give()

    def _take(self) -> bool:
        turn = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            self._waiting.append(turn)
        if turn.wait(self._wait_seconds):
            return True
        with self._lock:
            if turn.is_set():  # it came in the very last moment
                return True
            self._waiting.remove(turn)
        return False

    def _give(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


class FailureBrake:
    """Counts failures in the last minute. A right key is never held up by it."""

    def __init__(
        self, *, per_minute: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def failed(self, problem: Problem) -> Problem:
        """Count one failure.

        Returns:
            ``problem``, or ``too-many-failures`` once there were too many.
        """
        now = self._clock()
        with self._lock:
            while self._times and self._times[0] <= now - WINDOW_SECONDS:
                self._times.popleft()
            if len(self._times) < self._per_minute:
                self._times.append(now)
                return problem
            wait_seconds = int(self._times[0] + WINDOW_SECONDS - now) + 1
        return Problem(
            problems.TOO_MANY_FAILURES,
            f"Wait {wait_seconds} seconds, then pair this browser again.",
            headers={"Retry-After": str(wait_seconds)},
        )
