"""Analyse records on a Dask cluster, in order, in constant memory.

Dask gives what a worker had that died to the others. A record that kills one worker
after the other becomes an error row.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ascribe.errors import AscribeError, InputError
from ascribe.results import ModelName
from ascribe_server.archives.cluster_tasks import (
    Parcel,
    rows_of_task,
    same,
    sent_model,
)
from ascribe_server.archives.in_order import Waiting, rows_in_order
from ascribe_server.archives.records import Record, Task
from ascribe_server.archives.rows import BatchSettings, RecordRows, died

# In place of an address: a cluster of this machine's own.
LOCAL = "local"
# A scheduler that is there answers at once.
_CONNECT_SECONDS = 10
_STOP_SECONDS = 5
# Tasks that wait for each thread of the cluster, so that none has to wait for the next.
_WAITING_PER_THREAD = 3
# A scheduler takes milliseconds for a task, whatever is in it.
_RECORDS_OF_TASK = 64
# How often the cluster is asked how large it is by now.
_COUNT_SECONDS = 2.0
# So many records on end are no accident: workers cannot live there.
_MOST_DEAD_ON_END = 3


class Cluster:
    """The workers of a Dask cluster; one at a time asks them to analyse.

    Args:
        scheduler: the address of its scheduler, such as ``tcp://10.0.0.5:8786``; the
            path of a scheduler file; or ``local`` to start one here.
        workers: processes of one that is started here.
        model: what the rows are to name; a worker that has another one fails.
        model_folder: sent to the workers; None for the one that ships with Ascribe.
        say: tells a message to whoever waits.

    Raises:
        InputError: if Dask is not installed, or no scheduler answers there.
        ModelError: if the model cannot be read.
    """

    def __init__(
        self,
        scheduler: str,
        *,
        workers: int,
        model: ModelName,
        model_folder: Path | None,
        say: Callable[[str], None] = lambda _message: None,
    ) -> None:
        self._scheduler = scheduler
        sent = sent_model(model, model_folder)
        self._client = _client_of(scheduler, workers)
        # Not with every task; workers get files from each other, and once.
        self._model = self._client.submit(same, sent) if sent.files else sent
        self._threads, self._counted_at = 0, 0.0
        if not self._count():
            say(f"the cluster of {scheduler} has no worker yet; waiting for one")

    def rows(
        self, records: Iterable[Record], settings: BatchSettings, *, skip: int = 0
    ) -> Iterator[RecordRows]:
        """Analyse records; the rows come in the records' order.

        Args:
            records: what to analyse.
            settings: what the rows hold.
            skip: records at the start that are read over; they give no row.

        Raises:
            AscribeError: if the connection is lost, the workers have no Ascribe of
                this version, or die whatever they are given.
        """
        return rows_in_order(
            _Asked(self, settings), records, skip=skip, most=_RECORDS_OF_TASK
        )

    @property
    def threads(self) -> int:
        """How many tasks are analysed at the same time by now, at least one."""
        if time.monotonic() - self._counted_at > _COUNT_SECONDS:
            self._count()
        return max(1, self._threads)

    def submit(self, task: Task, settings: BatchSettings) -> Any:
        """Begin with a task; return Dask's future of its rows."""
        # What is asked for twice is no mistake: it killed a worker before.
        return self._client.submit(
            rows_of_task, Parcel(task), settings, self._model, pure=False
        )

    def wait(self, future: Any) -> list[RecordRows] | None:
        """Wait for the rows of a task; None if it killed one worker after the other.

        Raises:
            AscribeError: as ``rows``.
        """
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            found: list[RecordRows] = future.result()
        except KilledWorker:
            return None
        except AscribeError:
            raise
        except (CancelledError, CommClosedError) as exc:
            raise AscribeError(
                f"the connection to the scheduler {self._scheduler} is lost"
            ) from exc
        except Exception as exc:
            # A worker without Ascribe cannot even read what it is asked for.
            raise AscribeError(
                f"the workers of {self._scheduler} cannot run Ascribe "
                f"({type(exc).__name__}: {exc}); install the same version there"
            ) from exc
        return found

    def give_up(self, futures: list[Any]) -> None:
        """Tell the cluster that nobody waits for these any more."""
        if futures:
            with suppress(Exception):
                self._client.cancel(futures, force=True)

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        with suppress(Exception):
            self._client.close(timeout=_STOP_SECONDS)
        cluster = self._client.cluster
        if cluster is not None:
            with suppress(Exception):
                cluster.close(timeout=_STOP_SECONDS)

    def _count(self) -> int:
        with suppress(Exception):
            # A connection that is lost shows where a result is waited for.
            self._threads = sum(self._client.nthreads().values())
        self._counted_at = time.monotonic()
        return self._threads


class _Asked:
    """A cluster that is asked for rows with some settings."""

    def __init__(self, cluster: Cluster, settings: BatchSettings) -> None:
        self._cluster = cluster
        self._settings = settings
        self._dead_on_end = 0
        self._futures: dict[int, Any] = {}

    @property
    def room(self) -> int:
        return _WAITING_PER_THREAD * self._cluster.threads

    def submit(self, task: Task) -> Any:
        future = self._cluster.submit(task, self._settings)
        self._futures[id(future)] = future
        return future

    def first(self, waiting: Waiting) -> list[RecordRows]:
        task, future = waiting.popleft()
        found = self._rows(future)
        if found is None:
            found = [self._alone(record) for record in task]
        return found

    def stop(self) -> None:
        self._cluster.give_up(list(self._futures.values()))

    def _rows(self, future: Any) -> list[RecordRows] | None:
        found = self._cluster.wait(future)
        del self._futures[id(future)]
        if found is not None:
            self._dead_on_end = 0
        return found

    def _alone(self, record: Record) -> RecordRows:
        found = self._rows(self.submit([record]))
        if found is not None:
            return found[0]
        self._dead_on_end += 1
        if self._dead_on_end >= _MOST_DEAD_ON_END:
            raise AscribeError(
                "the cluster's workers die whatever they are given, perhaps for lack "
                "of memory"
            )
        return died(record, self._settings)


def _client_of(scheduler: str, workers: int) -> Any:
    if not scheduler.strip():
        # Dask would start a cluster of its own.
        raise InputError("the address of the scheduler is empty")
    try:
        import distributed
    except ImportError:
        raise InputError(
            "a cluster needs a package more: pip install 'ascribe[dask]'"
        ) from None
    client: Any = distributed.Client
    # That the connection is lost is told once, by us.
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # A task can be a page of 64 million bytes; Dask would say so with each.
    warnings.filterwarnings("ignore", message="Sending large graph")
    if scheduler == LOCAL:
        return client(
            n_workers=workers,
            threads_per_worker=1,
            # The usual port may be taken; nobody else's business.
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        )
    where = (
        {"scheduler_file": scheduler}
        if Path(scheduler).is_file()
        else {"address": scheduler}
    )
    try:
        return client(**where, timeout=_CONNECT_SECONDS)
    except Exception as exc:
        raise InputError(
            f"no Dask scheduler answers at {scheduler}: {exc or type(exc).__name__}; "
            "is it running, and is the address right?"
        ) from exc
