"""A Dask cluster writes what one process writes, whatever dies in the middle.

The scheduler and its workers are real ones, processes on this machine's loopback.
"""

from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ascribe.errors import AscribeError
from ascribe_server.archives import cluster
from ascribe_server.archives.cluster import Cluster
from ascribe_server.archives.records import Page
from ascribe_server.archives.rows import BatchSettings, RecordRows

from .conftest import Run, batch, start, wait_for_answers, write_archive
from .test_cluster_tasks import copied_model

DASK = str(Path(sys.executable).with_name("dask"))
RECORDS = 3600


@pytest.fixture(autouse=True)
def no_client_is_left() -> Iterator[None]:
    """Collect what could not connect: Dask may hang where another client starts."""
    yield
    gc.collect()


class Started:
    """A real scheduler, and workers that come and go."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._number = 0
        log = folder / "scheduler"
        self.scheduler = self._start(
            log, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        )
        self.address = found_in(log, r"Scheduler at: +(\S+)")

    def worker(self) -> subprocess.Popen[bytes]:
        """Start one more, and wait until the scheduler knows it."""
        self._number += 1
        log = self._folder / f"worker-{self._number}"
        # Without a nanny: one that is killed does not come back.
        process = self._start(
            log, "worker", self.address, "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--local-directory", str(self._folder),
        )  # fmt: skip
        found_in(log, r"Registered to: +(\S+)")
        return process

    def _start(self, log: Path, *arguments: str) -> subprocess.Popen[bytes]:
        with log.open("wb") as out:
            process = subprocess.Popen([DASK, *arguments], stdout=out, stderr=out)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    def stop(self) -> None:
        self._stack.close()


def found_in(log: Path, pattern: str) -> str:
    deadline = time.monotonic() + 120
    while not (found := re.search(pattern, log.read_text())):
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    return found[1]


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    started = Started(tmp_path_factory.mktemp("dask"))
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("archive") / "in.jsonl", RECORDS)


@pytest.fixture(scope="module")
def whole(archive: Path) -> bytes:
    """What one process of this machine writes."""
    out = archive.with_name("whole.jsonl")
    assert batch("--brief", archive, out).returncode == 1
    return out.read_bytes()


def test_a_killed_worker_costs_nothing(
    dask: Started, archive: Path, whole: bytes, tmp_path: Path
) -> None:
    out, workers = tmp_path / "out.jsonl", [dask.worker(), dask.worker()]
    try:
        with start("--brief", "--scheduler", dask.address, archive, out) as process:
            wait_for_answers(process, tmp_path / "out.jsonl.part")
            workers[0].kill()
            _, said = process.communicate(timeout=300)
    finally:
        workers[1].kill()
    assert process.returncode == 1
    assert f"{RECORDS:,} records, {RECORDS // 3:,} errors: {out}\n" in said
    assert out.read_bytes() == whole


def test_a_run_goes_on_where_one_on_a_cluster_was_stopped(
    dask: Started, archive: Path, whole: bytes, tmp_path: Path
) -> None:
    out, worker = tmp_path / "out.jsonl", dask.worker()
    try:
        with start("--brief", "--scheduler", dask.address, archive, out) as process:
            wait_for_answers(process, tmp_path / "out.jsonl.part")
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=120)
        assert process.returncode == 1, said
        assert "the same command with --resume does the rest" in said
        assert "Traceback" not in said, said
        done = batch("--brief", "--resume", "--scheduler", dask.address, archive, out)
    finally:
        worker.kill()
    assert done.returncode == 1, done.stderr
    assert out.read_bytes() == whole


def test_a_run_waits_for_workers_and_sends_them_its_own_model(
    dask: Started, tmp_path: Path
) -> None:
    model, out = copied_model(tmp_path / "own"), tmp_path / "out.jsonl"
    archive = write_archive(tmp_path / "in.jsonl", 40)
    with start("--model", model, "--scheduler", dask.address, archive, out) as process:
        assert process.stderr is not None
        assert "has no worker yet; waiting for one" in process.stderr.readline()
        worker = dask.worker()
        try:
            process.communicate(timeout=120)
        finally:
            worker.kill()
    assert process.returncode == 1
    here = tmp_path / "here.jsonl"
    assert batch("--model", model, archive, here).returncode == 1
    assert out.read_bytes() == here.read_bytes()


def test_a_scheduler_that_dies_stops_the_run_and_loses_nothing(
    archive: Path, whole: bytes, tmp_path: Path
) -> None:
    out, dask = tmp_path / "out.jsonl", Started(tmp_path)
    try:
        dask.worker()
        with start("--brief", "--scheduler", dask.address, archive, out) as process:
            wait_for_answers(process, tmp_path / "out.jsonl.part")
            dask.scheduler.kill()
            _, said = process.communicate(timeout=120)
    finally:
        dask.stop()
    assert process.returncode == 1
    assert f"the connection to the scheduler {dask.address} is lost" in said
    assert "the same command with --resume does the rest" in said
    assert "Traceback" not in said
    assert batch("--brief", "--resume", archive, out).returncode == 1
    assert out.read_bytes() == whole


# Dask loads it more than once.
POISON = """
import os
from ascribe_server.archives import rows

