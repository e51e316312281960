"""Give tasks to whoever works, and take their rows in order, in constant memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from ascribe_server.archives.records import RECORDS_OF_TASK, Record, Task, tasks
from ascribe_server.archives.rows import RecordRows

# Not more than this waits, whatever the number and size of the records.
_WAITING_BYTES = 128_000_000

# Tasks, oldest first, each with what ``Workers.submit`` gave for it.
Waiting = deque[tuple[Task, Any]]


class Workers(Protocol):
    """Processes that analyse tasks, here or on other machines."""

    @property
    def room(self) -> int:
        """How many tasks may wait at the same time, at least one."""

    def submit(self, task: Task) -> Any:
        """Begin with a task; return what ``first`` needs to wait for it."""

    def first(self, waiting: Waiting) -> list[RecordRows]:
        """Take the oldest task off, and wait for the rows of its records."""

    def stop(self) -> None:
        """Give up what waits."""


def rows_in_order(
    workers: Workers,
    records: Iterable[Record],
    *,
    skip: int = 0,
    most: int = RECORDS_OF_TASK,
) -> Iterator[RecordRows]:
    """Analyse records; their rows come in the records' order.

    Args:
        workers: who analyses them; they are stopped at the end.
        records: what to analyse.
        skip: records at the start that are read over; they give no row.
        most: records of one task.

    Raises:
        AscribeError: if the workers fail whatever they are given.
    """
    waiting: Waiting = deque()
    size = 0
    try:
        for task in tasks(records, skip=skip, most=most):
            waiting.append((task, workers.submit(task)))
            size += _size(task)
            while waiting and (len(waiting) >= workers.room or size > _WAITING_BYTES):
                size -= _size(waiting[0][0])
                yield from workers.first(waiting)
        while waiting:
            yield from workers.first(waiting)
    finally:
        workers.stop()


def _size(task: Task) -> int:
    return sum(map(len, task))
