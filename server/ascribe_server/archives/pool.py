"""Analyse records in several processes of this machine, in order, in constant memory.

A process that dies, for lack of memory most likely, takes no other record with it: the
records it may have had are tried again one at a time.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING

from ascribe.errors import AscribeError
from ascribe_server.archives.in_order import Waiting, rows_in_order
from ascribe_server.archives.records import Record, Task
from ascribe_server.archives.rows import BatchSettings, RecordRows, died, rows_of_all

if TYPE_CHECKING:
    from ascribe.engine import Engine

# Tasks that wait for each process, so that none has to wait for the next.
_WAITING_PER_WORKER = 3
# A record may stand beside another that kills the process, but only so often alone.
_TRIES_ALONE = 2
# So often it is looked whether a process died of which the executor knows nothing.
_LOOK_SECONDS = 1.0
# So many records on end are no accident: processes cannot live here.
_MOST_DEAD_ON_END = 3


def rows_of_workers(
    model_folder: Path | None,
    records: Iterable[Record],
    settings: BatchSettings,
    *,
    workers: int,
    skip: int = 0,
) -> Iterator[RecordRows]:
    """Analyse records in ``workers`` processes; the rows come in the records' order.

    Args:
        model_folder: the model; None for the one that ships.
        records: what to analyse.
        settings: what the rows hold.
        workers: number of processes.
        skip: records at the start that are read over; they give no row.

    Raises:
        AscribeError: if processes die whatever they are given.
    """
    return rows_in_order(_Pool(model_folder, settings, workers), records, skip=skip)


class _Pool:
    """Processes that are started anew when one of them dies."""

    def __init__(
        self, model_folder: Path | None, settings: BatchSettings, workers: int
    ) -> None:
        self.room = workers * _WAITING_PER_WORKER
        self._settings = settings
        self._dead_on_end = 0
        self._model_folder = model_folder
        self._workers = workers
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        # Not fork: the progress bar runs a thread, and a fork copies its locks.
        return ProcessPoolExecutor(
            self._workers,
            mp_context=get_context("spawn"),
            initializer=_start_worker,
            initargs=(self._model_folder, self._settings),
        )

    def submit(self, task: Task) -> Future[list[RecordRows]]:
        try:
            return self._pool.submit(_rows_in_worker, task)
        except BrokenProcessPool as exc:
            # It died just now; whoever waits for this task starts it anew.
            future: Future[list[RecordRows]] = Future()
            future.set_exception(exc)
            return future

    def first(self, waiting: Waiting) -> list[RecordRows]:
        """Wait for the first task; where its process died, try its records alone."""
        task, future = waiting.popleft()
        self._wait(future)
        try:
            found: list[RecordRows] = future.result()
        except BrokenProcessPool:
            lost = [
                not (each.done() and each.exception() is None) for _, each in waiting
            ]
            self.restart()
            found = [self._alone(record) for record in task]
            for at, (other, _) in enumerate(waiting):
                if lost[at]:
                    waiting[at] = (other, self.submit(other))
        else:
            self._dead_on_end = 0
        return found

    def _wait(self, future: Future[list[RecordRows]]) -> None:
        """Wait until a task has ended.

        A process that is killed while it writes an answer leaves half of it in the
        pipe, and the executor waits for the rest for ever: no end of the pipe may stay
        open, then it reads that the pool is broken.
        """
        while not future.done():
            wait([future], timeout=_LOOK_SECONDS)
            processes = list((self._pool._processes or {}).values())
            if not future.done() and any(one.exitcode is not None for one in processes):
                for one in processes:
                    one.kill()
                    one.join()
                self._pool._result_queue._writer.close()  # type: ignore[attr-defined]

    def _alone(self, record: Record) -> RecordRows:
        for _ in range(_TRIES_ALONE):
            future = self.submit([record])
            self._wait(future)
            if not isinstance(future.exception(), BrokenProcessPool):
                self._dead_on_end = 0
                return future.result()[0]
            self.restart()
        self._dead_on_end += 1
        if self._dead_on_end >= _MOST_DEAD_ON_END:
            raise AscribeError(
                "worker processes die whatever they are given, perhaps for lack of "
                "memory; use fewer --workers"
            )
        return died(record, self._settings)

    def restart(self) -> None:
        self.stop()
        self._pool = self._new()

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


# The engine of a worker process, loaded once, and what it is asked for.
_engine: Engine
_settings: BatchSettings


def _start_worker(model_folder: Path | None, settings: BatchSettings) -> None:
    global _engine, _settings
    # Ctrl-C goes to every process of the terminal; the first one stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from ascribe.engine import load_engine

    _engine, _settings = load_engine(model_folder), settings
    # It stays: the collector need not walk through it.
    gc.freeze()
    # A page makes some thousand objects and no cycles.
    gc.set_threshold(20_000, 20, 20)


def _end_with_parent() -> None:
    """Do not outlive a parent that was killed: nobody would ever stop this process."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _rows_in_worker(task: Task) -> list[RecordRows]:
    return rows_of_all(_engine, task, _settings)