def poisoned(read):
    def read_of(record):
        if b"poison" in record.data:
            os._exit(1)
        return read(record)
    return read_of

if rows._read.__module__ == rows.__name__:
    rows._read = poisoned(rows._read)
"""


def test_a_record_that_kills_every_worker_is_one_error_row(tmp_path: Path) -> None:
    (tmp_path / "poison.py").write_text(POISON)
    archive, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [f'{{"id": {at}, "text": "It fell."}}\n' for at in range(40)]
    lines[20] = '{"id": "x", "text": "poison"}\n'
    archive.write_text("".join(lines))
    done = batch(
        "--brief", "--scheduler", "local", "--workers", "2", archive, out,
        env={
            **os.environ,
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
            "DASK_DISTRIBUTED__WORKER__PRELOAD": str(tmp_path / "poison.py"),
        },
    )  # fmt: skip
    # Dask warns as well, on a machine that is busy.
    assert f"40 records, 1 error: {out}\n" in done.stderr
    rows = out.read_text().splitlines()
    assert [at for at, row in enumerate(rows) if "process-died" in row] == [20]
    assert '"id":21' in rows[20]
    assert '"id":39' in rows[39]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(
            ["--scheduler", "127.0.0.1:1"], 1, "no Dask scheduler answers", id="none"
        ),
        pytest.param(["--scheduler", "in.jsonl"], 1, "no Dask", id="a wrong file"),
        pytest.param(["--scheduler", ""], 1, "address of the sched", id="empty"),
        pytest.param(["--scheduler", "a b"], 1, "no Dask scheduler", id="no address"),
        pytest.param(
            ["--scheduler", "h:1", "--workers", "2"], 2, "has its own", id="workers"
        ),
    ],
)
def test_failures_say_what_is_wrong(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: Sequence[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 0.5)
    Path("in.jsonl").write_text('{"text": "Rain."}\n')
    result = run(*arguments, "in.jsonl", "out.jsonl")
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert not Path("out.jsonl.part").exists()


def test_a_missing_package_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("--scheduler", "h:1", "-", "-", stdin='{"text": "Rain."}')
    assert result.exit_code == 1
    assert "pip install 'ascribe[dask]'" in result.stderr


class Client:
    """Fails as Dask's does: with ``error`` for each task that ``fails`` names."""

    def __init__(self, error: Exception | None, fails: set[str], threads: int) -> None:
        self.error = error
        self.fails = fails
        self.threads = threads
        self.open: set[int] = set()
        self.most = 0

    def nthreads(self) -> dict[str, int]:
        return {"a": self.threads}

    def submit(self, _function: Any, parcel: Any, *_: Any, **__: Any) -> Any:
        client, number = self, id(parcel)
        self.open.add(number)
        self.most = max(self.most, len(self.open))

        class Future:
            def result(self) -> list[RecordRows]:
                client.open.discard(number)
                if client.error and client.fails & {r.id for r in parcel.task}:
                    raise client.error
                return [RecordRows(r.id.encode(), ok=True) for r in parcel.task]

        return Future()

    def cancel(self, futures: list[Any], **_: Any) -> None:
        self.cancelled = len(futures)


def analysed(client: Client, names: list[str]) -> list[RecordRows]:
    one = Cluster.__new__(Cluster)
    vars(one).update(
        _client=client, _scheduler="tcp://h:1", _model=None, _threads=0, _counted_at=-9
    )
    records = (Page(name, b"x" * 99_999) for name in names)
    return list(one.rows(records, BatchSettings()))


NAMES = [str(at) for at in range(300)]


@pytest.mark.parametrize(("threads", "most"), [(0, 3), (1, 3), (4, 12)])
def test_few_tasks_wait_however_many_records_there_are(threads: int, most: int) -> None:
    client = Client(None, set(), threads)
    assert [row.data.decode() for row in analysed(client, NAMES)] == NAMES
    assert client.most == most


def test_workers_that_die_of_everything_stop_the_run() -> None:
    from distributed import KilledWorker

    client = Client(KilledWorker("task", None, 3), set(NAMES), 2)
    with pytest.raises(AscribeError, match="die whatever they are given"):
        analysed(client, NAMES)
    assert client.cancelled


def test_workers_without_ascribe_are_told_of() -> None:
    client = Client(ModuleNotFoundError("No module named 'ascribe_server'"), {"7"}, 1)
    with pytest.raises(AscribeError, match=r"tcp://h:1 cannot run Ascribe .*No module"):
        analysed(client, NAMES)


def test_a_workers_own_complaint_is_passed_on() -> None:
    client = Client(AscribeError("a worker has Ascribe 1"), {"7"}, 1)
    with pytest.raises(AscribeError, match=r"^a worker has Ascribe 1$"):
        analysed(client, NAMES)
