"""Several processes that answer on one socket and share the memory of the model.

For a server of many users only. The processes are forked after the model is loaded,
so its weights are in memory once.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

# A process that ends this soon after its start will do so again.
SOON_SECONDS = 5.0
MOST_SOON = 5


class WorkersFailedError(Exception):
    """The processes end as soon as they are started."""


class WorkerProcesses:
    """Keeps so many processes running until a signal tells it to stop.

    Args:
        count: of processes.
        work: what each does, given its number from 1 on and a function that registers
            what is to be called, once, to end it.
    """

    def __init__(
        self,
        count: int,
        work: Callable[[int, Callable[[Callable[[], None]], None]], None],
    ) -> None:
        self._count = count
        self._work = work
        self._numbers: dict[int, int] = {}  # by process
        self._stopping = False
        # Its other end is open as long as this process lives.
        self._alive, self._own = os.pipe()
        for end in (signal.SIGTERM, signal.SIGINT):
            signal.signal(end, lambda *_: self._stop())

    def run(self) -> None:
        """Run the processes; one that ends by itself is replaced.

        Raises:
            WorkersFailedError: if they end again and again at once.
        """
        soon, started = 0, time.monotonic()
        for number in range(1, self._count + 1):
            if not self._stopping:
                self._start(number)
        while self._numbers:
            pid, status = os.wait()
            number = self._numbers.pop(pid)
            if self._stopping:
                continue
            log.error("worker %d ended (%d); starting another", number, status)
            soon = soon + 1 if time.monotonic() - started < SOON_SECONDS else 0
            if soon > MOST_SOON:
                self._stop()
                continue
            started = time.monotonic()
            self._start(number)
        if soon > MOST_SOON:
            raise WorkersFailedError("the worker processes end as soon as they start")

    def _stop(self) -> None:
        self._stopping = True
        for pid in self._numbers:
            os.kill(pid, signal.SIGTERM)

    def _start(self, number: int) -> None:
        # A signal meanwhile must not be handled by the child as if it were the parent.
        ends = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, ends)
        pid = os.fork()
        if pid:
            self._numbers[pid] = number
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ends)
            return
        code = 1
        try:
            self._become_worker(number)
            code = 0
        except Exception as exc:  # noqa: BLE001 the parent starts another
            log.error("worker %d failed: %s", number, type(exc).__name__)
        finally:
            os._exit(code)  # nothing of the parent's is to be ended here

    def _become_worker(self, number: int) -> None:
        os.close(self._own)
        # Ctrl-C goes to every process of a terminal; the parent tells this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
        self._work(number, self._end_by)

    def _end_by(self, end: Callable[[], None]) -> None:
        once = threading.Lock()

        def stop() -> None:
            # systemd tells every process, and so does the parent.
            if once.acquire(blocking=False):
                end()

        def wait_for_parent() -> None:
            os.read(self._alive, 1)  # nothing comes; it ends with the parent
            stop()

        signal.signal(signal.SIGTERM, lambda *_: stop())
        threading.Thread(target=wait_for_parent, daemon=True).start()
