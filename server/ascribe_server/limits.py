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
    """So many pages at a time; the next one waits a little and is then refused."""

    def __init__(self, *, slots: int, wait_seconds: float) -> None:
        self._free = threading.BoundedSemaphore(slots)
        self._wait_seconds = wait_seconds

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold one slot.

        Raises:
            Problem: ``busy`` if none came free in time.
        """
        if not self._free.acquire(timeout=self._wait_seconds):
            raise Problem(
                problems.BUSY,
                "Other pages are being scored. Try again in a moment.",
                headers={"Retry-After": str(BUSY_RETRY_SECONDS)},
            )
        try:
            yield
        finally:
            self._free.release()


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
